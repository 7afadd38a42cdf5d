//! Anchored clusters and families.
//!
//! A cluster is a star: one copy that stays, and copies each of which was verified against *it*. No chain of neighbours, so no blob in
//! which the ends have nothing in common. Stars are taken greedily, the one that covers the most copies first; within a star the keep rule picks, among the copies that every other one was verified against, the one
//! that stays. A family is looser: everything that verified links join.

use super::candidates::unpack;
use super::compare::Comparison;
use super::hashing::HashedMap;
use crate::findings::Relation;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A pair that was verified and is one of the relations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The smaller unit.
    pub a: u32,
    /// The larger unit.
    pub b: u32,
    /// How they relate, with the figures.
    pub comparison: Comparison,
    /// For [`Relation::Contained`]: whether `a` is the longer one, which has to stay. `true` for every other relation.
    pub a_can_stay: bool,
    /// The same for `b`.
    pub b_can_stay: bool,
}

/// What [`stars`] needs to know of a verified pair.
pub trait Bond {
    /// The two units.
    fn ends(&self) -> (u32, u32);
    /// Whether the first, and whether the second of them can stay for the other.
    fn can_stay(&self) -> (bool, bool);
}

impl Bond for Edge {
    fn ends(&self) -> (u32, u32) {
        (self.a, self.b)
    }

    fn can_stay(&self) -> (bool, bool) {
        (self.a_can_stay, self.b_can_stay)
    }
}

impl Edge {
    /// An edge from a packed pair.
    pub fn new(pair: u64, comparison: Comparison, a_is_longer: bool) -> Edge {
        let (a, b) = unpack(pair);
        let contained = comparison.relation == Relation::Contained;
        Edge { a, b, comparison, a_can_stay: !contained || a_is_longer, b_can_stay: !contained || !a_is_longer }
    }
}

/// A copy that stays and those verified against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Star {
    /// The copy that stays.
    pub kept: u32,
    /// The others, in ascending order, each with the number of its edge to the kept one.
    pub members: Vec<(u32, usize)>,
}

/// Cuts units into stars. `rank` orders units by how much the keep rule likes them (smaller is better); `weight` is how many copies a unit stands for.
pub fn stars(edges: &[impl Bond], rank: impl Fn(u32) -> u32, weight: impl Fn(u32) -> u32) -> Vec<Star> {
    // Which units each unit could keep for: (the other one, edge).
    let mut keeps: HashedMap<u32, Vec<(u32, usize)>> = HashedMap::default();
    for (i, e) in edges.iter().enumerate() {
        let ((a, b), (a_can_stay, b_can_stay)) = (e.ends(), e.can_stay());
        if a_can_stay {
            keeps.entry(a).or_default().push((b, i));
        }
        if b_can_stay {
            keeps.entry(b).or_default().push((a, i));
        }
    }
    let mut taken: HashedMap<u32, bool> =
        keeps.keys().chain(keeps.values().flatten().map(|(u, _)| u)).map(|&u| (u, false)).collect();
    let free = |unit: u32, taken: &HashedMap<u32, bool>| {
        keeps[&unit].iter().filter(|(other, _)| !taken[other]).map(|(other, _)| u64::from(weight(*other))).sum::<u64>()
    };
    let mut queue: BinaryHeap<(u64, Reverse<u32>, Reverse<u32>)> =
        keeps.keys().map(|&u| (free(u, &taken), Reverse(rank(u)), Reverse(u))).collect();
    let mut stars = Vec::new();
    while let Some((covers, by_rank, Reverse(hub))) = queue.pop() {
        if taken[&hub] {
            continue;
        }
        let now = free(hub, &taken);
        if now == 0 {
            continue;
        }
        if now < covers {
            queue.push((now, by_rank, Reverse(hub)));
            continue;
        }
        let mut members: Vec<(u32, usize)> = keeps[&hub].iter().copied().filter(|(other, _)| !taken[other]).collect();
        members.sort_unstable();
        for unit in members.iter().map(|m| m.0).chain([hub]) {
            taken.insert(unit, true);
        }
        stars.push(best_kept(Star { kept: hub, members }, &keeps, &rank));
    }
    stars.sort_unstable_by_key(|s| s.kept);
    stars
}

/// How many copies of a star are tried as the one that stays.
const TRIES: usize = 16;

/// The star with the copy that the keep rule likes best, among those that all the others were verified against.
fn best_kept(star: Star, keeps: &HashedMap<u32, Vec<(u32, usize)>>, rank: &impl Fn(u32) -> u32) -> Star {
    let mut better: Vec<u32> = star.members.iter().map(|m| m.0).filter(|&u| rank(u) < rank(star.kept)).collect();
    better.sort_unstable_by_key(|&u| rank(u));
    for unit in better.into_iter().take(TRIES) {
        let Some(edges) = keeps.get(&unit) else { continue };
        let edges: HashedMap<u32, usize> = edges.iter().copied().collect();
        let others = star.members.iter().map(|m| m.0).chain([star.kept]).filter(|&u| u != unit);
        let members: Option<Vec<(u32, usize)>> = others.map(|u| Some((u, *edges.get(&u)?))).collect();
        if let Some(mut members) = members {
            members.sort_unstable();
            return Star { kept: unit, members };
        }
    }
    star
}

/// Joins units by links; gives each unit the smallest unit of its family.
pub fn families(units: usize, links: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..units as u32).collect();
    fn find(parent: &mut [u32], mut u: u32) -> u32 {
        while parent[u as usize] != u {
            parent[u as usize] = parent[parent[u as usize] as usize];
            u = parent[u as usize];
        }
        u
    }
    for (a, b) in links {
        let (a, b) = (find(&mut parent, a), find(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
    }
    (0..units as u32).map(|u| find(&mut parent, u)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::candidates::pack;
    use super::*;
    use proptest::prelude::*;

    fn edge(a: u32, b: u32, relation: Relation, a_is_longer: bool) -> Edge {
        Edge::new(pack(a, b), Comparison { relation, jaccard: 0.9, containment: 0.95, coverage: None }, a_is_longer)
    }

    #[test]
    fn a_chain_is_no_cluster() {
        let near = |a, b| edge(a, b, Relation::Near, true);
        let stars = stars(&[near(0, 1), near(1, 2), near(2, 3), near(3, 4)], |u| u, |_| 1);
        assert_eq!(stars.iter().map(|s| (s.kept, s.members.len())).collect::<Vec<_>>(), [(1, 2), (3, 1)]);
    }

    #[test]
    fn the_keep_rule_picks_among_those_that_all_were_verified_against() {
        let near = |a, b| edge(a, b, Relation::Near, true);
        // 2 is the hub; 1 is better liked and verified against everyone; 0 is liked best but 3 was not verified against it.
        let edges = [near(0, 2), near(1, 2), near(2, 3), near(0, 1), near(1, 3)];
        let stars = stars(&edges, |u| u, |_| 1);
        assert_eq!(stars.len(), 1);
        assert_eq!((stars[0].kept, stars[0].members.iter().map(|m| m.0).collect::<Vec<_>>()), (1, vec![0, 2, 3]));
    }

    #[test]
    fn the_longer_one_stays_when_the_other_is_contained() {
        let stars = stars(&[edge(0, 1, Relation::Contained, false)], |u| u, |_| 1);
        assert_eq!((stars[0].kept, stars[0].members[0].0), (1, 0));
    }

    proptest! {
        /// Every unit is in one star at most, every member has a verified edge to its kept copy, and no edge is left between two free units.
        #[test]
        fn stars_are_stars(pairs in prop::collection::btree_set((0u32..30, 0u32..30), 0..120), contained in any::<u64>()) {
            let edges: Vec<Edge> = pairs.into_iter().filter(|(a, b)| a < b).enumerate().map(|(i, (a, b))| {
                let relation = if contained >> (i % 64) & 1 == 1 { Relation::Contained } else { Relation::Near };
                edge(a, b, relation, i % 3 == 0)
            }).collect();
            let stars = stars(&edges, |u| (u * 7) % 30, |_| 1);
            let mut seen = std::collections::BTreeSet::new();
            for star in &stars {
                prop_assert!(seen.insert(star.kept));
                prop_assert!(!star.members.is_empty());
                for &(unit, e) in &star.members {
                    prop_assert!(seen.insert(unit));
                    let e = edges[e];
                    prop_assert!((e.a == star.kept && e.b == unit && e.a_can_stay) || (e.b == star.kept && e.a == unit && e.b_can_stay));
                }
            }
            for e in &edges {
                prop_assert!(seen.contains(&e.a) || seen.contains(&e.b));
            }
        }

        #[test]
        fn families_are_components(links in prop::collection::vec((0u32..20, 0u32..20), 0..30)) {
            let family = families(20, links.iter().copied());
            for (a, b) in links {
                prop_assert_eq!(family[a as usize], family[b as usize]);
            }
            prop_assert!((0..20).all(|u| family[u] <= u as u32));
        }
    }
}
