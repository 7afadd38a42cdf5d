//! `report`: survey, analysis, tables.

use super::analysis::Analysis;
use super::audit::audit;
use super::found::Found;
use super::furniture::{BoilerplateFilter, Furniture};
use super::page::{Pager, figures};
use super::parameters::{Observer, Parameters, Progress, Scope, observe};
use super::survey::Survey;
use super::tell::Teller;
use super::tell_quotes::{QuoteFilter, QuoteTeller};
use super::work::{Work, read_counts, run_figures, skipped_counts, skipped_examples, told};
use crate::boilerplate::SiteTemplates;
use crate::corpus::{Inputs, ReadOptions};
use crate::error::{Error, Result};
use crate::findings::{
    BoilerplateRow, ClusterRow, Counts, ExpectedRecall, FindingCounts, QuoteCounts, QuoteRelation, QuoteRow,
    ReadCounts, Relation, Reported, RunFigures, Summary, Unit,
};
use crate::matching::BandPlan;
use crate::report::{Tables, how_far, html};
use std::collections::BTreeMap;
use std::path::Path;

/// Tables that not every run writes.
const SOME_TABLES: [&str; 5] = ["report.html", "boilerplate.jsonl", "mentions.jsonl", "quotes.jsonl", "unmarked.jsonl"];

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
    if filter.speaker.as_ref().is_some_and(|name| parameters.data.languages().person_key(name).is_empty()) {
        return Err(Error::Parameter { name: "speaker", why: "names nobody: a name has a letter in it".to_owned() });
    }
    let mut work = Work::new(inputs, options, parameters, observer, true)?;
    let quotes = work.quotes.take();
    let teller = Teller::new(&work.survey, &work.analysis, parameters);
    match quotes {
        Some(quotes) => {
            observe(observer, Progress::Linking)?;
            let quoted = work.link(quotes, &teller, parameters)?;
            see(&QuoteTeller::new(&teller, &quoted, parameters.data.languages()).filtered(filter));
        }
        None => see(&[]),
    }
    Ok(read_counts(&work.survey, inputs))
}

/// Reads `inputs` and gives the rows of `boilerplate.jsonl` that the filter lets through to `see`; returns what was read, and what was learned of the outlets.
///
/// # Errors
///
/// [`Error`](crate::Error) when a parameter makes no sense, a temporary file cannot be written, or the observer stops the run; and what `see` gives.
pub fn boilerplate(
    inputs: &Inputs,
    options: &ReadOptions,
    parameters: &Parameters,
    filter: &BoilerplateFilter,
    observer: &Observer<'_>,
    see: impl FnMut(&BoilerplateRow<'_>) -> Result<()>,
) -> Result<(ReadCounts, SiteTemplates)> {
    let mut survey = Survey::new(parameters)?;
    survey.skipped.extend(inputs.skipped.iter().cloned());
    survey.read(&inputs.files, options, parameters, observer)?;
    let furniture = Furniture::new(survey.lines.take_spread(), &survey, parameters)?;
    furniture.filtered(&survey, filter, see)?;
    Ok((read_counts(&survey, inputs), furniture.templates(&survey, filter.site.as_deref())?))
}

/// Reads `inputs`, finds what repeats, and writes the tables into the folder `out`.
///
/// The tables are written beside and renamed when all of them are whole, so an interrupted run leaves what was there before.
///
/// # Errors
///
/// [`Error`](crate::Error) when a parameter makes no sense, a file cannot be written, an input file is changed before its lines are told, or the observer stops the run.
pub fn report(
    inputs: &Inputs,
    options: &ReadOptions,
    parameters: &Parameters,
    out: &Path,
    observer: &Observer<'_>,
) -> Result<Reported> {
    let mut work = Work::new(inputs, options, parameters, observer, true)?;
    let mut stages = std::mem::take(&mut work.stages);
    let quotes = work.quotes.take();
    let Work { survey, analysis, .. } = &work;
    let (audit, teller) =
        rayon::join(|| audit(survey, analysis, parameters), || Teller::new(survey, analysis, parameters));
    let audit = audit?;
    stages.end("audit");
    let tables = Tables::create(out)?;
    observe(observer, if quotes.is_some() { Progress::Linking } else { Progress::Writing })?;
    // Linking has long parts for one thread: the others write meanwhile.
    let (copies, quoted) = rayon::join(
        || write_copies(&tables, survey, analysis, &teller),
        || quotes.map(|quotes| work.link(quotes, &teller, parameters)).transpose(),
    );
    let ((mut counts, examples), quoted) = (copies?, quoted?);
    if quoted.is_some() {
        stages.end("quotes");
        observe(observer, Progress::Writing)?;
    }
    let quote_teller = quoted.as_ref().map(|quoted| QuoteTeller::new(&teller, quoted, parameters.data.languages()));
    let page = || match parameters.html_limit {
        0 => Ok(None),
        limit => Pager::page(survey, &teller, quote_teller.as_ref(), parameters, limit).map(Some),
    };
    let (quotes, page) =
        rayon::join(|| quote_teller.as_ref().map(|teller| write_quotes(&tables, teller)).transpose(), page);
    let (quote_counts, quotes) = quotes?.unzip();
    counts.quotes = quote_counts;
    stages.end("write");
    let mut summary = Summary {
        version: env!("CARGO_PKG_VERSION"),
        parameters: told(parameters),
        recall: expected(parameters)?,
        read: read_counts(survey, inputs),
        skipped: skipped_counts(survey),
        skipped_examples: skipped_examples(survey),
        ignored_files: inputs.ignored.clone(),
        findings: counts,
        audit,
        run: RunFigures::default(),
    };
    let temporary_bytes = work.temporary_bytes;
    let page = page?;
    let write_page = || match page {
        Some(mut page) => {
            figures(&mut page, &summary);
            tables.text("report.html", &html(&page)?)
        }
        None => Ok(()),
    };
    drop(teller);
    // All that was found takes as long to let go of as the page takes to be written.
    let (written, ()) = rayon::join(write_page, move || drop((quoted, work)));
    written?;
    stages.end("page");
    summary.run = run_figures(parameters, stages, temporary_bytes);
    tables.document("summary.json", &summary)?;
    tables.publish(&SOME_TABLES)?;
    Ok(Reported { summary, examples: examples.told(), quotes: quotes.unwrap_or_default() })
}

/// Writes the tables of copies and furniture side by side; counts what is told and notes examples.
fn write_copies(
    tables: &Tables,
    survey: &Survey,
    analysis: &Analysis,
    teller: &Teller<'_>,
) -> Result<(FindingCounts, Examples)> {
    let pairs = || tables.table("pairs.jsonl", |table| teller.pair_rows(|row| table.long_row(row)));
    let boilerplate = || {
        let Some(furniture) = &analysis.furniture else { return Ok(None) };
        tables.table("boilerplate.jsonl", |table| furniture.rows(survey, teller.id_order(), |row| table.row(row)))?;
        Ok(Some(furniture.counts(survey)))
    };
    let ((documents, clusters), (pairs, boilerplate)) = rayon::join(
        || rayon::join(|| write_documents(tables, teller), || write_clusters(tables, teller)),
        || rayon::join(pairs, boilerplate),
    );
    let ((documents, documents_dropped), (clusters, examples)) = (documents?, clusters?);
    pairs?;
    tables.table("skipped.jsonl", |table| survey.skipped.iter().try_for_each(|row| table.row(row)))?;
    let mut counts = FindingCounts {
        derived_pairs: derived_pairs(&analysis.documents),
        documents,
        documents_dropped,
        boilerplate: boilerplate?,
        ..clusters
    };
    (counts.families, counts.documents_in_families) = teller.families();
    count_work(&mut counts, analysis);
    Ok((counts, examples))
}

/// Writes `documents.jsonl`; counts the documents by relation, and those that would go.
fn write_documents(tables: &Tables, teller: &Teller<'_>) -> Result<(Counts, u64)> {
    let (mut by_relation, mut dropped) = (Counts::new(), 0);
    tables.table("documents.jsonl", |table| {
        teller.document_rows(|row| {
            if let Some(relation) = row.relation {
                *by_relation.entry(relation.name()).or_default() += 1;
            }
            dropped += u64::from(!row.kept);
            table.row(row)
        })
    })?;
    Ok((by_relation, dropped))
}

/// Writes `clusters.jsonl`; counts them.
fn write_clusters(tables: &Tables, teller: &Teller<'_>) -> Result<(FindingCounts, Examples)> {
    let (mut counts, mut examples) = (FindingCounts::default(), Examples::default());
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
    Ok((counts, examples))
}

/// Writes the tables of quotes, counts them and notes examples.
fn write_quotes(tables: &Tables, teller: &QuoteTeller<'_>) -> Result<(QuoteCounts, Vec<(String, String)>)> {
    let others = || {
        tables.table("quotes.jsonl", |table| {
            table.rows_of(teller.repeated(), |quote, rows| rows.push_long(&teller.row(quote)))
        })?;
        tables.table("unmarked.jsonl", |table| teller.unmarked_rows(|row| table.row(row)))
    };
    let mentions = || {
        tables.table("mentions.jsonl", |table| {
            table.rows_of(&teller.all(), |&quote, rows| rows.push_long(&teller.mention_row(quote)))
        })
    };
    let (mentions, others) = rayon::join(mentions, others);
    mentions.and(others)?;
    let examples = teller.most_told().into_iter().take(SHOWN).map(|quote| told_of(&teller.row(quote)));
    Ok((teller.counts(), examples.collect()))
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

/// An example for the terminal: the words, and what is told of them.
fn told_of(row: &QuoteRow<'_>) -> (String, String) {
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
    (row.text.to_owned(), told)
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

fn derived_pairs(found: &Found) -> u64 {
    found.edges.iter().filter(|e| e.comparison.relation == Relation::Derived).count() as u64
}

fn count_work(counts: &mut FindingCounts, analysis: &Analysis) {
    counts.document_pairs_verified = analysis.documents.verified;
    counts.paragraph_pairs_verified = analysis.paragraphs.verified;
    counts.groups_cut = analysis.documents.groups_cut + analysis.paragraphs.groups_cut;
    counts.comparisons_left_out = analysis.documents.left_out + analysis.paragraphs.left_out;
}
