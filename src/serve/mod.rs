//! The filter as a service: `POST /v1/filter` and `/v1/check` take JSON Lines and answer line by line, `GET /v1/documents/{id}` says what is known of an article.
//!
//! - One thread owns the index (`judge.rs`); all requests go through it in the order in which they come, and several that wait are brought to disk with one commit. Nothing is answered
//!   before that commit has come back.
//! - What a request may hold of the service is bounded: the bytes of its line, of its body and the time that it may take to send the next part of it (`incoming.rs`); how many are worked on
//!   at once ([`Options::queue`]); how many connections are open (`connections.rs`).
//! - No text of an article and no id stands in the log.
//!
//! `openapi.json` beside this file is the contract; a test holds the answers to it.

mod answer;
mod connections;
mod fault;
mod incoming;
mod judge;
mod metrics;
mod routes;
mod token;

pub use token::Token;

use crate::corpus::ReadOptions;
use crate::error::Result;
use crate::index::Index;
use crate::pipeline::Parameters;
use judge::Judge;
use metrics::Metrics;
use routes::Service;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// What a service allows.
#[derive(Debug, Clone)]
pub struct Options {
    /// What a request has to show; without one all are answered.
    pub token: Option<Token>,
    /// Requests that are worked on at once; more are turned away with 429.
    pub queue: usize,
    /// The longest body, in bytes as they are sent.
    pub max_body_bytes: u64,
    /// How long a client may take to send a head, or the next 64 KiB of a body, or to read that much of an answer; and how long requests under way are waited for at the end.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options { token: None, queue: 64, max_body_bytes: 256 << 20, timeout: Duration::from_secs(30) }
    }
}

/// Answers requests until `shutdown` is there, then those that are under way.
///
/// Lines longer than [`ReadOptions::max_record_bytes`] are refused one by one; [`ReadOptions::batch_bytes`] is how much of a body is judged at once.
///
/// # Errors
///
/// [`Error`](crate::Error) when the index can no longer be written and not be opened again either.
pub async fn serve(
    listener: TcpListener,
    index: Index,
    parameters: Parameters,
    read: ReadOptions,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> Result<()> {
    let metrics = Arc::new(Metrics::new(options.queue));
    let (judge, mut thread) = Judge::start(index, parameters, read.clone(), Arc::clone(&metrics))?;
    let timeout = options.timeout;
    let service = Arc::new(Service::new(judge.clone(), options, read, metrics));
    let ended = &mut thread.ended;
    let stop = async {
        tokio::select! {
            () = shutdown => {}
            _ = ended => {}
        }
    };
    connections::accept(listener, routes::routes(service), timeout, stop).await;
    judge.stop();
    // What it was asked before is still judged, and committed.
    match tokio::task::spawn_blocking(move || thread.handle.join()).await {
        Ok(Ok(result)) => result,
        // A fault of ours, which is to be seen as such.
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
