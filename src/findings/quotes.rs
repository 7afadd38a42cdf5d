//! One struct per row of the tables of quotes, in the order of their members.

use super::{Place, QuoteRelation, Verdict};
use serde::Serialize;

/// A row of `mentions.jsonl`: a quote span, repeated or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MentionRow<'a> {
    /// What stands between its marks.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// The outlet.
    pub source: &'a str,
    /// The date: a day, or a second in UTC.
    pub date: Option<&'a str>,
    /// The words between the marks, as written.
    pub text: &'a str,
    /// The marks, the opening one first.
    pub marks: &'a str,
    /// Words in it.
    pub words: u32,
    /// `full`, `fragment` or `scare`.
    pub r#type: &'static str,
    /// The quote that it stands in.
    pub nested_in: Option<Place<'a>>,
    /// Who said it, in the fullest form of the name in the document.
    pub speaker: Option<&'a str>,
    /// The speaker as written beside the quote.
    pub speaker_as_written: Option<&'a str>,
    /// The words that make somebody its speaker.
    pub cue: Option<&'a str>,
    /// How sure the speaker is: 0 to 1; 0 without one.
    pub confidence: f64,
    /// Why it has this speaker, or none.
    pub reason: &'static str,
    /// The repeated quote that it belongs to.
    pub quote: Option<&'a str>,
    /// `unclosed`, `reopened`, `split`, `edited`, `in_furniture`.
    pub flags: Vec<&'static str>,
}

/// A row of `quotes.jsonl`: words that were quoted more than once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuoteRow<'a> {
    /// The quote's id: the same in every run with the same anchor.
    pub quote: &'a str,
    /// The fullest well-formed wording.
    pub text: &'a str,
    /// Words in it.
    pub words: usize,
    /// Who said it, by the evidence of all mentions.
    pub speaker: Option<QuoteSpeaker<'a>>,
    /// Whether two different people are given for the same words on good evidence.
    pub disputed: bool,
    /// The wordings, that of `text` first.
    pub variants: Vec<VariantRow<'a>>,
    /// Who printed it where, by document and place.
    pub mentions: Vec<MentionPlace<'a>>,
    /// Different documents.
    pub documents: usize,
    /// Different outlets.
    pub sources: usize,
    /// Different days, among the known dates.
    pub days: usize,
    /// The first of them.
    pub first: Option<String>,
    /// The last of them.
    pub last: Option<String>,
    /// Mentions that repeat the quote in a document that has it already.
    pub within_document: usize,
    /// What kind of repetition it is.
    pub verdict: Verdict,
}

/// The speaker of a repeated quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuoteSpeaker<'a> {
    /// The fullest name given.
    pub name: &'a str,
    /// 0 to 1.
    pub confidence: f64,
    /// Why, in words.
    pub reason: &'a str,
    /// The name as the outlets spell it.
    pub spellings: Vec<Spelling<'a>>,
}

/// One spelling of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spelling<'a> {
    /// The name as they print it, in full and without titles.
    pub form: &'a str,
    /// The outlets that write it so.
    pub sources: &'a [String],
}

/// One wording of a repeated quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantRow<'a> {
    /// The wording.
    pub text: &'a str,
    /// How it relates to the quote's text.
    pub relation: QuoteRelation,
    /// What was changed from the quote's text to this one; nothing where only marks, case or spelling differ.
    pub ops: Vec<Operation<'a>>,
    /// How many mentions have it.
    pub mentions: usize,
}

/// One change from the quote's text to a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation<'a> {
    /// `replace`, `insert` or `delete`.
    pub op: &'static str,
    /// What stands in the quote's text.
    pub from: &'a str,
    /// What stands in the variant.
    pub to: &'a str,
    /// Whether a number or a negation differs.
    pub alters: bool,
    /// Whether one of the two says itself that words are missing or put in here.
    pub elided: bool,
}

/// A mention of a repeated quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MentionPlace<'a> {
    /// What stands between its marks.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// The outlet.
    pub source: &'a str,
    /// The date: a day, or a second in UTC.
    pub date: Option<&'a str>,
    /// How its wording relates to the quote's text.
    pub relation: QuoteRelation,
    /// The speaker as this outlet writes it.
    pub speaker_as_written: Option<&'a str>,
}

/// A row of `unmarked.jsonl`: a passage without quote marks that holds the words of a quote.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnmarkedRow<'a> {
    /// The paragraph that it stands in, or the first to the last one.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// The outlet.
    pub source: &'a str,
    /// The date: a day, or a second in UTC.
    pub date: Option<&'a str>,
    /// Share of the quote's words, weighted by rarity, that stand here.
    pub share: f64,
    /// The repeated quote, when the words were quoted more than once.
    pub quote: Option<&'a str>,
    /// A place where the words stand in marks.
    pub quoted: Place<'a>,
    /// The words as quoted there.
    pub text: &'a str,
}
