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
pub(super) const BIAS: (f32, f32) = (1.42, 0.96);

rules! {
    Marks = -0.35, -0.34, "no word in it";
    W1 = 2.64, 2.13, "one word, no end mark";
    W2 = 1.95, 1.84, "two words, no end mark";
    W3 = 2.09, 1.18, "three or four words, no end mark";
    W5 = 0.96, 0.18, "five to seven words, no end mark";
    W8 = 0.78, -0.01, "eight to eleven words, no end mark";
    W12 = 1.65, 1.59, "twelve to seventeen words, no end mark";
    W18 = 0.91, 1.23, "eighteen to twenty-nine words, no end mark";
    W30 = -1.17, -1.52, "thirty words and more, no end mark";
    E1 = 0.34, 0.12, "up to two words and an end mark";
    E3 = 0.18, -0.02, "three or four words and an end mark";
    E5 = -0.30, -0.65, "five to seven words and an end mark";
    E8 = -1.11, -1.34, "eight to eleven words and an end mark";
    E12 = -0.44, 0.23, "a sentence of twelve to seventeen words";
    E18 = -1.57, -0.48, "a sentence of eighteen to twenty-nine words";
    E30 = -2.59, -1.33, "thirty to forty-nine words and an end mark";
    E50 = -3.97, -2.82, "fifty words and more and an end mark";
    Colon = -1.55, -0.84, "ends with a colon";
    Ellipsis = 2.16, 1.07, "ends with an ellipsis";
    Question = 1.08, 1.01, "ends with a question mark";
    AllCaps = -0.31, -0.06, "in capitals";
    SmallStart = -0.35, -0.08, "begins with a small letter";
    List = -0.99, -0.46, "begins like an entry of a list";
    Brackets = -1.73, -0.90, "all in brackets";
    QuoteStart = -0.12, -0.04, "begins with a quote mark";
    Spoken = -1.44, -1.32, "most of it is quoted, and somebody is named who said it";
    Quoted = -0.68, -0.32, "most of it stands in quote marks";
    Title = -2.26, -1.77, "has the words of the headline";
    Comma = -0.57, -0.36, "has a comma";
    Sentences = 0.25, 0.16, "has several sentences";
    Signs = 0.46, 0.80, "has slashes or other signs";
    Code = -0.95, -0.81, "has signs of program code";
    Date = 0.42, 0.14, "little else than a date or a time";
    Clock = 2.21, 2.48, "has a time of day";
    Copyright = 1.40, 1.08, "has a copyright sign";
    At = -1.05, -0.60, "has an address of mail";
    Url = -0.51, -0.41, "has an address of the web";
    Bars = 1.31, 0.95, "has bars or bullets that part entries";
    Arrow = 0.21, 0.35, "has an arrow";
    VerbShort = 0.06, 0.08, "short, with a finite verb";
    VerbLong = 0.08, 0.19, "long, with a finite verb";
    NoVerbLong = 0.32, 0.58, "long, without a finite verb";
    ProseNone = 0.37, 0.28, "has no word of running prose";
    ProseLow = 0.34, 0.15, "has few words of running prose";
    ProseMid = 0.64, 0.33, "has some words of running prose";
    ProseHigh = 0.46, 0.41, "is full of words of running prose";
    CapsMost = -0.79, -0.24, "most words begin with a capital";
    CapsSome = -0.76, -0.11, "many words begin with a capital";
    CapsFew = -1.45, -0.63, "few words begin with a capital";
    Numbers = -0.50, -0.55, "a quarter of the words are numbers";
    FurnitureSome = 0.57, 0.35, "has a word that menus are full of";
    FurnitureHalf = 1.89, 1.27, "half of the words are words of menus";
    FurnitureMost = 1.34, 1.29, "most of the words are words of menus";
    PhraseWhole = 1.68, 0.83, "is a phrase of furniture";
    PhraseOpens = 1.64, 1.54, "is a heading of a list of other stories";
    BeginsShort = 1.29, 1.21, "short, and begins with a phrase of furniture";
    BeginsLong = 1.15, 0.67, "begins with a phrase of furniture";
    WithinShort = 1.08, 0.78, "short, with a phrase of furniture";
    WithinLong = 1.36, 0.51, "has a phrase of furniture";
    PhrasePromo = 0.60, 0.61, "speaks of subscriptions, newsletters or gifts";
    PhraseLegal = 1.41, 0.51, "speaks of rights, terms or cookies";
    PhraseShare = 0.77, 0.22, "speaks of sharing or following";
    PhraseRelated = 0.02, -0.10, "points to other stories";
    PhraseBio = 0.00, 0.08, "tells who the author is";
    PhraseByline = -0.40, -0.67, "begins like a byline";
    PhraseCredit = -0.79, -0.66, "begins like a credit";
    PhraseCaption = 0.00, 0.00, "speaks of a picture";
    PhraseDate = 0.03, -0.18, "begins like a date of publication";
    PhraseCounter = -0.32, -0.31, "counts minutes, views or comments";
    TwoPhrases = 1.57, 1.24, "has two phrases of furniture";
    ThreePhrases = 2.21, 2.40, "has three phrases of furniture and more";
    CoveredHalf = 0.71, 0.38, "half of it is phrases of furniture";
    SharedNone = -2.11, -1.62, "long, and has no word of the story";
    SharedLow = -1.61, -0.85, "long, and has few words of the story";
    SharedMid = -1.86, -0.48, "long, and has some words of the story";
    SharedHigh = -2.50, -0.88, "long, and has many words of the story";
    ShortSharedNone = 0.67, 0.20, "short, and has no word of the story";
    ShortSharedSome = -0.23, -0.34, "short, and has words of the story";
    ShortSharedAll = -1.70, -1.36, "short, and has only words of the story";
    Stories2 = 0.13, -0.28, "in two stories of the outlet";
    Stories3 = 0.63, 0.37, "in three or four stories of the outlet";
    Stories5 = 0.95, 0.40, "in five stories of the outlet and more";
    ShareMid = 0.58, 0.24, "in a part of the outlet's articles";
    ShareHigh = 2.64, 1.94, "in a third of the outlet's articles and more, at the least";
    RepeatedLong = 0.94, 0.79, "long, and in several stories of the outlet";
    UniqueLong = -2.19, -1.62, "long, and in one story only of an outlet with many";
    UniqueShort = -1.49, -0.86, "short, and in one story only of an outlet with many";
    LooseRepeated = 0.49, 1.11, "in several stories of the outlet with other names";
    ZoneSteady = 0.98, 0.28, "always in the same part of the page";
    ManySources = -0.06, 0.57, "in several outlets, about different stories";
    Syndicated = 0.96, 0.58, "in several outlets, about one story within days";
    TwiceInPage = -0.18, -0.43, "short, and twice on the page";
    Inside = 0.0, -1.91, "inside the running text";
    InsideShort = 0.0, -0.16, "a short line inside the running text";
    InsideLong = 0.0, -1.75, "a long line inside the running text";
    Before1 = 0.0, -0.25, "right before the running text";
    Before2 = 0.0, -0.38, "two or three lines before the running text";
    Before4 = 0.0, -0.48, "four to nine lines before the running text";
    Before10 = 0.0, 1.32, "far before the running text";
    After1 = 0.0, -0.35, "right after the running text";
    After2 = 0.0, 0.17, "two or three lines after the running text";
    After4 = 0.0, 0.96, "four to nine lines after the running text";
    After10 = 0.0, 0.92, "far after the running text";
    OutsideLong = 0.0, -1.35, "a long line outside the running text";
    OutsideLongShared = 0.0, -0.90, "a long line outside the running text, with words of the story";
    PrevContent = 0.0, -0.17, "a line of running text is right above";
    PrevFurniture = 0.0, 0.47, "furniture is right above";
    NextContent = 0.0, -0.27, "a line of running text is right below";
    NextFurniture = 0.0, 0.37, "furniture is right below";
    BothContent = 0.0, 0.10, "running text above and below";
    BothFurniture = 0.0, 0.26, "furniture above and below";
    BothFurnitureInside = 0.0, 0.15, "furniture above and below, inside the running text";
    Near0 = 0.0, -0.05, "no running text near it";
    Near1 = 0.0, -0.07, "little running text near it";
    Near4 = 0.0, 0.18, "running text near it";
    Near7 = 0.0, -0.06, "running text all round it";
    Run1 = 0.0, 0.82, "a short line by itself";
    Run2 = 0.0, 1.08, "one of two or three short lines in a row";
    Run4 = 0.0, 0.80, "one of four to eight short lines in a row";
    Run9 = 0.0, 0.39, "one of nine short lines and more in a row";
    Opened = 0.0, 2.01, "in a list under a heading for other stories";
    OpenedShared = 0.0, -0.80, "in such a list, with words of the story";
    FirstLine = 0.0, -0.90, "the first line";
    SecondLine = 0.0, 0.35, "the second line";
    LastLines = 0.0, 0.79, "one of the last three lines";
    RawPage = 0.0, 0.28, "on a page that is mostly furniture";
    RawPageShort = 0.0, -0.13, "short, on a page that is mostly furniture";
    CleanPageShort = 0.0, 0.02, "short, in an article with little furniture";
    CleanPageShortInside = 0.0, -1.22, "short, inside an article with little furniture";
    CleanPhrase = 0.0, -0.06, "a phrase of furniture in an article with little furniture";
    NoBody = 0.0, 0.00, "on a page without running text";
    HeadHeadline = 0.0, 0.41, "a line of headline length right before the running text";
    BeforeNoPhrase = 0.0, -1.33, "before the running text, with no phrase of furniture";
    AfterNoPhrase = 0.0, -0.58, "after the running text, with no phrase of furniture";
    InsidePhrase = 0.0, 1.32, "a phrase of furniture inside the running text";
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
