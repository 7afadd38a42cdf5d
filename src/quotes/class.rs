//! What a word can be to the rules for speakers: a set of bits, because `that` is a determiner and a conjunction.
//!
//! Which words these are is data (`language.rs`).

/// What a word can be, as a set of bits.
pub(super) type Class = u32;

/// A verb of saying.
pub(super) const CUE: Class = 1;
/// An auxiliary verb.
pub(super) const AUXILIARY: Class = 1 << 1;
/// A word that may stand between a speaker and the verb.
pub(super) const FILLER: Class = 1 << 2;
/// `he`.
pub(super) const HE: Class = 1 << 3;
/// `she`.
pub(super) const SHE: Class = 1 << 4;
/// `they`.
pub(super) const THEY: Class = 1 << 5;
/// `it`.
pub(super) const IT: Class = 1 << 6;
/// `I`, `we`, `you`.
pub(super) const FIRST_PERSON: Class = 1 << 7;
/// `who`.
pub(super) const RELATIVE: Class = 1 << 8;
/// Articles, possessives, numerals.
pub(super) const DETERMINER: Class = 1 << 9;
/// Prepositions.
pub(super) const PREPOSITION: Class = 1 << 10;
/// Conjunctions.
pub(super) const CONJUNCTION: Class = 1 << 11;
/// `de`, `von`, `al`: small words inside names.
pub(super) const PARTICLE: Class = 1 << 12;
/// A title or role before a name.
pub(super) const TITLE: Class = 1 << 13;
/// A noun that names a speaker without a name.
pub(super) const GENERIC: Class = 1 << 14;
/// A full stop behind it ends no sentence.
pub(super) const ABBREVIATION: Class = 1 << 15;
/// Capitalised and never a speaker: days, months.
pub(super) const NO_NAME: Class = 1 << 16;
/// One of the commonest words.
pub(super) const COMMON: Class = 1 << 17;
/// Said of men: titles and given names.
pub(super) const MALE: Class = 1 << 18;
/// Said of women: titles and given names.
pub(super) const FEMALE: Class = 1 << 19;
/// A given name.
pub(super) const GIVEN: Class = 1 << 20;
/// The first word of a phrase that stands before a speaker, as in `according to`.
pub(super) const ACCORDING: Class = 1 << 21;
/// The first word of such a phrase that only holds directly behind a quote, as in German `so`.
pub(super) const AFTER_QUOTE: Class = 1 << 22;
/// The first word of a phrase like `as saying`.
pub(super) const PASSIVE: Class = 1 << 23;
/// A word that begins with an apostrophe, as in `'em`.
pub(super) const ELISION: Class = 1 << 24;
/// An auxiliary that makes a verb passive.
pub(super) const PASSIVE_AUXILIARY: Class = 1 << 25;
/// An article that brings in somebody new: `a`.
pub(super) const INDEFINITE: Class = 1 << 26;
/// A speaker that is no single person: an authority, a report.
pub(super) const BODY: Class = 1 << 27;
/// A verb of saying that is followed by who is told, never by who speaks.
pub(super) const TELLING: Class = 1 << 28;
/// A word behind a surname that is none: `Jr`, `III`.
pub(super) const SUFFIX: Class = 1 << 29;
/// Capitalised only because it begins a sentence, and no title or given name: `The`, `But`. Words that have it have one of the classes above too.
pub(super) const PLAIN: Class = 1 << 30;
/// A word of a time that may stand between a subject and its verb: `last week`.
pub(super) const TIME: Class = 1 << 31;
/// A word of a list of links that a page has glued to the text: no word of the article. No other word is all of the above.
pub(super) const LINK: Class = Class::MAX;
/// A word that a page puts before a line that is not the article's, or in one of its own: `Media caption`.
pub(super) const CAPTION: Class = Class::MAX - 1;
/// A word that a page puts before a line of the article: `Story highlights`. None that has this class or a higher one is a word of the article.
pub(super) const PREFIX: Class = Class::MAX - 2;
/// Any third-person pronoun.
pub(super) const THIRD_PERSON: Class = HE | SHE | THEY | IT;
/// Any pronoun.
pub(super) const PRONOUN: Class = THIRD_PERSON | FIRST_PERSON;
