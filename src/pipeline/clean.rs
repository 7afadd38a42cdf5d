//! `clean`: what repeats and what is furniture goes, with a ledger that can put it back.

use super::parameters::{Observer, Parameters, Progress, observe};
use super::removals::{Cleaning, Removals, What, of_cut, of_document};
use super::survey::Survey;
use super::tell::Teller;
use super::work::{Work, read_counts, run_figures, skipped_counts, skipped_examples, told};
use crate::corpus::{Edit, EditOf, Format, InputFile, Inputs, ReadOptions, Removed, rewrite, visit_records};
use crate::error::{Error, Result};
use crate::findings::{
    CleanSummary, Cleaned, CleanedFile, CleanedSource, Place, RemovalExample, RemovalRow, SkipReason, Skipped,
};
use crate::report::{OutputFolder, Table};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The ledger and the summary, in the folder of the cleaned files.
pub(super) const LEDGER: &str = "removed.jsonl";
pub(super) const SUMMARY: &str = "summary.json";
/// Examples of each kind.
const SHOWN: usize = 3;

/// Reads `inputs`, and writes them into the folder `out` without what repeats and what is furniture: the same files in the same formats, `removed.jsonl`, and `summary.json`. With `out` being
/// `None` nothing is written.
///
/// The folder is written beside its place and put there when it is whole. A folder of an earlier cleaning is replaced, another one that is not empty is not.
///
/// # Errors
///
/// [`Error`] when a parameter makes no sense, a file cannot be read again or written, or the observer stops the run.
pub fn clean(
    inputs: &Inputs,
    options: &ReadOptions,
    parameters: &Parameters,
    cleaning: &Cleaning,
    out: Option<&Path>,
    observer: &Observer<'_>,
) -> Result<Cleaned> {
    // Standard input is read twice, so it is kept.
    let mut inputs = inputs.clone();
    let _kept = keep_stdin(&mut inputs, parameters)?;
    let names = output_names(&inputs.files)?;
    if let Some(file) = inputs.files.iter().find(|f| f.format == Format::Text && (cleaning.dolma || cleaning.datatrove))
    {
        let why = format!("is for JSON Lines, and `{}` is a text", file.name);
        return Err(Error::Parameter { name: "write", why });
    }
    let folder = out.map(|out| OutputFolder::create(out, written_before)).transpose()?;
    let Work { survey, analysis, temporary_bytes, mut stages, .. } =
        Work::new(&inputs, options, parameters, observer, false)?;
    let teller = Teller::new(&survey, &analysis, parameters);
    let removals = Removals::new(&survey, &teller, cleaning, parameters)?;
    stages.end("decide");
    observe(observer, Progress::Writing)?;
    let mut seen = Seen::default();
    let mut files = Vec::new();
    let mut others = Vec::new();
    let ledger = folder.as_ref().map(|folder| folder.path(LEDGER)).transpose()?;
    let mut ledger = ledger.map(|path| Table::create(&path, LEDGER)).transpose()?;
    for (number, (file, name)) in inputs.files.iter().zip(&names).enumerate() {
        let documents = documents_of(&survey, number);
        let mut cleaner = Cleaner { survey: &survey, teller: &teller, removals: &removals, documents, name };
        let path = folder.as_ref().map(|folder| folder.path(name)).transpose()?;
        files.push(cleaner.file(file, options, path.as_deref(), ledger.as_mut(), &mut seen)?);
        let Some(folder) = folder.as_ref().filter(|_| files.last().is_some_and(|file| file.written)) else { continue };
        if cleaning.dolma {
            let to = format!("attributes/nearprint/{name}");
            cleaner.dolma(file, options, &folder.path(&to)?)?;
            others.push(to);
        }
        if cleaning.datatrove {
            let to = format!("remove/{number:06}.remove");
            cleaner.datatrove(file, options, &folder.path(&to)?)?;
            others.push(to);
        }
        observe(observer, Progress::Writing)?;
    }
    if let Some(ledger) = ledger {
        ledger.finish()?;
    }
    stages.end("write");
    let mut parameters_told = told(parameters);
    parameters_told.insert(
        "remove",
        json!({"duplicates": cleaning.documents, "paragraphs": cleaning.paragraphs, "boilerplate": cleaning.boilerplate}),
    );
    let summary = CleanSummary {
        version: env!("CARGO_PKG_VERSION"),
        command: "clean",
        parameters: parameters_told,
        read: read_counts(&survey, &inputs),
        skipped: skipped_counts(&survey),
        skipped_examples: skipped_examples(&survey),
        ignored_files: inputs.ignored.clone(),
        removed: removals.counts.clone(),
        files,
        others,
        run: run_figures(parameters, stages, temporary_bytes),
    };
    if let Some(folder) = folder {
        let mut table = Table::create(&folder.path(SUMMARY)?, SUMMARY)?;
        table.object(&summary)?;
        table.finish()?;
        folder.publish()?;
    }
    let gone = (0..survey.documents.len() as u32).filter_map(|d| removals.gone(d).map(|of| (d, of)));
    let articles = gone.take(SHOWN).map(|(document, (kept, comparison))| {
        let relation = comparison.map_or("derived", |c| c.relation.name());
        (teller.id(document).to_owned(), teller.id(kept).to_owned(), relation)
    });
    Ok(Cleaned {
        articles: articles.collect(),
        examples: seen.examples(),
        sources: sources(&survey, &removals),
        summary,
    })
}

/// Puts standard input into a temporary file, which goes when the value is dropped.
fn keep_stdin(inputs: &mut Inputs, parameters: &Parameters) -> Result<Option<NamedTempFile>> {
    let Some(stdin) = inputs.files.iter_mut().find(|file| file.is_stdin()) else { return Ok(None) };
    let error = || Error::io("write", "temporary file");
    let mut file = match &parameters.temporary {
        crate::matching::Place::Folder(folder) => NamedTempFile::new_in(folder),
        crate::matching::Place::Memory => NamedTempFile::new(),
    }
    .map_err(error())?;
    stdin.bytes = io::copy(&mut io::stdin(), &mut file).map_err(error())?;
    stdin.path = file.path().to_path_buf();
    Ok(Some(file))
}

/// What each file is called in the folder of the cleaned ones: its path from the folder on that holds them all.
fn output_names(files: &[InputFile]) -> Result<Vec<String>> {
    let folders = |name: &str| name.split('/').rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let mut common: Option<Vec<String>> = None;
    for file in files {
        let mut folders = folders(&file.name);
        folders.reverse();
        let same = |common: &[String]| common.iter().zip(&folders).take_while(|(a, b)| a == b).count();
        common = Some(match common {
            None => folders,
            Some(mut common) => {
                let same = same(&common);
                common.truncate(same);
                common
            }
        });
    }
    let skip = common.map_or(0, |common| common.len());
    files
        .iter()
        .map(|file| {
            let name = match file.name.as_str() {
                "-" => "stdin.jsonl".to_owned(),
                name => name.split('/').skip(skip).collect::<Vec<_>>().join("/"),
            };
            let ours = [LEDGER, SUMMARY].contains(&name.as_str())
                || ["attributes/", "remove/"].iter().any(|f| name.starts_with(f));
            if ours {
                let why = format!("the input `{}` has the name of a file that a cleaning writes: rename it", file.name);
                return Err(Error::NoInput { why });
            }
            if name.split('/').any(|part| part == "..") {
                let why = format!(
                    "the input `{}` leads out of the folder it would be written to: name it from the root on",
                    file.name
                );
                return Err(Error::NoInput { why });
            }
            Ok(name)
        })
        .collect()
}

/// What an earlier cleaning wrote into a folder, as its summary tells.
fn written_before(folder: &Path) -> BTreeSet<PathBuf> {
    let told = Told::read(folder).unwrap_or_default();
    if told.command != "clean" {
        return BTreeSet::new();
    }
    let files = told.files.into_iter().map(|file| file.file).chain(told.others);
    files.chain([LEDGER.to_owned(), SUMMARY.to_owned()]).map(PathBuf::from).collect()
}

/// What is read of a summary again.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    pub command: String,
    #[serde(default)]
    pub files: Vec<ToldFile>,
    #[serde(default)]
    pub others: Vec<String>,
}

/// A file that it tells of.
#[derive(Debug, Deserialize)]
pub(super) struct ToldFile {
    pub file: String,
    pub bytes: u64,
    pub xxh3: String,
}

impl Told {
    /// The summary in a folder.
    pub(super) fn read(folder: &Path) -> Option<Told> {
        serde_json::from_slice(&std::fs::read(folder.join(SUMMARY)).ok()?).ok()
    }
}

/// The documents of a file.
fn documents_of(survey: &Survey, file: usize) -> Range<usize> {
    let records = &survey.documents.records;
    records.partition_point(|r| (r.0 as usize) < file)..records.partition_point(|r| r.0 as usize <= file)
}

/// Cleans one file.
struct Cleaner<'a> {
    survey: &'a Survey,
    teller: &'a Teller<'a>,
    removals: &'a Removals,
    documents: Range<usize>,
    name: &'a str,
}

impl Cleaner<'_> {
    fn file(
        &mut self,
        file: &InputFile,
        options: &ReadOptions,
        out: Option<&Path>,
        mut ledger: Option<&mut Table>,
        seen: &mut Seen,
    ) -> Result<CleanedFile> {
        let d = &self.survey.documents;
        if self.documents.is_empty() && self.is_unreadable(file) {
            let (name, input) = (self.name.to_owned(), file.name.clone());
            return Ok(CleanedFile { file: name, input, written: false, bytes: 0, xxh3: String::new() });
        }
        let touched: Vec<u32> = (self.documents.start as u32..self.documents.end as u32)
            .filter(|&document| self.removals.gone(document).is_some() || !self.removals.cuts(document).is_empty())
            .collect();
        let places: Vec<Vec<Range<u32>>> =
            touched.iter().map(|&d| self.removals.cuts(d).iter().map(|cut| cut.bytes()).collect()).collect();
        let edits = touched.iter().zip(&places).map(|(&document, places)| Edit {
            line: d.records[document as usize].1,
            text_bytes: d.bytes[document as usize],
            what: if self.removals.gone(document).is_some() { EditOf::Record } else { EditOf::Lines(places) },
        });
        let sum = rewrite(file, options, edits, out, |removed: Removed<'_>| {
            let document = touched[removed.edit.0];
            let (place, text, reason) = match removed.edit.1 {
                None => {
                    let of = self.removals.gone(document).unwrap_or((document, None));
                    (self.teller.document_place(document), removed.text, of_document(self.teller, of))
                }
                Some(number) => {
                    let cut = &self.removals.cuts(document)[number];
                    let spot = cut.spot;
                    let place = Place {
                        doc: self.teller.id(document),
                        line: spot.line,
                        line_end: spot.line_end,
                        start: spot.start,
                        end: spot.end,
                    };
                    let text = &removed.text[spot.start as usize..spot.end as usize];
                    seen.see(cut.what, text);
                    (place, text, of_cut(self.teller, cut)?)
                }
            };
            let Some(ledger) = &mut ledger else { return Ok(()) };
            ledger.row(&RemovalRow {
                place,
                text,
                reason,
                file: self.name,
                record: d.records[document as usize].1,
                at: removed.at,
                raw: removed.raw,
            })
        })?;
        let gone = file.format == Format::Text && touched.first().is_some_and(|&d| self.removals.gone(d).is_some());
        Ok(CleanedFile {
            file: self.name.to_owned(),
            input: file.name.clone(),
            written: !gone,
            bytes: sum.bytes,
            xxh3: format!("{:016x}", sum.xxh3),
        })
    }

    /// Whether a file was skipped as a whole.
    fn is_unreadable(&self, file: &InputFile) -> bool {
        let whole = |s: &Skipped| matches!(s.reason, SkipReason::Unreadable | SkipReason::TruncatedFile);
        self.survey.skipped.iter().any(|s| s.file == file.name && s.line.is_none() && whole(s))
    }

    /// Attributes for Dolma: a row for each record, with the stretches that go, in characters as Python counts them, and 1.0 for each.
    fn dolma(&mut self, file: &InputFile, options: &ReadOptions, out: &Path) -> Result<()> {
        #[derive(Serialize)]
        struct Row<'a> {
            id: &'a str,
            source: &'a str,
            attributes: BTreeMap<&'static str, Vec<(usize, usize, f64)>>,
        }
        let mut rows = crate::corpus::PackedFile::create(out, file)?;
        let mut documents = self.documents.clone().peekable();
        let records = &self.survey.documents.records;
        visit_records(file, options, |line, record| {
            let mut row = Row { id: "", source: "", attributes: BTreeMap::new() };
            if let Some(record) = record {
                (row.id, row.source) = (&record.id, &record.source);
            }
            if let (Some(document), Some(record)) = (documents.next_if(|&d| records[d].1 == line), record) {
                let (document, text) = (document as u32, record.text.as_str());
                let characters = |range: Range<u32>| {
                    let start = text[..range.start as usize].chars().count();
                    (start, start + text[range.start as usize..range.end as usize].chars().count(), 1.0)
                };
                if self.removals.gone(document).is_some() {
                    row.attributes.entry("nearprint__duplicate").or_default().push(characters(0..text.len() as u32));
                }
                for cut in self.removals.cuts(document) {
                    let name = match cut.what {
                        What::Furniture(..) => "nearprint__boilerplate",
                        What::Copy(..) => "nearprint__duplicate_paragraph",
                    };
                    row.attributes.entry(name).or_default().push(characters(cut.bytes()));
                }
            }
            let mut line = serde_json::to_vec(&row).map_err(io::Error::from).map_err(Error::io("write", out))?;
            line.push(b'\n');
            rows.write(&line)
        })?;
        rows.finish()
    }

    /// The list of a file's documents that go, as datatrove's filter reads it: their numbers among those with a text, as 32-bit integers.
    fn datatrove(&mut self, file: &InputFile, options: &ReadOptions, out: &Path) -> Result<()> {
        let mut list = BufWriter::new(File::create(out).map_err(Error::io("create", out))?);
        let mut documents = self.documents.clone().peekable();
        let records = &self.survey.documents.records;
        let mut number = 0u32;
        visit_records(file, options, |line, record| {
            let document = documents.next_if(|&d| records[d].1 == line);
            if record.is_none_or(|record| record.text.is_empty()) {
                return Ok(());
            }
            if document.is_some_and(|document| self.removals.gone(document as u32).is_some()) {
                list.write_all(&number.to_le_bytes()).map_err(Error::io("write", out))?;
            }
            number += 1;
            Ok(())
        })?;
        list.into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|f| f.sync_data())
            .map_err(Error::io("write", out))
    }
}

/// The lines that go, counted by what they are.
#[derive(Debug, Default)]
struct Seen(HashMap<(&'static str, u64), (u64, String)>);

impl Seen {
    fn see(&mut self, what: What, text: &str) {
        let key = match what {
            What::Furniture(class, template) => (class.name(), template),
            What::Copy(kept, _) => ("duplicate_paragraph", u64::from(kept)),
        };
        self.0.entry(key).or_insert_with(|| (0, text.to_owned())).0 += 1;
    }

    /// The most frequent ones of each kind.
    fn examples(self) -> Vec<RemovalExample> {
        let mut all: Vec<RemovalExample> =
            self.0.into_iter().map(|((kind, _), (count, text))| RemovalExample { kind, count, text }).collect();
        all.sort_by(|a, b| a.kind.cmp(b.kind).then(b.count.cmp(&a.count)).then_with(|| a.text.cmp(&b.text)));
        all.chunk_by(|a, b| a.kind == b.kind).flat_map(|of_kind| of_kind.iter().take(SHOWN).cloned()).collect()
    }
}

/// What goes of each outlet, the one that loses most bytes first.
fn sources(survey: &Survey, removals: &Removals) -> Vec<(String, CleanedSource)> {
    let d = &survey.documents;
    let mut sources: Vec<(String, CleanedSource)> =
        d.source_names.iter().map(|name| (name.clone(), CleanedSource::default())).collect();
    for (document, &source) in d.sources.iter().enumerate() {
        let (of, bytes) = (&mut sources[source as usize].1, u64::from(d.bytes[document]));
        of.documents += 1;
        of.bytes += bytes;
        if removals.gone(document as u32).is_some() {
            of.gone += 1;
            of.bytes_gone += bytes;
        }
        for cut in removals.cuts(document as u32) {
            of.lines += 1;
            of.bytes_gone += u64::from(cut.bytes().end - cut.bytes().start);
        }
    }
    sources.retain(|(_, of)| of.bytes_gone > 0);
    sources.sort_by(|a, b| b.1.bytes_gone.cmp(&a.1.bytes_gone).then_with(|| a.0.cmp(&b.0)));
    sources
}
