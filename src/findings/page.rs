//! What the page `report.html` shows: the most telling findings with their texts, ready to be rendered.

/// The most telling ones of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<T> {
    /// Those that are shown.
    pub rows: Vec<T>,
    /// How many there are.
    pub all: usize,
}

impl<T> Default for Shown<T> {
    fn default() -> Shown<T> {
        Shown { rows: Vec::new(), all: 0 }
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Figures of the run: name and value.
    pub figures: Vec<(&'static str, String)>,
    /// What was skipped or remarked on: reason and count.
    pub skipped: Vec<(String, u64)>,
    /// Outlets by what goes of their text.
    pub outlets: Shown<Outlet>,
    /// Repeated quotes.
    pub quotes: Shown<QuoteView>,
    /// Clusters of articles.
    pub clusters: Shown<ClusterView>,
    /// Repeated paragraphs outside furniture.
    pub paragraphs: Shown<ParagraphView>,
    /// Articles.
    pub articles: Shown<ArticleView>,
    /// Who repeats whom.
    pub matrix: Matrix,
    /// When the most repeated quotes and articles were printed.
    pub timeline: Timeline,
    /// The nearest pairs of articles that were turned down.
    pub rejected: Shown<RejectedView>,
    /// Parameters of the run: name and value.
    pub parameters: Vec<(&'static str, String)>,
    /// The keep rule in words.
    pub keep: &'static str,
}

/// Two texts side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExplainPage {
    /// What they are called.
    pub names: (String, String),
    /// How they relate.
    pub relation: &'static str,
    /// Why.
    pub reason: String,
    /// Name and value.
    pub figures: Vec<(&'static str, String)>,
    /// The texts in pieces.
    pub sides: (Vec<Piece>, Vec<Piece>),
}

/// An outlet and its furniture.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
    /// Bytes of furniture, of 1,000 bytes of text.
    pub permille: u64,
    /// Its templates.
    pub templates: Shown<TemplateView>,
}

/// A line that an outlet prints again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateView {
    /// How it reads.
    pub text: String,
    /// Its class.
    pub class: &'static str,
    /// What is done with it.
    pub action: &'static str,
    /// Articles that carry it.
    pub articles: u32,
    /// Where on the page it stands on average, 0 to 100.
    pub place: u32,
    /// Why, in words.
    pub reasons: String,
    /// An article that has it, and the line.
    pub example: Link,
}

/// A place in an article: how it is called, and its anchor on the page if the article is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Link {
    /// The id of the document and the line.
    pub label: String,
    /// The anchor, without `#`.
    pub anchor: Option<String>,
}

/// A repeated quote.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteView {
    /// Its id.
    pub id: String,
    /// The fullest wording.
    pub text: String,
    /// Words in it.
    pub words: usize,
    /// Who said it; empty when nobody is named.
    pub speaker: String,
    /// How sure that is, and why.
    pub speaker_reason: String,
    /// Whether different people are named.
    pub disputed: bool,
    /// Outlets and articles.
    pub spread: (usize, usize),
    /// First and last day; empty when no date is known.
    pub days: String,
    /// What kind of repetition it is.
    pub verdict: String,
    /// The relations of its wordings to the fullest one, joined.
    pub relations: String,
    /// Spellings of the name, and the outlets that write it so.
    pub spellings: Vec<(String, String)>,
    /// The wordings.
    pub variants: Vec<VariantView>,
    /// Who printed it.
    pub mentions: Shown<MentionView>,
}

/// A wording.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantView {
    /// How it relates to the fullest wording.
    pub relation: &'static str,
    /// Mentions that have it.
    pub mentions: usize,
    /// The wording against the fullest one.
    pub pieces: Vec<Piece>,
}

/// A piece of a text that is held against another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What was done.
    pub kind: PieceKind,
    /// The words.
    pub text: String,
}

/// What was done to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Both have them.
    Same,
    /// Only this text has them.
    Inserted,
    /// Only the other one has them.
    Deleted,
    /// A number or negation that only this text has.
    Altered,
    /// A number or negation that only the other one has.
    Was,
    /// The passage of this number, which stands in both.
    Passage(usize),
}

/// A mention of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionView {
    /// The outlet.
    pub source: String,
    /// The date; empty when it is not known.
    pub date: String,
    /// Where.
    pub link: Link,
    /// Its wording, counted from 1.
    pub wording: usize,
    /// The speaker as written there; empty when nobody is named.
    pub speaker: String,
    /// The words before the quote and those behind it, in its line.
    pub around: (String, String),
}

/// A cluster of articles.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterView {
    /// Its id.
    pub id: String,
    /// The copy that stays.
    pub kept: CopyView,
    /// The others.
    pub members: Shown<CopyView>,
    /// What kind of repetition it is.
    pub verdict: String,
    /// How many outlets have it.
    pub outlets: usize,
    /// The kept copy and the first of the others side by side.
    pub sides: Option<(Vec<Piece>, Vec<Piece>)>,
}

/// An article in a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyView {
    /// Where it is read.
    pub link: Link,
    /// Its headline; empty when there is none.
    pub title: String,
    /// The outlet.
    pub source: String,
    /// The date; empty when it is not known.
    pub date: String,
    /// How it relates to the kept copy; empty for that one.
    pub relation: &'static str,
    /// Jaccard similarity and containment.
    pub figures: (String, String),
}

/// A repeated paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct ParagraphView {
    /// How it reads.
    pub text: String,
    /// Where it stands.
    pub places: Shown<Link>,
    /// Its relations, joined.
    pub relations: String,
    /// What kind of repetition it is.
    pub verdict: String,
}

/// An article to read.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleView {
    /// Its anchor.
    pub anchor: String,
    /// Its id.
    pub id: String,
    /// Its headline; empty when there is none.
    pub title: String,
    /// The outlet.
    pub source: String,
    /// The date; empty when it is not known.
    pub date: String,
    /// The copy that it goes for, if it goes.
    pub goes_for: Option<Link>,
    /// Its lines that are not blank.
    pub lines: Vec<LineView>,
}

/// A line of an article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineView {
    /// Its number.
    pub line: u32,
    /// How it reads.
    pub text: String,
    /// The repeated quotes in it.
    pub quotes: Vec<String>,
    /// Another place of the same paragraph.
    pub copy: Option<Link>,
    /// What kind of furniture it is.
    pub furniture: Option<&'static str>,
}

/// Which outlets have texts in common, and who had them first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matrix {
    /// The outlets.
    pub outlets: Vec<String>,
    /// A row for each.
    pub rows: Vec<Vec<Cell>>,
    /// Outlets that have texts in common with others.
    pub all: usize,
}

/// Two outlets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Repeated quotes and articles that both have.
    pub shared: u64,
    /// Those that the outlet of the row had on an earlier day.
    pub first: u64,
    /// Shade, 0 to 5.
    pub shade: u8,
}

/// When texts were printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// The first and the last day.
    pub days: (String, String),
    /// The texts.
    pub rows: Vec<TimelineRow>,
}

/// When one text was printed.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// What it is.
    pub label: String,
    /// Its anchor.
    pub anchor: String,
    /// Days as places from 0 to 1,000, with how often.
    pub dots: Vec<(u32, u32)>,
}

/// A pair that was turned down.
#[derive(Debug, Clone, PartialEq)]
pub struct RejectedView {
    /// The two articles.
    pub pair: (Link, Link),
    /// Jaccard similarity and containment.
    pub figures: (String, String),
    /// Why.
    pub reason: String,
}
