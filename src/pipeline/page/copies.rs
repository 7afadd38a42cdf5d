//! Copies of articles and paragraphs on the page of a report, and pairs that are none.

use super::sides::side_by_side;
use super::{OF_ONE, Pager, SIDE};
use crate::error::Result;
use crate::findings::{ClusterView, CopyView, Link, ParagraphView, Piece, RejectedView, Relation, Shown, Unit};
use crate::matching::candidates::unpack;
use crate::matching::{Comparison, explain};
use crate::pipeline::found::Cluster;
use std::collections::BTreeSet;

impl Pager<'_> {
    pub(super) fn cluster(&self, cluster: &Cluster, room: &mut usize) -> Result<ClusterView> {
        let copy = |document: u32, comparison: Option<&Comparison>| CopyView {
            link: self.article_link(document),
            title: self.survey.documents.titles.get(document as usize).to_owned(),
            source: self.teller.source(document).to_owned(),
            date: self.date(document),
            relation: comparison.map_or("", |c| c.relation.name()),
            figures: comparison
                .map_or_else(Default::default, |c| (format!("{:.3}", c.jaccard), format!("{:.3}", c.containment))),
        };
        let row = self.teller.cluster_row(Unit::Document, cluster.kept, &cluster.members)?;
        let members = cluster.members.iter().take(OF_ONE).map(|(document, c)| copy(*document, Some(c))).collect();
        let first = cluster.members.iter().find(|(_, c)| c.relation != Relation::Exact);
        let sides = match first {
            Some(&(other, _)) => self.sides(cluster.kept, other, room)?,
            None => None,
        };
        Ok(ClusterView {
            id: row.cluster.clone(),
            kept: copy(cluster.kept, None),
            members: Shown { rows: members, all: cluster.members.len() },
            verdict: row.verdict.name().replace('_', " "),
            outlets: row.sources,
            sides,
        })
    }

    /// Two articles with the passages that stand in both.
    fn sides(&self, a: u32, b: u32, room: &mut usize) -> Result<Option<(Vec<Piece>, Vec<Piece>)>> {
        let text = |document| -> Result<String> {
            Ok(self.lines(document)?.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n"))
        };
        let (a, b) = (text(a)?, text(b)?);
        if a.len().max(b.len()) > SIDE || a.len() + b.len() > *room || a.is_empty() || b.is_empty() {
            return Ok(None);
        }
        *room -= a.len() + b.len();
        let p = self.parameters;
        let words = p.document_sketch.shingle_words;
        Ok(Some(side_by_side(&a, &b, &explain(&a, &b, words, &p.thresholds, p.data.alterations(), p.simd))))
    }

    pub(super) fn paragraphs(&self) -> Result<Shown<ParagraphView>> {
        let mut clusters: Vec<&Cluster> = self.teller.clusters(Unit::Paragraph).iter().collect();
        clusters.sort_by_key(|c| std::cmp::Reverse(c.members.len()));
        self.shown(&clusters, self.limit, |cluster| {
            let spot = self.survey.paragraphs.spot(cluster.kept)?;
            let place = |paragraph: u32| -> Result<Link> {
                let spot = self.survey.paragraphs.spot(paragraph)?;
                Ok(self.link(self.teller.document(Unit::Paragraph, paragraph), spot.line))
            };
            let places = [cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).take(OF_ONE);
            let relations: BTreeSet<&str> = cluster.members.iter().map(|m| m.1.relation.name()).collect();
            let document = self.teller.document(Unit::Paragraph, cluster.kept);
            let lines = self.lines(document)?;
            let inside = lines.iter().filter(|(row, _)| spot.start <= row.start && row.end <= spot.end);
            Ok(ParagraphView {
                text: inside.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "),
                places: Shown { rows: places.map(place).collect::<Result<_>>()?, all: cluster.members.len() + 1 },
                relations: relations.into_iter().collect::<Vec<_>>().join(", "),
                verdict: self
                    .teller
                    .cluster_row(Unit::Paragraph, cluster.kept, &cluster.members)?
                    .verdict
                    .name()
                    .replace('_', " "),
            })
        })
    }

    pub(super) fn rejected(&self) -> Shown<RejectedView> {
        let found = self.teller.rejected_documents();
        let view = |&(pair, c): &(u64, Comparison)| {
            let (a, b) = unpack(pair);
            RejectedView {
                pair: (self.article_link(a), self.article_link(b)),
                figures: (format!("{:.3}", c.jaccard), format!("{:.3}", c.containment)),
                reason: self.teller.reason(Unit::Document, &c).into_owned(),
            }
        };
        Shown { rows: found.iter().take(self.limit.min(100)).map(view).collect(), all: found.len() }
    }
}
