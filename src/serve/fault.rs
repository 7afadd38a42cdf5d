//! What a request is told when it cannot be done, as JSON.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::borrow::Cow;

/// Why a request, or one line of it, is not answered as asked.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fault {
    #[serde(skip)]
    pub status: StatusCode,
    /// The 1-based line of the body, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// A name for programs.
    pub reason: &'static str,
    /// The same for people.
    pub detail: Cow<'static, str>,
}

/// Seconds after which a client that was turned away may come again.
const COME_AGAIN: HeaderValue = HeaderValue::from_static("1");

impl Fault {
    pub(super) fn new(status: StatusCode, reason: &'static str, detail: impl Into<Cow<'static, str>>) -> Fault {
        Fault { status, reason, detail: detail.into(), line: None }
    }

    /// No place is free.
    pub(super) fn busy() -> Fault {
        Fault::new(StatusCode::TOO_MANY_REQUESTS, "queue_full", "as many requests as allowed are being worked on")
    }

    /// The index could not be read or written. What it was stands in the log: paths are nobody's business outside.
    pub(super) fn index() -> Fault {
        Fault::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "index_unavailable",
            "the index could not be read or written: nothing of this is to be taken as seen",
        )
    }

    /// The thread that judges is gone.
    pub(super) fn ending() -> Fault {
        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "ending", "the service is ending")
    }

    /// As a line of an answer.
    pub(super) fn write_line(&self, out: &mut Vec<u8>) {
        #[derive(Serialize)]
        struct Line<'a> {
            error: &'a Fault,
        }
        // A vector takes every byte.
        let _ = serde_json::to_writer(&mut *out, &Line { error: self });
        out.push(b'\n');
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut body = Vec::new();
        self.write_line(&mut body);
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match self.status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, COME_AGAIN);
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}
