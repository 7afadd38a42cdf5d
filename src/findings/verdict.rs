//! What kind of repetition a cluster is.

use serde::Serialize;

/// Many outlets, one story, a short time is content; one outlet, many stories, a long time is boilerplate; one outlet, one story is an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Several outlets printed it.
    Syndicated,
    /// One outlet printed one story again.
    Update,
    /// It stands more than once in one document, and nowhere else.
    WithinDocument,
    /// One outlet prints it under story after story.
    Boilerplate,
}

impl Verdict {
    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Syndicated => "syndicated",
            Verdict::Update => "update",
            Verdict::WithinDocument => "within_document",
            Verdict::Boilerplate => "boilerplate",
        }
    }
}
