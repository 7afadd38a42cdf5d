//! Finding and verifying: from the rows of the survey to clusters and families.

use super::parameters::{Observer, Parameters, Scope};
use super::survey::{Documents, Paragraphs, Survey};
use super::verify::{Span, Verifier};
use crate::error::Result;
use crate::findings::Relation;
use crate::matching::candidates::{FULL_GROUP, Proposals, distinct, proposed_often, representatives, unpack};
use crate::matching::{Candidate, Comparison, Edge, Runs, Star, families, stars};
use std::collections::{HashMap, HashSet};

/// Exact copies of a unit: the units that it stands for, itself apart.
pub type ExactCopies = HashMap<u32, Vec<u32>>;

/// What was found among documents, or among paragraphs.
#[derive(Debug, Default)]
pub struct Found {
    /// Verified pairs with a relation, by unit number.
    pub edges: Vec<Edge>,
    /// Duplicates: a copy that stays and those verified against it. Units that only stand for their exact copies have a star without members.
    pub stars: Vec<Star>,
    /// Copies that go, under further copies that stay and that they were verified against: kept unit, the one that goes, edge.
    pub also: Vec<(u32, u32, usize)>,
    /// Duplicates that both stay, because copies that go were verified against the shorter one: edges.
    pub both_stay: Vec<usize>,
    /// Altered copies that are in no other star, with the edge to the copy that they alter.
    pub altered: Vec<(u32, u32, usize)>,
    /// Exact copies of the units above.
    pub copies: ExactCopies,
    /// The nearest pairs that were turned down, nearest first.
    pub rejected: Vec<(u64, Comparison)>,
    /// Pairs that were verified, exact copies apart.
    pub verified: u64,
    /// Groups that were cut to anchors.
    pub groups_cut: u64,
    /// Comparisons inside them that were not made.
    pub left_out: u64,
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Documents.
    pub documents: Found,
    /// Paragraphs; nothing when only documents are compared.
    pub paragraphs: Found,
    /// The family of each document: the number of its first document.
    pub families: Vec<u32>,
    /// How much the keep rule likes each document: 0 is the best.
    pub document_rank: Vec<u32>,
}

/// Rounds over groups that were cut.
const ROUNDS: usize = 4;
/// Of the smaller document's fingerprints, the share that a pair has in common at least to be looked at for passages. Half of the words in shared
/// passages mean a quarter of the shingles at the least, and so about a quarter of the fingerprints; in real news no derived pair had less than 0.18.
const SHARED_FINGERPRINTS: f64 = 0.15;
/// Groups of documents that share a fingerprint give all their pairs up to this size; a smaller bound would take away from the counts above.
const FULL_FINGERPRINT_GROUP: usize = 64;

/// Finds and verifies all pairs, and makes clusters and families of them. The runs of the survey are used up.
///
/// # Errors
///
/// [`Error::Io`](crate::Error::Io) when temporary data cannot be read, [`Error::Interrupted`](crate::Error::Interrupted) when the observer says so.
pub fn analyse(survey: &mut Survey, parameters: &Parameters, observer: &Observer<'_>) -> Result<Analysis> {
    let document_rank = rank_documents(survey, parameters);
    let document_bands = Survey::take_runs(&mut survey.document_bands)?;
    let paragraph_bands = Survey::take_runs(&mut survey.paragraph_bands)?;
    let fingerprints = Survey::take_runs(&mut survey.fingerprints)?;
    let survey = &*survey;
    let documents = DocumentUnits::new(survey, parameters, &document_rank);
    let everything = parameters.scope == Scope::Everything;

    let mut proposals = documents.propose(document_bands)?;
    let paragraph_units = everything.then(|| ParagraphUnits::new(survey, parameters, &document_rank));
    let mut by_fingerprints = ByFingerprints::default();
    if let Some(paragraphs) = &paragraph_units {
        by_fingerprints = propose_by_fingerprints(fingerprints, &documents, paragraphs)?;
        proposals.pairs.append(&mut by_fingerprints.documents);
    }
    let verifier = Verifier {
        words: &survey.words,
        parameters,
        shingle_words: parameters.document_sketch.shingle_words,
        passages: everything,
        observer,
    };
    let mut found = find(proposals, &documents, &verifier, parameters.rejected)?;
    found.copies = documents.copies();
    make_stars(&mut found, &documents);
    let families = document_families(survey.documents.len(), &found);
    found.groups_cut += by_fingerprints.groups_cut;
    found.left_out += by_fingerprints.left_out;
    let mut analysis = Analysis { documents: found, families, ..Analysis::default() };

    if let Some(units) = &paragraph_units {
        let mut proposals = units.propose(paragraph_bands)?;
        units.propose_short(&mut proposals);
        proposals.pairs.append(&mut by_fingerprints.paragraphs);
        let verifier =
            Verifier { shingle_words: parameters.paragraph_sketch.shingle_words, passages: false, ..verifier };
        let mut found = find(proposals, units, &verifier, parameters.rejected)?;
        found.copies = units.copies();
        make_stars(&mut found, units);
        analysis.paragraphs = found;
    }
    analysis.document_rank = document_rank;
    Ok(analysis)
}

/// Documents ordered by the keep rule.
fn rank_documents(survey: &Survey, parameters: &Parameters) -> Vec<u32> {
    let d = &survey.documents;
    let candidate = |u: u32| Candidate {
        words: survey.words.words(u),
        date: d.dates[u as usize].map(|d| d.seconds),
        source: d.source(u),
        order: u,
        tie: (d.ids.get(u as usize), 0),
    };
    let mut order: Vec<u32> = (0..d.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| parameters.keep.compare(&candidate(a), &candidate(b)));
    ranks(&order)
}

/// The place of each unit in this order.
pub(super) fn ranks(order: &[u32]) -> Vec<u32> {
    let mut rank = vec![0; order.len()];
    for (r, &unit) in (0..).zip(order) {
        rank[unit as usize] = r;
    }
    rank
}

/// What the shared steps ask of documents and of paragraphs.
trait Units: Sync {
    /// The unit's exact copies are stood for by this one.
    fn representative(&self, unit: u32) -> u32;
    /// Smaller is liked better by the keep rule.
    fn rank(&self, unit: u32) -> u32;
    fn comparable(&self, a: u32, b: u32) -> bool;
    /// What orders units whatever the order of the input: the document's id and the place in it.
    fn name(&self, unit: u32) -> (&str, u32);
    fn span(&self, unit: u32) -> Span;
    fn len(&self) -> usize;

    /// The pairs that share a key.
    fn propose(&self, runs: Runs) -> Result<Proposals> {
        let parts = runs.groups(|_, units, (out, buffer): &mut (Proposals, Vec<u32>)| {
            buffer.clear();
            buffer.extend(units.iter().map(|&u| self.representative(u)));
            buffer.sort_unstable();
            buffer.dedup();
            if buffer.len() > 1 {
                out.add(buffer, FULL_GROUP, |u| self.rank(u), |a, b| self.comparable(a, b));
            }
        })?;
        Ok(Proposals::concat(parts.into_iter().map(|p| p.0).collect()))
    }

    /// The units that each representative stands for.
    fn copies(&self) -> ExactCopies {
        let mut copies = ExactCopies::new();
        for unit in 0..self.len() as u32 {
            let representative = self.representative(unit);
            if representative != unit {
                copies.entry(representative).or_default().push(unit);
            }
        }
        copies
    }
}

struct DocumentUnits<'a> {
    survey: &'a Survey,
    parameters: &'a Parameters,
    rank: &'a [u32],
    representative: Vec<u32>,
}

impl<'a> DocumentUnits<'a> {
    fn new(survey: &'a Survey, parameters: &'a Parameters, rank: &'a [u32]) -> DocumentUnits<'a> {
        let representative = stand_ins(&survey.documents.keys, parameters, |u| rank[u as usize]);
        DocumentUnits { survey, parameters, rank, representative }
    }
}

/// Which unit stands for each: exact copies for one another where all may be compared, else every unit for itself.
fn stand_ins<R: Ord>(keys: &[u128], parameters: &Parameters, rank: impl Fn(u32) -> R) -> Vec<u32> {
    if parameters.compares_all() { representatives(keys, rank) } else { (0..keys.len() as u32).collect() }
}

fn documents_comparable(d: &Documents, parameters: &Parameters, a: u32, b: u32) -> bool {
    if parameters.cross_source_only && d.sources[a as usize] == d.sources[b as usize] {
        return false;
    }
    match (parameters.window, d.dates[a as usize], d.dates[b as usize]) {
        (Some(window), Some(a), Some(b)) => a.seconds.abs_diff(b.seconds) <= window.unsigned_abs(),
        _ => true,
    }
}

impl Units for DocumentUnits<'_> {
    fn representative(&self, unit: u32) -> u32 {
        self.representative[unit as usize]
    }
    fn rank(&self, unit: u32) -> u32 {
        self.rank[unit as usize]
    }
    fn comparable(&self, a: u32, b: u32) -> bool {
        documents_comparable(&self.survey.documents, self.parameters, a, b)
    }
    fn name(&self, unit: u32) -> (&str, u32) {
        (self.survey.documents.ids.get(unit as usize), 0)
    }
    fn span(&self, unit: u32) -> Span {
        (unit, 0, self.survey.words.words(unit))
    }
    fn len(&self) -> usize {
        self.survey.documents.len()
    }
}

struct ParagraphUnits<'a> {
    documents: &'a Documents,
    paragraphs: &'a Paragraphs,
    parameters: &'a Parameters,
    document_rank: &'a [u32],
    representative: Vec<u32>,
}

impl<'a> ParagraphUnits<'a> {
    fn new(survey: &'a Survey, parameters: &'a Parameters, document_rank: &'a [u32]) -> ParagraphUnits<'a> {
        let paragraphs = &survey.paragraphs;
        // Of equal paragraphs the one in the best document stands for all, and in that document the first one.
        let rank = |p: u32| (document_rank[paragraphs.documents[p as usize] as usize], p);
        let representative = stand_ins(&paragraphs.keys, parameters, rank);
        ParagraphUnits { documents: &survey.documents, paragraphs, parameters, document_rank, representative }
    }
}

impl ParagraphUnits<'_> {
    /// Short paragraphs have no bands. Where exact copies do not stand for one another, their equals are proposed by their key.
    fn propose_short(&self, proposals: &mut Proposals) {
        if self.parameters.compares_all() {
            return;
        }
        let short = |&p: &u32| self.paragraphs.words[p as usize] < self.parameters.min_paragraph_words;
        let key = |p: u32| self.paragraphs.keys[p as usize];
        let mut units: Vec<u32> = (0..self.len() as u32).filter(short).collect();
        units.sort_unstable_by_key(|&p| (key(p), p));
        for group in units.chunk_by(|&a, &b| key(a) == key(b)).filter(|g| g.len() > 1) {
            proposals.add(group, FULL_GROUP, |u| self.rank(u), |a, b| self.comparable(a, b));
        }
    }
}

impl Units for ParagraphUnits<'_> {
    fn representative(&self, unit: u32) -> u32 {
        self.representative[unit as usize]
    }
    fn rank(&self, unit: u32) -> u32 {
        self.document_rank[self.paragraphs.documents[unit as usize] as usize]
    }
    fn comparable(&self, a: u32, b: u32) -> bool {
        let document = |p: u32| self.paragraphs.documents[p as usize];
        documents_comparable(self.documents, self.parameters, document(a), document(b))
    }
    fn name(&self, unit: u32) -> (&str, u32) {
        let u = unit as usize;
        (self.documents.ids.get(self.paragraphs.documents[u] as usize), self.paragraphs.first_word[u])
    }
    fn span(&self, unit: u32) -> Span {
        let u = unit as usize;
        let first = self.paragraphs.first_word[u];
        (self.paragraphs.documents[u], first, first + self.paragraphs.words[u])
    }
    fn len(&self) -> usize {
        self.paragraphs.len()
    }
}

/// Pairs that fingerprints propose.
#[derive(Debug, Default)]
struct ByFingerprints {
    documents: Vec<u64>,
    paragraphs: Vec<u64>,
    groups_cut: u64,
    left_out: u64,
}

/// Pairs of documents that share enough fingerprints to be contained or derived, and pairs of paragraphs that may be contained.
fn propose_by_fingerprints(
    runs: Runs,
    documents: &DocumentUnits<'_>,
    paragraphs: &ParagraphUnits<'_>,
) -> Result<ByFingerprints> {
    #[derive(Default)]
    struct Out {
        documents: Proposals,
        paragraphs: Proposals,
        buffer: Vec<u32>,
    }
    let parts = runs.groups(|_, units, out: &mut Out| {
        let buffer = &mut out.buffer;
        buffer.clear();
        buffer.extend(units.iter().map(|&p| documents.representative(paragraphs.paragraphs.documents[p as usize])));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            out.documents.add(buffer, FULL_FINGERPRINT_GROUP, |u| documents.rank(u), |a, b| documents.comparable(a, b));
        }
        buffer.clear();
        buffer.extend(units.iter().map(|&p| paragraphs.representative(p)));
        buffer.sort_unstable();
        buffer.dedup();
        if buffer.len() > 1 {
            let words = |p: u32| paragraphs.paragraphs.words[p as usize];
            let shorter = |a: u32, b: u32| {
                let (short, long) = (words(a).min(words(b)), words(a).max(words(b)));
                short >= paragraphs.parameters.min_paragraph_words && f64::from(short) <= f64::from(long) * 0.9
            };
            out.paragraphs.add(
                buffer,
                FULL_GROUP,
                |u| paragraphs.rank(u),
                |a, b| shorter(a, b) && paragraphs.comparable(a, b),
            );
        }
    })?;
    let mut result = ByFingerprints::default();
    let (mut document_pairs, mut paragraph_pairs) = (Vec::new(), Vec::new());
    for part in parts {
        for proposals in [&part.documents, &part.paragraphs] {
            result.groups_cut += proposals.cut.len() as u64;
            result.left_out += proposals.left_over();
        }
        document_pairs.extend(part.documents.pairs);
        paragraph_pairs.extend(part.paragraphs.pairs);
    }
    let counts = &documents.survey.documents.fingerprints;
    result.documents = proposed_often(document_pairs, |pair| {
        let (a, b) = unpack(pair);
        let smaller = counts[a as usize].min(counts[b as usize]);
        (f64::from(smaller) * SHARED_FINGERPRINTS).ceil() as u32
    });
    let density = 2.0 / (paragraphs.parameters.fingerprint_window as f64 + 1.0);
    result.paragraphs = proposed_often(paragraph_pairs, |pair| {
        let (a, b) = unpack(pair);
        let shorter = paragraphs.paragraphs.words[a as usize].min(paragraphs.paragraphs.words[b as usize]);
        (f64::from(shorter) * density / 3.0).ceil() as u32
    });
    Ok(result)
}

/// Verifies what is proposed, round after round while groups that were cut have units that nothing matched.
fn find(mut proposals: Proposals, units: &impl Units, verifier: &Verifier<'_>, rejected: usize) -> Result<Found> {
    let mut found = Found { groups_cut: proposals.cut.len() as u64, ..Found::default() };
    let mut matched = vec![false; if proposals.cut.is_empty() { 0 } else { units.len() }];
    let mut tried: Vec<u64> = Vec::new();
    for _ in 0..ROUNDS {
        let mut pairs = distinct(std::mem::take(&mut proposals.pairs));
        pairs.retain(|p| tried.binary_search(p).is_err());
        if pairs.is_empty() {
            break;
        }
        let comparisons = verifier.verify(&pairs, |u| units.span(u))?;
        found.verified += pairs.len() as u64;
        for (&pair, &comparison) in pairs.iter().zip(&comparisons) {
            let (a, b) = unpack(pair);
            if comparison.relation == Relation::None {
                found.rejected.push((pair, comparison));
                continue;
            }
            let words = |u| {
                let (_, first, end) = units.span(u);
                end - first
            };
            found.edges.push(Edge::new(pair, comparison, words(a) > words(b)));
            if !matched.is_empty() {
                matched[a as usize] = true;
                matched[b as usize] = true;
            }
        }
        keep_nearest(&mut found.rejected, rejected, units);
        if proposals.cut.is_empty() {
            break;
        }
        tried.extend(pairs);
        tried.sort_unstable();
        proposals = proposals.next_round(|u| !matched[u as usize], |a, b| units.comparable(a, b));
    }
    found.left_out = proposals.left_over();
    Ok(found)
}

fn keep_nearest(rejected: &mut Vec<(u64, Comparison)>, count: usize, units: &impl Units) {
    let nearness = |c: &Comparison| c.jaccard.max(c.coverage.unwrap_or(0.0));
    let tie = |pair: u64| {
        let (a, b) = unpack(pair);
        let (a, b) = (units.name(a), units.name(b));
        (a.min(b), a.max(b))
    };
    let order = |(p, a): &(u64, Comparison), (q, b): &(u64, Comparison)| {
        nearness(b).total_cmp(&nearness(a)).then_with(|| tie(*p).cmp(&tie(*q)))
    };
    if rejected.len() > count {
        // Most are far from near: they need no sorting.
        rejected.select_nth_unstable_by(count, order);
        rejected.truncate(count);
    }
    rejected.sort_by(order);
}

/// Stars of the duplicates; then altered copies that are in none of them, each with the best copy it alters.
fn make_stars(found: &mut Found, units: &impl Units) {
    // `stars` speaks of edge numbers, so the duplicates are listed apart and the numbers put back.
    let numbers: Vec<usize> =
        (0..found.edges.len()).filter(|&i| found.edges[i].comparison.relation.is_duplicate()).collect();
    let duplicates: Vec<Edge> = numbers.iter().map(|&i| found.edges[i]).collect();
    let weight = |u: u32| 1 + found.copies.get(&u).map_or(0, |c| c.len() as u32);
    let mut result = stars(&duplicates, |u| units.rank(u), weight);
    for star in &mut result {
        for member in &mut star.members {
            member.1 = numbers[member.1];
        }
    }
    let mut in_star: HashMap<u32, bool> = HashMap::new();
    for star in &result {
        in_star.insert(star.kept, true);
        in_star.extend(star.members.iter().map(|m| (m.0, false)));
    }
    let mut alone: Vec<u32> = found.copies.keys().copied().filter(|u| !in_star.contains_key(u)).collect();
    alone.sort_unstable();
    for kept in alone {
        in_star.insert(kept, true);
        result.push(Star { kept, members: Vec::new() });
    }
    result.sort_unstable_by_key(|s| s.kept);
    for &i in &numbers {
        let e = &found.edges[i];
        let stays = |u: u32| in_star.get(&u).copied().unwrap_or(true);
        match (stays(e.a), stays(e.b)) {
            (true, true) => found.both_stay.push(i),
            (true, false) if e.a_can_stay => found.also.push((e.a, e.b, i)),
            (false, true) if e.b_can_stay => found.also.push((e.b, e.a, i)),
            _ => {}
        }
    }
    // What stands in a star already is no addition to it.
    let primary: HashSet<(u32, u32)> = result.iter().flat_map(|s| s.members.iter().map(|m| (s.kept, m.0))).collect();
    found.also.retain(|&(kept, member, _)| !primary.contains(&(kept, member)));
    found.stars = result;

    let mut best: HashMap<u32, (u32, usize)> = HashMap::new();
    for (i, e) in found.edges.iter().enumerate().filter(|(_, e)| e.comparison.relation == Relation::Altered) {
        for (unit, other) in [(e.a, e.b), (e.b, e.a)] {
            // A unit that is in no star is told as an altered copy of one that stays; of two that are in none, the worse one of the better.
            let is_told = match in_star.get(&other) {
                Some(stays) => *stays,
                None => (units.rank(other), other) < (units.rank(unit), unit),
            };
            if is_told && !in_star.contains_key(&unit) {
                let better = best.get(&unit).is_none_or(|&(o, _)| (units.rank(other), other) < (units.rank(o), o));
                if better {
                    best.insert(unit, (other, i));
                }
            }
        }
    }
    // An altered copy of an altered copy is told as one of the first.
    let mut altered: Vec<(u32, u32, usize)> = best
        .iter()
        .filter(|(_, (other, _))| !best.contains_key(other))
        .map(|(&unit, &(other, i))| (unit, other, i))
        .collect();
    altered.sort_unstable();
    found.altered = altered;
}

/// Families: everything that a verified link of any kind joins.
fn document_families(documents: usize, found: &Found) -> Vec<u32> {
    let links = found.edges.iter().map(|e| (e.a, e.b));
    let copies = found.copies.iter().flat_map(|(&u, copies)| copies.iter().map(move |&c| (u, c)));
    families(documents, links.chain(copies))
}
