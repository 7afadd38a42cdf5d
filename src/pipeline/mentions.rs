//! What the reading pass keeps of every quote: a row of numbers, its strings and its plain words. Where there is no room for them they go to temporary files.

use crate::error::{Error, Result};
use crate::matching::{Place, Spill};
use crate::quotes::link::takes_part;
use crate::quotes::{Flags, Mention, PlainQuotes, PlainReader, PlainWord, QuoteKind, Reason};
use crate::text::Words;
use bytemuck::{Pod, Zeroable};

/// Instead of a number: none.
const NONE: u32 = u32::MAX;

/// How many bytes of strings are read at once.
const PART: usize = 1 << 18;

/// A quote as a row of numbers.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Row {
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub line_end: u32,
    pub first_word: u32,
    pub end_word: u32,
    /// Its paragraph among those of the article.
    pub paragraph: u32,
    /// The quote around it, and the first one of its speech, among those of the article.
    nested_in: u32,
    speech: u32,
    pub confidence: f32,
    /// How many plain words are kept of it.
    plain: u32,
    /// Bytes of its marks, its speaker, the speaker as written and the cue; [`NONE`] for what is not there.
    lengths: [u32; 4],
    kind: u8,
    reason: u8,
    flags: u8,
    named: u8,
}

impl Row {
    /// How much of an utterance it is.
    pub(super) fn kind(&self) -> QuoteKind {
        QuoteKind::ALL[self.kind as usize]
    }

    /// Whether it stands in a list of links that the page has glued to the text.
    pub(super) fn in_links(&self) -> bool {
        self.flags & 32 != 0
    }

    /// Whether somebody is said to have said it.
    pub(super) fn has_speaker(&self) -> bool {
        self.lengths[1] != NONE
    }
}

/// The quotes of a batch of articles.
#[derive(Debug, Default)]
pub(super) struct MentionBatch {
    rows: Vec<Row>,
    strings: String,
    plain: Vec<PlainWord>,
    /// Of each article how many quotes it has, and its language.
    articles: Vec<(u32, Option<u8>)>,
}

impl MentionBatch {
    /// Adds the quotes of one article with these words, which `reader` reads once more as plain ones. `language`: its number among the spellings.
    pub(super) fn push(
        &mut self,
        text: &str,
        words: &Words,
        mentions: &[Mention],
        language: Option<usize>,
        reader: &mut PlainReader<'_>,
    ) {
        self.articles.push((mentions.len() as u32, language.map(|language| language as u8)));
        for m in mentions {
            let marks = [m.open.as_str(), m.close.map_or("", |c| c.as_str())];
            let length = |s: &Option<String>| s.as_ref().map_or(NONE, |s| s.len() as u32);
            self.strings.push_str(&text[m.start as usize..m.end as usize]);
            marks.into_iter().for_each(|mark| self.strings.push_str(mark));
            for s in [&m.speaker, &m.speaker_as_written, &m.cue].into_iter().flatten() {
                self.strings.push_str(s);
            }
            let before = self.plain.len();
            let range = m.first_word as usize..m.end_word as usize;
            reader.read(text, words, range, language, &mut self.plain);
            if !takes_part(m.kind, self.plain.len() - before) {
                self.plain.truncate(before);
            }
            let Flags { unclosed, reopened, split, edited, in_furniture } = m.flags;
            self.rows.push(Row {
                start: m.start,
                end: m.end,
                line: m.line,
                line_end: m.line_end,
                first_word: m.first_word,
                end_word: m.end_word,
                paragraph: m.paragraph,
                nested_in: m.nested_in.unwrap_or(NONE),
                speech: m.speech,
                confidence: m.confidence,
                plain: (self.plain.len() - before) as u32,
                lengths: [
                    (marks[0].len() + marks[1].len()) as u32,
                    length(&m.speaker),
                    length(&m.speaker_as_written),
                    length(&m.cue),
                ],
                kind: m.kind as u8,
                reason: m.reason as u8,
                flags: [unclosed, reopened, split, edited, cuts_words(words, m), in_furniture]
                    .iter()
                    .rev()
                    .fold(0, |bits, &set| bits << 1 | u8::from(set)),
                named: u8::from(m.named),
            });
        }
    }

    fn bytes(&self) -> u64 {
        bytes_of(&self.rows, &self.strings, &self.plain)
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.strings.clear();
        self.plain.clear();
        self.articles.clear();
    }
}

/// The quotes of all articles, in the order of the input.
#[derive(Debug)]
pub struct Mentions {
    rows: Vec<Row>,
    strings: String,
    plain: Vec<PlainWord>,
    /// Where all of these are once they need more bytes than there is room for.
    spilled: Option<Spilled>,
    room: u64,
    place: Place,
    /// Number of the first quote of each article, and the number of all quotes.
    firsts: Vec<u32>,
    /// The language of each article with quotes.
    languages: Vec<Option<u8>>,
}

/// Quotes in temporary files.
#[derive(Debug)]
struct Spilled {
    rows: Spill,
    strings: Spill,
    plain: Spill,
}

impl Spilled {
    fn new(place: &Place) -> Result<Spilled> {
        let spill = || Spill::new(place);
        Ok(Spilled { rows: spill()?, strings: spill()?, plain: spill()? })
    }

    fn append(&mut self, rows: &[Row], strings: &str, plain: &[PlainWord]) -> Result<()> {
        self.rows.append(bytemuck::cast_slice(rows))?;
        self.strings.append(strings.as_bytes())?;
        self.plain.append(bytemuck::cast_slice(plain))?;
        Ok(())
    }

    /// The strings of all quotes, part by part: a part is checked while it is near.
    fn load_strings(&mut self) -> Result<String> {
        self.strings.flush()?;
        let all = self.strings.len();
        let mut strings = String::with_capacity(all as usize);
        let mut part = vec![0; PART.min(all as usize)];
        while (strings.len() as u64) < all {
            let left = (all - strings.len() as u64).min(part.len() as u64);
            let bytes = &mut part[..left as usize];
            self.strings.read(strings.len() as u64, bytes)?;
            let text = simdutf8::basic::from_utf8(&bytes[..whole(bytes)]).ok().filter(|text| !text.is_empty());
            let broken = || std::io::Error::new(std::io::ErrorKind::InvalidData, "the strings of quotes are no UTF-8");
            strings.push_str(text.ok_or_else(|| Error::io("read", "temporary data")(broken()))?);
        }
        Ok(strings)
    }
}

/// All values of a temporary file.
fn load<T: Pod>(spill: &mut Spill) -> Result<Vec<T>> {
    spill.flush()?;
    let mut values = vec![T::zeroed(); spill.len() as usize / size_of::<T>()];
    spill.read(0, bytemuck::cast_slice_mut(&mut values))?;
    Ok(values)
}

impl Mentions {
    /// None yet. They are held in memory up to so many bytes.
    pub(super) fn new(place: &Place, room: u64) -> Mentions {
        Mentions {
            rows: Vec::new(),
            strings: String::new(),
            plain: Vec::new(),
            spilled: None,
            room,
            place: place.clone(),
            firsts: vec![0],
            languages: Vec::new(),
        }
    }

    /// Appends the quotes of a batch, and empties it.
    pub(super) fn append(&mut self, batch: &mut MentionBatch) -> Result<()> {
        if self.spilled.is_none() && self.place != Place::Memory && self.in_memory() + batch.bytes() > self.room {
            let mut spilled = Spilled::new(&self.place)?;
            spilled.append(&self.rows, &self.strings, &self.plain)?;
            (self.rows, self.strings, self.plain) = (Vec::new(), String::new(), Vec::new());
            self.spilled = Some(spilled);
        }
        match &mut self.spilled {
            Some(spilled) => spilled.append(&batch.rows, &batch.strings, &batch.plain)?,
            None => {
                self.rows.extend_from_slice(&batch.rows);
                self.strings.push_str(&batch.strings);
                self.plain.extend_from_slice(&batch.plain);
            }
        }
        for (count, language) in &batch.articles {
            self.languages.push(*language);
            let next = self.firsts[self.firsts.len() - 1].checked_add(*count).filter(|&n| n < NONE);
            self.firsts.push(next.ok_or(Error::TooManyUnits { what: "quotes" })?);
        }
        batch.clear();
        Ok(())
    }

    fn in_memory(&self) -> u64 {
        bytes_of(&self.rows, &self.strings, &self.plain)
    }

    /// How many quotes.
    pub fn len(&self) -> usize {
        self.firsts[self.firsts.len() - 1] as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn on_disk(&self) -> u64 {
        self.spilled.as_ref().map_or(0, |s| s.rows.on_disk() + s.strings.on_disk() + s.plain.on_disk())
    }

    /// Brings all of them into memory; none are left here.
    pub(super) fn load(&mut self) -> Result<Quotes> {
        let (rows, strings, plain) = match &mut self.spilled {
            Some(spilled) => (load(&mut spilled.rows)?, spilled.load_strings()?, load(&mut spilled.plain)?),
            None => {
                (std::mem::take(&mut self.rows), std::mem::take(&mut self.strings), std::mem::take(&mut self.plain))
            }
        };
        self.spilled = None;
        let (firsts, languages) = (std::mem::replace(&mut self.firsts, vec![0]), std::mem::take(&mut self.languages));
        let mut border = 0;
        let borders = std::iter::once(0).chain(rows.iter().map(|row| {
            border += row.plain as usize;
            border
        }));
        let borders = borders.collect();
        let mut string = 0;
        let offsets: Vec<u64> = rows
            .iter()
            .map(|row| {
                let length =
                    u64::from(row.end - row.start) + row.lengths.iter().map(|&l| u64::from(present(l))).sum::<u64>();
                string += length;
                string - length
            })
            .collect();
        let documents = (0..).zip(firsts.windows(2)).flat_map(|(d, w)| std::iter::repeat_n(d, (w[1] - w[0]) as usize));
        Ok(Quotes { plain, borders, rows, strings, offsets, documents: documents.collect(), firsts, languages })
    }
}

fn bytes_of(rows: &[Row], strings: &str, plain: &[PlainWord]) -> u64 {
    (size_of_val(rows) + strings.len() + size_of_val(plain)) as u64
}

/// How many of these bytes make whole characters, where they are the beginning of a text.
fn whole(bytes: &[u8]) -> usize {
    let last = bytes.iter().rposition(|byte| !(0x80..0xC0).contains(byte)).unwrap_or(0);
    let size = match bytes.get(last) {
        Some(0xC0..0xE0) => 2,
        Some(0xE0..0xF0) => 3,
        Some(0xF0..) => 4,
        _ => 1,
    };
    if last + size <= bytes.len() { bytes.len() } else { last }
}

/// Whether a quote begins or ends inside a word: `‘boys’s` is one.
fn cuts_words(words: &Words, mention: &Mention) -> bool {
    let end_of = |end_word: u32| end_word.checked_sub(1).map_or(0, |last| words.ends[last as usize]);
    end_of(mention.first_word) > mention.start || end_of(mention.end_word) > mention.end
}

/// The length of a string, 0 for one that is not there.
fn present(length: u32) -> u32 {
    if length == NONE { 0 } else { length }
}

/// The quotes of all articles in memory.
#[derive(Debug)]
pub(super) struct Quotes {
    rows: Vec<Row>,
    plain: Vec<PlainWord>,
    /// Where the plain words of each begin, and where those of the last one end.
    borders: Vec<usize>,
    strings: String,
    /// Where each one's strings begin.
    offsets: Vec<u64>,
    documents: Vec<u32>,
    firsts: Vec<u32>,
    languages: Vec<Option<u8>>,
}

/// A quote with its strings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote<'a> {
    pub document: u32,
    pub row: &'a Row,
    pub text: &'a str,
    pub marks: &'a str,
    pub speaker: Option<&'a str>,
    pub speaker_as_written: Option<&'a str>,
    pub cue: Option<&'a str>,
    pub kind: QuoteKind,
    pub reason: Reason,
    pub flags: Flags,
    pub named: bool,
    /// The number of the quote around it.
    pub nested_in: Option<usize>,
    /// The number of the first quote of its speech.
    pub speech: usize,
    /// Whether it begins or ends inside a word of its article, so that by itself it has other words.
    pub cuts_words: bool,
    /// The language of its article.
    pub language: Option<usize>,
}

impl Quotes {
    /// The numbers of the quotes of an article.
    pub(super) fn of(&self, document: u32) -> std::ops::Range<usize> {
        self.firsts[document as usize] as usize..self.firsts[document as usize + 1] as usize
    }

    /// The document and the row of each quote, in the order of the input.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &Row)> {
        self.documents.iter().copied().zip(&self.rows)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The words of an article that stand in quotes, in order.
    pub(super) fn words_of(&self, document: u32) -> impl Iterator<Item = std::ops::Range<u32>> {
        self.rows[self.of(document)].iter().map(|row| row.first_word..row.end_word)
    }

    /// The plain words of all quotes.
    pub(super) fn plain(&self) -> PlainQuotes<'_> {
        PlainQuotes::new(&self.plain, &self.borders)
    }

    /// The document of quote `i`, and its row.
    pub(super) fn row(&self, i: usize) -> (u32, &Row) {
        (self.documents[i], &self.rows[i])
    }

    /// Quote `i`.
    pub(super) fn get(&self, i: usize) -> Quote<'_> {
        let (row, document) = (&self.rows[i], self.documents[i]);
        let mut rest = &self.strings[self.offsets[i] as usize..];
        let mut take = |length: u32| {
            let (taken, after) = rest.split_at(present(length) as usize);
            rest = after;
            taken
        };
        let text = take(row.end - row.start);
        let [marks, speaker, speaker_as_written, cue] =
            row.lengths.map(|length| (length != NONE).then(|| take(length)));
        Quote {
            document,
            row,
            text,
            marks: marks.unwrap_or(""),
            speaker,
            speaker_as_written,
            cue,
            kind: row.kind(),
            reason: Reason::ALL[row.reason as usize],
            flags: Flags {
                unclosed: row.flags & 1 != 0,
                reopened: row.flags & 2 != 0,
                split: row.flags & 4 != 0,
                edited: row.flags & 8 != 0,
                in_furniture: row.in_links(),
            },
            cuts_words: row.flags & 16 != 0,
            named: row.named != 0,
            nested_in: (row.nested_in != NONE)
                .then(|| self.firsts[document as usize] as usize + row.nested_in as usize),
            speech: self.firsts[document as usize] as usize + row.speech as usize,
            language: self.languages[document as usize].map(usize::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Data;
    use crate::quotes::QuoteFinder;
    use crate::simd::Simd;
    use crate::text::Prepared;

    #[test]
    fn quotes_come_back_as_they_were_found() {
        let texts = [
            "Mayor Jane Roe said: “We will not sell the harbour.” “Never,” she added, “not as long as I am here.”",
            "Nothing is quoted here.",
            "„Der Kran 'steht' still“, sagte Hans Beispiel.\n“It goes on\n\n“and on, and on [and on].",
        ];
        let data = Data::shipped();
        let mut finder = QuoteFinder::new(data.languages());
        let mut prepared = Prepared::new(Simd::best());
        let folder = tempfile::tempdir().unwrap();
        let beside = Place::Folder(folder.path().to_path_buf());
        for (place, room) in [(Place::Memory, 0), (beside.clone(), 1 << 20), (beside.clone(), 0), (beside, 500)] {
            let mut all = Mentions::new(&place, room);
            let mut found = Vec::new();
            for text in texts {
                let (mut mentions, mut batch) = (Vec::new(), MentionBatch::default());
                prepared.prepare(text);
                finder.find(text, &prepared, &mut mentions);
                let language = finder.language().and_then(|language| data.orthography().number(&language.code));
                batch.push(text, &prepared.words, &mentions, language, &mut PlainReader::new(data.orthography()));
                all.append(&mut batch).unwrap();
                found.push((mentions, language));
            }
            assert!(all.len() >= 5);
            assert_eq!(all.spilled.is_some(), place != Place::Memory && room <= 500);
            let quotes = all.load().unwrap();
            assert_eq!(quotes.rows().count(), quotes.len());
            for (document, ((mentions, language), text)) in (0..).zip(found.iter().zip(texts)) {
                let first = quotes.of(document).start;
                assert_eq!(quotes.of(document).len(), mentions.len());
                for (m, i) in mentions.iter().zip(quotes.of(document)) {
                    let q = quotes.get(i);
                    assert_eq!(q.text, &text[m.start as usize..m.end as usize]);
                    assert_eq!(
                        (q.marks, q.kind, q.reason, q.flags, q.named),
                        (&*m.marks(), m.kind, m.reason, m.flags, m.named)
                    );
                    assert_eq!(
                        [q.speaker, q.speaker_as_written, q.cue],
                        [&m.speaker, &m.speaker_as_written, &m.cue].map(|s| s.as_deref())
                    );
                    assert_eq!(q.nested_in, m.nested_in.map(|n| first + n as usize));
                    assert_eq!((q.row.line, q.row.line_end, q.speech - first), (m.line, m.line_end, m.speech as usize));
                    assert_eq!(q.language, *language);
                }
            }
        }
    }

    #[test]
    fn parts_end_between_characters() {
        let text = "aé…𝄞z";
        for end in 0..=text.len() {
            let characters = (0..=end).rev().find(|&at| text.is_char_boundary(at));
            assert_eq!(Some(whole(&text.as_bytes()[..end])), characters, "{end}");
        }
    }

    #[test]
    fn numbers_of_kinds_and_reasons() {
        assert!(QuoteKind::ALL.iter().enumerate().all(|(i, k)| *k as usize == i));
        assert!(Reason::ALL.iter().enumerate().all(|(i, r)| *r as usize == i));
    }
}
