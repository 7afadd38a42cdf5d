//! The rules by which a quote has its speaker, as the tables name them.

/// Why a quote has the speaker that it has, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// `Roe said: “…”`
    CueBefore,
    /// `“…” Roe said`
    CueAfter,
    /// `“…” said Roe`
    CueInverted,
    /// `« …, raconte Roe, … »`: inside the marks.
    CueInside,
    /// A verb of saying stands in the sentence, not beside the quote.
    CueInSentence,
    /// `according to Roe`
    AccordingTo,
    /// `was quoted by the agency as saying`
    Passive,
    /// `Roe: “…”`
    Colon,
    /// `“…” — Roe`, also in a line of its own.
    DashLine,
    /// A name and an outlet in the line below, or behind the quote.
    Byline,
    /// A verb that is no known verb of saying stands where one would.
    UnknownVerb,
    /// The second half of a quote that its speaker parts.
    Split,
    /// A further paragraph of one quote.
    Reopened,
    /// Behind a sentence that tells what somebody said.
    Floating,
    /// A paragraph of its own behind one with a speaker.
    FloatingParagraph,
    /// The article gives the same words with their speaker elsewhere, as below a headline.
    SameWords,
    /// A quote inside a quote.
    Nested,
    /// A pronoun that nobody fits.
    PronounUnresolved,
    /// The name of a programme, a paper or a book, or a headline in a list of links.
    Work,
    /// The sentence says that nobody, or somebody did not, say it.
    Denied,
    /// Nothing near the quote says who spoke.
    NoCue,
}

impl Reason {
    /// All reasons, in their order.
    pub const ALL: [Reason; 21] = [
        Reason::CueBefore,
        Reason::CueAfter,
        Reason::CueInverted,
        Reason::CueInside,
        Reason::CueInSentence,
        Reason::AccordingTo,
        Reason::Passive,
        Reason::Colon,
        Reason::DashLine,
        Reason::Byline,
        Reason::UnknownVerb,
        Reason::Split,
        Reason::Reopened,
        Reason::Floating,
        Reason::FloatingParagraph,
        Reason::SameWords,
        Reason::Nested,
        Reason::PronounUnresolved,
        Reason::Work,
        Reason::Denied,
        Reason::NoCue,
    ];

    /// The reason as the tables write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::CueBefore => "cue before the quote",
            Reason::CueAfter => "cue after the quote",
            Reason::CueInverted => "cue and speaker after the quote",
            Reason::CueInside => "cue inside the quote",
            Reason::CueInSentence => "cue in the sentence",
            Reason::AccordingTo => "according to",
            Reason::Passive => "quoted as saying",
            Reason::Colon => "colon lead-in",
            Reason::DashLine => "name behind a dash",
            Reason::Byline => "name and outlet behind the quote",
            Reason::UnknownVerb => "verb beside the quote",
            Reason::Split => "split quote",
            Reason::Reopened => "quote goes on over paragraphs",
            Reason::Floating => "sentence before names the speaker",
            Reason::FloatingParagraph => "paragraph before names the speaker",
            Reason::SameWords => "same words with a speaker",
            Reason::Nested => "quote inside a quote",
            Reason::PronounUnresolved => "pronoun without a fitting person",
            Reason::Work => "name of a work or an outlet",
            Reason::Denied => "said not to have been said",
            Reason::NoCue => "no cue near the quote",
        }
    }
}
