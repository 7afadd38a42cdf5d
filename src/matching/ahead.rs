//! Asking for memory before it is needed.

/// Asks for values that stand anywhere in memory before any of what is beside them is looked at: nothing is done with them, so a processor waits for all of them at once and not for one
/// after the other.
#[inline]
pub(crate) fn ask_for(values: impl Iterator<Item = u64>) {
    std::hint::black_box(values.fold(0, |all, value| all ^ value));
}
