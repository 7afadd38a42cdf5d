//! The lines that outlets repeat, counted as articles come.
//!
//! A template counts from the second article on that has it: until then it is a key like others, and all of them together would not fit into memory. Where on the page the
//! first article had it is not known by then: it is taken to be where the second one has it.

use super::codec::{Taker, put_bytes, put_u32, put_u64};
use crate::boilerplate::{SiteTemplates, SourceSize, Spread, TemplateSpread};
use crate::matching::HashedMap;
use std::collections::HashMap;

/// What is known of outlets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learned {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Articles of each outlet. Copies and versions of earlier ones do not count.
    articles: Vec<u32>,
    templates: HashedMap<u64, Vec<Count>>,
}

/// Where a template stands in one outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    source: u32,
    articles: u32,
    days: u32,
    head: u32,
    tail: u32,
    /// The first and the last day, where any is known; they count up.
    span: Option<(i32, i32)>,
}

/// An article, as far as its templates are concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carrier {
    pub source: u32,
    pub day: Option<i32>,
    pub zone: u8,
}

impl Count {
    fn add(&mut self, carrier: Carrier) {
        self.articles += 1;
        self.head += u32::from(carrier.zone == 0);
        self.tail += u32::from(carrier.zone == 2);
        let Some(day) = carrier.day else { return };
        self.span = match self.span {
            // Days come in their order, mostly: one inside the span was there before.
            Some((first, last)) if first <= day && day <= last => return,
            Some((first, last)) => Some((first.min(day), last.max(day))),
            None => Some((day, day)),
        };
        self.days += 1;
    }
}

/// Counts an article under its outlet.
fn add_to(counts: &mut Vec<Count>, carrier: Carrier) {
    let at = counts.iter().position(|count| count.source == carrier.source).unwrap_or_else(|| {
        counts.push(Count { source: carrier.source, ..Count::default() });
        counts.len() - 1
    });
    counts[at].add(carrier);
}

/// The spread of a template in one outlet, which is called by this number, given its counts there and in all outlets.
fn spread_of(template: u64, source: u32, count: &Count, all: &[Count]) -> TemplateSpread {
    let spans = || all.iter().filter_map(|count| count.span);
    let (from, to) = (spans().map(|span| span.0).min(), spans().map(|span| span.1).max());
    TemplateSpread {
        template,
        source,
        documents: count.articles,
        stories: count.articles,
        days: count.days,
        head: count.head,
        tail: count.tail,
        sources: all.len() as u32,
        all_stories: all.iter().map(|count| count.articles).sum(),
        all_days: from.zip(to).map_or(0, |(from, to)| to.abs_diff(from) + 1),
        pinned: None,
    }
}

impl Learned {
    /// The number of an outlet that is known.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The number of an outlet, a new one where it is not known.
    pub(super) fn source(&mut self, name: &str) -> u32 {
        if let Some(number) = self.number(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.articles.push(0);
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(super) fn name(&self, source: u32) -> &str {
        self.names.get(source as usize).map_or("", String::as_str)
    }

    /// How many outlets there are.
    pub fn sources(&self) -> usize {
        self.names.len()
    }

    /// How many templates were met twice.
    pub fn templates(&self) -> usize {
        self.templates.len()
    }

    pub(super) fn knows(&self, template: u64) -> bool {
        self.templates.contains_key(&template)
    }

    pub(super) fn add_article(&mut self, source: u32) {
        self.articles[source as usize] += 1;
    }

    /// Counts an article that has this template.
    pub(super) fn add(&mut self, template: u64, carrier: Carrier) {
        add_to(self.templates.entry(template).or_default(), carrier);
    }

    /// The spread of these templates as an article of this outlet sees it that carries them: itself counted, the outlet being number 0 and all others number 1.
    /// `new` says whether its story is; `others` are the articles that have each template, where it is not counted yet.
    pub(super) fn around(
        &self,
        source: Option<u32>,
        templates: &[(u64, u8)],
        day: Option<i32>,
        new: bool,
        others: &[Vec<Carrier>],
    ) -> Spread {
        let mut rows = Vec::new();
        for (&(template, zone), others) in templates.iter().zip(others) {
            let mut counts = self.templates.get(&template).cloned().unwrap_or_default();
            for &carrier in others {
                add_to(&mut counts, carrier);
            }
            if counts.is_empty() {
                continue;
            }
            let own = counts.iter().position(|count| Some(count.source) == source);
            let mut own = own.map_or_else(Count::default, |at| counts.swap_remove(at));
            if new || own.articles == 0 {
                own.add(Carrier { source: 0, day, zone });
            }
            counts.push(own);
            rows.push(spread_of(template, 0, &own, &counts));
        }
        let articles = (source.map_or(0, |source| self.articles[source as usize]) + u32::from(new)).max(1);
        Spread::from_counts(rows, vec![SourceSize { documents: articles, stories: articles }])
    }

    /// What was learned, as a file that can be read and edited: templates of `at_least` articles and more.
    pub fn site_templates(&self, at_least: u32) -> SiteTemplates {
        let mut rows = Vec::new();
        for (&template, counts) in &self.templates {
            rows.extend(counts.iter().map(|count| spread_of(template, count.source, count, counts)));
        }
        let sizes =
            self.articles.iter().map(|&articles| SourceSize { documents: articles, stories: articles }).collect();
        SiteTemplates::learn(&Spread::from_counts(rows, sizes), &self.names, at_least, |_, _| (None, None))
    }

    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        put_u32(out, self.names.len() as u32);
        for (name, &articles) in self.names.iter().zip(&self.articles) {
            put_bytes(out, name.as_bytes());
            put_u32(out, articles);
        }
        // In one order, so that equal indexes are equal bytes.
        let mut templates: Vec<_> = self.templates.iter().collect();
        templates.sort_unstable_by_key(|(template, _)| **template);
        put_u32(out, templates.len() as u32);
        for (&template, counts) in templates {
            put_u64(out, template);
            put_u32(out, counts.len() as u32);
            for count in counts {
                for value in [count.source, count.articles, count.days, count.head, count.tail] {
                    put_u32(out, value);
                }
                let (first, last) = count.span.unwrap_or((i32::MAX, i32::MIN));
                put_u32(out, first as u32);
                put_u32(out, last as u32);
            }
        }
    }

    pub(super) fn decode(from: &mut Taker<'_>) -> Option<Learned> {
        let mut learned = Learned::default();
        for _ in 0..from.u32()? {
            let source = learned.source(&from.string()?);
            *learned.articles.get_mut(source as usize)? = from.u32()?;
        }
        for _ in 0..from.u32()? {
            let template = from.u64()?;
            let mut counts = Vec::new();
            for _ in 0..from.u32()? {
                let [source, articles, days, head, tail, first, last] =
                    [from.u32()?, from.u32()?, from.u32()?, from.u32()?, from.u32()?, from.u32()?, from.u32()?];
                let span = Some((first as i32, last as i32)).filter(|(first, last)| first <= last);
                counts.push(Count { source, articles, days, head, tail, span });
            }
            learned.templates.insert(template, counts);
        }
        Some(learned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_sees_itself_and_the_others() {
        let mut learned = Learned::default();
        let [a, b] = ["a.example", "b.example"].map(|name| learned.source(name));
        for day in [10, 10, 12] {
            learned.add(7, Carrier { source: a, day: Some(day), zone: 2 });
            learned.add_article(a);
        }
        learned.add(7, Carrier { source: b, day: Some(20), zone: 0 });
        let templates = [(7, 2), (8, 0), (9, 1)];
        let others = [vec![], vec![Carrier { source: a, day: None, zone: 0 }], vec![]];
        let spread = learned.around(Some(a), &templates, Some(13), true, &others);
        let seven = spread.get(7, 0).unwrap();
        assert_eq!((seven.documents, seven.days, seven.tail, seven.sources), (4, 3, 4, 2));
        assert_eq!((seven.all_stories, seven.all_days), (5, 11));
        assert_eq!(spread.get(8, 0).unwrap().documents, 2);
        assert_eq!(spread.get(9, 0), None);
        assert_eq!(spread.source(0).documents, 4);
        let version = learned.around(Some(a), &templates, Some(13), false, &others);
        assert_eq!((version.get(7, 0).unwrap().documents, version.source(0).documents), (3, 3));
        assert_eq!(learned.around(None, &templates, None, true, &others).get(7, 0).unwrap().documents, 1);
        let mut bytes = Vec::new();
        learned.encode(&mut bytes);
        assert_eq!(Learned::decode(&mut Taker(&bytes)), Some(learned.clone()));
        assert_eq!(Learned::decode(&mut Taker(&bytes[..bytes.len() - 1])), None);
        let site = &learned.site_templates(2).sites[0];
        assert_eq!((site.source.as_str(), site.documents, site.templates.len()), ("a.example", 3, 1));
    }
}
