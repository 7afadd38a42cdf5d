//! `filter`: records judged as they come, and what they add to the index on disk before they are answered.

use super::intake::{Intake, Judged};
use super::parameters::{Observer, Parameters, Progress, observe};
use crate::corpus::{BatchReader, InputFile, Outcome, RawBatch, ReadOptions, Record, for_each_item};
use crate::error::{Error, Result};
use crate::findings::{Advice, FilterCounts, Skipped};
use crate::index::Index;
use serde::Serialize;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_64;

/// Batches that are read ahead.
const AHEAD: usize = 4;
/// Bytes of input that are not answered until the index has on disk what the answers tell, while more input is there.
const HELD: usize = 1 << 20;

/// While no input comes the observer is asked so often whether to go on.
const PATIENCE: Duration = Duration::from_millis(100);

/// Which records are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Answers {
    /// Those that are not to be dropped.
    #[default]
    Kept,
    /// All.
    All,
    /// None: what is read is added to the index, and that is all.
    Nothing,
}

/// What is asked of a filter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filtering {
    /// Which records are answered.
    pub answers: Answers,
    /// The index is asked and not added to.
    pub check: bool,
}

/// Where it goes.
pub struct Outputs<'a> {
    /// The lines of the records, each with what is said of it.
    pub answers: &'a mut (dyn Write + Send),
    /// Lines that cannot be read, with the reason.
    pub rejects: &'a mut (dyn Write + Send),
}

/// A line that could not be read, as it is passed on.
#[derive(Serialize)]
struct Rejected<'a> {
    file: &'a str,
    line: Option<u64>,
    reason: &'static str,
    detail: &'a str,
    /// The line; bytes that are no UTF-8 are replaced. Of one that was too long it is missing.
    raw: Option<&'a str>,
}

/// Judges the records of `files` in their order. Each one's line is written as it stands, with a member `nearprint` more; those that cannot be read are rejected. An answer is
/// written when the index has on disk what it tells. Answers are written when input pauses, at the latest.
///
/// # Errors
///
/// [`Error`] when the index or the outputs cannot be written, or the observer stops the run.
pub fn filter(
    files: &[InputFile],
    options: &ReadOptions,
    parameters: &Parameters,
    index: &mut Index,
    filtering: Filtering,
    outputs: Outputs<'_>,
    observer: &Observer<'_>,
) -> Result<FilterCounts> {
    let options = ReadOptions { eager: true, ..options.clone() };
    let mut reader = BatchReader::new(files.to_vec(), &options);
    let (filled, batches) = sync_channel::<Result<RawBatch>>(AHEAD);
    let (give_back, empty) = sync_channel::<RawBatch>(AHEAD + 2);
    // A thread of its own that nobody waits for: it may hang in a read of standard input when all else has failed.
    let reading = std::thread::spawn(move || {
        read(&mut reader, &filled, &empty);
        reader.take_skipped()
    });
    let mut stream = Stream {
        intake: Intake::new(parameters)?,
        index,
        filtering,
        answers: Vec::new(),
        rejected: Vec::new(),
        counts: FilterCounts::default(),
        outputs,
    };
    stream.run(&batches, &give_back, files, &options, observer)?;
    for skipped in &reading.join().unwrap_or_default() {
        stream.reject(skipped, None);
    }
    stream.answer()?;
    Ok(stream.counts)
}

/// Reads until the input ends or nobody listens.
fn read(reader: &mut BatchReader, filled: &SyncSender<Result<RawBatch>>, empty: &Receiver<RawBatch>) {
    loop {
        let mut batch = empty.try_recv().unwrap_or_default();
        let sent = match reader.fill(&mut batch) {
            Ok(true) => filled.send(Ok(batch)),
            Ok(false) => return,
            Err(error) => filled.send(Err(error)),
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Records on their way through.
struct Stream<'a, 'o> {
    intake: Intake<'a>,
    index: &'a mut Index,
    filtering: Filtering,
    /// What is to be written once the index is.
    answers: Vec<u8>,
    rejected: Vec<u8>,
    counts: FilterCounts,
    outputs: Outputs<'o>,
}

impl Stream<'_, '_> {
    fn run(
        &mut self,
        batches: &Receiver<Result<RawBatch>>,
        give_back: &SyncSender<RawBatch>,
        files: &[InputFile],
        options: &ReadOptions,
        observer: &Observer<'_>,
    ) -> Result<()> {
        let mut held = 0;
        loop {
            let batch = match batches.try_recv() {
                Ok(batch) => batch,
                Err(TryRecvError::Disconnected) => return self.answer(),
                Err(TryRecvError::Empty) => {
                    self.answer()?;
                    self.observe(observer)?;
                    match batches.recv_timeout(PATIENCE) {
                        Ok(batch) => batch,
                        Err(RecvTimeoutError::Timeout) => continue,
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            };
            let batch = batch?;
            let mut done = Ok(());
            for_each_item(&batch, files, options, |item, outcome| {
                if done.is_ok() {
                    let raw = batch.item_bytes(item);
                    done = self.take(&files[item.file as usize], item.line, raw, outcome);
                }
            });
            done?;
            held += batch.bytes().len();
            if held > HELD {
                self.answer()?;
                held = 0;
            }
            self.observe(observer)?;
            // A full channel only means that a new batch is made.
            let _ = give_back.try_send(batch);
        }
    }

    fn observe(&self, observer: &Observer<'_>) -> Result<()> {
        observe(observer, Progress::Reading { bytes: 0, of: 0, documents: self.counts.read })
    }

    fn take(&mut self, file: &InputFile, line: u64, raw: &[u8], outcome: Outcome<'_>) -> Result<()> {
        match outcome {
            Outcome::Record { record, named, .. } => {
                let nameless = (!named).then(|| {
                    // What has no id is known by its bytes: the same line again is the same record.
                    Record { id: format!("line-{:016x}", xxh3_64(raw)), ..record.clone() }
                });
                let record = nameless.as_ref().unwrap_or(record);
                let judged = self.intake.judge(record, self.index)?;
                self.count(&judged);
                let answered = match self.filtering.answers {
                    Answers::Kept => judged.advice != Advice::Drop,
                    Answers::All => true,
                    Answers::Nothing => false,
                };
                if answered {
                    annotate(raw, &judged.row(&record.id), &mut self.answers)?;
                }
                match judged.entry {
                    Some(entry) if !self.filtering.check => self.index.add(&entry),
                    _ => Ok(()),
                }
            }
            Outcome::Refused { reason, detail } => {
                let skipped = Skipped { file: file.name.clone(), line: Some(line), reason, detail };
                self.reject(&skipped, Some(raw));
                Ok(())
            }
        }
    }

    fn count(&mut self, judged: &Judged) {
        self.counts.read += 1;
        self.counts.again += u64::from(judged.again);
        *self.counts.decisions.entry(judged.advice.name()).or_default() += 1;
        if let Some(other) = &judged.other {
            *self.counts.relations.entry(other.relation.name()).or_default() += 1;
        }
    }

    fn reject(&mut self, skipped: &Skipped, raw: Option<&[u8]>) {
        *self.counts.rejected.entry(skipped.reason.name()).or_default() += 1;
        let raw = raw.map(String::from_utf8_lossy);
        let row = Rejected {
            file: &skipped.file,
            line: skipped.line,
            reason: skipped.reason.name(),
            detail: &skipped.detail,
            raw: raw.as_deref(),
        };
        // A vector takes every byte.
        let _ = serde_json::to_writer(&mut self.rejected, &row);
        self.rejected.push(b'\n');
    }

    /// Brings to disk what was judged, then says so.
    fn answer(&mut self) -> Result<()> {
        if !self.filtering.check {
            self.index.commit()?;
        }
        let Outputs { answers, rejects } = &mut self.outputs;
        for (held, out, name) in
            [(&mut self.answers, answers, "standard output"), (&mut self.rejected, rejects, "rejects")]
        {
            if !held.is_empty() {
                out.write_all(held).and_then(|()| out.flush()).map_err(Error::io("write", name))?;
                held.clear();
            }
        }
        Ok(())
    }
}

/// A line as it stands, with one member more.
fn annotate(raw: &[u8], row: &impl Serialize, out: &mut Vec<u8>) -> Result<()> {
    // What was read as a record is an object.
    let end = raw.iter().rposition(|byte| *byte == b'}').unwrap_or(raw.len());
    out.extend_from_slice(&raw[..end]);
    out.extend_from_slice(b",\"nearprint\":");
    serde_json::to_writer(&mut *out, row).map_err(|e| Error::io("write", "standard output")(e.into()))?;
    out.extend_from_slice(&raw[end..]);
    out.push(b'\n');
    Ok(())
}
