//! Keep rules: which copy of several stays.

use crate::error::{Error, Result};
use std::cmp::Ordering;

/// Which copy stays. Ties go to the smaller id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Keep {
    /// The one with the most words.
    #[default]
    Longest,
    /// The one with the earliest date; unknown dates come last.
    Earliest,
    /// The one with the latest date; unknown dates come last.
    Latest,
    /// The one that was read first.
    First,
    /// By outlet, in this order; outlets that are not named come last, the longest of them first.
    Source(Vec<String>),
}

impl std::str::FromStr for Keep {
    type Err = Error;

    fn from_str(text: &str) -> Result<Keep> {
        match text {
            "longest" => Ok(Keep::Longest),
            "earliest" => Ok(Keep::Earliest),
            "latest" => Ok(Keep::Latest),
            "first" => Ok(Keep::First),
            _ => match text.strip_prefix("source:") {
                Some(list) if !list.trim().is_empty() => {
                    Ok(Keep::Source(list.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()))
                }
                _ => Err(Error::Parameter {
                    name: "keep",
                    why: format!("is `{text}`: it must be longest, earliest, latest, first or source:NAME,NAME"),
                }),
            },
        }
    }
}

impl std::fmt::Display for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Keep::Longest => f.write_str("longest"),
            Keep::Earliest => f.write_str("earliest"),
            Keep::Latest => f.write_str("latest"),
            Keep::First => f.write_str("first"),
            Keep::Source(list) => write!(f, "source:{}", list.join(",")),
        }
    }
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its words.
    pub words: u32,
    /// Its date in seconds, where known.
    pub date: Option<i64>,
    /// Its outlet.
    pub source: &'a str,
    /// Its place in the input.
    pub order: u32,
    /// Its id, then its place within the document: what breaks ties, the same however the input was ordered.
    pub tie: (&'a str, u32),
}

impl Keep {
    /// The better one to keep comes first.
    pub fn compare(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
        let longest = || b.words.cmp(&a.words);
        let place = |c: &Candidate<'_>, list: &[String]| list.iter().position(|s| s == c.source).unwrap_or(usize::MAX);
        let by_rule = match self {
            Keep::Longest => longest(),
            Keep::Earliest => a.date.unwrap_or(i64::MAX).cmp(&b.date.unwrap_or(i64::MAX)),
            Keep::Latest => b.date.unwrap_or(i64::MIN).cmp(&a.date.unwrap_or(i64::MIN)),
            Keep::First => a.order.cmp(&b.order),
            Keep::Source(list) => place(a, list).cmp(&place(b, list)).then_with(longest),
        };
        by_rule.then_with(|| a.tie.cmp(&b.tie))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(keep: &str, copies: &[Candidate<'a>]) -> &'a str {
        let keep: Keep = keep.parse().unwrap();
        copies.iter().min_by(|a, b| keep.compare(a, b)).unwrap().tie.0
    }

    #[test]
    fn each_rule() {
        let copy = |id, words, date, source, order| Candidate { words, date, source, order, tie: (id, 0) };
        let copies = [copy("b", 10, Some(5), "x", 2), copy("a", 10, None, "y", 3), copy("c", 7, Some(2), "z", 1)];
        for (keep, id) in [
            ("longest", "a"),
            ("earliest", "c"),
            ("latest", "b"),
            ("first", "c"),
            ("source:z,x", "c"),
            ("source:none", "a"),
        ] {
            assert_eq!(best(keep, &copies), id, "{keep}");
        }
        assert!("shortest".parse::<Keep>().is_err());
        assert!("source:".parse::<Keep>().is_err());
    }
}
