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
pub(super) const BIAS: (f32, f32) = (0.0, 0.0);

rules! {
    Marks = 0.0, 0.0, "no word in it";
    W1 = 0.0, 0.0, "one word, no end mark";
    W2 = 0.0, 0.0, "two words, no end mark";
    W3 = 0.0, 0.0, "three or four words, no end mark";
    W5 = 0.0, 0.0, "five to seven words, no end mark";
    W8 = 0.0, 0.0, "eight to eleven words, no end mark";
    W12 = 0.0, 0.0, "twelve to seventeen words, no end mark";
    W18 = 0.0, 0.0, "eighteen to twenty-nine words, no end mark";
    W30 = 0.0, 0.0, "thirty words and more, no end mark";
    E1 = 0.0, 0.0, "up to two words and an end mark";
    E3 = 0.0, 0.0, "three or four words and an end mark";
    E5 = 0.0, 0.0, "five to seven words and an end mark";
    E8 = 0.0, 0.0, "eight to eleven words and an end mark";
    E12 = 0.0, 0.0, "a sentence of twelve to seventeen words";
    E18 = 0.0, 0.0, "a sentence of eighteen to twenty-nine words";
    E30 = 0.0, 0.0, "thirty to forty-nine words and an end mark";
    E50 = 0.0, 0.0, "fifty words and more and an end mark";
    Colon = 0.0, 0.0, "ends with a colon";
    Ellipsis = 0.0, 0.0, "ends with an ellipsis";
    Question = 0.0, 0.0, "ends with a question mark";
    AllCaps = 0.0, 0.0, "in capitals";
    SmallStart = 0.0, 0.0, "begins with a small letter";
    List = 0.0, 0.0, "begins like an entry of a list";
    Brackets = 0.0, 0.0, "all in brackets";
    QuoteStart = 0.0, 0.0, "begins with a quote mark";
    Spoken = 0.0, 0.0, "most of it is quoted, and somebody is named who said it";
    Quoted = 0.0, 0.0, "most of it stands in quote marks";
    Title = 0.0, 0.0, "has the words of the headline";
    Comma = 0.0, 0.0, "has a comma";
    Sentences = 0.0, 0.0, "has several sentences";
    Signs = 0.0, 0.0, "has slashes or other signs";
    Code = 0.0, 0.0, "has signs of program code";
    Date = 0.0, 0.0, "little else than a date or a time";
    Clock = 0.0, 0.0, "has a time of day";
    Copyright = 0.0, 0.0, "has a copyright sign";
    At = 0.0, 0.0, "has an address of mail";
    Url = 0.0, 0.0, "has an address of the web";
    Bars = 0.0, 0.0, "has bars or bullets that part entries";
    Arrow = 0.0, 0.0, "has an arrow";
    VerbShort = 0.0, 0.0, "short, with a finite verb";
    VerbLong = 0.0, 0.0, "long, with a finite verb";
    NoVerbLong = 0.0, 0.0, "long, without a finite verb";
    ProseNone = 0.0, 0.0, "has no word of running prose";
    ProseLow = 0.0, 0.0, "has few words of running prose";
    ProseMid = 0.0, 0.0, "has some words of running prose";
    ProseHigh = 0.0, 0.0, "is full of words of running prose";
    CapsMost = 0.0, 0.0, "most words begin with a capital";
    CapsSome = 0.0, 0.0, "many words begin with a capital";
    CapsFew = 0.0, 0.0, "few words begin with a capital";
    Numbers = 0.0, 0.0, "a quarter of the words are numbers";
    FurnitureSome = 0.0, 0.0, "has a word that menus are full of";
    FurnitureHalf = 0.0, 0.0, "half of the words are words of menus";
    FurnitureMost = 0.0, 0.0, "most of the words are words of menus";
    PhraseWhole = 0.0, 0.0, "is a phrase of furniture";
    PhraseOpens = 0.0, 0.0, "is a heading of a list of other stories";
    BeginsShort = 0.0, 0.0, "short, and begins with a phrase of furniture";
    BeginsLong = 0.0, 0.0, "begins with a phrase of furniture";
    WithinShort = 0.0, 0.0, "short, with a phrase of furniture";
    WithinLong = 0.0, 0.0, "has a phrase of furniture";
    PhrasePromo = 0.0, 0.0, "speaks of subscriptions, newsletters or gifts";
    PhraseLegal = 0.0, 0.0, "speaks of rights, terms or cookies";
    PhraseShare = 0.0, 0.0, "speaks of sharing or following";
    PhraseRelated = 0.0, 0.0, "points to other stories";
    PhraseBio = 0.0, 0.0, "tells who the author is";
    PhraseByline = 0.0, 0.0, "begins like a byline";
    PhraseCredit = 0.0, 0.0, "begins like a credit";
    PhraseCaption = 0.0, 0.0, "speaks of a picture";
    PhraseDate = 0.0, 0.0, "begins like a date of publication";
    PhraseCounter = 0.0, 0.0, "counts minutes, views or comments";
    TwoPhrases = 0.0, 0.0, "has two phrases of furniture";
    ThreePhrases = 0.0, 0.0, "has three phrases of furniture and more";
    CoveredHalf = 0.0, 0.0, "half of it is phrases of furniture";
    SharedNone = 0.0, 0.0, "long, and has no word of the story";
    SharedLow = 0.0, 0.0, "long, and has few words of the story";
    SharedMid = 0.0, 0.0, "long, and has some words of the story";
    SharedHigh = 0.0, 0.0, "long, and has many words of the story";
    ShortSharedNone = 0.0, 0.0, "short, and has no word of the story";
    ShortSharedSome = 0.0, 0.0, "short, and has words of the story";
    ShortSharedAll = 0.0, 0.0, "short, and has only words of the story";
    Stories2 = 0.0, 0.0, "in two stories of the outlet";
    Stories3 = 0.0, 0.0, "in three or four stories of the outlet";
    Stories5 = 0.0, 0.0, "in five stories of the outlet and more";
    ShareMid = 0.0, 0.0, "in a part of the outlet's articles";
    ShareHigh = 0.0, 0.0, "in a third of the outlet's articles and more, at the least";
    RepeatedLong = 0.0, 0.0, "long, and in several stories of the outlet";
    UniqueLong = 0.0, 0.0, "long, and in one story only of an outlet with many";
    UniqueShort = 0.0, 0.0, "short, and in one story only of an outlet with many";
    LooseRepeated = 0.0, 0.0, "in several stories of the outlet with other names";
    ZoneSteady = 0.0, 0.0, "always in the same part of the page";
    ManySources = 0.0, 0.0, "in several outlets, about different stories";
    Syndicated = 0.0, 0.0, "in several outlets, about one story within days";
    TwiceInPage = 0.0, 0.0, "short, and twice on the page";
    Inside = 0.0, 0.0, "inside the running text";
    InsideShort = 0.0, 0.0, "a short line inside the running text";
    InsideLong = 0.0, 0.0, "a long line inside the running text";
    Before1 = 0.0, 0.0, "right before the running text";
    Before2 = 0.0, 0.0, "two or three lines before the running text";
    Before4 = 0.0, 0.0, "four to nine lines before the running text";
    Before10 = 0.0, 0.0, "far before the running text";
    After1 = 0.0, 0.0, "right after the running text";
    After2 = 0.0, 0.0, "two or three lines after the running text";
    After4 = 0.0, 0.0, "four to nine lines after the running text";
    After10 = 0.0, 0.0, "far after the running text";
    OutsideLong = 0.0, 0.0, "a long line outside the running text";
    OutsideLongShared = 0.0, 0.0, "a long line outside the running text, with words of the story";
    PrevContent = 0.0, 0.0, "a line of running text is right above";
    PrevFurniture = 0.0, 0.0, "furniture is right above";
    NextContent = 0.0, 0.0, "a line of running text is right below";
    NextFurniture = 0.0, 0.0, "furniture is right below";
    BothContent = 0.0, 0.0, "running text above and below";
    BothFurniture = 0.0, 0.0, "furniture above and below";
    BothFurnitureInside = 0.0, 0.0, "furniture above and below, inside the running text";
    Near0 = 0.0, 0.0, "no running text near it";
    Near1 = 0.0, 0.0, "little running text near it";
    Near4 = 0.0, 0.0, "running text near it";
    Near7 = 0.0, 0.0, "running text all round it";
    Run1 = 0.0, 0.0, "a short line by itself";
    Run2 = 0.0, 0.0, "one of two or three short lines in a row";
    Run4 = 0.0, 0.0, "one of four to eight short lines in a row";
    Run9 = 0.0, 0.0, "one of nine short lines and more in a row";
    Opened = 0.0, 0.0, "in a list under a heading for other stories";
    OpenedShared = 0.0, 0.0, "in such a list, with words of the story";
    FirstLine = 0.0, 0.0, "the first line";
    SecondLine = 0.0, 0.0, "the second line";
    LastLines = 0.0, 0.0, "one of the last three lines";
    RawPage = 0.0, 0.0, "on a page that is mostly furniture";
    RawPageShort = 0.0, 0.0, "short, on a page that is mostly furniture";
    CleanPageShort = 0.0, 0.0, "short, in an article with little furniture";
    CleanPageShortInside = 0.0, 0.0, "short, inside an article with little furniture";
    CleanPhrase = 0.0, 0.0, "a phrase of furniture in an article with little furniture";
    NoBody = 0.0, 0.0, "on a page without running text";
    HeadHeadline = 0.0, 0.0, "a line of headline length right before the running text";
    BeforeNoPhrase = 0.0, 0.0, "before the running text, with no phrase of furniture";
    AfterNoPhrase = 0.0, 0.0, "after the running text, with no phrase of furniture";
    InsidePhrase = 0.0, 0.0, "a phrase of furniture inside the running text";
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
