//! The body of a request as something to read, within its limits.

use super::fault::Fault;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::Instant;

/// What the reader of a body and who works on it both know.
pub(super) struct Limits {
    timeout: Duration,
    state: Mutex<State>,
}

struct State {
    /// When the next part must have come.
    deadline: Instant,
    /// Why reading ended before its end.
    fault: Option<Fault>,
}

impl Limits {
    pub(super) fn new(timeout: Duration) -> Arc<Limits> {
        let state = State { deadline: Instant::now() + timeout, fault: None };
        Arc::new(Limits { timeout, state: Mutex::new(state) })
    }

    /// The next part may take its time anew.
    pub(super) fn begin_part(&self) {
        self.with(|state| state.deadline = Instant::now() + self.timeout);
    }

    /// Why reading ended before its end, if it did.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.with(|state| state.fault.clone())
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A body that is read by a thread that may wait.
pub(super) struct Incoming {
    body: Body,
    /// What came and is not read yet.
    rest: Bytes,
    /// How many bytes may still come.
    left: u64,
    limits: Arc<Limits>,
    runtime: Handle,
}

impl Incoming {
    pub(super) fn new(body: Body, max_bytes: u64, limits: Arc<Limits>, runtime: Handle) -> Incoming {
        Incoming { body, rest: Bytes::new(), left: max_bytes, limits, runtime }
    }

    /// The next bytes; `None` at the end.
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let deadline = self.limits.with(|state| state.deadline);
        let body = &mut self.body;
        let frame = self.runtime.block_on(async { tokio::time::timeout_at(deadline, body.frame()).await });
        let bytes = match frame {
            Err(_) => {
                let why = "the body did not come in time";
                return Err(Fault::new(StatusCode::REQUEST_TIMEOUT, "timeout", why));
            }
            Ok(None) => return Ok(None),
            Ok(Some(Err(_))) => {
                let why = "the body broke off";
                return Err(Fault::new(StatusCode::BAD_REQUEST, "broken_body", why));
            }
            // Trailers say nothing of the records.
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
        };
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        Ok(Some(bytes))
    }
}

/// The body is longer than allowed.
pub(super) fn too_large() -> Fault {
    Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "the body is longer than allowed: send it in parts")
}

impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            let next = self.next().map_err(|fault| {
                let error = io::Error::other(fault.detail.clone());
                self.limits.with(|state| state.fault = Some(fault));
                error
            })?;
            let Some(bytes) = next else { return Ok(0) };
            self.rest = bytes;
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}
