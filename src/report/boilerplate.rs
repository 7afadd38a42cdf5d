//! Furniture of sites for people and for spreadsheets.

use super::csv::Cells;
use super::terminal::{many, tame};
use crate::findings::BoilerplateRow;
use std::borrow::Cow;

/// Characters of a line that are shown.
const WIDTH: usize = 100;

/// A template as text: how often, of what class, how it reads and why. The name of the outlet comes before its first one.
pub fn boilerplate_text(row: &BoilerplateRow<'_>, first_of_source: bool) -> String {
    let head = if first_of_source {
        format!("{}, {}\n", tame(row.source), many(u64::from(row.source_documents), "article"))
    } else {
        String::new()
    };
    let text = tame(row.lines.first().map_or("", |line| line.text));
    let shown: String = text.chars().take(WIDTH).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!(
        "{head}{:>7}  {:<11}{:<7}{:.2}  {shown}{more}\n{:29}{}\n",
        row.documents,
        row.class,
        row.action,
        row.score,
        "",
        row.reasons.join("; ")
    )
}

impl Cells for BoilerplateRow<'_> {
    const HEAD: &'static [&'static str] = &[
        "source",
        "source_documents",
        "template",
        "class",
        "action",
        "score",
        "documents",
        "lines",
        "text",
        "reasons",
    ];

    fn cells(&self) -> Vec<Cow<'_, str>> {
        vec![
            self.source.into(),
            self.source_documents.to_string().into(),
            self.template.as_str().into(),
            self.class.into(),
            self.action.into(),
            format!("{:.3}", self.score).into(),
            self.documents.to_string().into(),
            self.lines.len().to_string().into(),
            self.lines.first().map_or("", |line| line.text).into(),
            self.reasons.join("; ").into(),
        ]
    }
}
