//! `filter`: records judged as they come, and what they add to the index on disk before they are answered.

use super::intake::Intake;
use super::parameters::{Observer, Parameters, Progress, observe};
use crate::corpus::{BatchReader, InputFile, Outcome, RawBatch, RawItem, ReadOptions, Record, for_each_item};
use crate::error::{Error, Result};
use crate::findings::{Advice, FilterCounts, FilterRow, SkipReason, Skipped};
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

impl Answers {
    /// Whether a record with this decision is answered.
    pub fn wants(self, decision: Advice) -> bool {
        match self {
            Answers::Kept => decision != Advice::Drop,
            Answers::All => true,
            Answers::Nothing => false,
        }
    }
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

/// What came of one line of a batch.
#[derive(Debug)]
pub enum Told<'a> {
    /// It is a record.
    Judged {
        /// Its id; what has none is known by its bytes.
        id: &'a str,
        /// What is said of it.
        row: FilterRow<'a>,
    },
    /// It cannot be read.
    Refused {
        /// The reason.
        reason: SkipReason,
        /// The same in words.
        detail: String,
    },
}

/// An index and all that it takes to hold records against it.
pub struct Filter<'a> {
    intake: Intake<'a>,
    index: &'a mut Index,
    counts: FilterCounts,
}

impl<'a> Filter<'a> {
    /// A filter in front of `index`, which was made with these parameters.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`].
    pub fn new(parameters: &'a Parameters, index: &'a mut Index) -> Result<Filter<'a>> {
        Ok(Filter { intake: Intake::new(parameters)?, index, counts: FilterCounts::default() })
    }

    /// The index.
    pub fn index(&self) -> &Index {
        self.index
    }

    /// What was judged since this was last asked.
    pub fn take_counts(&mut self) -> FilterCounts {
        std::mem::take(&mut self.counts)
    }

    /// Judges the records of a batch in their order and adds them to the index, unless `check` says that it is asked only. What was told must not be given out before
    /// [`commit`](Filter::commit) has come back.
    ///
    /// # Errors
    ///
    /// [`Error`] when the index cannot be read, and what `tell` returns. Records before that one were added.
    pub fn judge(
        &mut self,
        batch: &RawBatch,
        files: &[InputFile],
        options: &ReadOptions,
        check: bool,
        mut tell: impl FnMut(&RawItem, Told<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut done = Ok(());
        for_each_item(batch, files, options, |item, outcome| {
            if done.is_ok() {
                done = self.take(batch.item_bytes(item), outcome, check, |told| tell(item, told));
            }
        });
        done
    }

    fn take(
        &mut self,
        raw: &[u8],
        outcome: Outcome<'_>,
        check: bool,
        tell: impl FnOnce(Told<'_>) -> Result<()>,
    ) -> Result<()> {
        match outcome {
            Outcome::Record { record, named, .. } => {
                let nameless = (!named).then(|| {
                    // What has no id is known by its bytes: the same line again is the same record.
                    Record { id: format!("line-{:016x}", xxh3_64(raw)), ..record.clone() }
                });
                let record = nameless.as_ref().unwrap_or(record);
                let judged = self.intake.judge(record, self.index)?;
                self.counts.read += 1;
                self.counts.again += u64::from(judged.again);
                *self.counts.decisions.entry(judged.advice.name()).or_default() += 1;
                if let Some(other) = &judged.other {
                    *self.counts.relations.entry(other.relation.name()).or_default() += 1;
                }
                tell(Told::Judged { id: &record.id, row: judged.row(&record.id) })?;
                match &judged.entry {
                    Some((entry, carriers)) if !check => self.index.add(entry, carriers),
                    _ => Ok(()),
                }
            }
            Outcome::Refused { reason, detail } => {
                self.refuse(reason);
                tell(Told::Refused { reason, detail })
            }
        }
    }

    /// Counts a line that could not be read.
    pub fn refuse(&mut self, reason: SkipReason) {
        *self.counts.rejected.entry(reason.name()).or_default() += 1;
    }

    /// Brings to disk what was judged: then it may be told.
    ///
    /// # Errors
    ///
    /// As [`Index::commit`].
    pub fn commit(&mut self) -> Result<()> {
        self.index.commit()
    }

    /// Forgets what was judged since the last [`commit`](Filter::commit), after one that failed.
    ///
    /// # Errors
    ///
    /// As [`Index::roll_back`].
    pub fn roll_back(&mut self) -> Result<()> {
        self.index.roll_back()
    }
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
    let (filled, batches) = sync_channel::<Result<Filled>>(AHEAD);
    let (give_back, empty) = sync_channel::<RawBatch>(AHEAD + 2);
    // A thread of its own that nobody waits for: it may hang in a read of standard input when all else has failed.
    std::thread::spawn(move || read(&mut reader, &filled, &empty));
    let filter = Filter::new(parameters, index)?;
    let mut stream = Stream { filter, filtering, answers: Vec::new(), rejected: Vec::new(), outputs };
    stream.run(&batches, &give_back, files, &options, observer)?;
    stream.answer()?;
    Ok(stream.filter.take_counts())
}

/// A batch that was read, and what was passed over meanwhile.
struct Filled {
    batch: RawBatch,
    skipped: Vec<Skipped>,
}

/// Reads until the input ends or nobody listens.
fn read(reader: &mut BatchReader, filled: &SyncSender<Result<Filled>>, empty: &Receiver<RawBatch>) {
    loop {
        let mut batch = empty.try_recv().unwrap_or_default();
        let more = reader.fill(&mut batch);
        let last = matches!(more, Ok(false));
        let sent = filled.send(more.map(|_| Filled { batch, skipped: reader.take_skipped() }));
        if last || sent.is_err() {
            return;
        }
    }
}

/// Records on their way through.
struct Stream<'a, 'o> {
    filter: Filter<'a>,
    filtering: Filtering,
    /// What is to be written once the index is.
    answers: Vec<u8>,
    rejected: Vec<u8>,
    outputs: Outputs<'o>,
}

impl Stream<'_, '_> {
    fn run(
        &mut self,
        batches: &Receiver<Result<Filled>>,
        give_back: &SyncSender<RawBatch>,
        files: &[InputFile],
        options: &ReadOptions,
        observer: &Observer<'_>,
    ) -> Result<()> {
        let mut held = 0;
        loop {
            let filled = match batches.try_recv() {
                Ok(filled) => filled,
                Err(TryRecvError::Disconnected) => return Ok(()),
                Err(TryRecvError::Empty) => {
                    self.answer()?;
                    self.observe(observer)?;
                    match batches.recv_timeout(PATIENCE) {
                        Ok(filled) => filled,
                        Err(RecvTimeoutError::Timeout) => continue,
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            };
            let Filled { batch, skipped } = filled?;
            self.take(&batch, files, options)?;
            for row in &skipped {
                self.filter.refuse(row.reason);
                reject(row, None, &mut self.rejected);
            }
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
        observe(observer, Progress::Reading { bytes: 0, of: 0, documents: self.filter.counts.read })
    }

    fn take(&mut self, batch: &RawBatch, files: &[InputFile], options: &ReadOptions) -> Result<()> {
        let Stream { filter, filtering, answers, rejected, .. } = self;
        filter.judge(batch, files, options, filtering.check, |item, told| {
            let raw = batch.item_bytes(item);
            match told {
                Told::Judged { row, .. } if filtering.answers.wants(row.decision) => annotate(raw, &row, answers),
                Told::Judged { .. } => Ok(()),
                Told::Refused { reason, detail } => {
                    let file = files[item.file as usize].name.clone();
                    reject(&Skipped { file, line: Some(item.line), reason, detail }, Some(raw), rejected);
                    Ok(())
                }
            }
        })
    }

    /// Brings to disk what was judged, then says so.
    fn answer(&mut self) -> Result<()> {
        self.filter.commit()?;
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

fn reject(skipped: &Skipped, raw: Option<&[u8]>, out: &mut Vec<u8>) {
    let raw = raw.map(String::from_utf8_lossy);
    let row = Rejected {
        file: &skipped.file,
        line: skipped.line,
        reason: skipped.reason.name(),
        detail: &skipped.detail,
        raw: raw.as_deref(),
    };
    // A vector takes every byte.
    let _ = serde_json::to_writer(&mut *out, &row);
    out.push(b'\n');
}

/// Writes the line of a record as it stands, with what is said of it as one member more, `nearprint`.
///
/// # Errors
///
/// None that a vector could give.
pub fn annotate(raw: &[u8], row: &impl Serialize, out: &mut Vec<u8>) -> Result<()> {
    // What was read as a record is an object.
    let end = raw.iter().rposition(|byte| *byte == b'}').unwrap_or(raw.len());
    out.extend_from_slice(&raw[..end]);
    out.extend_from_slice(b",\"nearprint\":");
    serde_json::to_writer(&mut *out, row).map_err(|e| Error::io("write", "standard output")(e.into()))?;
    out.extend_from_slice(&raw[end..]);
    out.push(b'\n');
    Ok(())
}
