//! `report`: survey, analysis, tables.

use super::analysis::{Analysis, analyse};
use super::audit::audit;
use super::found::Found;
use super::mentions::{Quote, Quotes};
use super::parameters::{Observer, Parameters, Progress, Scope, observe};
use super::quoted::Quoted;
use super::survey::Survey;
use super::tell::Teller;
use super::tell_quotes::{QuoteFilter, QuoteTeller};
use crate::corpus::{Inputs, ReadOptions};
use crate::error::Result;
use crate::findings::{
    ClusterRow, Counts, ExpectedRecall, FindingCounts, QuoteRelation, QuoteRow, ReadCounts, Relation, RunFigures,
    Summary, Unit,
};
use crate::matching::{BandPlan, HashedSet};
use crate::report::{Tables, how_far};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Tables that not every run writes.
const SOME_TABLES: [&str; 4] = ["boilerplate.jsonl", "mentions.jsonl", "quotes.jsonl", "unmarked.jsonl"];
/// Skipped records that `summary.json` shows.
const EXAMPLES: usize = 100;

/// What a run says of itself.
#[derive(Debug, Clone)]
pub struct Reported {
    /// What stands in `summary.json`.
    pub summary: Summary,
    /// A few findings in words, for the terminal.
    pub examples: Vec<String>,
    /// The quotes that most outlets print, in words: the text, and who, where, how.
    pub quotes: Vec<(String, String)>,
}

/// All that a run found, before it is told.
struct Work {
    survey: Survey,
    analysis: Analysis,
    quotes: Option<Quotes>,
    temporary_bytes: u64,
    stages: Stages,
}

impl Work {
    /// Reads `inputs` and finds what repeats.
    fn new(inputs: &Inputs, options: &ReadOptions, parameters: &Parameters, observer: &Observer<'_>) -> Result<Work> {
        let mut stages = Stages::default();
        let mut survey = Survey::new(parameters)?;
        survey.skipped.extend(inputs.skipped.iter().cloned());
        survey.read(&inputs.files, options, parameters, observer)?;
        let temporary_bytes = survey.on_disk();
        stages.end("read");
        let analysis = analyse(&mut survey, parameters, observer)?;
        stages.end("match");
        // The rows that were matched are gone by now: there is room for the places that the tables ask for here and there.
        survey.paragraphs.hold_places(parameters.memory / 4)?;
        let quotes = if parameters.finds_quotes() { Some(survey.mentions.load()?) } else { None };
        Ok(Work { survey, analysis, quotes, temporary_bytes, stages })
    }

    /// Links the quotes.
    fn link(&self, teller: &Teller<'_>, parameters: &Parameters, observer: &Observer<'_>) -> Result<Option<Quoted>> {
        let Some(quotes) = &self.quotes else { return Ok(None) };
        observe(observer, Progress::Linking)?;
        let repeated = if self.analysis.furniture.is_some() { HashedSet::default() } else { teller.furniture() };
        let is_furniture = |q: &Quote<'_>| match &self.analysis.furniture {
            Some(furniture) => furniture.has(q.document, q.row.start),
            None => repeated.contains(&(self.survey.documents.first_paragraph[q.document as usize] + q.row.paragraph)),
        };
        Quoted::new(quotes, &self.survey, is_furniture, parameters).map(Some)
    }
}

/// Reads `inputs` and gives the rows of `quotes.jsonl` that the filter lets through to `see`, those that most outlets print first; returns what was read.
///
/// # Errors
///
/// [`Error`](crate::Error) when a parameter makes no sense, a temporary file cannot be written, or the observer stops the run.
pub fn quotes(
    inputs: &Inputs,
    options: &ReadOptions,
    parameters: &Parameters,
    filter: &QuoteFilter,
    observer: &Observer<'_>,
    see: impl FnOnce(&[QuoteRow<'_>]),
) -> Result<ReadCounts> {
    let work = Work::new(inputs, options, parameters, observer)?;
    let teller = Teller::new(&work.survey, &work.analysis, parameters);
    match (&work.quotes, work.link(&teller, parameters, observer)?) {
        (Some(quotes), Some(quoted)) => {
            see(&QuoteTeller::new(&teller, quotes, &quoted, &parameters.data.languages).filtered(filter));
        }
        _ => see(&[]),
    }
    Ok(read_counts(&work.survey, inputs))
}

/// Reads `inputs`, finds what repeats, and writes the tables into the folder `out`.
///
/// The tables are written beside and renamed when all of them are whole, so an interrupted run leaves what was there before.
///
/// # Errors
///
/// [`Error`](crate::Error) when a parameter makes no sense, a file cannot be written, or the observer stops the run.
pub fn report(
    inputs: &Inputs,
    options: &ReadOptions,
    parameters: &Parameters,
    out: &Path,
    observer: &Observer<'_>,
) -> Result<Reported> {
    let mut work = Work::new(inputs, options, parameters, observer)?;
    let audit = audit(&work.survey, &work.analysis, parameters)?;
    work.stages.end("audit");
    let mut stages = std::mem::take(&mut work.stages);
    let Work { survey, analysis, .. } = &work;
    let teller = Teller::new(survey, analysis, parameters);
    let quoted = work.link(&teller, parameters, observer)?;
    stages.end("quotes");
    observe(observer, Progress::Writing)?;
    let mut tables = Tables::create(out)?;
    let mut examples = Examples::default();
    let mut counts = FindingCounts { derived_pairs: derived_pairs(&analysis.documents), ..FindingCounts::default() };
    tables.table("documents.jsonl", |table| {
        teller.document_rows(|row| {
            if let Some(relation) = row.relation {
                *counts.documents.entry(relation.name()).or_default() += 1;
            }
            counts.documents_dropped += u64::from(!row.kept);
            table.row(row)
        })
    })?;
    tables.table("clusters.jsonl", |table| {
        teller.cluster_rows(|row| {
            examples.see(row);
            match row.unit {
                Unit::Document => counts.document_clusters += 1,
                Unit::Paragraph => {
                    counts.paragraph_clusters += 1;
                    *counts.paragraph_verdicts.entry(row.verdict.name()).or_default() += 1;
                    for member in &row.members {
                        *counts.paragraphs.entry(member.relation.name()).or_default() += 1;
                    }
                }
            }
            table.long_row(row)
        })
    })?;
    tables.table("pairs.jsonl", |table| teller.pair_rows(|row| table.long_row(row)))?;
    if let Some(furniture) = &analysis.furniture {
        tables.table("boilerplate.jsonl", |table| furniture.rows(survey, teller.id_order(), |row| table.row(row)))?;
        counts.boilerplate = Some(furniture.counts(survey));
    }
    tables.table("skipped.jsonl", |table| survey.skipped.iter().try_for_each(|row| table.row(row)))?;
    let mut quotes = QuoteExamples::default();
    if let (Some(found), Some(quoted)) = (&work.quotes, &quoted) {
        let teller = QuoteTeller::new(&teller, found, quoted, &parameters.data.languages);
        tables.table("mentions.jsonl", |table| teller.mention_rows(|row| table.long_row(row)))?;
        tables.table("quotes.jsonl", |table| {
            teller.quote_rows(|row| {
                quotes.see(row);
                table.row(row)
            })
        })?;
        tables.table("unmarked.jsonl", |table| teller.unmarked_rows(|row| table.row(row)))?;
        counts.quotes = Some(teller.counts());
    }
    (counts.families, counts.documents_in_families) = teller.families();
    count_work(&mut counts, analysis);
    stages.end("write");

    let summary = Summary {
        version: env!("CARGO_PKG_VERSION"),
        parameters: told(parameters),
        recall: expected(parameters)?,
        read: read_counts(survey, inputs),
        skipped: skipped_counts(survey),
        skipped_examples: survey.skipped.iter().take(EXAMPLES).cloned().collect(),
        ignored_files: inputs.ignored.clone(),
        findings: counts,
        audit,
        run: RunFigures {
            simd: parameters.simd.tier().name(),
            threads: rayon::current_num_threads(),
            seconds: stages.seconds,
            peak_memory_bytes: peak_memory(),
            temporary_bytes: work.temporary_bytes,
        },
    };
    tables.document("summary.json", &summary)?;
    tables.publish(&SOME_TABLES)?;
    Ok(Reported { summary, examples: examples.told(), quotes: quotes.told() })
}

/// The largest clusters, for the terminal.
#[derive(Debug, Default)]
struct Examples {
    documents: Vec<(usize, String)>,
    paragraphs: Vec<(usize, String)>,
}

/// Examples of each kind.
const SHOWN: usize = 3;

impl Examples {
    fn see(&mut self, row: &ClusterRow<'_>) {
        let best = match row.unit {
            Unit::Document => &mut self.documents,
            Unit::Paragraph => &mut self.paragraphs,
        };
        let size = row.members.len();
        if best.len() == SHOWN && best[SHOWN - 1].0 >= size {
            return;
        }
        let Some(member) = row.members.first() else { return };
        let name = |doc: &str, line: u32| match row.unit {
            Unit::Document => doc.to_owned(),
            Unit::Paragraph => format!("{doc}:{line}"),
        };
        let more = if size > 1 { format!(" and {} more", size - 1) } else { String::new() };
        let text = format!(
            "{} = {}{more} ({}, {})",
            name(row.kept.doc, row.kept.line),
            name(member.doc, member.line),
            member.relation.name(),
            row.verdict.name().replace('_', " ")
        );
        best.push((size, text));
        // Stable: of equal ones the first stays first.
        best.sort_by_key(|b| std::cmp::Reverse(b.0));
        best.truncate(SHOWN);
    }

    fn told(self) -> Vec<String> {
        self.documents.into_iter().chain(self.paragraphs).map(|e| e.1).collect()
    }
}

/// The quotes that most outlets print.
#[derive(Debug, Default)]
struct QuoteExamples(Vec<((usize, usize, usize), String, String)>);

impl QuoteExamples {
    fn see(&mut self, row: &QuoteRow<'_>) {
        let size = (row.sources, row.documents, row.mentions.len());
        if self.0.len() == SHOWN && self.0[SHOWN - 1].0 >= size {
            return;
        }
        let mut told = match &row.speaker {
            Some(speaker) => format!("{}{}: ", speaker.name, if row.disputed { " (disputed)" } else { "" }),
            None => String::new(),
        };
        told += &how_far(row);
        if row.variants.len() > 1 {
            told += &format!(", {} wordings", row.variants.len());
        }
        let altered = row.variants.iter().filter(|v| v.relation == QuoteRelation::Altered).count();
        if altered > 0 {
            told += &format!(", {altered} altered");
        }
        self.0.push((size, row.text.to_owned(), told));
        // Stable: of equal ones the first stays first.
        self.0.sort_by_key(|q| std::cmp::Reverse(q.0));
        self.0.truncate(SHOWN);
    }

    fn told(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|(_, text, told)| (text, told)).collect()
    }
}

#[derive(Debug)]
struct Stages {
    last: Instant,
    seconds: BTreeMap<&'static str, f64>,
}

impl Default for Stages {
    fn default() -> Stages {
        Stages { last: Instant::now(), seconds: BTreeMap::new() }
    }
}

impl Stages {
    fn end(&mut self, stage: &'static str) {
        self.seconds.insert(stage, (self.last.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
        self.last = Instant::now();
    }
}

/// The parameters as `summary.json` tells them.
fn told(p: &Parameters) -> BTreeMap<&'static str, serde_json::Value> {
    BTreeMap::from([
        ("threshold", json!(p.thresholds.jaccard)),
        ("containment", json!(p.thresholds.containment)),
        ("coverage", json!(p.thresholds.coverage)),
        ("recall", json!(p.recall)),
        ("keep", json!(p.keep.to_string())),
        ("window_seconds", json!(p.window)),
        ("cross_source_only", json!(p.cross_source_only)),
        ("altered", json!(if p.drop_altered { "drop" } else { "keep" })),
        ("derived", json!(if p.drop_derived { "drop" } else { "keep" })),
        ("document_shingle_words", json!(p.document_sketch.shingle_words)),
        ("document_signature_values", json!(p.document_sketch.values)),
        ("paragraph_shingle_words", json!(p.paragraph_sketch.shingle_words)),
        ("paragraph_signature_values", json!(p.paragraph_sketch.values)),
        ("min_paragraph_words", json!(p.min_paragraph_words)),
        ("fingerprint_window", json!(p.fingerprint_window)),
        ("boilerplate", json!(p.finds_boilerplate())),
        ("raw", json!(!p.leaves_out_furniture())),
        ("quotes", json!(p.finds_quotes())),
        ("scope", json!(if p.scope == Scope::Documents { "documents" } else { "everything" })),
    ])
}

/// Bands and expected recall of what these parameters compare: what a run prints before it starts.
///
/// # Errors
///
/// [`Error::Parameter`](crate::Error::Parameter) when threshold and recall do not go together.
pub fn expected(parameters: &Parameters) -> Result<BTreeMap<&'static str, ExpectedRecall>> {
    let threshold = parameters.thresholds.jaccard;
    let tell = |plan: BandPlan| {
        let round = |x: f64| (x * 1e4).round() / 1e4;
        ExpectedRecall {
            bands: plan.bands,
            rows: plan.rows,
            at_threshold: round(plan.expected_recall(threshold)),
            curve: (3..=10).map(|j| f64::from(j) / 10.0).map(|j| (j, round(plan.expected_recall(j)))).collect(),
        }
    };
    let mut all = BTreeMap::from([("documents", tell(parameters.document_plan()?))]);
    if parameters.scope == Scope::Everything {
        all.insert("paragraphs", tell(parameters.paragraph_plan()?));
    }
    Ok(all)
}

fn read_counts(survey: &Survey, inputs: &Inputs) -> ReadCounts {
    let d = &survey.documents;
    let documents = d.len() as u32;
    ReadCounts {
        files: inputs.files.len() as u64,
        documents: u64::from(documents),
        skipped: survey.skipped.iter().filter(|s| !s.reason.is_read()).count() as u64,
        sources: d.source_names.len() as u64,
        dated: d.dates.iter().flatten().count() as u64,
        paragraphs: survey.paragraphs.len() as u64,
        words: (0..documents).map(|u| u64::from(survey.words.words(u))).sum(),
        text_bytes: survey.text_bytes,
    }
}

fn skipped_counts(survey: &Survey) -> Counts {
    let mut counts = Counts::new();
    for skipped in &survey.skipped {
        *counts.entry(skipped.reason.name()).or_default() += 1;
    }
    counts
}

fn derived_pairs(found: &Found) -> u64 {
    found.edges.iter().filter(|e| e.comparison.relation == Relation::Derived).count() as u64
}

fn count_work(counts: &mut FindingCounts, analysis: &Analysis) {
    counts.document_pairs_verified = analysis.documents.verified;
    counts.paragraph_pairs_verified = analysis.paragraphs.verified;
    counts.groups_cut = analysis.documents.groups_cut + analysis.paragraphs.groups_cut;
    counts.comparisons_left_out = analysis.documents.left_out + analysis.paragraphs.left_out;
}

/// The highest resident memory of this process, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
