//! An explanation as text: the figures, then a word diff that a person can read.
//!
//! Words that only the first text has stand in `[-...-]`, those that only the second has in `{+...+}`, as in `git diff --word-diff`; on a terminal they are coloured too.
//! Long passages without a difference are cut in the middle.

use crate::matching::{Explanation, Step};
use crate::text::Words;
use std::fmt::Write;
use std::ops::Range;

/// Words shown on each side of a difference.
const CONTEXT: usize = 12;

/// The explanation of two texts that are called by these names. `colour` adds terminal colours.
pub fn explanation(e: &Explanation, (a, a_text): (&str, &str), (b, b_text): (&str, &str), colour: bool) -> String {
    let mut out = String::new();
    let c = &e.comparison;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "A            {a}: {} words, {} shingles", e.a.len(), e.shingles.0);
    let _ = writeln!(out, "B            {b}: {} words, {} shingles", e.b.len(), e.shingles.1);
    let _ = writeln!(
        out,
        "Jaccard      {:.4}  ({} shared of {})",
        c.jaccard,
        e.similarity.shared,
        e.shingles.0 + e.shingles.1 - e.similarity.shared
    );
    let smaller = e.shingles.0.min(e.shingles.1);
    let _ = writeln!(
        out,
        "containment  {:.4}  ({} shared of {smaller}; the smaller is {:.0} % of the larger)",
        c.containment,
        e.similarity.shared,
        e.similarity.ratio * 100.0
    );
    let shorter = if e.a_is_shorter { "A" } else { "B" };
    let words: u32 = e.passages.iter().map(|p| p.end - p.start).sum();
    let _ = writeln!(
        out,
        "passages     {} with {words} words, {:.0} % of {shorter}",
        e.passages.len(),
        c.coverage.unwrap_or(0.0) * 100.0
    );
    let _ = writeln!(out, "relation     {}: {}", c.relation.name(), e.reason);
    out.push('\n');
    diff(&mut out, e, a_text, b_text, colour);
    out
}

fn diff(out: &mut String, e: &Explanation, a_text: &str, b_text: &str, colour: bool) {
    let paint = |open: &'static str| if colour { open } else { "" };
    let (red, green, plain) = (paint("\x1b[31m"), paint("\x1b[32m"), paint("\x1b[0m"));
    let last = e.steps.len().saturating_sub(1);
    for (i, step) in e.steps.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        match step {
            Step::Equal { b, .. } => {
                let head = if i == 0 { 0 } else { CONTEXT };
                let tail = if i == last { 0 } else { CONTEXT };
                if b.len() > head + tail + CONTEXT {
                    let shown =
                        [shown(b_text, &e.b, b.start..b.start + head), shown(b_text, &e.b, b.end - tail..b.end)];
                    let between = format!("... ({} words alike) ...", b.len() - head - tail);
                    let parts = [shown[0].as_str(), between.as_str(), shown[1].as_str()];
                    out.push_str(&parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" "));
                } else {
                    out.push_str(&shown(b_text, &e.b, b.clone()));
                }
            }
            Step::Changed { a, b } => {
                let mut parts = Vec::new();
                if !a.is_empty() {
                    parts.push(format!("{red}[-{}-]{plain}", shown(a_text, &e.a, a.clone())));
                }
                if !b.is_empty() {
                    parts.push(format!("{green}{{+{}+}}{plain}", shown(b_text, &e.b, b.clone())));
                }
                out.push_str(&parts.join(" "));
            }
        }
    }
    out.push('\n');
}

/// The original text of a range of words, on one line, without control characters that could steer a terminal.
fn shown(text: &str, words: &Words, range: Range<usize>) -> String {
    if range.is_empty() {
        return String::new();
    }
    let part = &text[words.starts[range.start] as usize..words.ends[range.end - 1] as usize];
    let clean: String = part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Alterations, Thresholds, explain};
    use crate::simd::Simd;

    fn explained(a: &str, b: &str) -> Explanation {
        explain(a, b, 5, &Thresholds::default(), &Alterations::shipped(), Simd::best())
    }

    #[test]
    fn differences_are_marked_and_nothing_steers_the_terminal() {
        let (a, b) = ("He said 12 people\x1b[2J came.", "He said 21 people came today.");
        let e = explained(a, b);
        let text = explanation(&e, ("a", a), ("b", b), false);
        assert!(text.contains("He said [-12-] {+21+} people"), "{text}");
        assert!(!text.contains('\x1b'));
        assert!(explanation(&e, ("a", a), ("b", b), true).contains("\x1b[31m[-12-]"));
    }

    #[test]
    fn empty_texts() {
        let e = explained("", "");
        assert!(explanation(&e, ("a", ""), ("b", ""), false).contains("relation     none"));
    }
}
