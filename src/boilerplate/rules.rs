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

        /// The weights and reasons of all rules, in their order.
        static TABLE: &[Entry] = &[$(Entry { name: stringify!($name), alone: $alone, among: $among, reason: $reason }),*];

        /// All rules.
        pub(super) static RULES: &[Rule] = &[$(Rule::$name),*];
    };
}

/// A row of the table.
struct Entry {
    name: &'static str,
    alone: f32,
    among: f32,
    reason: &'static str,
}

/// What the sums begin with.
pub(super) const BIAS: (f32, f32) = (1.37, 0.20);

rules! {
    Marks = -0.42, -0.44, "no word in it";
    W1 = 2.56, 1.93, "one word, no end mark";
    W2 = 1.87, 1.58, "two words, no end mark";
    W3 = 2.08, 1.37, "three or four words, no end mark";
    W5 = 1.01, 0.39, "five to seven words, no end mark";
    W8 = 0.84, 0.22, "eight to eleven words, no end mark";
    W12 = 1.76, 2.05, "twelve to seventeen words, no end mark";
    W18 = 0.90, 1.25, "eighteen to twenty-nine words, no end mark";
    W30 = -1.07, -1.32, "thirty words and more, no end mark";
    E1 = 0.34, 0.11, "up to two words and an end mark";
    E3 = 0.17, -0.03, "three or four words and an end mark";
    E5 = -0.28, -0.53, "five to seven words and an end mark";
    E8 = -1.11, -1.21, "eight to eleven words and an end mark";
    E12 = -0.54, 0.02, "a sentence of twelve to seventeen words";
    E18 = -1.58, -0.54, "a sentence of eighteen to twenty-nine words";
    E30 = -2.57, -1.53, "thirty to forty-nine words and an end mark";
    E50 = -3.96, -3.33, "fifty words and more and an end mark";
    Colon = -1.48, -0.76, "ends with a colon";
    Ellipsis = 2.23, 1.20, "ends with an ellipsis";
    Question = 1.17, 0.99, "ends with a question mark";
    AllCaps = -0.28, 0.05, "in capitals";
    SmallStart = -0.34, 0.02, "begins with a small letter";
    List = -0.97, -0.33, "begins like an entry of a list";
    Brackets = -1.77, -0.95, "all in brackets";
    QuoteStart = -0.05, 0.01, "begins with a quote mark";
    Spoken = -1.48, -1.20, "most of it is quoted, and somebody is named who said it";
    Quoted = -0.67, -0.69, "most of it stands in quote marks";
    Title = -2.08, -1.07, "has the words of the headline";
    Comma = -0.59, -0.43, "has a comma";
    Sentences = 0.20, 0.16, "has several sentences";
    Signs = 0.50, 0.91, "has slashes or other signs";
    Code = -1.01, -0.75, "has signs of program code";
    Date = 0.57, 0.26, "little else than a date or a time";
    Clock = 2.10, 2.58, "has a time of day";
    Copyright = 1.47, 1.15, "has a copyright sign";
    At = -0.96, -1.19, "has an address of mail";
    Url = -0.74, -0.38, "has an address of the web";
    Bars = 1.39, 0.87, "has bars or bullets that part entries";
    Arrow = 0.27, 0.45, "has an arrow";
    Lead = 0.55, 0.65, "begins with one word and a colon";
    LongLead = -0.12, -0.12, "begins with two or three words and a colon";
    Ruler = 3.00, 4.50, "a rule of dashes or other marks";
    VerbShort = 0.04, 0.07, "short, with a finite verb";
    VerbLong = 0.19, 0.35, "long, with a finite verb";
    NoVerbLong = 0.37, 0.67, "long, without a finite verb";
    ProseNone = 0.30, 0.11, "has no word of running prose";
    ProseLow = 0.37, 0.10, "has few words of running prose";
    ProseMid = 0.66, 0.35, "has some words of running prose";
    ProseHigh = 0.47, 0.40, "is full of words of running prose";
    CapsMost = -0.88, -0.32, "most words begin with a capital";
    CapsSome = -0.84, -0.29, "many words begin with a capital";
    CapsFew = -1.53, -0.87, "few words begin with a capital";
    Numbers = -0.57, -0.68, "a quarter of the words are numbers";
    FurnitureSome = 0.60, 0.52, "has a word that menus are full of";
    FurnitureHalf = 1.87, 1.23, "half of the words are words of menus";
    FurnitureMost = 1.36, 1.32, "most of the words are words of menus";
    PhraseWhole = 1.72, 1.25, "is a phrase of furniture";
    PhraseOpens = 1.23, 1.14, "is a heading of a list of other stories";
    BeginsShort = 1.25, 1.29, "short, and begins with a phrase of furniture";
    BeginsLong = 1.10, 0.74, "begins with a phrase of furniture";
    WithinShort = 1.20, 1.04, "short, with a phrase of furniture";
    WithinLong = 1.39, 0.63, "has a phrase of furniture";
    PhrasePromo = 0.64, 0.90, "speaks of subscriptions, newsletters or gifts";
    PhraseLegal = 1.40, 0.79, "speaks of rights, terms or cookies";
    PhraseShare = 0.82, 0.44, "speaks of sharing or following";
    PhraseRelated = 0.62, 1.17, "points to other stories";
    PhraseBio = -0.06, -0.13, "tells who the author is";
    PhraseByline = -0.47, -0.40, "begins like a byline";
    PhraseCredit = -0.51, -0.22, "begins like a credit";
    PhraseCaption = 0.00, 0.00, "speaks of a picture";
    PhraseDate = 0.09, 0.03, "begins like a date of publication";
    PhraseCounter = -0.32, -0.26, "counts minutes, views or comments";
    TwoPhrases = 1.42, 1.32, "has two phrases of furniture";
    ThreePhrases = 2.13, 2.62, "has three phrases of furniture and more";
    CoveredHalf = 0.66, 0.46, "half of it is phrases of furniture";
    SharedNone = -1.60, -1.43, "long, and has no word of the story";
    SharedLow = -1.46, -1.17, "long, and has few words of the story";
    SharedMid = -1.93, -0.93, "long, and has some words of the story";
    SharedHigh = -2.95, -0.93, "long, and has many words of the story";
    ShortSharedNone = 0.72, 0.20, "short, and has no word of the story";
    ShortSharedSome = -0.35, -0.48, "short, and has words of the story";
    ShortSharedAll = -1.88, -1.19, "short, and has only words of the story";
    Stories2 = 0.17, -0.23, "in two stories of the outlet";
    Stories3 = 0.70, 0.55, "in three or four stories of the outlet";
    Stories5 = 0.92, 0.47, "in five stories of the outlet and more";
    ShareMid = 0.61, 0.46, "in a part of the outlet's articles";
    ShareHigh = 2.58, 1.80, "in a third of the outlet's articles and more, at the least";
    RepeatedLong = 0.73, 0.86, "long, and in several stories of the outlet";
    UniqueLong = -2.31, -1.72, "long, and in one story only of an outlet with many";
    UniqueShort = -1.50, -0.98, "short, and in one story only of an outlet with many";
    LooseRepeated = -0.12, -0.38, "in several stories of the outlet with other names";
    ZoneSteady = 0.86, 0.21, "always in the same part of the page";
    ManySources = -0.13, 0.33, "in several outlets, about different stories";
    Syndicated = 0.86, 0.52, "in several outlets, about one story within days";
    TwiceInPage = -0.14, -0.22, "twice on the page";
    Label = 0.00, 0.00, "a few words that stand on the page three times and more";
    Inside = 0.0, -0.56, "inside the running text";
    InsideShort = 0.0, 0.19, "a short line inside the running text";
    InsideLong = 0.0, -0.75, "a long line inside the running text";
    Before1 = 0.0, 0.53, "right before the running text";
    Before2 = 0.0, 0.29, "two or three lines before the running text";
    Before4 = 0.0, 0.04, "four to nine lines before the running text";
    Before10 = 0.0, 1.09, "far before the running text";
    After1 = 0.0, 0.47, "right after the running text";
    After2 = 0.0, 0.51, "two or three lines after the running text";
    After4 = 0.0, 0.68, "four to nine lines after the running text";
    After10 = 0.0, 0.89, "far after the running text";
    OutsideLong = 0.0, -0.82, "a long line outside the running text";
    OutsideLongShared = 0.0, -1.13, "a long line outside the running text, with words of the story";
    PrevContent = 0.0, -0.57, "a line of running text is right above";
    PrevFurniture = 0.0, 0.32, "furniture is right above";
    NextContent = 0.0, -0.63, "a line of running text is right below";
    NextFurniture = 0.0, 0.17, "furniture is right below";
    BothContent = 0.0, 0.19, "running text above and below";
    BothFurniture = 0.0, 0.40, "furniture above and below";
    BothFurnitureInside = 0.0, -0.82, "furniture above and below, inside the running text";
    Near0 = 0.0, 0.45, "no running text near it";
    Near1 = 0.0, 0.21, "little running text near it";
    Near4 = 0.0, -0.31, "running text near it";
    Near7 = 0.0, -0.34, "running text all round it";
    Run1 = 0.0, 0.53, "a short line by itself";
    Run2 = 0.0, 1.05, "one of two or three short lines in a row";
    Run4 = 0.0, 1.03, "one of four to eight short lines in a row";
    Run9 = 0.0, 0.80, "one of nine short lines and more in a row";
    Opened = 0.0, 0.67, "in a list under a heading for other stories";
    OpenedShared = 0.0, -0.04, "in such a list, with words of the story";
    OpenedForeign = 0.0, 3.50, "a long line under a heading for other stories, with hardly a word of this one";
    OpenedPairs = 0.00, 6.00, "one of several headlines with a paragraph each, under a heading for other stories";
    DateEdge = 0.00, 3.50, "a date at the edge of the page";
    OpenedLong = 0.0, -2.97, "a long line in such a list";
    AfterOpener = 0.0, 0.24, "right under a heading for other stories";
    HeadlineRun = 0.0, -0.28, "one of several headlines in a row";
    HeadlineRunInside = 0.0, 0.32, "one of several headlines in a row, inside the running text";
    InsideRun = 0.0, 0.05, "in a run of short lines inside the running text";
    Headline = 0.0, -0.77, "the headline of this page";
    HeadlineTwice = 0.0, -1.21, "the headline of this page, which stands on it twice";
    FirstLine = 0.0, -0.80, "the first line";
    SecondLine = 0.0, 0.33, "the second line";
    LastLines = 0.0, 0.78, "one of the last three lines";
    RawPage = 0.0, 0.02, "on a page that is mostly furniture";
    RawPageShort = 0.0, -0.08, "short, on a page that is mostly furniture";
    CleanPageShort = 0.0, 0.28, "short, in an article with little furniture";
    CleanPageShortInside = 0.0, -0.88, "short, inside an article with little furniture";
    CleanPhrase = 0.0, 0.00, "a phrase of furniture in an article with little furniture";
    NoBody = 0.0, -3.95, "on a page without running text";
    HeadHeadline = 0.0, 0.81, "a line of headline length right before the running text";
    BeforeNoPhrase = 0.0, -0.83, "before the running text, with no phrase of furniture";
    AfterNoPhrase = 0.0, 0.09, "after the running text, with no phrase of furniture";
    InsidePhrase = 0.0, 1.23, "a phrase of furniture inside the running text";
}

impl Rule {
    /// Its weight when a line is looked at by itself.
    #[inline]
    pub(super) fn alone(self) -> f32 {
        TABLE[self as usize].alone
    }

    /// Its weight when the lines around are known.
    #[inline]
    pub(super) fn among(self) -> f32 {
        TABLE[self as usize].among
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

/// The rules that hold for a line: a set that is walked in order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Held([u64; 4]);

impl Held {
    /// Adds a rule when `holds`.
    #[inline]
    pub(super) fn add(&mut self, rule: Rule, holds: bool) {
        self.0[rule as usize / 64] |= u64::from(holds) << (rule as usize % 64);
    }

    /// Whether it is in.
    #[inline]
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.0[rule as usize / 64] >> (rule as usize % 64) & 1 == 1
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
