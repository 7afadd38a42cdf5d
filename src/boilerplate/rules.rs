//! What speaks for and against furniture, and how much: one table.
//!
//! Each rule is a yes or no about a line, and its weights are log-odds: above 0 it speaks for furniture, below 0 for content. They are added up, in two rounds. The first (`alone`) looks at the line
//! by itself; the second (`among`) also knows what the first round thinks of the lines around. The weights were found by logistic regression over labelled
//! pages, half of the sites of each set (the other half was only measured on), a content line weighing as much as its length, and rounded.

macro_rules! rules {
    ($($name:ident = $alone:literal, $among:literal, $reason:literal;)*) => {
        /// A rule about lines.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Rule { $(#[doc = $reason] $name),* }

        /// The names and reasons of all rules, in their order.
        static TABLE: &[Entry] = &[$(Entry { name: stringify!($name), reason: $reason }),*];

        /// The weights by themselves, close together.
        static WEIGHTS: [Weights; PARTS * 64] = weights(&[$(($alone, $among)),*]);

        /// All rules.
        pub(super) static RULES: &[Rule] = &[$(Rule::$name),*];
    };
}

/// A row of the table.
struct Entry {
    name: &'static str,
    reason: &'static str,
}

/// Weights of both rounds, or sums of them, in hundredths, so that a sum is the same in whatever order: the first in the lower half, so that both are one addition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights(i64);

impl Weights {
    const fn new(alone: i32, among: i32) -> Weights {
        Weights(((among as i64) << 32) + alone as i64)
    }

    /// Of the first round.
    pub(super) fn alone(self) -> i32 {
        self.0 as i32
    }

    /// Of the second round.
    pub(super) fn among(self) -> i32 {
        ((self.0 - i64::from(self.alone())) >> 32) as i32
    }
}

/// The weights of all rules; as many as a set has places.
const fn weights(given: &[(f32, f32)]) -> [Weights; PARTS * 64] {
    let mut weights = [Weights(0); PARTS * 64];
    let mut i = 0;
    while i < given.len() {
        weights[i] = Weights::new((given[i].0 * 100.0).round() as i32, (given[i].1 * 100.0).round() as i32);
        i += 1;
    }
    weights
}

/// What the sums begin with.
const BIAS: Weights = Weights::new(-30, -95);

rules! {
    Marks = -3.56, -7.36, "no word in it";
    W1 = 3.38, 2.54, "one word, no end mark";
    W2 = 1.68, 1.12, "two words, no end mark";
    W3 = 1.38, 1.08, "three or four words, no end mark";
    W5 = 0.75, 0.73, "five to seven words, no end mark";
    W8 = 0.86, 0.80, "eight to eleven words, no end mark";
    W12 = 1.40, 1.94, "twelve to seventeen words, no end mark";
    W18 = 0.83, 1.44, "eighteen to twenty-nine words, no end mark";
    W30 = -0.45, -0.31, "thirty words and more, no end mark";
    E1 = 1.12, 0.97, "up to two words and an end mark";
    E3 = 0.61, 0.81, "three or four words and an end mark";
    E5 = -0.14, 0.34, "five to seven words and an end mark";
    E8 = -0.55, -0.54, "eight to eleven words and an end mark";
    E12 = -0.44, 0.44, "a sentence of twelve to seventeen words";
    E18 = -1.36, -0.30, "a sentence of eighteen to twenty-nine words";
    E30 = -2.25, -1.38, "thirty to forty-nine words and an end mark";
    E50 = -3.27, -2.34, "fifty words and more and an end mark";
    Colon = -1.61, -1.16, "ends with a colon";
    Ellipsis = 2.14, 1.23, "ends with an ellipsis";
    Question = 0.28, 0.38, "ends with a question mark";
    AllCaps = 0.20, 0.56, "in capitals";
    SmallStart = -0.27, -0.17, "begins with a small letter";
    List = -0.95, -0.53, "begins like an entry of a list";
    Brackets = -1.72, -0.98, "all in brackets";
    QuoteStart = -0.54, -0.54, "begins with a quote mark";
    Spoken = -0.92, -0.54, "most of it is quoted, and somebody is named who said it";
    Quoted = -0.44, -1.04, "most of it stands in quote marks";
    Title = -3.56, -2.17, "has the words of the headline";
    Comma = -0.41, -0.29, "has a comma";
    Sentences = 0.39, 0.40, "has several sentences";
    Signs = 0.05, 0.29, "has slashes or other signs";
    Code = -1.16, -0.95, "has signs of program code";
    Date = 0.48, 0.46, "little else than a date or a time";
    Clock = 1.98, 2.59, "has a time of day";
    Copyright = 1.40, 2.09, "has a copyright sign";
    At = -1.18, -0.48, "has an address of mail";
    Url = 0.59, 0.73, "has an address of the web";
    Bars = 1.07, 1.15, "has bars or bullets that part entries";
    Arrow = 0.37, 0.48, "has an arrow";
    Lead = -0.03, -0.38, "begins with one word and a colon";
    LongLead = 0.23, 0.30, "begins with two or three words and a colon";
    Ruler = 3.00, 12.00, "a rule of dashes or other marks";
    VerbShort = 0.02, 0.15, "short, with a finite verb";
    VerbLong = 0.46, 1.12, "long, with a finite verb";
    NoVerbLong = 0.73, 1.52, "long, without a finite verb";
    ProseNone = 0.35, -0.07, "has no word of running prose";
    ProseLow = 0.36, -0.24, "has few words of running prose";
    ProseMid = 0.46, -0.14, "has some words of running prose";
    ProseHigh = 0.39, -0.11, "is full of words of running prose";
    CapsMost = -0.07, -0.18, "most words begin with a capital";
    CapsSome = -0.13, -0.15, "many words begin with a capital";
    CapsFew = -0.64, -0.51, "few words begin with a capital";
    Numbers = -0.06, 0.06, "a quarter of the words are numbers";
    FurnitureSome = 1.14, 1.10, "has a word that menus are full of";
    FurnitureHalf = 2.85, 4.13, "half of the words are words of menus";
    FurnitureMost = 0.27, 0.68, "most of the words are words of menus";
    PhraseWhole = 1.65, 1.11, "is a phrase of furniture";
    PhraseOpens = 1.67, 1.85, "is a heading of a list of other stories";
    BeginsShort = 1.72, 2.68, "short, and begins with a phrase of furniture";
    BeginsLong = 1.39, 0.48, "begins with a phrase of furniture";
    WithinShort = 1.48, 0.97, "short, with a phrase of furniture";
    WithinLong = 2.40, 1.60, "has a phrase of furniture";
    PhrasePromo = 1.36, 1.73, "speaks of subscriptions, newsletters or gifts";
    PhraseLegal = 1.71, 0.60, "speaks of rights, terms or cookies";
    PhraseShare = 1.30, 1.39, "speaks of sharing or following";
    PhraseRelated = 0.72, 1.64, "points to other stories";
    PhraseBio = -0.01, 0.32, "tells who the author is";
    PhraseByline = -0.08, -0.04, "begins like a byline";
    PhraseCredit = -0.55, 0.38, "begins like a credit";
    PhraseCaption = 0.68, 0.59, "speaks of a picture";
    PhraseDate = -0.10, -0.11, "begins like a date of publication";
    PhraseCounter = 0.71, 0.68, "counts minutes, views or comments";
    TwoPhrases = 0.36, 0.34, "has two phrases of furniture";
    ThreePhrases = -0.83, -2.00, "has three phrases of furniture and more";
    CoveredHalf = 0.61, 0.52, "half of it is phrases of furniture";
    SharedNone = -0.74, -0.46, "long, and has no word of the story";
    SharedLow = -1.13, -0.33, "long, and has few words of the story";
    SharedMid = -1.87, -0.47, "long, and has some words of the story";
    SharedHigh = -2.45, -0.75, "long, and has many words of the story";
    ShortSharedNone = 0.07, -0.07, "short, and has no word of the story";
    ShortSharedSome = -0.39, -0.15, "short, and has words of the story";
    ShortSharedAll = -1.54, -0.88, "short, and has only words of the story";
    Stories2 = 0.59, 1.70, "in two stories of the outlet";
    Stories3 = 2.43, 3.83, "in three or four stories of the outlet";
    Stories5 = 0.89, 1.70, "in five stories of the outlet and more";
    ShareMid = 1.76, 1.31, "in a part of the outlet's articles";
    ShareHigh = 2.45, 1.98, "in a third of the outlet's articles and more, at the least";
    RepeatedLong = -0.60, -1.56, "long, and in several stories of the outlet";
    UniqueLong = -2.01, -1.42, "long, and in one story only of an outlet with many";
    UniqueShort = -0.94, -0.38, "short, and in one story only of an outlet with many";
    LooseRepeated = -0.30, -0.77, "in several stories of the outlet with other names";
    ZoneSteady = 0.65, 1.04, "always in the same part of the page";
    ManySources = -0.88, -0.28, "in several outlets, about different stories";
    Syndicated = 0.59, 0.42, "in several outlets, about one story within days";
    TwiceInPage = -0.14, -0.22, "twice on the page";
    Label = 0.00, 0.00, "a few words that stand on the page three times and more";
    Inside = 0.0, -0.69, "inside the running text";
    InsideShort = 0.0, -0.26, "a short line inside the running text";
    InsideLong = 0.0, -0.43, "a long line inside the running text";
    Before1 = 0.0, 0.39, "right before the running text";
    Before2 = 0.0, 0.03, "two or three lines before the running text";
    Before4 = 0.0, -0.12, "four to nine lines before the running text";
    Before10 = 0.0, 1.20, "far before the running text";
    After1 = 0.0, -0.55, "right after the running text";
    After2 = 0.0, -0.32, "two or three lines after the running text";
    After4 = 0.0, 0.01, "four to nine lines after the running text";
    After10 = 0.0, 0.05, "far after the running text";
    OutsideLong = 0.0, -0.07, "a long line outside the running text";
    OutsideLongShared = 0.0, -1.00, "a long line outside the running text, with words of the story";
    PrevContent = 0.0, -0.40, "a line of running text is right above";
    PrevFurniture = 0.0, -0.28, "furniture is right above";
    NextContent = 0.0, -0.30, "a line of running text is right below";
    NextFurniture = 0.0, 0.07, "furniture is right below";
    BothContent = 0.0, -0.29, "running text above and below";
    BothFurniture = 0.0, 0.88, "furniture above and below";
    BothFurnitureInside = 0.0, -0.45, "furniture above and below, inside the running text";
    Near0 = 0.0, 0.77, "no running text near it";
    Near1 = 0.0, -0.18, "little running text near it";
    Near4 = 0.0, -0.15, "running text near it";
    Near7 = 0.0, -0.43, "running text all round it";
    Run1 = 0.0, -0.34, "a short line by itself";
    Run2 = 0.0, 0.75, "one of two or three short lines in a row";
    Run4 = 0.0, 0.23, "one of four to eight short lines in a row";
    Run9 = 0.0, -0.13, "one of nine short lines and more in a row";
    Opened = 0.0, 0.86, "in a list under a heading for other stories";
    OpenedShared = 0.0, -0.17, "in such a list, with words of the story";
    OpenedForeign = 0.0, 3.50, "a long line under a heading for other stories, with hardly a word of this one";
    OpenedPairs = 0.00, 6.00, "one of several headlines with a paragraph each, under a heading for other stories";
    DateEdge = 0.00, 3.50, "a date at the edge of the page";
    OpenedLong = 0.0, -3.38, "a long line in such a list";
    AfterOpener = 0.0, 1.40, "right under a heading for other stories";
    HeadlineRun = 0.0, 0.06, "one of several headlines in a row";
    HeadlineRunInside = 0.0, -0.05, "one of several headlines in a row, inside the running text";
    InsideRun = 0.0, 0.36, "in a run of short lines inside the running text";
    Headline = 0.0, -0.93, "the headline of this page";
    HeadlineTwice = 0.0, -0.42, "the headline of this page, which stands on it twice";
    FirstLine = 0.0, -1.36, "the first line";
    SecondLine = 0.0, 0.49, "the second line";
    LastLines = 0.0, 1.01, "one of the last three lines";
    RawPage = 0.0, -0.47, "on a page that is mostly furniture";
    RawPageShort = 0.0, 0.46, "short, on a page that is mostly furniture";
    CleanPageShort = 0.0, 1.60, "short, in an article with little furniture";
    CleanPageShortInside = 0.0, -1.83, "short, inside an article with little furniture";
    CleanPhrase = 0.0, -0.41, "a phrase of furniture in an article with little furniture";
    NoBody = 0.0, 0.00, "on a page without running text";
    HeadHeadline = 0.0, -0.32, "a line of headline length right before the running text";
    BeforeNoPhrase = 0.0, -2.25, "before the running text, with no phrase of furniture";
    AfterNoPhrase = 0.0, -0.49, "after the running text, with no phrase of furniture";
    InsidePhrase = 0.0, 0.75, "a phrase of furniture inside the running text";
    Said0 = 0.0, 1.77, "outside the running text, and no line near it says that it is furniture";
    Said1 = 0.0, 1.62, "outside the running text, and few lines near it say that they are furniture";
    Said3 = 0.0, 2.61, "outside the running text, and some lines near it say that they are furniture";
    Said6 = 0.0, 2.57, "outside the running text, and most lines near it say that they are furniture";
    Said0Inside = 0.0, 0.75, "inside the running text, and no line near it says that it is furniture";
    Said1Inside = 0.0, 1.04, "inside the running text, and few lines near it say that they are furniture";
    Said3Inside = 0.0, 1.46, "inside the running text, and some lines near it say that they are furniture";
    Said6Inside = 0.0, 1.29, "inside the running text, and most lines near it say that they are furniture";
    TextBoth = 0.0, -0.07, "short, with sentences of the story above and below";
    TextBothOutside = 0.0, -0.38, "short, with sentences of the story above and below, outside the running text";
    TextNone = 0.0, -0.43, "short, with no sentence of the story near it";
    AlikeNumber = 0.0, 0.06, "one of several lines with a number in the same place";
    AlikeNumberInside = 0.0, 0.73, "one of several lines with a number in the same place, inside the running text";
    AlikeMarks = 0.0, 0.27, "one of several lines with the same numbers and marks";
    AlikeMarksInside = 0.0, -0.66, "one of several lines with the same numbers and marks, inside the running text";
    AlikeOpened = 0.0, -0.72, "one of several lines built alike, under a heading for other stories";
    AboveHeadline = 0.0, 0.93, "above the headline";
    BelowHeadline = 0.0, 0.09, "between the headline and the running text";
    BioAfter = 0.0, 0.54, "tells who the author is, after the running text";
    BioInside = 0.0, -0.23, "tells who the author is, inside the running text";
    HeadlineFirst = 0.00, 0.00, "the headline of this page, with which it begins";
    ShareTwo = 0.00, 1.60, "in all of the few articles of the outlet, which are two";
    KnownPhrase = 0.00, 3.00, "a phrase of furniture that stands in other stories too";
    Standing = 0.00, 4.00, "a sentence that the outlet prints in the same place under ten stories and more";
}

impl Rule {
    /// Its weight when the lines around are known, in hundredths.
    #[inline]
    pub(super) fn among(self) -> i32 {
        WEIGHTS[self as usize].among()
    }

    /// Why, in words.
    pub(super) fn reason(self) -> &'static str {
        TABLE[self as usize].reason
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        TABLE[self as usize].name
    }
}

/// Numbers that a set of rules is made of.
const PARTS: usize = 4;

/// The rules that hold for a line: a set that is walked in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Held([u64; PARTS]);

impl Held {
    /// Adds a rule when `holds`.
    #[inline]
    pub(super) fn add(&mut self, rule: Rule, holds: bool) {
        let bit = u64::from(holds) << (rule as usize % 64);
        // Each part is named, so that a set in the making stays in registers.
        for (number, part) in self.0.iter_mut().enumerate() {
            *part |= if rule as usize / 64 == number { bit } else { 0 };
        }
    }

    /// Whether it is in.
    #[inline]
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.0[rule as usize / 64] >> (rule as usize % 64) & 1 == 1
    }

    /// The rules that `other` lacks.
    #[inline]
    pub(super) fn beyond(&self, other: &Held) -> Held {
        let mut rest = *self;
        for (part, other) in rest.0.iter_mut().zip(other.0) {
            *part &= !other;
        }
        rest
    }

    /// The sums of the weights.
    #[inline]
    pub(super) fn sum(&self) -> Weights {
        let mut sum = 0;
        for (number, mut bits) in self.0.into_iter().enumerate() {
            while bits != 0 {
                sum += WEIGHTS[number * 64 + bits.trailing_zeros() as usize].0;
                bits &= bits - 1;
            }
        }
        Weights(sum)
    }

    /// The same with what all sums begin with: log-odds.
    #[inline]
    pub(super) fn odds(&self) -> Weights {
        Weights(BIAS.0 + self.sum().0)
    }

    /// The rules, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Rule> {
        self.0.into_iter().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits.wrapping_sub(1);
                RULES.get(word * 64 + bit).copied().filter(|_| bit < 64)
            })
        })
    }
}
