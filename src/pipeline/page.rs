//! What the page of a report shows: the most telling findings, with texts from the lines that the survey kept.

mod articles;
mod copies;
mod figures;
mod quotes;
mod sides;
mod spread;

use super::found::Cluster;
use super::lines::LinePlace;
use super::parameters::Parameters;
use super::survey::Survey;
use super::tell::Teller;
use super::tell_quotes::QuoteTeller;
use crate::boilerplate::LineRow;
use crate::error::Result;
use crate::findings::{Link, Page, Shown, Unit};
use crate::quotes::link::RepeatedQuote;
pub(super) use figures::figures;
pub use sides::explain_page;
use std::collections::HashMap;

/// Bytes of articles, and of texts side by side, that a page has at most: it is to open at once.
const ARTICLE_BYTES: usize = 2_500_000;
const SIDE_BYTES: usize = 1_000_000;
/// Longest article of which a comparison is shown.
const SIDE: usize = 20_000;
/// Mentions, members, places of one finding; templates of one outlet; wordings of one quote.
const OF_ONE: usize = 30;

/// Makes the page.
pub(super) struct Pager<'a> {
    survey: &'a Survey,
    teller: &'a Teller<'a>,
    quotes: Option<&'a QuoteTeller<'a>>,
    parameters: &'a Parameters,
    limit: usize,
    /// The place on the page of each document that is shown.
    anchors: HashMap<u32, usize>,
}

impl<'a> Pager<'a> {
    /// Chooses what is shown, at most `limit` of each kind.
    pub(super) fn page(
        survey: &'a Survey,
        teller: &'a Teller<'a>,
        quotes: Option<&'a QuoteTeller<'a>>,
        parameters: &'a Parameters,
        limit: usize,
    ) -> Result<Page> {
        let mut pager = Pager { survey, teller, quotes, parameters, limit, anchors: HashMap::new() };
        let told: Vec<&RepeatedQuote> = quotes.map_or_else(Vec::new, QuoteTeller::most_told);
        let mut clusters: Vec<&Cluster> = teller.clusters(Unit::Document).iter().collect();
        clusters.sort_by_key(|c| std::cmp::Reverse(c.members.len()));
        let articles = pager.choose(&told, &clusters)?;
        let mut page = Page {
            quotes: match quotes {
                Some(quotes) => pager.shown(&told, limit, |quote| pager.quote(quotes, quote))?,
                None => Shown::default(),
            },
            paragraphs: pager.paragraphs()?,
            matrix: pager.matrix(&told, &clusters),
            timeline: pager.timeline(&told, &clusters),
            outlets: pager.outlets()?,
            rejected: pager.rejected(),
            keep: figures::why_kept(&parameters.keep),
            ..Page::default()
        };
        let mut room = SIDE_BYTES;
        page.clusters = pager.shown(&clusters, limit, |cluster| pager.cluster(cluster, &mut room))?;
        page.articles = Shown { rows: pager.articles(&articles, &told)?, all: survey.documents.len() };
        Ok(page)
    }

    fn shown<T, V>(&self, all: &[T], limit: usize, mut view: impl FnMut(&T) -> Result<V>) -> Result<Shown<V>> {
        Ok(Shown { rows: all.iter().take(limit).map(&mut view).collect::<Result<_>>()?, all: all.len() })
    }

    /// The documents that are shown: those of the quotes and clusters that are, then others by id; and their anchors.
    fn choose(&mut self, told: &[&RepeatedQuote], clusters: &[&Cluster]) -> Result<Vec<u32>> {
        let mut wanted: Vec<u32> = Vec::new();
        for i in 0..self.limit.min(told.len().max(clusters.len())) {
            if let (Some(quote), Some(quotes)) = (told.get(i), self.quotes) {
                wanted.extend(quotes.documents_of(quote).into_iter().take(3));
            }
            if let Some(cluster) = clusters.get(i) {
                wanted.extend([cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).take(3));
            }
        }
        wanted.extend(self.teller.by_id());
        let mut bytes = 0;
        let mut chosen = Vec::new();
        for document in wanted {
            if chosen.len() == self.limit || self.anchors.contains_key(&document) {
                continue;
            }
            let size = self.survey.documents.bytes[document as usize] as usize;
            if bytes + size <= ARTICLE_BYTES && self.survey.lines.has(document) {
                bytes += size;
                self.anchors.insert(document, chosen.len());
                chosen.push(document);
            }
        }
        // By outlet and id, as they are read.
        chosen.sort_by_key(|&d| (self.teller.source(d), self.teller.id_order()[d as usize]));
        self.anchors = chosen.iter().enumerate().map(|(i, &d)| (d, i)).collect();
        Ok(chosen)
    }

    fn link(&self, document: u32, line: u32) -> Link {
        let anchor = self.anchors.get(&document).map(|i| format!("a{i}l{line}"));
        Link { label: format!("{}:{line}", self.teller.id(document)), anchor }
    }

    fn article_link(&self, document: u32) -> Link {
        Link {
            label: self.teller.id(document).to_owned(),
            anchor: self.anchors.get(&document).map(|i| format!("a{i}")),
        }
    }

    fn date(&self, document: u32) -> String {
        self.teller.date(document).unwrap_or_default().to_owned()
    }

    /// The lines of a document that are not blank, with their texts.
    fn lines(&self, document: u32) -> Result<Vec<(LineRow, String)>> {
        let mut rows = Vec::new();
        if !self.survey.lines.has(document) {
            return Ok(Vec::new());
        }
        self.survey.lines.of(document, &mut rows)?;
        let places: Vec<LinePlace> = self.survey.lines.places(document, &rows).collect();
        let texts = self.survey.lines.texts(&places)?;
        Ok(rows.into_iter().enumerate().map(|(number, row)| (row, texts.get(number).to_owned())).collect())
    }
}
