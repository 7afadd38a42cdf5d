//! What is known of the lines of an article that is not in the index: who else has them, whose story it tells, how far they are spread.

use super::learned::Carrier;
use super::store::{Index, day, template_key};
use crate::boilerplate::{Spread, is_one_story};
use crate::error::Result;
use crate::matching::HashedMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Articles with one template that are looked at before it is counted: versions of one story may have it without being counted.
const CARRIERS: usize = 8;

/// The articles that have certain templates, a few at most for each; none for those that are counted already.
#[derive(Debug, Default)]
pub struct Carriers(HashedMap<u64, Vec<u32>>);

impl Carriers {
    fn of(&self, template: u64) -> &[u32] {
        self.0.get(&template).map_or(&[], Vec::as_slice)
    }
}

impl Index {
    /// The articles that have these templates.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io).
    pub fn carriers(&self, templates: impl Iterator<Item = u64>) -> Result<Carriers> {
        let templates: Vec<u64> = templates.filter(|&template| !self.learned.knows(template)).collect();
        let keys: Vec<u64> = templates.iter().map(|&template| template_key(template)).collect();
        let mut carriers = Carriers::default();
        self.look_up_all(&keys, CARRIERS, |which, found| {
            let current: Vec<u32> = found.iter().copied().filter(|&article| self.is_current(article)).collect();
            carriers.0.insert(templates[which], current);
        })?;
        Ok(carriers)
    }

    /// The story of an article that is not here yet, as the number of the first article that tells it: `sentences` are the templates of its sentences, with their words; `carriers` knows them.
    pub fn story(&self, carriers: &Carriers, sentences: &[(u64, u32)]) -> Option<u32> {
        let all: u32 = sentences.iter().map(|sentence| sentence.1).sum();
        let mut shared: BTreeMap<u32, u32> = BTreeMap::new();
        for &(template, words) in sentences {
            for &article in carriers.of(template) {
                *shared.entry(article).or_default() += words;
            }
        }
        let words = |article: u32| self.rows[article as usize].story_words;
        let same = shared.into_iter().filter(|&(article, shared)| is_one_story(shared, all, words(article)));
        // Of several the one with most in common, and of those the first.
        same.min_by_key(|&(article, shared)| (Reverse(shared), article)).map(|(a, _)| self.rows[a as usize].story)
    }

    /// The spread of the templates of an article that is not here yet: itself counted, its outlet being number 0. Each template comes once, with its place on the page. `story` is its story, if that was
    /// told before: versions of one story are one witness.
    pub fn spread_around(
        &self,
        carriers: &Carriers,
        source: &str,
        date: Option<i64>,
        story: Option<u32>,
        templates: &[(u64, u8)],
    ) -> Spread {
        let others: Vec<Vec<Carrier>> =
            templates.iter().map(|&(template, zone)| self.others(carriers, template, zone, story)).collect();
        self.learned.around(self.learned.number(source), templates, day(date), story.is_none(), &others)
    }

    /// The articles of other stories that have a template that is not counted, each story once.
    pub(super) fn others(&self, carriers: &Carriers, template: u64, zone: u8, story: Option<u32>) -> Vec<Carrier> {
        let mut stories: BTreeMap<u32, u32> = BTreeMap::new();
        for &article in carriers.of(template) {
            stories.entry(self.rows[article as usize].story).or_insert(article);
        }
        stories.retain(|other, _| Some(*other) != story);
        let carrier = |article: u32| {
            let row = &self.rows[article as usize];
            Carrier { source: row.source, day: day(row.date()), zone }
        };
        stories.into_values().map(carrier).collect()
    }
}
