//! One request with lines: its body is read part by part, each part is judged, and what is said of it goes back in the same order.

use super::fault::Fault;
use super::incoming::{Incoming, Limits};
use super::judge::{Judge, Judged, Part, Shape};
use crate::corpus::{BatchReader, RawBatch, ReadOptions};
use crate::findings::SkipReason;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::channel::{Channel, Sender};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Answers are held back until so many bytes of lines were read or all of them: the status then speaks of all lines up to there.
const HELD: u64 = 1 << 20;
/// Parts of an answer that wait for the client.
const AHEAD: usize = 4;

/// A request with lines.
pub(super) struct Lines {
    pub body: Body,
    pub check: bool,
    pub shape: Shape,
    pub max_body_bytes: u64,
    pub timeout: Duration,
}

/// What is logged of it in the end.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub status: Option<StatusCode>,
    pub bytes: u64,
    pub records: u64,
    pub bad: u64,
    /// The reason for which it was not read or answered to its end.
    pub broke_off: Option<&'static str>,
}

impl Lines {
    /// Reads, judges and answers; to be called where waiting is allowed. The head goes to `head`.
    pub(super) fn answer(self, judge: &Judge, options: &ReadOptions, head: oneshot::Sender<Response>) -> Done {
        let runtime = Handle::current();
        let limits = Limits::new(self.timeout);
        let body = Incoming::new(self.body, self.max_body_bytes, Arc::clone(&limits), runtime.clone());
        let mut reader = BatchReader::over(Box::new(body), options);
        let mut out = Outgoing { head: Some(head), body: None, held: Vec::new(), timeout: self.timeout, runtime };
        let mut done = Done::default();
        let (mut batch, mut line) = (RawBatch::new(), 1);
        let fault = loop {
            limits.begin_part();
            // One file cannot be too many.
            let more = reader.fill(&mut batch).unwrap_or(false);
            let fault = limits.fault();
            let mut passed = reader.take_skipped();
            if passed.iter().any(|row| row.reason == SkipReason::EmptyFile) {
                break Some(Fault::new(StatusCode::BAD_REQUEST, "empty_body", "the body holds no line"));
            }
            // The body's own fault is told as such.
            passed.retain(|row| fault.is_none() || row.reason != SkipReason::Unreadable);
            line = batch.items().first().map_or(line, |item| item.line);
            let last = batch.items().last().map(|item| item.line).max(passed.iter().filter_map(|row| row.line).max());
            done.bytes = reader.bytes_read();
            if more || !passed.is_empty() {
                let part = Part { batch, passed, check: self.check, shape: self.shape };
                match judge.part(part).blocking_recv() {
                    Ok(Ok(Judged { batch: used, answers, bad, records })) => {
                        line = last.map_or(line, |last| last + 1);
                        batch = used;
                        done.bad += bad;
                        done.records += records;
                        out.held.extend_from_slice(&answers);
                    }
                    Ok(Err(fault)) => break Some(fault),
                    Err(_) => break Some(Fault::ending()),
                }
            }
            if fault.is_some() || !more {
                break fault;
            }
            // Unpacked: a small body may have many lines.
            if reader.text_bytes() > HELD && !out.flush(done.bad) {
                done.broke_off = Some("client_gone");
                return done;
            }
        };
        done.broke_off = fault.as_ref().map(|fault| fault.reason);
        done.status = out.end(fault.map(|fault| Fault { line: Some(line), ..fault }), done.bad);
        done
    }
}

/// The answer on its way out.
struct Outgoing {
    /// Until the head is sent.
    head: Option<oneshot::Sender<Response>>,
    /// Once it is.
    body: Option<(Sender<Bytes>, StatusCode)>,
    held: Vec<u8>,
    timeout: Duration,
    runtime: Handle,
}

fn status(bad: u64) -> StatusCode {
    if bad == 0 { StatusCode::OK } else { StatusCode::BAD_REQUEST }
}

fn response(status: StatusCode, body: Body) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    response
}

impl Outgoing {
    /// Sends what is held; `false` when nobody takes it.
    fn flush(&mut self, bad: u64) -> bool {
        if let Some(head) = self.head.take() {
            let (sender, channel) = Channel::<Bytes>::new(AHEAD);
            if head.send(response(status(bad), Body::new(channel))).is_err() {
                return false;
            }
            self.body = Some((sender, status(bad)));
        }
        let Some((body, _)) = &mut self.body else { return false };
        let bytes = Bytes::from(std::mem::take(&mut self.held));
        let timeout = self.timeout;
        let sent = self.runtime.block_on(async { tokio::time::timeout(timeout, body.send_data(bytes)).await });
        matches!(sent, Ok(Ok(())))
    }

    /// Sends the rest, and what went wrong if anything did. Of a request of which nothing was answered yet that is the answer. Gives the status that was sent.
    fn end(mut self, fault: Option<Fault>, bad: u64) -> Option<StatusCode> {
        if let Some(head) = self.head.take() {
            let whole = match fault {
                Some(fault) if self.held.is_empty() => fault.into_response(),
                Some(fault) => {
                    fault.write_line(&mut self.held);
                    response(fault.status, Body::from(self.held))
                }
                None => response(status(bad), Body::from(self.held)),
            };
            let status = whole.status();
            return head.send(whole).is_ok().then_some(status);
        }
        if let Some(fault) = fault {
            fault.write_line(&mut self.held);
        }
        let sent = self.body.as_ref().map(|(_, status)| *status);
        (self.held.is_empty() || self.flush(bad)).then_some(sent).flatten()
    }
}
