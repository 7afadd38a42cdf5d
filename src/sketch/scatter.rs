//! The counting pass of a radix sort, for all that is sorted or parted by evenly spread bits of hashes.

/// Puts `items` into `out` bucket by bucket, in their order within each. `ends` becomes one past the place of the last item of each of the `buckets`.
///
/// `bucket` gives each item the number of its bucket.
pub(crate) fn scatter<T: Copy + Default>(
    items: &[T],
    buckets: usize,
    bucket: impl Fn(&T) -> usize,
    ends: &mut Vec<u32>,
    out: &mut Vec<T>,
) {
    ends.clear();
    ends.resize(buckets, 0);
    for item in items {
        ends[bucket(item)] += 1;
    }
    // First each bucket's start, which its items move to its end.
    let mut sum = 0;
    for end in &mut *ends {
        sum += std::mem::replace(end, sum);
    }
    out.resize(items.len(), T::default());
    for item in items {
        let end = &mut ends[bucket(item)];
        out[*end as usize] = *item;
        *end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_a_stable_sort_by_bucket(items in prop::collection::vec(any::<(u8, u8)>(), 0..300)) {
            let (mut ends, mut out) = (vec![7], vec![(1, 2); 5]);
            scatter(&items, 16, |item| usize::from(item.0 >> 4), &mut ends, &mut out);
            let mut expected = items;
            expected.sort_by_key(|item| item.0 >> 4);
            for (bucket, &end) in ends.iter().enumerate() {
                prop_assert_eq!(end as usize, expected.partition_point(|item| usize::from(item.0 >> 4) <= bucket));
            }
            prop_assert_eq!(out, expected);
        }
    }
}
