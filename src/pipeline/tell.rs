//! From unit numbers to the rows of the tables.

use super::analysis::Analysis;
use super::columns::{Spot, Strings};
use super::found::{Cluster, Found};
use super::furniture::Furniture;
use super::parameters::Parameters;
use super::survey::Survey;
use crate::error::Result;
use crate::findings::{ClusterRow, Decision, DocumentRow, Member, PairRow, Place, Relation, Unit, Verdict};
use crate::matching::candidates::{different, ranks, unpack};
use crate::matching::{Comparison, Edge, HashedMap, HashedSet};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// How a document relates to the copy that stays.
struct Fate {
    cluster: String,
    /// The copy that stays, and how this one relates to it; `None` for the one that stays.
    of: Option<(u32, Comparison)>,
}

/// Turns an analysis into rows.
pub(super) struct Teller<'a> {
    survey: &'a Survey,
    analysis: &'a Analysis,
    parameters: &'a Parameters,
    /// The documents in the order of their ids, and the place of each in that order: what rows are sorted by.
    by_id: Vec<u32>,
    id_order: Vec<u32>,
    /// All clusters of documents, and of paragraphs, in the order of the tables.
    clusters: [Vec<Cluster>; 2],
    /// The dates as they are told; empty where there is none.
    dates: Strings,
    fates: HashedMap<u32, Fate>,
    family_sizes: HashedMap<u32, u32>,
    /// The document that gives each family its name, and the one that stays when derived copies go: the best of those that do not go anyway.
    family_heads: HashedMap<u32, (u32, Option<u32>)>,
}

/// Six digits: enough to tell pairs apart, and the same bytes everywhere.
pub(super) fn round(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

impl<'a> Teller<'a> {
    pub(super) fn new(survey: &'a Survey, analysis: &'a Analysis, parameters: &'a Parameters) -> Teller<'a> {
        let by_id = survey.documents.by_id();
        let id_order = ranks(&by_id);
        let mut dates = Strings::default();
        for date in &survey.documents.dates {
            dates.push(&date.map_or_else(String::new, |d| d.to_string()));
        }
        let mut teller = Teller {
            survey,
            analysis,
            parameters,
            by_id,
            id_order,
            clusters: [Vec::new(), Vec::new()],
            dates,
            fates: HashedMap::default(),
            family_sizes: HashedMap::default(),
            family_heads: HashedMap::default(),
        };
        teller.clusters = [Unit::Document, Unit::Paragraph].map(|unit| teller.sorted_clusters(unit, true));
        teller.fates = teller.fates();
        teller.number_families();
        teller
    }

    /// How each document in a cluster relates to the copy that stays.
    fn fates(&self) -> HashedMap<u32, Fate> {
        let mut fates: HashedMap<u32, Fate> = HashedMap::default();
        let cluster_of = |kept| self.cluster_id(Unit::Document, &self.document_place(kept));
        for &Cluster { kept, .. } in self.clusters(Unit::Document) {
            fates.insert(kept, Fate { cluster: cluster_of(kept), of: None });
        }
        for Cluster { kept, members } in self.sorted_clusters(Unit::Document, false) {
            let cluster = cluster_of(kept);
            for (member, comparison) in members {
                fates.insert(member, Fate { cluster: cluster.clone(), of: Some((kept, comparison)) });
            }
        }
        fates
    }

    fn number_families(&mut self) {
        for (document, &family) in (0..).zip(&self.analysis.families) {
            *self.family_sizes.entry(family).or_insert(0) += 1;
            let stays = self.gone_for(document).is_none();
            let rank = |document: u32| self.analysis.document_rank[document as usize];
            let id_order = |document: u32| self.id_order[document as usize];
            match self.family_heads.entry(family) {
                Entry::Vacant(head) => {
                    head.insert((document, stays.then_some(document)));
                }
                Entry::Occupied(mut head) => {
                    let (first, best) = *head.get();
                    let first = if id_order(document) < id_order(first) { document } else { first };
                    let better = stays && best.is_none_or(|best| rank(document) < rank(best));
                    head.insert((first, if better { Some(document) } else { best }));
                }
            }
        }
    }

    /// The copy that this document goes for, as a duplicate or an altered copy.
    fn gone_for(&self, document: u32) -> Option<(u32, Comparison)> {
        let goes = |c: &Comparison| c.relation.is_duplicate() || self.parameters.drop_altered;
        self.fates.get(&document)?.of.filter(|(_, comparison)| goes(comparison))
    }

    /// The copy that stays instead of this document, if it goes, and how the two compare where that was measured.
    pub(super) fn gone(&self, document: u32) -> Option<(u32, Option<Comparison>)> {
        if let Some((kept, comparison)) = self.gone_for(document) {
            return Some((kept, Some(comparison)));
        }
        let (_, best) = self.family_heads[&self.analysis.families[document as usize]];
        best.filter(|&best| self.parameters.drop_derived && best != document).map(|best| (best, None))
    }

    /// The documents in the order of their ids.
    pub(super) fn by_id(&self) -> &[u32] {
        &self.by_id
    }

    /// The furniture, when it was looked for.
    pub(super) fn boilerplate(&self) -> Option<&'a Furniture> {
        self.analysis.furniture.as_ref()
    }

    /// The clusters of paragraphs, each paragraph that goes in one of them, in the order of the tables.
    pub(super) fn paragraph_clusters(&self) -> Vec<Cluster> {
        self.sorted_clusters(Unit::Paragraph, false)
    }

    /// The place of each document in the order of their ids.
    pub(super) fn id_order(&self) -> &[u32] {
        &self.id_order
    }

    pub(super) fn source(&self, document: u32) -> &'a str {
        self.survey.documents.source(document)
    }

    /// The paragraphs of a document that these words stand in.
    pub(super) fn paragraphs_of(&self, document: u32, words: &Range<usize>) -> Result<Place<'a>> {
        let (p, d) = (&self.survey.paragraphs, &self.survey.documents);
        let (first, end) = (d.first_paragraph[document as usize], d.first_paragraph[document as usize + 1]);
        let begin = &p.first_word[first as usize..end as usize];
        // The last paragraph that begins at this word or before it.
        let at = |word: usize| first + begin.partition_point(|&w| w as usize <= word).saturating_sub(1) as u32;
        let (from, to) = (p.spot(at(words.start))?, p.spot(at(words.end.saturating_sub(1)))?);
        Ok(Place { doc: self.id(document), line: from.line, line_end: to.line_end, start: from.start, end: to.end })
    }

    pub(super) fn id(&self, document: u32) -> &'a str {
        self.survey.documents.ids.get(document as usize)
    }

    pub(super) fn date(&self, document: u32) -> Option<&str> {
        Some(self.dates.get(document as usize)).filter(|date| !date.is_empty())
    }

    pub(super) fn document_place(&self, document: u32) -> Place<'a> {
        let d = &self.survey.documents;
        let u = document as usize;
        Place { doc: self.id(document), line: 1, line_end: d.lines[u], start: 0, end: d.bytes[u] }
    }

    pub(super) fn place(&self, unit: Unit, number: u32) -> Result<Place<'a>> {
        match unit {
            Unit::Document => Ok(self.document_place(number)),
            Unit::Paragraph => {
                let Spot { line, line_end, start, end } = self.survey.paragraphs.spot(number)?;
                Ok(Place { doc: self.id(self.document(unit, number)), line, line_end, start, end })
            }
        }
    }

    pub(super) fn document(&self, unit: Unit, number: u32) -> u32 {
        match unit {
            Unit::Document => number,
            Unit::Paragraph => self.survey.paragraphs.documents[number as usize],
        }
    }

    /// What units are sorted by: the document's id, then the place in it.
    fn order(&self, unit: Unit, number: u32) -> (u32, u32) {
        (self.id_order[self.document(unit, number) as usize], number)
    }

    fn found(&self, unit: Unit) -> &'a Found {
        match unit {
            Unit::Document => &self.analysis.documents,
            Unit::Paragraph => &self.analysis.paragraphs,
        }
    }

    pub(super) fn clusters(&self, unit: Unit) -> &[Cluster] {
        let [documents, paragraphs] = &self.clusters;
        match unit {
            Unit::Document => documents,
            Unit::Paragraph => paragraphs,
        }
    }

    /// The clusters of [`Found::clusters`] in the order of the tables.
    fn sorted_clusters(&self, unit: Unit, also: bool) -> Vec<Cluster> {
        let mut clusters = self.found(unit).clusters(also);
        clusters.sort_by_cached_key(|c| self.order(unit, c.kept));
        for cluster in &mut clusters {
            cluster.members.sort_unstable_by_key(|m| self.order(unit, m.0));
        }
        clusters
    }

    fn cluster_id(&self, unit: Unit, kept: &Place<'_>) -> String {
        let (letter, start) = match unit {
            Unit::Document => ('d', 0),
            Unit::Paragraph => ('p', kept.start),
        };
        format!("{letter}{:016x}", xxh3_64(format!("{}\n{start}", kept.doc).as_bytes()))
    }

    /// The id of the cluster of articles that keeps this one.
    pub(super) fn cluster_name(&self, kept: u32) -> String {
        self.cluster_id(Unit::Document, &self.document_place(kept))
    }

    /// The nearest pairs of articles that were turned down.
    pub(super) fn rejected_documents(&self) -> &'a [(u64, Comparison)] {
        &self.analysis.documents.rejected
    }

    /// The rows of `clusters.jsonl`: documents first, each kind in the order of the kept copy.
    pub(super) fn cluster_rows(&self, mut write: impl FnMut(&ClusterRow<'_>) -> Result<()>) -> Result<()> {
        for unit in [Unit::Document, Unit::Paragraph] {
            for Cluster { kept, members } in self.clusters(unit) {
                if unit == Unit::Paragraph && self.is_boilerplate(*kept, members)? {
                    continue;
                }
                write(&self.cluster_row(unit, *kept, members)?)?;
            }
        }
        Ok(())
    }

    /// Whether a repeated paragraph is furniture wherever it stands: then its lines are told as such, and not again.
    fn is_boilerplate(&self, kept: u32, members: &[(u32, Comparison)]) -> Result<bool> {
        let Some(furniture) = &self.analysis.furniture else { return Ok(false) };
        for paragraph in members.iter().map(|member| member.0).chain([kept]) {
            if !furniture.has(self.document(Unit::Paragraph, paragraph), self.survey.paragraphs.spot(paragraph)?.start)
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn cluster_row(&self, unit: Unit, kept: u32, members: &[(u32, Comparison)]) -> Result<ClusterRow<'_>> {
        let d = &self.survey.documents;
        let place = self.place(unit, kept)?;
        let mut rows = Vec::with_capacity(members.len());
        for &(member, c) in members {
            let document = self.document(unit, member);
            let Place { doc, line, line_end, start, end } = self.place(unit, member)?;
            rows.push(Member {
                doc,
                line,
                line_end,
                start,
                end,
                source: d.source(document),
                date: self.date(document),
                relation: c.relation,
                jaccard: round(c.jaccard),
                containment: round(c.containment),
                coverage: c.coverage.map(round),
            });
        }
        let spread = self.spread(unit, kept, members);
        Ok(ClusterRow {
            cluster: self.cluster_id(unit, &place),
            unit,
            kept: place,
            members: rows,
            documents: spread.documents,
            sources: spread.sources,
            days: spread.days,
            verdict: spread.verdict(unit),
        })
    }

    fn spread(&self, unit: Unit, kept: u32, members: &[(u32, Comparison)]) -> Spread {
        let d = &self.survey.documents;
        let documents = different(members.iter().map(|m| m.0).chain([kept]).map(|u| self.document(unit, u)));
        Spread {
            documents: documents.len(),
            sources: different(documents.iter().map(|&u| d.sources[u as usize])).len(),
            days: different(documents.iter().filter_map(|&u| d.dates[u as usize]).map(|d| d.day())).len(),
            stories: different(documents.iter().map(|&u| self.analysis.families[u as usize])).len(),
        }
    }

    /// The paragraphs that are site furniture by their spread.
    pub(super) fn furniture(&self) -> HashedSet<u32> {
        let mut furniture = HashedSet::default();
        for Cluster { kept, members } in self.found(Unit::Paragraph).clusters(true) {
            if self.spread(Unit::Paragraph, kept, &members).verdict(Unit::Paragraph) == Verdict::Boilerplate {
                furniture.extend(members.iter().map(|m| m.0).chain([kept]));
            }
        }
        furniture
    }

    /// The rows of `documents.jsonl`, in the order of their ids.
    pub(super) fn document_rows(&self, mut write: impl FnMut(&DocumentRow<'_>) -> Result<()>) -> Result<()> {
        let d = &self.survey.documents;
        for &document in &self.by_id {
            let u = document as usize;
            let fate = self.fates.get(&document);
            let of = fate.and_then(|f| f.of);
            let family = self.analysis.families[u];
            let (first, _) = self.family_heads[&family];
            let in_family = self.family_sizes[&family] > 1;
            let title = d.titles.get(u);
            write(&DocumentRow {
                doc: self.id(document),
                source: d.source(document),
                date: self.date(document),
                title: (!title.is_empty()).then_some(title),
                words: self.survey.words.words(document),
                paragraphs: d.first_paragraph[u + 1] - d.first_paragraph[u],
                cluster: fate.map(|f| f.cluster.as_str()),
                family: in_family.then(|| format!("f{:016x}", xxh3_64(self.id(first).as_bytes()))),
                kept: self.gone(document).is_none(),
                duplicate_of: of.map(|(kept, _)| self.id(kept)),
                relation: of.map(|(_, c)| c.relation),
                jaccard: of.map(|(_, c)| round(c.jaccard)),
                containment: of.map(|(_, c)| round(c.containment)),
                boilerplate_bytes: self.analysis.furniture.as_ref().map_or(0, |furniture| furniture.bytes(document)),
            })?;
        }
        Ok(())
    }

    /// The rows of `pairs.jsonl`: kept copies with their members, altered and derived pairs, and the nearest that were turned down.
    pub(super) fn pair_rows(&self, mut write: impl FnMut(&PairRow<'_>) -> Result<()>) -> Result<()> {
        for unit in [Unit::Document, Unit::Paragraph] {
            let found = self.found(unit);
            let both_stay = different(found.both_stay.iter().map(|&i| (found.edges[i].a, found.edges[i].b)));
            let key = |u: u32| self.order(unit, u);
            // Where no copy is kept, the smaller id comes first.
            let in_order = |(a, b, c): (u32, u32, Comparison)| if key(a) > key(b) { (b, a, c) } else { (a, b, c) };
            let mut pairs: Vec<(u32, u32, Comparison)> = Vec::new();
            for Cluster { kept, members } in self.clusters(unit) {
                pairs.extend(members.iter().map(|&(member, c)| (*kept, member, c)));
            }
            let told = different(pairs.iter().map(|p| (p.0.min(p.1), p.0.max(p.1))));
            let link = |e: &&Edge| {
                matches!(e.comparison.relation, Relation::Altered | Relation::Derived)
                    || both_stay.binary_search(&(e.a, e.b)).is_ok()
            };
            for e in found.edges.iter().filter(link).filter(|e| told.binary_search(&(e.a, e.b)).is_err()) {
                pairs.push(in_order((e.a, e.b, e.comparison)));
            }
            pairs.extend(found.rejected.iter().map(|&(pair, c)| {
                let (a, b) = unpack(pair);
                in_order((a, b, c))
            }));
            pairs.sort_by_key(|p| (key(p.0), key(p.1)));
            for (a, b, c) in pairs {
                write(&PairRow {
                    a: self.place(unit, a)?,
                    b: self.place(unit, b)?,
                    unit,
                    relation: c.relation,
                    jaccard: round(c.jaccard),
                    containment: round(c.containment),
                    coverage: c.coverage.map(round),
                    decision: match c.relation {
                        Relation::Altered => Decision::Altered,
                        Relation::Derived => Decision::Family,
                        Relation::None => Decision::Rejected,
                        _ if both_stay.binary_search(&(a.min(b), a.max(b))).is_ok() => Decision::BothStay,
                        _ => Decision::Duplicate,
                    },
                    reason: self.reason(unit, &c),
                })?;
            }
        }
        Ok(())
    }

    /// Families of two documents and more, and the documents in them.
    pub(super) fn families(&self) -> (u64, u64) {
        let sizes = || self.family_sizes.values().filter(|&&n| n > 1);
        (sizes().count() as u64, sizes().map(|&n| u64::from(n)).sum())
    }

    pub(super) fn reason(&self, unit: Unit, c: &Comparison) -> Cow<'static, str> {
        let size = match unit {
            Unit::Document => self.parameters.document_sketch.shingle_words,
            Unit::Paragraph => self.parameters.paragraph_sketch.shingle_words,
        };
        c.reason(size, &self.parameters.thresholds)
    }
}

/// One outlet has to print a paragraph under this many stories before it is called boilerplate.
const STORIES: usize = 3;
/// In several outlets it is boilerplate when each of them prints it under this many stories on average.
const STORIES_PER_SOURCE: usize = 3;

/// How far a text went.
struct Spread {
    documents: usize,
    sources: usize,
    days: usize,
    /// Different families of documents.
    stories: usize,
}

impl Spread {
    fn verdict(&self, unit: Unit) -> Verdict {
        let &Spread { documents, sources, stories, .. } = self;
        match unit {
            Unit::Document if sources > 1 => Verdict::Syndicated,
            Unit::Document => Verdict::Update,
            Unit::Paragraph if documents == 1 => Verdict::WithinDocument,
            Unit::Paragraph if sources > 1 && stories >= STORIES_PER_SOURCE * sources => Verdict::Boilerplate,
            Unit::Paragraph if sources > 1 => Verdict::Syndicated,
            Unit::Paragraph if stories >= STORIES => Verdict::Boilerplate,
            Unit::Paragraph => Verdict::Update,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_tells_content_from_boilerplate() {
        let spread = |documents, sources, stories| Spread { documents, sources, days: 0, stories };
        let p = |documents, sources, stories| spread(documents, sources, stories).verdict(Unit::Paragraph);
        assert_eq!(p(1, 1, 1), Verdict::WithinDocument);
        assert_eq!(p(5, 5, 5), Verdict::Syndicated);
        assert_eq!(p(2, 1, 1), Verdict::Update);
        assert_eq!(p(40, 1, 38), Verdict::Boilerplate);
        assert_eq!(p(40, 2, 38), Verdict::Boilerplate);
        assert_eq!(spread(2, 1, 1).verdict(Unit::Document), Verdict::Update);
        assert_eq!(spread(2, 2, 1).verdict(Unit::Document), Verdict::Syndicated);
    }
}
