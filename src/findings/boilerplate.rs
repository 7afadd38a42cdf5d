//! A row of `boilerplate.jsonl`: a template of an outlet, and where it stands.

use super::Place;
use serde::Serialize;

/// A line of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoilerplatePlace<'a> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// How it reads.
    pub text: &'a str,
}

/// One template, as one outlet prints it, with one verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoilerplateRow<'a> {
    /// The template, as 16 hexadecimal digits.
    pub template: String,
    /// The outlet.
    pub source: &'a str,
    /// What kind of furniture it is.
    pub class: &'static str,
    /// Articles of the outlet that carry it.
    pub documents: u32,
    /// Articles of the outlet.
    pub source_documents: u32,
    /// How likely it is furniture, 0 to 1: the least of its lines.
    pub score: f64,
    /// Why, in words, the strongest first.
    pub reasons: Vec<&'static str>,
    /// `strip`, `keep` or `review`.
    pub action: &'static str,
    /// The copy that stays, where one does.
    pub kept_copy: Option<BoilerplatePlace<'a>>,
    /// Where it stands.
    pub lines: Vec<BoilerplatePlace<'a>>,
}
