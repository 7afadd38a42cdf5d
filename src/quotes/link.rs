//! Linking mentions: which quotes are the same words, said once and printed often.
//!
//! 1. **Candidates** (`link/propose.rs`): an inverted index of runs of plain words, 3-grams and rare 2-grams proposes pairs of wordings, at most so many for each. Most quotes are printed
//!    once, and end here: their texts are not read.
//! 2. **Wordings** (`link/texts.rs`): mentions with one loose key are one wording, so a wire quote in 500 outlets is one thing from here on. Pairs whose words are not enough in any order
//!    are dropped.
//! 3. **Verification** (`link/relate.rs`): an alignment weighted by rarity decides, and says what differs. Only mentions of wordings that are related, or printed twice, go on.
//! 4. **Witnesses** (`link/witness.rs`): a long wording speaks for itself. A short one ("at the drop of a hat") is parted into *voices*, groups of mentions that have more in common
//!    than the words: the speaker, the article, the story, the words around. Only voices are linked, so an idiom of two strangers is no repeated quote.
//! 5. **Clusters** (`link/cluster.rs`): stars as for articles, anchored on the fullest well-formed wording; each variant hangs from it with its edits.
//!
//! There is no I/O here, and nothing depends on the order of the input or the number of threads. It is lexical: a translation is another quote.

mod cluster;
mod propose;
mod relate;
mod row;
mod speaker;
mod texts;
mod unmarked;
mod witness;
mod wording;

#[cfg(test)]
mod tests;

pub use propose::{Sieved, sieve};
pub use texts::{QuoteReader, QuoteTexts, Relations, Unread};
pub use unmarked::{Picked, Printed, Searcher, UnmarkedHit, UnmarkedIndex, fullest};

use super::QuoteKind;
use super::orthography::Orthography;
use super::plain::{PlainQuotes, PlainReader};
use crate::findings::{QuoteRelation, Verdict};
use crate::matching::{Alterations, HashedMap, Scoring, StepKind};
use crate::simd::Simd;
use crate::text::{Cutter, WordHash, Words};
use std::ops::Range;
use wording::Book;
pub(super) use wording::is_title;
pub(crate) use wording::takes_part;

/// Who said it, as one mention has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribution<'a> {
    /// The folded name: equal for all spellings, words parted by one space, surname last. `zelensky` and `volodymyr zelensky` are taken for one person.
    pub key: &'a str,
    /// The name to show.
    pub name: &'a str,
    /// The name as this outlet spells it.
    pub form: &'a str,
    /// What stands beside the quote: the name or a part of it, a role, a pronoun.
    pub written: &'a str,
    /// 0 to 1.
    pub confidence: f64,
    /// Whether it is somebody's name: a role (`a spokeswoman`) contradicts nobody.
    pub named: bool,
}

/// A quote span as the linker sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linkable<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its outlet.
    pub source: &'a str,
    /// Its day, counted from any fixed day.
    pub day: Option<i64>,
    /// First byte of the span in the document.
    pub start: u32,
    /// The quote without its marks.
    pub text: &'a str,
    /// What kind of span it is.
    pub kind: QuoteKind,
    /// The number, in the same slice, of the quote that it stands in.
    pub nested_in: Option<usize>,
    /// The number, in the same slice, of the first quote of the speech that it is a part of, as in `“A,” she said. “B.”`; its own number says the same as `None`.
    pub speech: Option<usize>,
    /// Who said it, where that is known.
    pub speaker: Option<Attribution<'a>>,
    /// The language of its document, by [`Orthography::language`].
    pub language: Option<usize>,
    /// Hashes of the words shortly before and after, without those of the quote. Those are asked for that [may need a witness](QuoteTexts::may_need_witnesses); others need none.
    pub context: &'a [WordHash],
    /// Whether it stands in site furniture: such a mention anchors nothing and does not count in the spread.
    pub in_furniture: bool,
}

/// All that linking needs to know besides the mentions.
#[derive(Debug)]
pub struct LinkRules<'r> {
    /// Spelling variants and common words.
    pub orthography: &'r Orthography,
    /// Numbers and negations.
    pub alterations: &'r Alterations,
    /// What differences cost.
    pub scoring: Scoring,
    /// The instruction set to use.
    pub simd: Simd,
}

/// The repeated quotes of a set of mentions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linked {
    /// The repeated quotes, by document and place of their anchors.
    pub quotes: Vec<RepeatedQuote>,
    /// For each mention of the input the number of its quote in `quotes`; of a mention of several ones, as of two sentences that others print apart, the one that was found first.
    pub quote_of: Vec<Option<u32>>,
    /// How much work it was.
    pub work: LinkWork,
}

impl Linked {
    /// The same, with the mentions numbered as in a slice of `count` of them, in which they have these numbers.
    fn with_numbers(mut self, numbers: &[usize], count: usize) -> Linked {
        let mut quote_of = vec![None; count];
        for (&number, quote) in numbers.iter().zip(&self.quote_of) {
            quote_of[number] = *quote;
        }
        for quote in &mut self.quotes {
            quote.anchor = numbers[quote.anchor];
            for variant in &mut quote.variants {
                variant.shown = numbers[variant.shown];
                variant.mentions.iter_mut().for_each(|mention| *mention = numbers[*mention]);
            }
        }
        Linked { quote_of, ..self }
    }
}

/// Counts that show that the cost grows with the number of quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct LinkWork {
    /// Different loose wordings.
    pub wordings: u64,
    /// Pairs of wordings that share a gram and were looked at.
    pub proposed: u64,
    /// Pairs that share enough words to be aligned.
    pub aligned: u64,
    /// Pairs that are one quote by their words.
    pub related: u64,
    /// Pairs inside giant posting lists that were not looked at.
    pub left_out: u64,
}

/// Words that were quoted more than once.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedQuote {
    /// Made from the loose words of the anchor: 16 hexadecimal digits, the same in every run with the same anchor. Where strangers say the same words, also from the document and the place.
    pub id: String,
    /// The mention whose text is shown: the fullest well-formed wording where it was first printed.
    pub anchor: usize,
    /// Loose words of the anchor.
    pub words: usize,
    /// Who said it, by the evidence of all mentions.
    pub speaker: Option<SettledSpeaker>,
    /// Whether two different people are given for the same words on good evidence.
    pub disputed: bool,
    /// The wordings, the anchor's first, then by number of mentions.
    pub variants: Vec<Variant>,
    /// Where and when it was printed.
    pub spread: Spread,
    /// What kind of repetition it is.
    pub verdict: Verdict,
}

/// One wording of a repeated quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// How it relates to the anchor.
    pub relation: QuoteRelation,
    /// The mention whose text is shown.
    pub shown: usize,
    /// The steps from the anchor's text to the shown one. Empty when they are the same.
    pub edits: Vec<Edit>,
    /// The mentions with this wording, by document and place.
    pub mentions: Vec<usize>,
}

/// A step from the anchor to a variant, as bytes of the two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What it does to the anchor.
    pub kind: StepKind,
    /// Bytes of the anchor's text.
    pub anchor: Range<usize>,
    /// Bytes of the variant's text.
    pub variant: Range<usize>,
    /// Whether it changes a number or a negation.
    pub alters: bool,
    /// Whether the variant or the anchor itself says that words are missing or put in here.
    pub elided: bool,
}

/// The speaker of a repeated quote.
#[derive(Debug, Clone, PartialEq)]
pub struct SettledSpeaker {
    /// The name given most, of those with more than a surname where there are any.
    pub name: String,
    /// Its folded key.
    pub key: String,
    /// 0 to 1.
    pub confidence: f64,
    /// Why, in words.
    pub reason: String,
    /// Each spelling with the outlets that print it, both in order.
    pub spellings: Vec<(String, Vec<String>)>,
}

/// How far a quote went. Mentions in furniture are left out, unless there are no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// Different documents.
    pub documents: usize,
    /// Different outlets.
    pub sources: usize,
    /// Different days.
    pub days: usize,
    /// The first day.
    pub first: Option<i64>,
    /// The last one.
    pub last: Option<i64>,
    /// Mentions that repeat the quote in a document that has it already.
    pub within_document: usize,
}

/// Links mentions into repeated quotes. `docs/definitions.md` says when two mentions are one quote.
pub fn link(mentions: &[Linkable<'_>], rules: &LinkRules<'_>) -> Linked {
    link_by(mentions, rules, sieve)
}

/// A way of telling which quotes may repeat.
type Propose = fn(&PlainQuotes<'_>) -> Sieved;

/// Links by this way of telling which quotes may repeat.
fn link_by(mentions: &[Linkable<'_>], rules: &LinkRules<'_>, propose: Propose) -> Linked {
    let (mut words, mut borders) = (Vec::new(), vec![0]);
    let (mut cutter, mut cut, mut newlines) = (Cutter::new(rules.simd), Words::default(), Vec::new());
    let mut reader = PlainReader::new(rules.orthography);
    for mention in mentions {
        cutter.cut(mention.text, &mut cut, &mut newlines);
        let all = 0..cut.len();
        reader.read(mention.text, &cut, all, mention.language, &mut words);
        let first = borders[borders.len() - 1];
        if !takes_part(mention.kind, words.len() - first) {
            words.truncate(first);
        }
        borders.push(words.len());
    }
    let sieved = propose(&PlainQuotes::new(&words, &borders));
    let let_through = || sieved.quotes.iter().map(|&number| &mentions[number as usize]);
    let mut texts =
        QuoteTexts::new(let_through().map(|m| (m.text, m.language)), rules.orthography, sieved.frequent(), rules.simd);
    let relations = texts.relations(&sieved, rules);
    let (may, need) = (texts.may_repeat(&relations), texts.may_need_witnesses(&relations));
    let places: Vec<u32> = (0..).zip(&may).filter(|(_, may)| **may).map(|(place, _)| place).collect();
    let numbers: Vec<usize> = places.iter().map(|&place| sieved.quotes[place as usize] as usize).collect();
    let place_of = |number: usize| numbers.binary_search(&number).ok();
    let mut first_of_speech: HashedMap<u64, usize> = HashedMap::default();
    let some: Vec<Linkable<'_>> = (numbers.iter().enumerate())
        .map(|(place, &number)| {
            let mention = &mentions[number];
            let speech = *first_of_speech.entry(mention.speech.unwrap_or(number) as u64).or_insert(place);
            let context = if need[places[place] as usize] { mention.context } else { &[] };
            Linkable { nested_in: mention.nested_in.and_then(place_of), speech: Some(speech), context, ..*mention }
        })
        .collect();
    let linked = link_related(&some, &places, &mut texts, &relations, rules);
    linked.with_numbers(&numbers, mentions.len())
}

/// Links those quotes of `texts` that [may repeat](QuoteTexts::may_repeat), in two steps for callers with many quotes: the rest need no [`Linkable`]. `numbers` are the numbers of
/// the mentions in `texts`.
pub fn link_related(
    mentions: &[Linkable<'_>],
    numbers: &[u32],
    texts: &mut QuoteTexts<'_>,
    relations: &Relations,
    rules: &LinkRules<'_>,
) -> Linked {
    let text_of: Vec<u32> = numbers.iter().map(|&number| texts.text_of(number as usize)).collect();
    let book = Book::new(mentions, &text_of, texts, rules.orthography);
    let bonds = book.related(&relations.related);
    let work = LinkWork {
        wordings: texts.len() as u64,
        proposed: relations.proposed,
        aligned: relations.aligned,
        related: bonds.len() as u64,
        left_out: relations.left_out,
    };
    let voices = witness::Voices::new(&book, &bonds);
    let (quotes, quote_of) = cluster::clusters(&book, &bonds, &voices, rules, texts);
    Linked { quotes, quote_of, work }
}
