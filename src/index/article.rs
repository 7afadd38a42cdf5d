//! What is kept of an article: its verdict, and enough to compare it exactly.

use super::codec::{Taker, put_bytes, put_u32, put_u64};
use crate::error::{Error, Result};
use crate::findings::Relation;
use crate::text::{WordHash, hash_normal_form, hash_words};

/// Unpacked, a body has at most so many bytes: more is no article, and a broken length must not ask for all memory.
const MOST: usize = 1 << 31;

/// An article as the index keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Its outlet.
    pub source: String,
    /// When it was published, in seconds since 1970-01-01.
    pub date: Option<i64>,
    /// Hash of all that was judged: a record with the same id and the same hash is the same record once more.
    pub content: u64,
    /// What was said of it.
    pub seen: Seen,
    /// The normal form of its words, without furniture, compressed, or an [`Estimate`]; empty for one that was dropped, which nothing is held against.
    pub body: Vec<u8>,
}

/// What a compact index keeps of the words of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// Hash of the words in their order: equal for exact copies.
    pub words: u64,
    /// The lowest eight bits of each value of its signature (b-bit minwise hashing: Li and König 2010).
    pub values: Vec<u8>,
}

/// What the body of a compact index begins with. No Zstandard frame begins so.
const ESTIMATE: u8 = b'E';

impl Estimate {
    /// Of the hashes of the words, and their signature.
    pub fn new(words: &[WordHash], signature: &[u32]) -> Estimate {
        Estimate { words: hash_words(words), values: signature.iter().map(|&value| value as u8).collect() }
    }

    /// As a body.
    pub fn pack(&self) -> Vec<u8> {
        let mut body = vec![ESTIMATE];
        put_u64(&mut body, self.words);
        body.extend_from_slice(&self.values);
        body
    }

    /// The estimated Jaccard similarity, 0 to 1. Of 256 pairs of values that differ one is equal by chance.
    pub fn jaccard(&self, other: &Estimate) -> f64 {
        let equal = self.values.iter().zip(&other.values).filter(|(a, b)| a == b).count();
        let share = equal as f64 / self.values.len().max(1) as f64;
        ((share - 1.0 / 256.0) / (1.0 - 1.0 / 256.0)).max(0.0)
    }
}

/// The verdict that was given out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// Whether it was dropped.
    pub dropped: bool,
    /// The article that it was held against, and how they relate.
    pub other: Option<Other>,
}

/// The article that another one was held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// How they relate.
    pub relation: Relation,
    /// Jaccard similarity.
    pub jaccard: f64,
    /// Containment.
    pub containment: f64,
}

/// An article with all that it is found by: what one record adds to the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The article.
    pub article: Article,
    /// The keys that it is found by, besides its templates.
    pub keys: Vec<u64>,
    /// How many of them are fingerprints.
    pub fingerprints: u32,
    /// The first article of its story, by its number; its own where the story is new.
    pub story: Option<u32>,
    /// Words of its sentences.
    pub story_words: u32,
    /// The templates of its lines, each once, and whether it stands in the first quarter, the middle, or the last.
    pub templates: Vec<(u64, u8)>,
}

/// Compresses bodies, and keeps what that takes from one to the next.
pub struct Packer(zstd::bulk::Compressor<'static>);

impl Packer {
    /// # Errors
    ///
    /// [`Error::Io`] when there is no memory for it.
    pub fn new() -> Result<Packer> {
        // Level 3 is zstd's own default.
        zstd::bulk::Compressor::new(3).map(Packer).map_err(Error::io("compress", "an article"))
    }

    /// Compresses the normal form of a body.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when there is no memory for it.
    pub fn pack(&mut self, form: &str) -> Result<Vec<u8>> {
        self.0.compress(form.as_bytes()).map_err(Error::io("compress", "an article"))
    }
}

const RELATIONS: [Relation; 6] =
    [Relation::Exact, Relation::Near, Relation::Contained, Relation::Altered, Relation::Derived, Relation::None];

impl Article {
    /// Compresses the normal form of a body. Who packs many keeps a [`Packer`].
    ///
    /// # Errors
    ///
    /// As [`Packer::pack`].
    pub fn pack(form: &str) -> Result<Vec<u8>> {
        Packer::new()?.pack(form)
    }

    /// The words of its body; `None` when what is stored cannot be unpacked.
    pub fn words(&self) -> Option<Vec<WordHash>> {
        if self.body.is_empty() {
            return Some(Vec::new());
        }
        let bytes = zstd::zstd_safe::get_frame_content_size(&self.body).ok()??;
        let room = usize::try_from(bytes).ok().filter(|&bytes| bytes < MOST)?;
        let form = String::from_utf8(zstd::bulk::decompress(&self.body, room).ok()?).ok()?;
        Some(hash_normal_form(&form))
    }

    /// What a compact index keeps of its words.
    pub fn estimate(&self) -> Option<Estimate> {
        let mut taker = Taker(&self.body);
        let (ESTIMATE, words) = (taker.u8()?, taker.u64()?) else { return None };
        Some(Estimate { words, values: taker.0.to_vec() })
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        put_bytes(out, self.id.as_bytes());
        put_bytes(out, self.source.as_bytes());
        put_u64(out, self.date.unwrap_or(i64::MIN) as u64);
        put_u64(out, self.content);
        out.push(u8::from(self.seen.dropped) | u8::from(self.seen.other.is_some()) << 1);
        if let Some(other) = &self.seen.other {
            put_bytes(out, other.id.as_bytes());
            out.push(RELATIONS.iter().position(|r| *r == other.relation).unwrap_or(RELATIONS.len() - 1) as u8);
            put_u64(out, other.jaccard.to_bits());
            put_u64(out, other.containment.to_bits());
        }
        put_bytes(out, &self.body);
    }

    pub(super) fn decode(from: &mut Taker<'_>) -> Option<Article> {
        let (id, source) = (from.string()?, from.string()?);
        let date = Some(from.u64()? as i64).filter(|date| *date != i64::MIN);
        let content = from.u64()?;
        let bits = from.u8()?;
        let other = match bits & 2 {
            0 => None,
            _ => Some(Other {
                id: from.string()?,
                relation: *RELATIONS.get(usize::from(from.u8()?))?,
                jaccard: f64::from_bits(from.u64()?),
                containment: f64::from_bits(from.u64()?),
            }),
        };
        let seen = Seen { dropped: bits & 1 != 0, other };
        Some(Article { id, source, date, content, seen, body: from.bytes()?.to_vec() })
    }
}

impl Entry {
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        self.article.encode(out);
        put_u32(out, self.fingerprints);
        put_u32(out, self.story.unwrap_or(u32::MAX));
        put_u32(out, self.story_words);
        put_u32(out, self.keys.len() as u32);
        self.keys.iter().for_each(|&key| put_u64(out, key));
        put_u32(out, self.templates.len() as u32);
        for &(template, zone) in &self.templates {
            put_u64(out, template);
            out.push(zone);
        }
    }

    pub(super) fn decode(from: &mut Taker<'_>) -> Option<Entry> {
        let article = Article::decode(from)?;
        let fingerprints = from.u32()?;
        let story = Some(from.u32()?).filter(|story| *story != u32::MAX);
        let story_words = from.u32()?;
        let keys = (0..from.u32()?).map(|_| from.u64()).collect::<Option<_>>()?;
        let templates = (0..from.u32()?).map(|_| Some((from.u64()?, from.u8()?))).collect::<Option<_>>()?;
        Some(Entry { article, keys, fingerprints, story, story_words, templates })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(
            id in ".*", source in ".*", date in prop::option::of(-9i64..9), content in any::<u64>(), dropped in any::<bool>(),
            other in prop::option::of((".*", 0usize..6, 0.0..1.0, 0.0..1.0)), form in "[a-z ]*",
            keys in prop::collection::vec(any::<u64>(), 0..9), templates in prop::collection::vec(any::<(u64, u8)>(), 0..9),
            cut in any::<prop::sample::Index>(),
        ) {
            let other = other.map(|(id, relation, jaccard, containment)| Other { id, relation: RELATIONS[relation], jaccard, containment });
            let body = Article::pack(&form).unwrap();
            let article = Article { id, source, date, content, seen: Seen { dropped, other }, body };
            let (story, story_words) = (Some(content as u32 >> 1), keys.len() as u32);
            let entry = Entry { article, fingerprints: keys.len() as u32, keys, story, story_words, templates };
            let mut bytes = Vec::new();
            entry.encode(&mut bytes);
            let mut taker = Taker(&bytes);
            let decoded = Entry::decode(&mut taker);
            prop_assert_eq!(decoded.as_ref(), Some(&entry));
            prop_assert!(taker.0.is_empty());
            prop_assert_eq!(Entry::decode(&mut Taker(&bytes[..cut.index(bytes.len())])), None);
            prop_assert_eq!(entry.article.words(), Some(hash_normal_form(&form)));
            prop_assert_eq!(entry.article.estimate(), None);
            let signature: Vec<u32> = entry.keys.iter().map(|&key| key as u32).collect();
            let estimate = Estimate::new(&[1, 2], &signature);
            let compact = Article { body: estimate.pack(), ..entry.article };
            prop_assert_eq!((compact.estimate(), compact.words()), (Some(estimate), None));
        }
    }
}
