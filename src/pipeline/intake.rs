//! One record held against an index: what it is found by, what it resembles, what is to be done with it.

use super::bodies;
use super::columns::Spot;
use super::fingerprints::{FULL_FINGERPRINT_GROUP, SHARED_FINGERPRINTS};
use super::furniture::words_of_lines;
use super::parameters::{Parameters, Scope};
use super::sketching::{SketchBatch, Sketching};
use super::tell::round;
use crate::boilerplate::{Action, Judge, LineReader, LineRow, QuoteSpan, Verdict, zone};
use crate::corpus::Record;
use crate::error::Result;
use crate::findings::{Advice, FilterRow, KnownQuote, Place, Relation, Trimmed};
use crate::index::{Article, Carriers, Entry, Estimate, Index, Other, Packer, Seen};
use crate::matching::{Comparison, HashedMap, compare};
use crate::quotes::{Mention, QuoteFinder, QuoteKind};
use crate::simd::shingles::mix;
use crate::text::{Prepared, WordHash, hash_words};
use std::ops::Range;
use xxhash_rust::xxh3::Xxh3;

/// What tells keys of different kinds apart: all of them are hashes in one space, with the templates of the index.
const BAND: u64 = 0x1F0D_3C5B_9A27_E461;
const FINGERPRINT: u64 = 0x2E86_71D4_0B5F_C93A;
const QUOTE: u64 = 0x3A91_5E0C_D7B2_4868;

/// Articles with one band key that are looked at.
const FULL_GROUP: usize = 256;
/// Articles with one quote that are counted.
const QUOTED: usize = 64;
/// Shorter quotes are said by many.
const QUOTE_WORDS: u32 = 6;

/// Judges records; keeps its buffers from record to record.
pub(super) struct Intake<'p> {
    parameters: &'p Parameters,
    prepared: Prepared,
    title: Prepared,
    quotes: Option<QuoteFinder<'p>>,
    mentions: Vec<Mention>,
    lines: Option<LineReader<'p>>,
    rows: Vec<LineRow>,
    verdicts: Vec<Verdict>,
    sketching: Sketching<'p>,
    batch: SketchBatch,
    packer: Packer,
}

/// What the lines of a record leave behind.
#[derive(Default)]
struct Lines {
    /// Their templates, each once, and where on the page it stands.
    templates: Vec<(u64, u8)>,
    /// The first article that tells its story.
    story: Option<u32>,
    /// Words of its sentences.
    story_words: u32,
    /// The articles that have its templates too.
    carriers: Carriers,
}

/// What is thought of a record.
pub(super) struct Judged {
    pub advice: Advice,
    /// The article that is most like it.
    pub other: Option<Other>,
    /// Whether it was judged before, and this is what was said then.
    pub again: bool,
    /// Whether its figures are estimates.
    estimated: bool,
    /// Lines that are furniture, and of what class.
    trimmed: Vec<(Spot, &'static str)>,
    /// Quotes that other articles have, how many, and the first of them.
    quotes: Vec<(Spot, usize, String)>,
    /// What it adds to the index, and the articles that have its templates too.
    pub entry: Option<(Entry, Carriers)>,
}

impl<'p> Intake<'p> {
    pub(super) fn new(parameters: &'p Parameters) -> Result<Intake<'p>> {
        let data = &parameters.data;
        Ok(Intake {
            parameters,
            prepared: Prepared::new(parameters.simd),
            title: Prepared::new(parameters.simd),
            quotes: parameters.finds_quotes().then(|| QuoteFinder::new(data.languages())),
            mentions: Vec::new(),
            lines: parameters.finds_boilerplate().then(|| LineReader::new(parameters.simd, data.furniture())),
            rows: Vec::new(),
            verdicts: Vec::new(),
            sketching: Sketching::new(parameters)?,
            batch: SketchBatch::default(),
            packer: Packer::new()?,
        })
    }

    /// Holds a record against the index. A text without words equals nothing and adds nothing.
    pub(super) fn judge(&mut self, record: &Record, index: &Index) -> Result<Judged> {
        let date = record.date.map(|date| date.seconds);
        self.prepared.prepare(&record.text);
        self.mentions.clear();
        if let Some(finder) = &mut self.quotes {
            finder.find(&record.text, &self.prepared, &mut self.mentions);
        }
        let lines = self.judge_lines(record, date, index)?;
        let mut judged = Judged {
            advice: Advice::Keep,
            other: None,
            again: false,
            estimated: index.is_compact(),
            trimmed: self.trimmed(),
            quotes: Vec::new(),
            entry: None,
        };
        let before = index.by_id(&record.id)?;
        let replaced = before.as_ref().map(|(number, _)| *number);
        let quote_keys = self.known_quotes(index, replaced, &mut judged)?;
        let content = content(record);
        if let Some((_, article)) = before.filter(|(_, article)| article.content == content) {
            // What was said stays said: who asks once more did not hear it.
            judged.again = true;
            judged.other = article.seen.other;
            judged.advice = judged.advise(article.seen.dropped);
            return Ok(judged);
        }
        if self.prepared.words.is_empty() {
            return Ok(judged);
        }
        let cuts = self.cuts();
        let body = self.body(&cuts);
        let hashes = &self.prepared.words.hashes;
        self.sketching.sketch(hashes, &cuts, std::iter::empty(), &mut self.batch);
        let (bands, fingerprints) = self.batch.take_keys();
        let distinct = |keys: Vec<u64>, kind: u64| {
            let mut keys: Vec<u64> = keys.into_iter().map(|key| mix(key ^ kind)).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let (bands, fingerprints) = (distinct(bands, BAND), distinct(fingerprints, FINGERPRINT));
        let compact = index.is_compact();
        let fingerprints = if compact { Vec::new() } else { fingerprints };
        let estimate = compact.then(|| Estimate::new(&body, self.sketching.signature()));
        let candidates = self.candidates(index, record, date, replaced, &bands, &fingerprints)?;
        let nearest = match &estimate {
            Some(estimate) => self.nearest_by_estimate(index, estimate, candidates)?,
            None => self.nearest(index, &body, candidates)?,
        };
        let dropped = nearest.as_ref().is_some_and(|other| self.drops(other.relation));
        judged.other = nearest;
        judged.advice = judged.advise(dropped);
        let fingerprint_count = fingerprints.len() as u32;
        let body = match (dropped, &estimate) {
            (true, _) => Vec::new(),
            (false, Some(estimate)) => estimate.pack(),
            (false, None) => {
                let form = self.normal_form(&record.text, &cuts);
                self.packer.pack(&form)?
            }
        };
        let learns = !dropped && !compact;
        let entry = Entry {
            article: Article {
                id: record.id.clone(),
                source: record.source.clone(),
                date,
                content,
                seen: Seen { dropped, other: judged.other.clone() },
                body,
            },
            keys: match (dropped, learns) {
                (true, _) => Vec::new(),
                (false, true) => [bands, fingerprints, quote_keys].concat(),
                (false, false) => bands,
            },
            fingerprints: fingerprint_count,
            story: lines.story.filter(|_| learns),
            story_words: if learns { lines.story_words } else { 0 },
            templates: if learns { lines.templates } else { Vec::new() },
        };
        judged.entry = Some((entry, lines.carriers));
        Ok(judged)
    }

    fn drops(&self, relation: Relation) -> bool {
        match relation {
            Relation::Altered => self.parameters.drop_altered,
            Relation::Derived => self.parameters.drop_derived,
            relation => relation.is_duplicate(),
        }
    }

    /// Reads and judges the lines.
    fn judge_lines(&mut self, record: &Record, date: Option<i64>, index: &Index) -> Result<Lines> {
        self.rows.clear();
        self.verdicts.clear();
        let Some(reader) = &mut self.lines else { return Ok(Lines::default()) };
        self.title.prepare_words(record.title.as_deref().unwrap_or(""));
        let spans: Vec<QuoteSpan> = self.mentions.iter().map(QuoteSpan::from).collect();
        reader.read(&record.text, &self.prepared, &[], &self.title.words.hashes, &spans, &mut self.rows);
        let lines = self.rows.len();
        let of_row = |(place, row): (usize, &LineRow)| [row.template, row.loose].map(|t| (t, zone(place, lines)));
        let mut templates: Vec<(u64, u8)> =
            self.rows.iter().enumerate().flat_map(of_row).filter(|t| t.0 != 0).collect();
        templates.sort_unstable();
        templates.dedup_by_key(|template| template.0);
        let told = self.rows.iter().filter(|row| row.tells_story());
        let sentences: Vec<(u64, u32)> = told.map(|row| (row.template, u32::from(row.words))).collect();
        let carriers = index.carriers(templates.iter().map(|&(template, _)| template))?;
        let story = index.story(&carriers, &sentences);
        let mut spread = index.spread_around(&carriers, &record.source, date, story, &templates);
        if let Some(known) = &self.parameters.templates {
            spread = known.added_to(&spread, std::slice::from_ref(&record.source));
        }
        Judge::new(&self.parameters.judge, &spread).judge(&self.rows, 0, &mut self.verdicts);
        let story_words = sentences.iter().map(|sentence| sentence.1).sum();
        Ok(Lines { templates, story, story_words, carriers })
    }

    fn furniture(&self) -> impl Iterator<Item = (&LineRow, &Verdict, Range<u32>)> {
        let lines = self.rows.iter().zip(&self.verdicts).zip(words_of_lines(&self.rows));
        lines.filter(|((_, v), _)| v.action == Action::Strip).map(|((row, verdict), words)| (row, verdict, words))
    }

    fn trimmed(&self) -> Vec<(Spot, &'static str)> {
        let spot = |r: &LineRow| Spot { line: r.line, line_end: r.line_end, start: r.start, end: r.end };
        self.furniture().map(|(row, verdict, _)| (spot(row), verdict.class.name())).collect()
    }

    /// The words that take no part in the comparison.
    fn cuts(&self) -> Vec<Range<u32>> {
        if !self.parameters.leaves_out_furniture() {
            return Vec::new();
        }
        let known = self.furniture().map(|(_, _, words)| words).filter(|words| words.end < u32::MAX);
        bodies::cuts(self.prepared.words.len() as u32, known)
    }

    /// What stays between the cuts, as numbers of words.
    fn kept(&self, cuts: &[Range<u32>]) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end as usize));
        let ends = cuts.iter().map(|cut| cut.start as usize).chain([self.prepared.words.len()]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    fn body(&self, cuts: &[Range<u32>]) -> Vec<WordHash> {
        self.kept(cuts).into_iter().flat_map(|words| self.prepared.words.hashes[words].iter().copied()).collect()
    }

    fn normal_form(&self, text: &str, cuts: &[Range<u32>]) -> String {
        let mut form = String::with_capacity(text.len());
        for words in self.kept(cuts) {
            self.prepared.words.normal_form_into(text, words, &mut form);
        }
        form
    }

    /// The quotes that were seen before, put into `judged`, and the keys of all that are long enough.
    fn known_quotes(&self, index: &Index, replaced: Option<u32>, judged: &mut Judged) -> Result<Vec<u64>> {
        let long = |m: &&Mention| m.kind == QuoteKind::Full && m.end_word - m.first_word >= QUOTE_WORDS;
        let mentions: Vec<&Mention> = self.mentions.iter().filter(long).collect();
        let key = |m: &&Mention| {
            let words = &self.prepared.words.hashes[m.first_word as usize..m.end_word as usize];
            mix(hash_words(words) ^ QUOTE)
        };
        let mut keys: Vec<u64> = mentions.iter().map(key).collect();
        let mut known = Vec::new();
        index.look_up_all(&keys, QUOTED, |which, found| {
            let others = || found.iter().copied().filter(|&a| index.is_current(a) && Some(a) != replaced);
            known.extend(others().min().map(|first| (mentions[which], others().count(), first)));
        })?;
        for (m, articles, first) in known {
            let spot = Spot { line: m.line, line_end: m.line_end, start: m.start, end: m.end };
            judged.quotes.push((spot, articles, index.article(first)?.id));
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// The articles that may be alike: they share a band, or enough fingerprints.
    fn candidates(
        &self,
        index: &Index,
        record: &Record,
        date: Option<i64>,
        replaced: Option<u32>,
        bands: &[u64],
        fingerprints: &[u64],
    ) -> Result<Vec<u32>> {
        let comparable = |article: u32| {
            self.parameters.near_in_time(date, index.date(article))
                && index.is_current(article)
                && Some(article) != replaced
                && !(self.parameters.cross_source_only && index.source(article) == record.source)
        };
        let mut candidates = Vec::new();
        index.look_up_all(bands, FULL_GROUP, |_, found| candidates.extend_from_slice(found))?;
        if self.parameters.scope == Scope::Everything {
            let mut shared: HashedMap<u32, u32> = HashedMap::default();
            index.look_up_all(fingerprints, FULL_FINGERPRINT_GROUP, |_, found| {
                found.iter().for_each(|&article| *shared.entry(article).or_default() += 1);
            })?;
            let enough = |(article, count): (u32, u32)| {
                let smaller = index.fingerprints(article).min(fingerprints.len() as u32);
                (f64::from(count) >= f64::from(smaller) * SHARED_FINGERPRINTS).then_some(article)
            };
            candidates.extend(shared.into_iter().filter_map(enough));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|&article| comparable(article));
        Ok(candidates)
    }

    /// The one that is most like it, verified.
    fn nearest(&self, index: &Index, body: &[WordHash], candidates: Vec<u32>) -> Result<Option<Other>> {
        let p = self.parameters;
        let mut best: Option<(Comparison, String)> = None;
        for candidate in candidates {
            let article = index.article(candidate)?;
            let words = article.words().unwrap_or_default();
            let shingle_words = p.document_sketch.shingle_words;
            let comparison = compare(body, &words, shingle_words, &p.thresholds, p.data.alterations());
            let derived = comparison.relation == Relation::Derived && p.scope == Scope::Documents;
            if comparison.relation == Relation::None || derived {
                continue;
            }
            // Candidates ascend: of equal ones the first that was seen stays.
            let order = |c: &Comparison| (self.drops(c.relation), std::cmp::Reverse(c.relation));
            let better = best.as_ref().is_none_or(|(before, _)| {
                (order(&comparison).cmp(&order(before)))
                    .then(comparison.jaccard.total_cmp(&before.jaccard))
                    .then(comparison.containment.total_cmp(&before.containment))
                    .is_gt()
            });
            if better {
                best = Some((comparison, article.id));
            }
        }
        Ok(best.map(|(c, id)| Other {
            id,
            relation: c.relation,
            jaccard: round(c.jaccard),
            containment: round(c.containment),
        }))
    }

    /// The same in a compact index. Containment is not known there, nor what was altered.
    fn nearest_by_estimate(&self, index: &Index, estimate: &Estimate, candidates: Vec<u32>) -> Result<Option<Other>> {
        let mut best: Option<Other> = None;
        for candidate in candidates {
            let article = index.article(candidate)?;
            let Some(other) = article.estimate() else { continue };
            let exact = other.words == estimate.words;
            let jaccard = if exact { 1.0 } else { round(estimate.jaccard(&other)) };
            let better = best.as_ref().is_none_or(|best| jaccard > best.jaccard);
            if better && (exact || jaccard >= self.parameters.thresholds.jaccard) {
                let relation = if exact { Relation::Exact } else { Relation::Near };
                best = Some(Other { id: article.id, relation, jaccard, containment: jaccard });
            }
        }
        Ok(best)
    }
}

impl Judged {
    fn advise(&self, dropped: bool) -> Advice {
        match (dropped, self.trimmed.is_empty()) {
            (true, _) => Advice::Drop,
            (false, false) => Advice::Trim,
            (false, true) => Advice::Keep,
        }
    }

    /// What is told of it. `id` is that of the record.
    pub(super) fn row<'a>(&'a self, id: &'a str) -> FilterRow<'a> {
        let place =
            |spot: &Spot| Place { doc: id, line: spot.line, line_end: spot.line_end, start: spot.start, end: spot.end };
        let other = self.other.as_ref();
        FilterRow {
            decision: self.advice,
            duplicate_of: other.map(|other| other.id.as_str()),
            relation: other.map(|other| other.relation),
            jaccard: other.map(|other| other.jaccard),
            containment: other.filter(|_| !self.estimated).map(|other| other.containment),
            estimated: self.estimated,
            trimmed: self.trimmed.iter().map(|(spot, class)| Trimmed { place: place(spot), class }).collect(),
            quotes: (self.quotes.iter())
                .map(|(spot, articles, first)| KnownQuote { place: place(spot), articles: *articles, first })
                .collect(),
        }
    }
}

/// The hash of all that is judged of a record.
fn content(record: &Record) -> u64 {
    let mut hash = Xxh3::new();
    for part in [record.text.as_str(), record.source.as_str(), record.title.as_deref().unwrap_or("")] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(&record.date.map_or(i64::MIN, |date| date.seconds).to_le_bytes());
    hash.digest()
}
