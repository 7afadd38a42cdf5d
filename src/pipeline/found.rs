//! What was found among documents, or among paragraphs: verified pairs, and the clusters and families that they make.

use super::units::Units;
use crate::findings::Relation;
use crate::matching::candidates::unpack;
use crate::matching::{Comparison, Edge, HashedMap, Star, families, stars};

/// Exact copies of a unit: the units that it stands for, itself apart.
pub type ExactCopies = HashedMap<u32, Vec<u32>>;

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
    /// Pairs that were verified, exact copies apart: by their words, or by bitmaps that leave no doubt.
    pub verified: u64,
    /// Groups that were cut to anchors.
    pub groups_cut: u64,
    /// Comparisons inside them that were not made.
    pub left_out: u64,
}

/// A copy that stays, and the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The unit that stays.
    pub kept: u32,
    /// The others, and how each compares with the one that stays: duplicates that may go, and altered copies.
    pub members: Vec<(u32, Comparison)>,
}

const EXACT: Comparison = Comparison { relation: Relation::Exact, jaccard: 1.0, containment: 1.0, coverage: None };

impl Found {
    /// The clusters, exact copies written out, by the number of the kept unit. With `also`, a copy that goes stands under every kept copy that it was verified against;
    /// without, only under the one that it goes for.
    pub fn clusters(&self, also: bool) -> Vec<Cluster> {
        let mut members: Vec<(u32, u32, Comparison)> = Vec::new();
        let copies = |u: u32| self.copies.get(&u).into_iter().flatten().copied();
        let with_copies = |kept: u32, member: u32, edge: usize| {
            let comparison = self.edges[edge].comparison;
            [member].into_iter().chain(copies(member)).map(move |u| (kept, u, comparison))
        };
        for star in &self.stars {
            members.extend(copies(star.kept).map(|c| (star.kept, c, EXACT)));
            for &(member, edge) in &star.members {
                members.extend(with_copies(star.kept, member, edge));
            }
        }
        for &(kept, member, edge) in self.also.iter().filter(|_| also) {
            members.extend(with_copies(kept, member, edge));
        }
        members.extend(self.altered.iter().map(|&(member, kept, edge)| (kept, member, self.edges[edge].comparison)));
        // Stars come in the order of the kept units already.
        members.sort_by_key(|m| m.0);
        let cluster = |of_one: &[(u32, u32, Comparison)]| Cluster {
            kept: of_one[0].0,
            members: of_one.iter().map(|&(_, member, comparison)| (member, comparison)).collect(),
        };
        members.chunk_by(|a, b| a.0 == b.0).map(cluster).collect()
    }
}

/// By how much a pair was missed that was turned down.
pub(super) fn nearness(comparison: &Comparison) -> f64 {
    comparison.jaccard.max(comparison.coverage.unwrap_or(0.0))
}

pub(super) fn keep_nearest(rejected: &mut Vec<(u64, Comparison)>, count: usize, units: &impl Units) {
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
pub(super) fn make_stars(found: &mut Found, units: &impl Units) {
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
    let mut in_star: HashedMap<u32, bool> = HashedMap::default();
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
    let mut primary: Vec<(u32, u32)> = result.iter().flat_map(|s| s.members.iter().map(|m| (s.kept, m.0))).collect();
    primary.sort_unstable();
    found.also.retain(|&(kept, member, _)| primary.binary_search(&(kept, member)).is_err());
    found.stars = result;

    let mut best: HashedMap<u32, (u32, usize)> = HashedMap::default();
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
pub(super) fn document_families(documents: usize, found: &Found) -> Vec<u32> {
    let links = found.edges.iter().map(|e| (e.a, e.b));
    let copies = found.copies.iter().flat_map(|(&u, copies)| copies.iter().map(move |&c| (u, c)));
    families(documents, links.chain(copies))
}
