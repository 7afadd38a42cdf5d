//! Looking at an index, and putting it in order.

use super::files::{ARTICLES, KEYS, LEARNED, read_whole};
use super::keys::{KeyFile, Row as KeyRow, merged};
use super::log::replay;
use super::store::Index;
use super::table::{ArticleFile, Row};
use crate::error::Result;
use crate::findings::Counts;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Articles that others are held against.
    pub articles: u64,
    /// Articles that were dropped: of them only the verdict is kept.
    pub dropped: u64,
    /// Articles that were replaced by a newer one of the same id, or expired; `compact` removes them.
    pub superseded: u64,
    /// Outlets.
    pub sources: u64,
    /// Templates that outlets repeat.
    pub templates: u64,
    /// Rows of keys in files.
    pub keys: u64,
    /// The first and the last date.
    pub dates: Option<(String, String)>,
    /// Bytes by kind of file.
    pub bytes: Counts,
    /// Bytes for each article, dropped ones not counted.
    pub bytes_per_article: f64,
    /// What it was made with.
    pub identity: super::Identity,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Files that were read.
    pub files: u64,
    /// Articles that were unpacked.
    pub articles: u64,
    /// Rows of keys.
    pub keys: u64,
    /// What is wrong, one line each.
    pub problems: Vec<String>,
}

impl Index {
    /// Counts what it holds.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn stats(&self) -> Result<Stats> {
        let (mut articles, mut dropped, mut superseded) = (0, 0, 0);
        for (number, row) in (0..).zip(&self.rows) {
            match (self.is_current(number), row.dropped) {
                (false, _) => superseded += 1,
                (true, true) => dropped += 1,
                (true, false) => articles += 1,
            }
        }
        let mut bytes: Counts = BTreeMap::new();
        for (name, size) in self.sizes()? {
            let kind = ["articles", "keys", "learned", "log"].into_iter().find(|kind| name.starts_with(kind));
            *bytes.entry(kind.unwrap_or("manifest")).or_default() += size;
        }
        let dates = || self.rows.iter().filter_map(Row::date);
        let told = |seconds| crate::corpus::Date { seconds, day_only: true }.to_string();
        Ok(Stats {
            articles,
            dropped,
            superseded,
            sources: self.learned.sources() as u64,
            templates: self.learned.templates() as u64,
            keys: self.keys.iter().map(|file| file.rows).sum(),
            dates: dates().min().map(told).zip(dates().max().map(told)),
            bytes_per_article: (bytes.values().sum::<u64>() as f64 / articles.max(1) as f64 * 10.0).round() / 10.0,
            bytes,
            identity: self.manifest.identity.clone(),
        })
    }

    /// Reads all of it, and says what is wrong.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io) when the folder cannot be read at all.
    pub fn check(&self) -> Result<Checked> {
        let mut checked = Checked::default();
        let all = self.rows.len() as u32;
        let whole = self.manifest.articles.iter().map(|name| (name, ARTICLES));
        let whole = whole.chain(self.manifest.keys.iter().map(|name| (name, KEYS)));
        for (name, kind) in whole.chain(self.manifest.learned.iter().map(|name| (name, LEARNED))) {
            checked.files += 1;
            if let Err(error) = read_whole(&self.folder.join(name), kind) {
                checked.problems.push(error.to_string());
            }
        }
        for file in &self.keys {
            let mut before = (0, 0);
            for row in file.iter() {
                let row = row?;
                checked.keys += 1;
                if row < before || row.1 >= all {
                    checked.problems.push(format!("`{}` has a row out of order: {row:?}", file.path.display()));
                    break;
                }
                before = row;
            }
        }
        for (number, row) in (0..).zip(&self.rows) {
            checked.articles += 1;
            match self.article(number) {
                Err(error) => checked.problems.push(error.to_string()),
                Ok(article)
                    if (article.words().is_none() && article.estimate().is_none())
                        || xxhash_rust::xxh3::xxh3_64(article.id.as_bytes()) != row.id =>
                {
                    checked.problems.push(format!("article {number} (`{}`) cannot be unpacked", article.id));
                }
                Ok(_) => {}
            }
        }
        checked.files += 1;
        if let Err(error) = replay(&self.folder.join(&self.manifest.log), |_| Ok(())) {
            checked.problems.push(error.to_string());
        }
        Ok(checked)
    }

    /// Rewrites it without what was superseded, and without articles of before this second, where one is named; gives how many went. Articles without a date stay. What outlets
    /// repeat is kept: it is true of them still.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io): what is on disk is then as it was before.
    pub fn compact(&mut self, before: Option<i64>) -> Result<u64> {
        self.checkpoint()?;
        let stays = |number: u32, row: &Row| {
            self.is_current(number) && before.is_none_or(|before| row.date().is_none_or(|date| date >= before))
        };
        let mut next = 0;
        let new: Vec<Option<u32>> = (0..)
            .zip(&self.rows)
            .map(|(number, row)| {
                stays(number, row).then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        let gone = self.rows.len() as u64 - u64::from(next);
        if gone == 0 && self.keys.len() <= 1 && self.articles.len() <= 1 {
            return Ok(0);
        }
        let mut manifest = self.manifest.clone();
        let name = manifest.name("articles");
        let staying = (0..).zip(&self.rows).filter(|(number, _)| new[*number as usize].is_some());
        let mut bytes = Vec::new();
        // A story is called by its first article that stays.
        let mut stories: BTreeMap<u32, u32> = BTreeMap::new();
        let articles = staying.map(|(number, row)| {
            bytes.clear();
            self.article(number)?.encode(&mut bytes);
            let mut row = *row;
            row.story = *stories.entry(row.story).or_insert(new[number as usize].unwrap_or_default());
            Ok((bytes.clone(), row))
        });
        ArticleFile::write(&self.folder.join(&name), articles)?;
        manifest.articles = vec![name];
        manifest.keys = self.rewritten_keys(&mut manifest, &new)?;
        manifest.learned = Some(self.write_learned(&mut manifest)?);
        self.publish(manifest)?;
        self.roll_back()?;
        Ok(gone)
    }

    /// All keys in one file, with the new numbers of their articles; those whose article goes are left out.
    fn rewritten_keys(&self, manifest: &mut super::manifest::Manifest, new: &[Option<u32>]) -> Result<Vec<String>> {
        let staying = |row: Result<KeyRow>| match row {
            Ok((key, article)) => new.get(article as usize).copied().flatten().map(|article| Ok((key, article))),
            Err(error) => Some(Err(error)),
        };
        let sources =
            self.keys.iter().map(|file| Box::new(file.iter().filter_map(staying)) as Box<dyn Iterator<Item = _>>);
        let name = manifest.name("keys");
        KeyFile::write(&self.folder.join(&name), self.keys.iter().map(|file| file.rows).sum(), merged(sources))?;
        Ok(vec![name])
    }
}
