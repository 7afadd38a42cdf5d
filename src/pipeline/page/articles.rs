//! Articles and outlets on the page of a report.

use super::{OF_ONE, Pager};
use crate::error::Result;
use crate::findings::{ArticleView, LineView, Link, Outlet, Shown, TemplateView, Unit};
use crate::pipeline::columns::Spot;
use crate::quotes::link::RepeatedQuote;
use std::collections::{BTreeSet, HashMap};

impl Pager<'_> {
    pub(super) fn outlets(&self) -> Result<Shown<Outlet>> {
        let Some(furniture) = self.teller.boilerplate() else { return Ok(Shown::default()) };
        let d = &self.survey.documents;
        let mut figures: Vec<(u64, u64, u64)> = vec![(0, 0, 0); d.source_names.len()];
        for (document, &source) in (0..).zip(&d.sources) {
            let of = &mut figures[source as usize];
            (of.0, of.1, of.2) =
                (of.0 + 1, of.1 + u64::from(d.bytes[document as usize]), of.2 + furniture.bytes(document));
        }
        let mut order: Vec<usize> = (0..figures.len()).filter(|&source| figures[source].2 > 0).collect();
        order.sort_by(|&a, &b| figures[b].2.cmp(&figures[a].2).then_with(|| d.source_names[a].cmp(&d.source_names[b])));
        let groups = furniture.most_spread(self.survey, self.teller.id_order());
        self.shown(&order, self.limit.min(100), |&source| {
            let groups = groups.get(&(source as u32)).map_or(&[][..], Vec::as_slice);
            let templates = self.shown(groups, OF_ONE, |group| {
                let first = &group.first;
                Ok(TemplateView {
                    text: group.text(self.survey)?,
                    class: group.class.name(),
                    action: group.action.name(),
                    articles: group.documents,
                    place: group.place,
                    reasons: group.reasons.join("; "),
                    example: self.link(first.0, first.1),
                })
            })?;
            let (articles, bytes, gone) = figures[source];
            Ok(Outlet {
                name: d.source_names[source].clone(),
                articles,
                permille: gone * 1000 / bytes.max(1),
                templates,
            })
        })
    }

    pub(super) fn articles(&self, chosen: &[u32], told: &[&RepeatedQuote]) -> Result<Vec<ArticleView>> {
        // What is shown of each: quotes by first byte, other places of its paragraphs.
        let mut quotes: HashMap<u32, Vec<(u32, &str)>> = HashMap::new();
        if let Some(teller) = self.quotes {
            for quote in told.iter().take(self.limit) {
                for &mention in quote.variants.iter().flat_map(|v| &v.mentions) {
                    let (document, place) = teller.place_of(mention);
                    quotes.entry(document).or_default().push((place.start, &quote.id));
                }
            }
        }
        let mut copies: HashMap<u32, Vec<(Spot, Link)>> = HashMap::new();
        for cluster in self.teller.clusters(Unit::Paragraph) {
            let all = || cluster.members.iter().map(|m| m.0);
            let mut add = |paragraph: u32, other: u32| -> Result<()> {
                let document = self.teller.document(Unit::Paragraph, paragraph);
                if self.anchors.contains_key(&document) {
                    let line = self.survey.paragraphs.spot(other)?.line;
                    let link = self.link(self.teller.document(Unit::Paragraph, other), line);
                    copies.entry(document).or_default().push((self.survey.paragraphs.spot(paragraph)?, link));
                }
                Ok(())
            };
            if let Some(first) = all().next() {
                add(cluster.kept, first)?;
            }
            all().try_for_each(|paragraph| add(paragraph, cluster.kept))?;
        }
        (chosen.iter().enumerate())
            .map(|(i, &document)| {
                let furniture: HashMap<u32, &'static str> = (self.teller.boilerplate().into_iter())
                    .flat_map(|furniture| furniture.stripped(document).map(|line| (line.spot.line, line.class.name())))
                    .collect();
                let (quotes, copies) = (quotes.get(&document), copies.get(&document));
                let lines = self.lines(document)?.into_iter().map(|(row, text)| {
                    let within = |at: u32| row.start <= at && at < row.end;
                    let of_line: BTreeSet<&str> =
                        quotes.into_iter().flatten().filter(|q| within(q.0)).map(|q| q.1).collect();
                    let copy =
                        copies.into_iter().flatten().find(|(spot, _)| spot.start <= row.start && row.end <= spot.end);
                    LineView {
                        line: row.line,
                        text,
                        quotes: of_line.into_iter().map(str::to_owned).collect(),
                        copy: copy.map(|(_, link)| link.clone()),
                        furniture: furniture.get(&row.line).copied(),
                    }
                });
                Ok(ArticleView {
                    anchor: format!("a{i}"),
                    id: self.teller.id(document).to_owned(),
                    title: self.survey.documents.titles.get(document as usize).to_owned(),
                    source: self.teller.source(document).to_owned(),
                    date: self.date(document),
                    goes_for: self.teller.gone(document).map(|(kept, _)| self.article_link(kept)),
                    lines: lines.collect(),
                })
            })
            .collect()
    }
}
