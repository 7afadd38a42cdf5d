//! The thread that owns the index: it takes what requests ask in the order in which they ask it.

use super::fault::Fault;
use super::metrics::Metrics;
use crate::corpus::{InputFile, RawBatch, ReadOptions};
use crate::error::{Error, Result};
use crate::findings::{IndexedDocument, Skipped};
use crate::index::Index;
use crate::pipeline::{Answers, Filter, Parameters, Told, annotate};
use axum::http::StatusCode;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Instant;
use tokio::sync::oneshot;

/// Bytes of records that are judged before what waits for the disk is brought there. More is less work for the disk and a longer wait for whoever comes next.
const GROUP: usize = 256 << 10;

/// What a line of the answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The record with one member more, of those that are wanted.
    Records(Answers),
    /// The verdict alone, with line and id.
    Verdicts,
}

/// A part of a body.
pub(super) struct Part {
    pub batch: RawBatch,
    /// Lines that were passed over while the batch was read.
    pub passed: Vec<Skipped>,
    pub check: bool,
    pub shape: Shape,
}

/// What came of it.
pub(super) struct Judged {
    /// To be used again.
    pub batch: RawBatch,
    /// Lines of the answer.
    pub answers: Vec<u8>,
    /// How many lines could not be read.
    pub bad: u64,
    /// How many could.
    pub records: u64,
}

type Reply<T> = oneshot::Sender<std::result::Result<T, Fault>>;

enum Job {
    Part(Box<Part>, Reply<Judged>),
    Document(String, Reply<Option<IndexedDocument>>),
    Stop,
}

/// A way to the thread.
#[derive(Clone)]
pub(super) struct Judge {
    jobs: Sender<Job>,
}

/// The thread itself.
pub(super) struct Thread {
    pub handle: JoinHandle<Result<()>>,
    /// Resolves when the thread has ended.
    pub ended: oneshot::Receiver<()>,
}

impl Judge {
    pub(super) fn start(
        index: Index,
        parameters: Parameters,
        options: ReadOptions,
        metrics: Arc<Metrics>,
    ) -> Result<(Judge, Thread)> {
        let (jobs, asked) = channel();
        let (ending, ended) = oneshot::channel();
        let work = move || {
            let _ending: oneshot::Sender<()> = ending;
            let mut index = index;
            let filter = Filter::new(&parameters, &mut index)?;
            metrics.articles(filter.index().len());
            let files = [InputFile::stdin()];
            Bench { filter, files, options, metrics, waiting: Vec::new() }.run(&asked)
        };
        let handle = std::thread::Builder::new().name("judge".to_owned()).spawn(work);
        let handle = handle.map_err(Error::io("start", PathBuf::from("a thread")))?;
        Ok((Judge { jobs }, Thread { handle, ended }))
    }

    /// Judges a part of a body.
    pub(super) fn part(&self, part: Part) -> oneshot::Receiver<std::result::Result<Judged, Fault>> {
        self.ask(|reply| Job::Part(Box::new(part), reply))
    }

    /// What is known of an article.
    pub(super) fn document(
        &self,
        id: String,
    ) -> oneshot::Receiver<std::result::Result<Option<IndexedDocument>, Fault>> {
        self.ask(|reply| Job::Document(id, reply))
    }

    /// Ends the thread, once it has done what it was asked before.
    pub(super) fn stop(&self) {
        let _ = self.jobs.send(Job::Stop);
    }

    fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> oneshot::Receiver<std::result::Result<T, Fault>> {
        let (reply, answer) = oneshot::channel();
        // When the thread is gone the reply is dropped with the job, and the receiver knows.
        let _ = self.jobs.send(job(reply));
        answer
    }
}

/// What was done and is not told before the disk has it.
enum Waiting {
    Part(Judged, Reply<Judged>),
    Document(Option<IndexedDocument>, Reply<Option<IndexedDocument>>),
}

impl Waiting {
    fn tell(self, failed: Option<&Fault>) {
        // Who does not listen any more went away.
        match (self, failed) {
            (Waiting::Part(judged, reply), None) => drop(reply.send(Ok(judged))),
            (Waiting::Document(document, reply), None) => drop(reply.send(Ok(document))),
            (Waiting::Part(_, reply), Some(fault)) => drop(reply.send(Err(fault.clone()))),
            (Waiting::Document(_, reply), Some(fault)) => drop(reply.send(Err(fault.clone()))),
        }
    }
}

struct Bench<'a> {
    filter: Filter<'a>,
    files: [InputFile; 1],
    options: ReadOptions,
    metrics: Arc<Metrics>,
    waiting: Vec<Waiting>,
}

impl Bench<'_> {
    fn run(mut self, asked: &Receiver<Job>) -> Result<()> {
        while let Ok(job) = asked.recv() {
            let (mut next, mut bytes) = (Some(job), 0);
            let mut stop = false;
            while let Some(job) = next.take() {
                match job {
                    Job::Part(part, reply) => {
                        bytes += part.batch.bytes().len();
                        self.part(*part, reply);
                    }
                    Job::Document(id, reply) => self.document(&id, reply),
                    Job::Stop => {
                        stop = true;
                        break;
                    }
                }
                if bytes < GROUP {
                    next = asked.try_recv().ok();
                }
            }
            self.bring_to_disk()?;
            if stop {
                break;
            }
        }
        Ok(())
    }

    fn part(&mut self, part: Part, reply: Reply<Judged>) {
        let Part { batch, mut passed, check, shape } = part;
        passed.sort_by_key(|row| row.line);
        let mut passed = passed.into_iter().peekable();
        let (mut answers, mut bad, mut records) = (Vec::new(), 0, 0);
        let judged = self.filter.judge(&batch, &self.files, &self.options, check, |item, told| {
            while let Some(row) = passed.next_if(|row| row.line.is_some_and(|line| line < item.line)) {
                bad += 1;
                refused(row.line, row.reason.name(), row.detail, &mut answers);
            }
            match told {
                Told::Judged { id, row } => {
                    records += 1;
                    match shape {
                        Shape::Verdicts => verdict(item.line, id, &row, &mut answers),
                        Shape::Records(wanted) if wanted.wants(row.decision) => {
                            annotate(batch.item_bytes(item), &row, &mut answers)?;
                        }
                        Shape::Records(_) => {}
                    }
                }
                Told::Refused { reason, detail } => {
                    bad += 1;
                    refused(Some(item.line), reason.name(), detail, &mut answers);
                }
            }
            Ok(())
        });
        for row in passed {
            bad += 1;
            self.filter.refuse(row.reason);
            refused(row.line, row.reason.name(), row.detail, &mut answers);
        }
        match judged {
            Ok(()) => self.waiting.push(Waiting::Part(Judged { batch, answers, bad, records }, reply)),
            Err(error) => {
                tracing::error!(error = chain(&error), "the index cannot be read");
                let _ = reply.send(Err(Fault::index()));
            }
        }
    }

    fn document(&mut self, id: &str, reply: Reply<Option<IndexedDocument>>) {
        match self.filter.index().document(id) {
            Ok(document) => self.waiting.push(Waiting::Document(document, reply)),
            Err(error) => {
                tracing::error!(error = chain(&error), "the index cannot be read");
                let _ = reply.send(Err(Fault::index()));
            }
        }
    }

    /// Then those who wait are told.
    fn bring_to_disk(&mut self) -> Result<()> {
        let start = Instant::now();
        let committed = self.filter.commit();
        self.metrics.committed(start.elapsed(), committed.is_ok());
        let failed = committed.as_ref().err().map(|_| Fault::index());
        self.waiting.drain(..).for_each(|waiting| waiting.tell(failed.as_ref()));
        let counts = self.filter.take_counts();
        match committed {
            Ok(()) => self.metrics.judged(counts),
            Err(error) => {
                tracing::error!(error = chain(&error), "the index cannot be written");
                self.filter.roll_back()?;
            }
        }
        self.metrics.articles(self.filter.index().len());
        Ok(())
    }
}

fn verdict(line: u64, id: &str, row: &impl Serialize, out: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct Verdict<'a, R> {
        line: u64,
        id: &'a str,
        nearprint: &'a R,
    }
    // A vector takes every byte.
    let _ = serde_json::to_writer(&mut *out, &Verdict { line, id, nearprint: row });
    out.push(b'\n');
}

fn refused(line: Option<u64>, reason: &'static str, detail: String, out: &mut Vec<u8>) {
    Fault { line, ..Fault::new(StatusCode::BAD_REQUEST, reason, detail) }.write_line(out);
}

/// An error with its cause, in one line.
fn chain(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}
