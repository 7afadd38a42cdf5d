//! Which lines of the articles are furniture of their sites, once all lines are known.

use super::columns::Spot;
use super::lines::LinePlace;
use super::parameters::Parameters;
use super::survey::Survey;
use crate::boilerplate::{Action, Class, Host, Judge, LineRow, SiteTemplates, Spread, SpreadBuilder, Verdict};
use crate::corpus::Date;
use crate::error::Result;
use crate::findings::{BoilerplateCounts, BoilerplatePlace, BoilerplateRow, Place};
use crate::matching::candidates::ranks;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Articles that one thread judges in a row.
const ARTICLES: usize = 64;
/// About so many bytes of text are read for the table at once.
const TEXTS: usize = 8 << 20;
/// Reasons that a row tells.
const REASONS: usize = 4;

/// A line that is furniture, or may be.
#[derive(Debug)]
struct Line {
    place: LinePlace,
    template: u64,
    line: u32,
    line_end: u32,
    /// Its words in the document.
    words: Range<u32>,
    /// Articles of the outlet that carry the template.
    documents: u32,
    verdict: Verdict,
}

/// A line that goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stripped {
    pub spot: Spot,
    pub class: Class,
    pub template: u64,
}

/// The furniture of a run.
#[derive(Debug)]
pub(super) struct Furniture {
    /// By document and place.
    lines: Vec<Line>,
    /// For each document the number of its first line in `lines`, and the number of all.
    firsts: Vec<u32>,
    spread: Spread,
    /// The numbers of the lines in the order of the table, once that is asked for.
    order: OnceLock<Vec<u32>>,
}

impl Furniture {
    /// Judges the lines of a survey, of which these are the counts that their spread is made from.
    pub(super) fn new(counts: SpreadBuilder, survey: &Survey, parameters: &Parameters) -> Result<Furniture> {
        let mut spread = counts.finish(&hosts(survey));
        if let Some(templates) = &parameters.templates {
            spread = templates.added_to(&spread, &survey.documents.source_names);
        }
        let count = survey.documents.len();
        let judged: Vec<Judged> = (0..count.div_ceil(ARTICLES))
            .into_par_iter()
            .map_init(
                || (Judge::new(&parameters.judge, &spread), Vec::new(), Vec::new()),
                |(judge, rows, verdicts), chunk| {
                    let documents = (chunk * ARTICLES) as u32..((chunk + 1) * ARTICLES).min(count) as u32;
                    lines(survey, documents, judge, rows, verdicts)
                },
            )
            .collect::<Result<_>>()?;
        let (mut all, mut firsts) = (Vec::new(), vec![0]);
        for Judged { lines, ends } in judged {
            firsts.extend(ends.iter().map(|&end| (all.len() + end) as u32));
            all.extend(lines);
        }
        Ok(Furniture { lines: all, firsts, spread, order: OnceLock::new() })
    }

    fn of(&self, document: u32) -> &[Line] {
        &self.lines[self.firsts[document as usize] as usize..self.firsts[document as usize + 1] as usize]
    }

    /// Bytes of a document that are furniture.
    pub(super) fn bytes(&self, document: u32) -> u64 {
        self.of(document)
            .iter()
            .filter(|line| line.is_furniture())
            .map(|line| u64::from(line.place.end - line.place.start))
            .sum()
    }

    /// Whether this byte of a document stands in a line that is furniture.
    pub(super) fn has(&self, document: u32, byte: u32) -> bool {
        let lines = self.of(document);
        let at = lines.partition_point(|line| line.place.end <= byte);
        lines.get(at).is_some_and(|line| line.place.start <= byte && line.is_furniture())
    }

    /// The words of a document that are furniture, line by line, as far as they are known.
    pub(super) fn words(&self, document: u32) -> impl Iterator<Item = Range<u32>> {
        let known = |line: &&Line| line.is_furniture() && line.words.end < u32::MAX;
        self.of(document).iter().filter(known).map(|line| line.words.clone())
    }

    /// The lines of a document that go: where they stand, and what they are.
    pub(super) fn stripped(&self, document: u32) -> impl Iterator<Item = Stripped> {
        self.of(document).iter().filter(|line| line.is_furniture()).map(|line| Stripped {
            spot: Spot { line: line.line, line_end: line.line_end, start: line.place.start, end: line.place.end },
            class: line.verdict.class,
            template: line.template,
        })
    }

    /// What is told of it in `summary.json`.
    pub(super) fn counts(&self, survey: &Survey) -> BoilerplateCounts {
        let mut counts = BoilerplateCounts::default();
        let mut templates: Vec<(u64, u32)> = Vec::new();
        for line in &self.lines {
            if line.is_furniture() {
                *counts.lines.entry(line.verdict.class.name()).or_default() += 1;
                counts.bytes += u64::from(line.place.end - line.place.start);
                templates.push((line.template, survey.documents.sources[line.place.document as usize]));
            } else {
                counts.review += 1;
            }
        }
        templates.sort_unstable();
        templates.dedup();
        counts.templates = templates.len() as u64;
        let mut sources: Vec<u32> = templates.iter().map(|t| t.1).collect();
        sources.sort_unstable();
        sources.dedup();
        counts.sources = sources.len() as u64;
        counts
    }

    /// The rows of `boilerplate.jsonl`, by outlet, template, class and action; `id_order` is the place of each document in the order of ids.
    pub(super) fn rows(
        &self,
        survey: &Survey,
        id_order: &[u32],
        mut write: impl FnMut(&BoilerplateRow<'_>) -> Result<()>,
    ) -> Result<()> {
        self.told(survey, &self.groups(survey, id_order), &mut write)
    }

    /// The rows of these groups of lines.
    fn told(
        &self,
        survey: &Survey,
        groups: &[Vec<&Line>],
        write: &mut impl FnMut(&BoilerplateRow<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut rest = groups;
        while !rest.is_empty() {
            let mut bytes = 0;
            let of_group = |group: &Vec<&Line>| {
                group.iter().map(|line| (line.place.end - line.place.start) as usize).sum::<usize>()
            };
            let count = rest
                .iter()
                .take_while(|group| {
                    let before = bytes;
                    bytes += of_group(group);
                    before < TEXTS
                })
                .count();
            let (now, later) = rest.split_at(count);
            rest = later;
            let lines: Vec<LinePlace> = now.iter().flatten().map(|line| line.place).collect();
            let texts = survey.lines.texts(&lines)?;
            let mut first = 0;
            for group in now {
                self.row(survey, group, |number| texts.get(first + number), write)?;
                first += group.len();
            }
        }
        Ok(())
    }

    /// The lines of each row, in the order of the rows.
    fn groups(&self, survey: &Survey, id_order: &[u32]) -> Vec<Vec<&Line>> {
        let source = |line: &Line| survey.documents.sources[line.place.document as usize];
        let kind = |line: &Line| (line.template, line.verdict.class, line.verdict.action);
        let order = self.order.get_or_init(|| {
            let names = &survey.documents.source_names;
            let mut by_name: Vec<u32> = (0..names.len() as u32).collect();
            by_name.sort_by_key(|&source| &names[source as usize]);
            let by_name = ranks(&by_name);
            let mut order: Vec<u32> = (0..self.lines.len() as u32).collect();
            order.par_sort_by_cached_key(|&number| {
                let line = &self.lines[number as usize];
                (by_name[source(line) as usize], kind(line), id_order[line.place.document as usize], line.place.start)
            });
            order
        });
        let order: Vec<&Line> = order.iter().map(|&number| &self.lines[number as usize]).collect();
        order.chunk_by(|a, b| source(a) == source(b) && kind(a) == kind(b)).map(<[_]>::to_vec).collect()
    }

    /// The row of a group whose line of each number reads `text`.
    fn row<'t>(
        &self,
        survey: &Survey,
        group: &[&Line],
        text: impl Fn(usize) -> &'t str,
        write: &mut impl FnMut(&BoilerplateRow<'_>) -> Result<()>,
    ) -> Result<()> {
        let d = &survey.documents;
        let Some(first) = group.first() else { return Ok(()) };
        let places = group.iter().enumerate().map(|(number, line)| BoilerplatePlace {
            place: Place {
                doc: d.ids.get(line.place.document as usize),
                line: line.line,
                line_end: line.line_end,
                start: line.place.start,
                end: line.place.end,
            },
            text: text(number),
        });
        let least = group.iter().map(|line| line.verdict.score).fold(1.0, f32::min);
        write(&BoilerplateRow {
            template: format!("{:016x}", first.template),
            source: d.source(first.place.document),
            class: first.verdict.class.name(),
            documents: first.documents,
            source_documents: self.spread.source(d.sources[first.place.document as usize]).documents,
            score: (f64::from(least) * 1e3).round() / 1e3,
            reasons: first.verdict.reasons(REASONS),
            action: first.verdict.action.name(),
            kept_copy: None,
            lines: places.collect(),
        })
    }

    /// The templates of each outlet, those of most articles first.
    pub(super) fn most_spread(&self, survey: &Survey, id_order: &[u32]) -> HashMap<u32, Vec<Group<'_>>> {
        let d = &survey.documents;
        let mut outlets: HashMap<u32, Vec<Group<'_>>> = HashMap::new();
        for lines in self.groups(survey, id_order) {
            let Some(&first) = lines.first() else { continue };
            let places = lines.iter().map(|line| {
                u64::from(line.place.start) * 100 / u64::from(d.bytes[line.place.document as usize].max(1))
            });
            let place = places.sum::<u64>() / lines.len() as u64;
            outlets.entry(d.sources[first.place.document as usize]).or_default().push(Group {
                line: first,
                class: first.verdict.class,
                action: first.verdict.action,
                documents: first.documents,
                lines: lines.len(),
                place: place as u32,
                reasons: first.verdict.reasons(REASONS),
                first: (first.place.document, first.line),
            });
        }
        for groups in outlets.values_mut() {
            // Stable: of equal ones the first stays first.
            groups.sort_by_key(|group| std::cmp::Reverse((group.documents, group.lines)));
        }
        outlets
    }

    /// The rows that the filter lets through, those of most articles first within each outlet.
    pub(super) fn filtered(
        &self,
        survey: &Survey,
        filter: &BoilerplateFilter,
        mut write: impl FnMut(&BoilerplateRow<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut groups = self.groups(survey, &ranks(&survey.documents.by_id()));
        let name = |group: &[&Line]| survey.documents.source(group[0].place.document);
        groups.retain(|group| {
            let (first, verdict) = (group[0], group[0].verdict);
            filter.site.as_deref().is_none_or(|site| name(group) == site)
                && (filter.classes.is_empty() || filter.classes.contains(&verdict.class))
                && filter.action.is_none_or(|action| verdict.action == action)
                && first.documents >= filter.min_documents
        });
        groups
            .sort_by(|a, b| name(a).cmp(name(b)).then(b[0].documents.cmp(&a[0].documents)).then(b.len().cmp(&a.len())));
        let limit = filter.limit.unwrap_or(usize::MAX);
        groups.truncate(limit);
        self.told(survey, &groups, &mut write)
    }

    /// What was learned of the outlets, or of one: templates of two stories and more, with class and an example of those that are furniture or may be.
    pub(super) fn templates(&self, survey: &Survey, site: Option<&str>) -> Result<SiteTemplates> {
        let d = &survey.documents;
        let mut known: HashMap<(u32, u64), &Line> = HashMap::new();
        for line in &self.lines {
            known.entry((d.sources[line.place.document as usize], line.template)).or_insert(line);
        }
        let (keys, lines): (Vec<_>, Vec<_>) = known.iter().map(|(&key, line)| (key, line.place)).unzip();
        let read = survey.lines.texts(&lines)?;
        let mut texts: HashMap<_, _> =
            keys.iter().enumerate().map(|(number, &key)| (key, read.get(number).to_owned())).collect();
        let mut learned = SiteTemplates::learn(&self.spread, &d.source_names, 2, |source, template| {
            let key = (source, template);
            (known.get(&key).map(|line| line.verdict.class), texts.remove(&key))
        });
        learned.sites.retain(|s| site.is_none_or(|site| s.source == site));
        Ok(learned)
    }
}

/// A template of an outlet.
#[derive(Debug)]
pub(super) struct Group<'a> {
    line: &'a Line,
    pub class: Class,
    pub action: Action,
    /// Articles that carry it, and lines.
    pub documents: u32,
    lines: usize,
    /// Where on the page it stands on average, in hundredths.
    pub place: u32,
    pub reasons: Vec<&'static str>,
    /// The first of its lines: document and line.
    pub first: (u32, u32),
}

impl Group<'_> {
    /// How it reads.
    pub(super) fn text(&self, survey: &Survey) -> Result<String> {
        Ok(survey.lines.texts(&[self.line.place])?.get(0).to_owned())
    }
}

/// Which templates are told.
#[derive(Debug, Clone, Default)]
pub struct BoilerplateFilter {
    /// Only those of this outlet.
    pub site: Option<String>,
    /// Only those of these classes; empty for all.
    pub classes: Vec<Class>,
    /// Only those with this verdict.
    pub action: Option<Action>,
    /// Only those that so many articles of the outlet carry.
    pub min_documents: u32,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Line {
    fn is_furniture(&self) -> bool {
        self.verdict.action == Action::Strip
    }
}

/// What the spread must know of each document.
fn hosts(survey: &Survey) -> Vec<Host> {
    let d = &survey.documents;
    let day = |date: &Option<Date>| date.and_then(|date| i32::try_from(date.day()).ok());
    d.sources.iter().zip(&d.dates).map(|(&source, date)| Host { source, day: day(date) }).collect()
}

/// The words of each line of an article. Of a line with more than its row can count so many that the words of the lines behind it are not known: they end at `u32::MAX`.
pub(super) fn words_of_lines(rows: &[LineRow]) -> impl Iterator<Item = Range<u32>> + '_ {
    let mut word = 0u32;
    rows.iter().map(move |row| {
        let first = word;
        word = word.saturating_add(if row.words == u16::MAX { u32::MAX } else { u32::from(row.words) });
        first..word
    })
}

/// The lines of some articles that are furniture, or may be.
struct Judged {
    lines: Vec<Line>,
    /// For each article one past its last line.
    ends: Vec<usize>,
}

/// Judges some articles.
fn lines(
    survey: &Survey,
    documents: Range<u32>,
    judge: &mut Judge<'_>,
    rows: &mut Vec<LineRow>,
    verdicts: &mut Vec<Verdict>,
) -> Result<Judged> {
    survey.lines.of_some(documents.clone(), rows)?;
    let mut judged = Judged { lines: Vec::new(), ends: Vec::with_capacity(documents.len()) };
    let mut rest = &rows[..];
    for document in documents {
        let (rows, behind) = rest.split_at(survey.lines.count(document));
        rest = behind;
        judge.judge(rows, survey.documents.sources[document as usize], verdicts);
        let places = survey.lines.places(document, rows).zip(words_of_lines(rows));
        for (((row, &verdict), facts), (place, words)) in rows.iter().zip(&*verdicts).zip(judge.facts()).zip(places) {
            if verdict.action != Action::Keep {
                judged.lines.push(Line {
                    place,
                    template: row.template,
                    line: row.line,
                    line_end: row.line_end,
                    words,
                    documents: facts.map_or(1, |facts| facts.documents.max(1)),
                    verdict,
                });
            }
        }
        judged.ends.push(judged.lines.len());
    }
    Ok(judged)
}
