//! What every command does first, and what every summary says.

use super::analysis::{Analysis, analyse_beside};
use super::mentions::Row;
use super::parameters::{Observer, Parameters, Scope};
use super::quoted::{Compared, Quoted};
use super::survey::Survey;
use super::tell::Teller;
use crate::corpus::{Inputs, ReadOptions};
use crate::error::Result;
use crate::findings::{Counts, ReadCounts, RunFigures, Skipped};
use crate::matching::HashedSet;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;

/// Skipped records that a summary shows.
const EXAMPLES: usize = 100;

/// All that a run found, before it is told.
pub(super) struct Work<'p> {
    pub survey: Survey,
    pub analysis: Analysis,
    /// The quotes, when they were looked for and are to be linked.
    pub quotes: Option<Compared<'p>>,
    pub temporary_bytes: u64,
    pub stages: Stages,
}

impl<'p> Work<'p> {
    /// Reads `inputs` and finds which articles and paragraphs repeat. Where quotes are to be linked, and are looked for at all, they are compared beside.
    pub(super) fn new(
        inputs: &Inputs,
        options: &ReadOptions,
        parameters: &'p Parameters,
        observer: &Observer<'_>,
        links_quotes: bool,
    ) -> Result<Work<'p>> {
        let mut stages = Stages::default();
        let mut survey = Survey::new(parameters)?;
        survey.skipped.extend(inputs.skipped.iter().cloned());
        survey.read(&inputs.files, options, parameters, observer)?;
        let temporary_bytes = survey.on_disk();
        stages.end("read");
        let links_quotes = links_quotes && parameters.finds_quotes();
        let quotes = links_quotes.then(|| survey.mentions.load()).transpose()?;
        let compare_quotes =
            |survey: &Survey| quotes.map(|quotes| Compared::new(quotes, survey, parameters)).transpose();
        let (analysis, quotes) = analyse_beside(&mut survey, parameters, observer, compare_quotes)?;
        stages.end("match");
        // The rows that were matched are gone by now: there is room for the places that the tables ask for here and there.
        survey.paragraphs.hold_places(parameters.memory / 4)?;
        Ok(Work { survey, analysis, quotes, temporary_bytes, stages })
    }

    /// Links these quotes of the run.
    pub(super) fn link(&self, quotes: Compared<'_>, teller: &Teller<'_>, parameters: &Parameters) -> Result<Quoted> {
        let repeated = if self.analysis.furniture.is_some() { HashedSet::default() } else { teller.furniture() };
        let is_furniture = |document: u32, row: &Row| match &self.analysis.furniture {
            Some(furniture) => furniture.has(document, row.start),
            None => repeated.contains(&(self.survey.documents.first_paragraph[document as usize] + row.paragraph)),
        };
        quotes.link(&self.survey, is_furniture, parameters)
    }
}

/// How long each stage took.
#[derive(Debug)]
pub(super) struct Stages {
    last: Instant,
    pub seconds: BTreeMap<&'static str, f64>,
}

impl Default for Stages {
    fn default() -> Stages {
        Stages { last: Instant::now(), seconds: BTreeMap::new() }
    }
}

impl Stages {
    pub(super) fn end(&mut self, stage: &'static str) {
        self.seconds.insert(stage, (self.last.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
        self.last = Instant::now();
    }
}

/// The parameters as `summary.json` tells them.
pub(super) fn told(p: &Parameters) -> BTreeMap<&'static str, serde_json::Value> {
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

pub(super) fn read_counts(survey: &Survey, inputs: &Inputs) -> ReadCounts {
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

pub(super) fn skipped_counts(survey: &Survey) -> Counts {
    let mut counts = Counts::new();
    for skipped in &survey.skipped {
        *counts.entry(skipped.reason.name()).or_default() += 1;
    }
    counts
}

/// The first of what was skipped.
pub(super) fn skipped_examples(survey: &Survey) -> Vec<Skipped> {
    survey.skipped.iter().take(EXAMPLES).cloned().collect()
}

/// Figures of a run that took these stages.
pub(super) fn run_figures(parameters: &Parameters, stages: Stages, temporary_bytes: u64) -> RunFigures {
    RunFigures {
        simd: parameters.simd.tier().name(),
        threads: rayon::current_num_threads(),
        seconds: stages.seconds,
        peak_memory_bytes: peak_memory(),
        temporary_bytes,
    }
}

/// The highest resident memory of this process, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib * 1024)
}
