//! JSON Lines tables, written beside the folder's old ones and put in their place when all of them are whole.

use super::rows::Row;
use crate::error::{Error, Result};
use rayon::prelude::*;
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// The tables of one run on their way into a folder. Several may be written at once.
#[derive(Debug)]
pub struct Tables {
    out: PathBuf,
    beside: TempDir,
    /// Those that are whole.
    names: Mutex<Vec<&'static str>>,
    /// Their files on the way to the disk: no thread that has work to do waits for it.
    syncing: Mutex<Vec<JoinHandle<Result<()>>>>,
}

/// One table on its way.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    file: File,
    /// Rows that are not in the file yet.
    rows: Rows,
}

/// Rows that are ready to be written.
#[derive(Debug, Default)]
pub(crate) struct Rows(Vec<u8>);

impl Rows {
    /// Adds a row of one of the long tables.
    pub(crate) fn push_long(&mut self, row: &impl Row) {
        row.write(&mut self.0);
        self.0.push(b'\n');
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: &impl Serialize) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.0, row)?;
        self.0.push(b'\n');
        Ok(())
    }
}

/// Units of which one thread makes the rows ready, and those of which the rows are ready at once.
const UNITS: usize = 256;
const BATCH: usize = 8192;
/// Bytes of rows that are gathered before they are written.
const BUFFER: usize = 1 << 18;

impl Tables {
    /// Makes the folder `out` where it does not exist, and a hidden folder in it that holds the tables until they are whole.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the folder cannot be made or written to.
    pub fn create(out: &Path) -> Result<Tables> {
        std::fs::create_dir_all(out).map_err(Error::io("create", out))?;
        let beside =
            tempfile::Builder::new().prefix(".nearprint-").tempdir_in(out).map_err(Error::io("write to", out))?;
        Ok(Tables { out: out.to_path_buf(), beside, names: Mutex::default(), syncing: Mutex::default() })
    }

    /// Writes one table: `rows` puts its rows.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full; and what `rows` gives.
    pub fn table(&self, name: &'static str, rows: impl FnOnce(&mut Table) -> Result<()>) -> Result<()> {
        let mut table = Table::create(&self.beside.path().join(name), self.out.join(name))?;
        rows(&mut table)?;
        table.flush()?;
        let table = Arc::new(table);
        let same = Arc::clone(&table);
        match std::thread::Builder::new().spawn(move || same.sync()) {
            Ok(syncing) => self.syncing.lock().unwrap_or_else(PoisonError::into_inner).push(syncing),
            // The system has no thread left.
            Err(_) => table.sync()?,
        }
        self.names.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        Ok(())
    }

    /// Writes one object, indented, as a file of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn document(&self, name: &'static str, object: &impl Serialize) -> Result<()> {
        self.table(name, |table| table.object(object))
    }

    /// Writes a text as a file of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn text(&self, name: &'static str, text: &str) -> Result<()> {
        self.table(name, |table| {
            table.rows.0.extend_from_slice(text.as_bytes());
            table.flush()
        })
    }

    /// Puts the tables in their place, one rename each; `summary.json`, written last, comes last. Those of `may_be_there` that this run did not write are of an
    /// earlier one and are removed: they would tell of other findings.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn publish(self, may_be_there: &[&str]) -> Result<()> {
        for syncing in self.syncing.into_inner().unwrap_or_else(PoisonError::into_inner) {
            syncing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        let names = self.names.into_inner().unwrap_or_else(PoisonError::into_inner);
        for name in may_be_there.iter().filter(|name| !names.contains(name)) {
            let old = self.out.join(name);
            match std::fs::remove_file(&old) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(Error::io("remove", &old)(e)),
                _ => {}
            }
        }
        for name in &names {
            let to = self.out.join(name);
            std::fs::rename(self.beside.path().join(name), &to).map_err(Error::io("write", &to))?;
        }
        Ok(())
    }
}

impl Table {
    /// A table in the file `at`, which is spoken of as `path`.
    pub(crate) fn create(at: &Path, path: impl Into<PathBuf>) -> Result<Table> {
        let path = path.into();
        let file = File::create(at).map_err(Error::io("create", &path))?;
        Ok(Table { path, file, rows: Rows(Vec::with_capacity(BUFFER)) })
    }

    /// Writes one object, indented.
    pub(crate) fn object(&mut self, object: &impl Serialize) -> Result<()> {
        serde_json::to_writer_pretty(&mut self.rows.0, object)
            .map_err(std::io::Error::from)
            .map_err(Error::io("write", &self.path))?;
        self.rows.0.push(b'\n');
        self.flush_full()
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub fn row(&mut self, row: &impl Serialize) -> Result<()> {
        self.rows.push(row).map_err(Error::io("write", &self.path))?;
        self.flush_full()
    }

    /// Writes a row of one of the long tables.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], for example when the disk is full.
    pub(crate) fn long_row(&mut self, row: &impl Row) -> Result<()> {
        self.rows.push_long(row);
        self.flush_full()
    }

    /// Writes the rows of many units in their order: `rows` puts those of one. Several threads make them ready, and one writes meanwhile.
    pub(crate) fn rows_of<U: Sync>(&mut self, units: &[U], rows: impl Fn(&U, &mut Rows) + Sync) -> Result<()> {
        let ready = |units: &[U], ready: &mut Vec<Rows>| {
            ready.resize_with(units.len().div_ceil(UNITS), Rows::default);
            units.par_chunks(UNITS).zip(ready).for_each(|(units, ready)| {
                ready.0.clear();
                units.iter().for_each(|unit| rows(unit, ready));
            });
        };
        self.flush()?;
        let failed = Error::io("write", &self.path);
        let mut batches = units.chunks(BATCH);
        let mut write_all = || -> std::io::Result<()> {
            // Two sets, one being filled while the other is written: their memory is used again and again.
            let (mut now, mut next) = (Vec::new(), Vec::new());
            ready(batches.next().unwrap_or(&[]), &mut now);
            while !now.is_empty() {
                let write = || now.iter().try_for_each(|rows| self.file.write_all(&rows.0));
                let (written, ()) = rayon::join(write, || ready(batches.next().unwrap_or(&[]), &mut next));
                written?;
                std::mem::swap(&mut now, &mut next);
            }
            Ok(())
        };
        write_all().map_err(failed)
    }

    fn flush_full(&mut self) -> Result<()> {
        if self.rows.0.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.write_all(&self.rows.0).map_err(Error::io("write", &self.path))?;
        self.rows.0.clear();
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()?;
        self.sync()
    }

    fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(Error::io("write", &self.path))
    }
}
