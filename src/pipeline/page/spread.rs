//! Who repeats whom, and when, on the page of a report.

use super::Pager;
use crate::corpus::Date;
use crate::findings::{Cell, Matrix, Timeline, TimelineRow};
use crate::pipeline::found::Cluster;
use crate::quotes::link::RepeatedQuote;
use std::collections::BTreeMap;

/// Outlets in the matrix; texts in the timeline.
const OUTLETS: usize = 16;
const TEXTS: usize = 16;
/// Characters of a label.
const LABEL: usize = 70;

impl<'a> Pager<'a> {
    /// Name, anchor and documents of each text that is told.
    fn texts(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Vec<(String, String, Vec<u32>)> {
        let quote = |quote: &&RepeatedQuote| {
            let name = format!("“{}”", label(self.quotes.map_or("", |quotes| quotes.text(quote))));
            (name, format!("q{}", quote.id), self.quoted_in(quote))
        };
        let cluster = |cluster: &&Cluster| {
            let title = self.survey.documents.titles.get(cluster.kept as usize);
            let title = if title.is_empty() { self.teller.id(cluster.kept) } else { title };
            (label(title), self.teller.cluster_name(cluster.kept), copied_in(cluster))
        };
        told.iter().map(quote).chain(clusters.iter().map(cluster)).collect()
    }

    /// The documents that have a quote.
    fn quoted_in(&self, quote: &RepeatedQuote) -> Vec<u32> {
        self.quotes.map_or_else(Vec::new, |quotes| quotes.documents_of(quote))
    }

    pub(super) fn matrix(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Matrix {
        let d = &self.survey.documents;
        let day = |document: u32| d.dates[document as usize].map(|date| date.day());
        let mut cells: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        let mut totals: BTreeMap<u32, u64> = BTreeMap::new();
        let of_quotes = told.iter().map(|quote| self.quoted_in(quote));
        for documents in of_quotes.chain(clusters.iter().map(|cluster| copied_in(cluster))) {
            // The first day of each outlet, where it is known.
            let mut first: BTreeMap<u32, Option<i64>> = BTreeMap::new();
            for &document in &documents {
                let of = first.entry(d.sources[document as usize]).or_insert(None);
                *of = match (*of, day(document)) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            if first.len() < 2 || first.len() > 200 {
                continue;
            }
            for (&a, &day_a) in &first {
                *totals.entry(a).or_default() += first.len() as u64 - 1;
                for (&b, &day_b) in first.iter().filter(|(b, _)| **b != a) {
                    let cell = cells.entry((a, b)).or_default();
                    cell.0 += 1;
                    cell.1 += u64::from(matches!((day_a, day_b), (Some(a), Some(b)) if a < b));
                }
            }
        }
        let mut outlets: Vec<u32> = totals.keys().copied().collect();
        outlets.sort_by(|a, b| {
            totals[b].cmp(&totals[a]).then_with(|| d.source_names[*a as usize].cmp(&d.source_names[*b as usize]))
        });
        let all = outlets.len();
        outlets.truncate(OUTLETS);
        let most =
            cells.iter().filter(|((a, b), _)| outlets.contains(a) && outlets.contains(b)).map(|(_, c)| c.0).max();
        let rows = outlets.iter().map(|&a| {
            let cell = |&b: &u32| {
                let (shared, first) = cells.get(&(a, b)).copied().unwrap_or_default();
                let shade = if shared == 0 { 0 } else { 1 + (shared * 4 / most.unwrap_or(1).max(1)) as u8 };
                Cell { shared, first, shade }
            };
            outlets.iter().map(cell).collect()
        });
        Matrix {
            rows: rows.collect(),
            outlets: outlets.iter().map(|&o| d.source_names[o as usize].clone()).collect(),
            all,
        }
    }

    pub(super) fn timeline(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Timeline {
        let mut texts: Vec<(String, String, BTreeMap<i64, u32>)> = Vec::new();
        let some = |n: usize| n.min(TEXTS * 4);
        for (label, anchor, documents) in self.texts(&told[..some(told.len())], &clusters[..some(clusters.len())]) {
            let mut days: BTreeMap<i64, u32> = BTreeMap::new();
            for document in documents {
                if let Some(date) = self.survey.documents.dates[document as usize] {
                    *days.entry(date.day()).or_default() += 1;
                }
            }
            if days.values().sum::<u32>() > 1 {
                texts.push((label, anchor, days));
            }
        }
        texts.sort_by_key(|t| std::cmp::Reverse(t.2.values().sum::<u32>()));
        texts.truncate(TEXTS);
        let all = || texts.iter().flat_map(|t| t.2.keys().copied());
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return Timeline::default() };
        let place = |day: i64| ((day - first) * 1000 / (last - first).max(1)) as u32;
        let told = |day: i64| Date { seconds: day * 86_400, day_only: true }.to_string();
        let rows = texts.iter().map(|(label, anchor, days)| TimelineRow {
            label: label.clone(),
            anchor: anchor.clone(),
            dots: days.iter().map(|(&day, &count)| (place(day), count)).collect(),
        });
        Timeline { rows: rows.collect(), days: (told(first), told(last)) }
    }
}

/// The documents of a cluster.
fn copied_in(cluster: &Cluster) -> Vec<u32> {
    [cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).collect()
}

/// A label of a text.
fn label(text: &str) -> String {
    match text.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
