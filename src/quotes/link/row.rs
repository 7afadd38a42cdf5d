//! Whether two wordings share many words in a row: then they are one quote in part, however little of each that is.

/// So many words in a row are no accident.
pub(super) const ROW: usize = 10;

/// Whether two wordings share [`ROW`] words in a row.
pub(super) fn share_a_row<W: Copy + PartialEq>(shorter: &[W], longer: &[W]) -> bool {
    // Of so many words in a row of the shorter one, one is looked for in the longer.
    (ROW - 1..shorter.len()).step_by(ROW).any(|at| {
        let places = longer.iter().enumerate().filter(|(_, word)| **word == shorter[at]);
        places.map(|(place, _)| around(shorter, at, longer, place)).any(|words| words >= ROW)
    })
}

/// How many words in a row are equal, of which `at` of the one and `place` of the other is one.
fn around<W: PartialEq>(one: &[W], at: usize, other: &[W], place: usize) -> usize {
    let before = one[..at].iter().rev().zip(other[..place].iter().rev()).take_while(|(a, b)| a == b);
    let from = one[at..].iter().zip(&other[place..]).take_while(|(a, b)| a == b);
    before.count() + from.count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The same as comparing each row of the one with each of the other.
        #[test]
        fn equals_comparing_all_rows(
            head in prop::collection::vec(0u8..3, 0..25), row in prop::collection::vec(0u8..3, 0..15), tail in prop::collection::vec(0u8..3, 0..25),
            other in prop::collection::vec(0u8..3, 0..25),
        ) {
            let (one, other) = ([&head[..], &row, &tail].concat(), [&other[..], &row].concat());
            let expected = one.windows(ROW).any(|a| other.windows(ROW).any(|b| a == b));
            prop_assert_eq!(share_a_row(&one, &other), expected);
            prop_assert_eq!(share_a_row(&other, &one), expected);
        }
    }
}
