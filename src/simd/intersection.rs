//! The intersection kernel: how many values two sorted sets share.
//!
//! A block of the one is held against a block of the other, each value against each, and the block that ends first is passed over (Inoue, Ohara and Taura, 2014).
//! That is more comparisons than a merge makes, but a merge has to wait for each before it knows the next.

use super::{Simd, Tier};

/// How many values two sets share. Both are sorted, and have each value once.
pub fn intersection(simd: Simd, a: &[u64], b: &[u64]) -> usize {
    match simd.tier() {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a `Simd` of this tier exists only where `Tier::is_available` found the features.
        #[allow(unsafe_code)]
        Tier::Avx512 => unsafe { x86::avx512(a, b) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        #[allow(unsafe_code)]
        Tier::Avx2 => unsafe { x86::avx2(a, b) },
        _ => merge(a, b),
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn body<const BLOCK: usize>(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j) = (0, 0);
    let mut shared = [0; BLOCK];
    while let (Some(x), Some(y)) = (a[i..].first_chunk::<BLOCK>(), b[j..].first_chunk::<BLOCK>()) {
        let mut met = [0; BLOCK];
        for value in y {
            for (met, own) in met.iter_mut().zip(x) {
                *met |= u64::from(own == value);
            }
        }
        for (shared, met) in shared.iter_mut().zip(met) {
            *shared += met;
        }
        let (x, y) = (x[BLOCK - 1], y[BLOCK - 1]);
        i += usize::from(x <= y) * BLOCK;
        j += usize::from(y <= x) * BLOCK;
    }
    shared.iter().sum::<u64>() as usize + merge(&a[i..], &b[j..])
}

/// The same for values of any kind, one by one. Without branches that depend on the values, which no processor could foresee.
pub fn merge<T: Ord + Copy>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        shared += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    shared
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::body;

    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(a: &[u64], b: &[u64]) -> usize {
        body::<4>(a, b)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn avx512(a: &[u64], b: &[u64]) -> usize {
        body::<8>(a, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_tier_equals_naive(
            a in prop::collection::btree_set(0u64..120, 0..90), b in prop::collection::btree_set(0u64..120, 0..90), stretch in 1u64..1 << 50
        ) {
            let list = |set: &BTreeSet<u64>| -> Vec<u64> { set.iter().map(|v| v * stretch).collect() };
            let naive = a.intersection(&b).count();
            for simd in Simd::available() {
                prop_assert_eq!(intersection(simd, &list(&a), &list(&b)), naive, "{:?}", simd);
            }
        }
    }
}
