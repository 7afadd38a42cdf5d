//! Spread: in how many articles, stories, days and outlets a template stands, and where on the page.
//!
//! Every line leaves its template, 16 bytes. What occurs twice gets outlet, story and day at the end; sorted, occurrences of one template and outlet stand together and are counted in one
//! walk. No hash map, so the order of the documents and the number of threads show nowhere. What stands in one article only is dropped: it has no spread.
//!
//! Copies of one story count once ([`Stories`]): two articles of one story are one witness.

use super::class::Action;
use super::lines::LineRow;
use super::stories::Stories;
use crate::matching::Repeated;
use rayon::prelude::*;

/// What the spread must know of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Host {
    /// The number of its outlet.
    pub source: u32,
    /// The day it was published, counted from 1970-01-01.
    pub day: Option<i32>,
}

/// One template in one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    template: u64,
    source: u32,
    story: u32,
    document: u32,
    /// `i32::MIN` when it is not known.
    day: i32,
    zone: u8,
}

/// Where templates stand, for one outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateSpread {
    /// The template.
    pub template: u64,
    /// The outlet.
    pub source: u32,
    /// Articles of the outlet that carry it.
    pub documents: u32,
    /// Different stories among them.
    pub stories: u32,
    /// Different days among those that are known.
    pub days: u32,
    /// Articles that have it in their first quarter, in lines.
    pub head: u32,
    /// Articles that have it in their last quarter.
    pub tail: u32,
    /// Outlets that carry it.
    pub sources: u32,
    /// Different stories among all outlets.
    pub all_stories: u32,
    /// Days from the first to the last article that carries it, over all outlets.
    pub all_days: u32,
    /// What somebody has decided about it.
    pub pinned: Option<Action>,
}

/// How much there is of an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceSize {
    /// Its articles.
    pub documents: u32,
    /// Different stories among them.
    pub stories: u32,
}

/// A template of a line, as long as nothing is known of its article.
#[derive(Debug, Clone, Copy)]
struct Line {
    template: u64,
    document: u32,
    zone: u8,
}

/// Collects the lines of articles.
#[derive(Debug, Default)]
pub struct SpreadBuilder {
    lines: Vec<Line>,
    stories: Stories,
}

impl SpreadBuilder {
    /// Nothing collected yet.
    pub fn new() -> SpreadBuilder {
        SpreadBuilder::default()
    }

    /// Adds the lines of the next article.
    pub fn add(&mut self, rows: &[LineRow]) {
        let document = self.stories.len() as u32;
        self.stories.add(rows);
        for (place, row) in rows.iter().enumerate() {
            let line = Line { template: row.template, document, zone: zone(place, rows.len()) };
            self.lines.push(line);
            if row.loose != 0 {
                self.lines.push(Line { template: row.loose, ..line });
            }
        }
    }

    /// Counts. `hosts` are the articles in the order in which their lines were added.
    ///
    /// # Panics
    ///
    /// When there are fewer hosts than articles.
    pub fn finish(self, hosts: &[Host]) -> Spread {
        // What stands in one place only need not be sorted, and that is nearly all of running text.
        let repeated = Repeated::among(self.lines.iter().map(|line| line.template), self.lines.len());
        let stories = self.stories.finish();
        let occurrence = |&Line { template, document, zone }: &Line| {
            let (Host { source, day }, story) = (hosts[document as usize], stories[document as usize]);
            Occurrence { template, source, story, document, day: day.unwrap_or(i32::MIN), zone }
        };
        let again = self.lines.iter().filter(|line| repeated.may_be(line.template));
        let mut occurrences: Vec<Occurrence> = again.map(occurrence).collect();
        occurrences.par_sort_unstable();
        let mut hosts: Vec<(u32, u32)> =
            hosts.iter().zip(&stories).map(|(host, &story)| (host.source, story)).collect();
        hosts.par_sort_unstable();
        let mut sources = vec![SourceSize::default(); hosts.last().map_or(0, |h| h.0 as usize + 1)];
        for (i, host) in hosts.iter().enumerate() {
            let size = &mut sources[host.0 as usize];
            size.documents += 1;
            size.stories += u32::from(i == 0 || hosts[i - 1] != *host);
        }
        let mut templates = Vec::new();
        for group in occurrences.chunk_by(|a, b| a.template == b.template) {
            if group.first().map(|o| o.document) != group.last().map(|o| o.document) {
                count_group(group, &mut templates);
            }
        }
        Spread::from_sorted(templates, sources)
    }
}

/// In which part of an article a line stands: 0 in the first quarter, 2 in the last, 1 between.
pub fn zone(place: usize, lines: usize) -> u8 {
    if place * 4 < lines {
        0
    } else if place * 4 >= lines * 3 {
        2
    } else {
        1
    }
}

/// Counts the occurrences of one template.
fn count_group(group: &[Occurrence], templates: &mut Vec<TemplateSpread>) {
    let first = templates.len();
    let (mut from, mut to) = (i32::MAX, i32::MIN);
    let mut all_stories: Vec<u32> = group.iter().map(|o| o.story).collect();
    all_stories.sort_unstable();
    all_stories.dedup();
    for of_source in group.chunk_by(|a, b| a.source == b.source) {
        let mut row = TemplateSpread {
            template: of_source[0].template,
            source: of_source[0].source,
            ..TemplateSpread::default()
        };
        let mut days: Vec<i32> = Vec::new();
        for of_document in of_source.chunk_by(|a, b| a.document == b.document) {
            row.documents += 1;
            row.head += u32::from(of_document.iter().any(|o| o.zone == 0));
            row.tail += u32::from(of_document.iter().any(|o| o.zone == 2));
            if of_document[0].day != i32::MIN {
                days.push(of_document[0].day);
            }
        }
        row.stories = of_source.chunk_by(|a, b| a.story == b.story).count() as u32;
        days.sort_unstable();
        days.dedup();
        row.days = days.len() as u32;
        from = days.first().map_or(from, |d| from.min(*d));
        to = days.last().map_or(to, |d| to.max(*d));
        templates.push(row);
    }
    let sources = (templates.len() - first) as u32;
    for row in &mut templates[first..] {
        row.sources = sources;
        row.all_stories = all_stories.len() as u32;
        row.all_days = if from <= to { to.abs_diff(from) + 1 } else { 0 };
    }
}

/// The spread of all templates that stand in two articles and more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// Ascending by template and outlet.
    templates: Vec<TemplateSpread>,
    sources: Vec<SourceSize>,
    /// Where the rows of each part begin, and one past the last.
    firsts: Vec<u32>,
    /// So many upper bits of a template name its part.
    bits: u32,
}

impl Spread {
    /// From counts that were made before. They are put in order.
    pub fn from_counts(mut templates: Vec<TemplateSpread>, sources: Vec<SourceSize>) -> Spread {
        templates.sort_unstable_by_key(|t| (t.template, t.source));
        Spread::from_sorted(templates, sources)
    }

    /// From counts in order. Templates are hashes, so their upper bits part them evenly: one of these parts is all that a look-up has to search.
    fn from_sorted(templates: Vec<TemplateSpread>, sources: Vec<SourceSize>) -> Spread {
        let bits = templates.len().max(2).ilog2();
        let mut firsts = Vec::with_capacity((1 << bits) + 1);
        for (i, found) in templates.iter().enumerate() {
            let part = (found.template >> (64 - bits)) as usize;
            firsts.resize(firsts.len().max(part + 1), i as u32);
        }
        firsts.resize((1 << bits) + 1, templates.len() as u32);
        Spread { templates, sources, firsts, bits }
    }

    /// The rows of a template and others that begin with the same bits.
    fn part(&self, template: u64) -> &[TemplateSpread] {
        if self.templates.is_empty() {
            return &[];
        }
        let part = (template >> (64 - self.bits)) as usize;
        &self.templates[self.firsts[part] as usize..self.firsts[part + 1] as usize]
    }

    /// Where a template stands in this outlet; where it stands in no article of it, the outlets that it stands in, with no article of this one.
    pub fn get(&self, template: u64, source: u32) -> Option<TemplateSpread> {
        let part = self.part(template);
        let at = part.iter().position(|found| found.template == template)?;
        let of_template = &part[at..];
        let at = of_template.partition_point(|t| (t.template, t.source) < (template, source));
        match of_template.get(at) {
            Some(found) if (found.template, found.source) == (template, source) => Some(*found),
            _ => Some(TemplateSpread {
                template,
                source,
                sources: of_template[0].sources,
                all_stories: of_template[0].all_stories,
                all_days: of_template[0].all_days,
                ..TemplateSpread::default()
            }),
        }
    }

    /// How much there is of an outlet.
    pub fn source(&self, source: u32) -> SourceSize {
        self.sources.get(source as usize).copied().unwrap_or_default()
    }

    /// All counts, ascending by template and outlet.
    pub fn templates(&self) -> &[TemplateSpread] {
        &self.templates
    }
}

/// The lower bound of a share that was seen as `part` of `whole` (Wilson 1927), one-sided at 90 %.
pub fn lower_bound(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    const Z: f64 = 1.2816;
    let n = f64::from(whole);
    let share = f64::from(part.min(whole)) / n;
    let centre = share + Z * Z / (2.0 * n);
    let margin = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((centre - margin) / (1.0 + Z * Z / n)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::shape::END;
    use bytemuck::Zeroable;

    /// Lines with these templates, the first of them a sentence of this story.
    fn rows(templates: &[u64], story: u64) -> Vec<LineRow> {
        let mut rows: Vec<LineRow> =
            templates.iter().map(|&template| LineRow { template, ..LineRow::zeroed() }).collect();
        rows[0] = LineRow { exact: story, words: 30, shape: END, ..rows[0] };
        rows
    }

    #[test]
    fn copies_of_one_story_count_once() {
        let mut builder = SpreadBuilder::new();
        let host = |source, day| Host { source, day: Some(day) };
        let mut hosts = Vec::new();
        for (host, story, lines) in [
            (host(0, 10), 1, [7, 8, 9, 7].as_slice()),
            (host(0, 10), 1, &[7, 8]),
            (host(0, 12), 2, &[7, 9]),
            (host(1, 11), 1, &[8, 5]),
        ] {
            builder.add(&rows(lines, story));
            hosts.push(host);
        }
        let spread = builder.finish(&hosts);
        let seven = spread.get(7, 0).unwrap();
        assert_eq!((seven.documents, seven.stories, seven.days, seven.sources), (3, 2, 2, 1));
        assert_eq!((seven.head, seven.tail), (3, 1));
        let eight = spread.get(8, 1).unwrap();
        assert_eq!((eight.documents, eight.sources, eight.all_stories, eight.all_days), (1, 2, 1, 2));
        assert_eq!(spread.get(5, 1), None);
        assert_eq!(spread.get(7, 1).unwrap().documents, 0);
        assert_eq!(spread.get(8, 9).unwrap().sources, 2);
        assert_eq!(spread.source(0), SourceSize { documents: 3, stories: 2 });
        assert_eq!(spread.source(9), SourceSize::default());
    }

    #[test]
    fn the_bound_grows_with_what_was_seen() {
        assert_eq!(lower_bound(0, 0), 0.0);
        assert!(lower_bound(0, 10) < 1e-9);
        assert!(lower_bound(2, 2) < lower_bound(20, 20));
        assert!(lower_bound(20, 20) > 0.9 && lower_bound(2, 2) > 0.5);
        assert!(lower_bound(5, 10) < 0.5);
    }
}
