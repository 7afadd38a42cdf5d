//! What can be asked, and by which path.

use super::answer::{Done, Lines};
use super::fault::Fault;
use super::incoming::too_large;
use super::judge::{Judge, Shape};
use super::metrics::{MEDIA_TYPE, Metrics};
use super::{Options, Token};
use crate::corpus::ReadOptions;
use crate::pipeline::Answers;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{MatchedPath, Path, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The contract.
const OPENAPI: &str = include_str!("openapi.json");

/// What all requests share.
pub(super) struct Service {
    judge: Judge,
    options: Options,
    read: ReadOptions,
    metrics: Arc<Metrics>,
    places: Arc<Semaphore>,
}

impl Service {
    pub(super) fn new(judge: Judge, options: Options, read: ReadOptions, metrics: Arc<Metrics>) -> Service {
        let places = Arc::new(Semaphore::new(options.queue));
        Service { judge, options, read, metrics, places }
    }

    /// A place in the queue, if one is free.
    fn place(&self) -> Result<OwnedSemaphorePermit, Fault> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| Fault::busy())
    }
}

type Shared = State<Arc<Service>>;

pub(super) fn routes(service: Arc<Service>) -> Router {
    Router::new()
        .route("/v1/filter", post(filter))
        .route("/v1/check", post(check))
        .route("/v1/documents/{*id}", get(document))
        .route("/metrics", get(metrics))
        .route_layer(from_fn_with_state(Arc::clone(&service), admit))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/openapi.json", get(async || ([(CONTENT_TYPE, "application/json")], OPENAPI)))
        .fallback(async || Fault::new(StatusCode::NOT_FOUND, "no_such_path", "see /openapi.json"))
        .method_not_allowed_fallback(async || {
            Fault::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "see /openapi.json")
        })
        .layer(from_fn_with_state(Arc::clone(&service), watch))
        .with_state(service)
}

/// Turns away who shows no token where one is asked for.
async fn admit(State(service): Shared, request: Request, next: Next) -> Response {
    let shown = |token: &Token| token.is_shown(request.headers());
    if service.options.token.as_ref().is_none_or(shown) {
        return next.run(request).await;
    }
    Fault::new(StatusCode::UNAUTHORIZED, "unauthorized", "a bearer token is asked for").into_response()
}

/// Says of an answer that what was done is logged elsewhere.
#[derive(Clone)]
struct Logged;

/// Counts and logs what was asked. Neither ids nor texts.
async fn watch(State(service): Shared, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or("other", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), start.elapsed());
    service.metrics.answered(route, status, took);
    if response.extensions().get::<Logged>().is_none() {
        log(&method, route, status, milliseconds(took));
    }
    response
}

/// For the log: more than microseconds nobody reads.
fn milliseconds(took: Duration) -> f64 {
    took.as_micros() as f64 / 1e3
}

fn log(method: &Method, route: &str, status: u16, ms: f64) {
    let method = method.as_str();
    match (route, status) {
        // Asked every few seconds by whoever watches the service.
        ("/healthz" | "/readyz" | "/metrics", 200) => tracing::debug!(method, route, status, ms, "request"),
        _ => tracing::info!(method, route, status, ms, "request"),
    }
}

async fn filter(state: Shared, request: Request) -> Response {
    lines(state, request, false).await
}

async fn check(state: Shared, request: Request) -> Response {
    lines(state, request, true).await
}

/// What the query asks for.
fn shape(query: Option<&str>) -> Result<Shape, Fault> {
    match query.unwrap_or_default() {
        "" | "answers=all" => Ok(Shape::Records(Answers::All)),
        "answers=kept" => Ok(Shape::Records(Answers::Kept)),
        "answers=verdicts" => Ok(Shape::Verdicts),
        _ => Err(Fault::new(StatusCode::BAD_REQUEST, "bad_query", "the query is answers=all, kept or verdicts")),
    }
}

async fn lines(State(service): Shared, request: Request, check: bool) -> Response {
    let start = Instant::now();
    let shape = match shape(request.uri().query()) {
        Ok(shape) => shape,
        Err(fault) => return fault.into_response(),
    };
    let max_body_bytes = service.options.max_body_bytes;
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > max_body_bytes) {
        return too_large().into_response();
    }
    let place = match service.place() {
        Ok(place) => place,
        Err(fault) => return fault.into_response(),
    };
    let body = request.into_body();
    let lines = Lines { body, check, shape, max_body_bytes, timeout: service.options.timeout };
    let (head, answered) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let working = service.metrics.work();
        let done = lines.answer(&service.judge, &service.read, head);
        drop((working, place));
        let Done { status, bytes, records, bad, broke_off } = done;
        let (route, status) = (if check { "/v1/check" } else { "/v1/filter" }, status.map(|status| status.as_u16()));
        let ms = milliseconds(start.elapsed());
        tracing::info!(method = "POST", route, status, ms, bytes, records, bad, broke_off, "request");
    });
    let mut response = answered.await.unwrap_or_else(|_| Fault::ending().into_response());
    response.extensions_mut().insert(Logged);
    response
}

async fn document(State(service): Shared, id: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(id)) = id else {
        return Fault::new(StatusCode::BAD_REQUEST, "bad_id", "the id is not UTF-8").into_response();
    };
    let _place = match service.place() {
        Ok(place) => place,
        Err(fault) => return fault.into_response(),
    };
    let _working = service.metrics.work();
    match service.judge.document(id).await {
        Ok(Ok(Some(document))) => {
            // Rows of plain text and numbers can be written.
            let text = serde_json::to_string(&document).unwrap_or_default() + "\n";
            ([(CONTENT_TYPE, "application/json")], text).into_response()
        }
        Ok(Ok(None)) => Fault::new(StatusCode::NOT_FOUND, "not_seen", "no article of this id was seen").into_response(),
        Ok(Err(fault)) => fault.into_response(),
        Err(_) => Fault::ending().into_response(),
    }
}

async fn ready(State(service): Shared) -> Response {
    if service.metrics.is_ready() { "ready\n".into_response() } else { Fault::index().into_response() }
}

async fn metrics(State(service): Shared) -> ([(axum::http::HeaderName, &'static str); 1], Body) {
    ([(CONTENT_TYPE, MEDIA_TYPE)], Body::from(service.metrics.text()))
}
