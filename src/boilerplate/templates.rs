//! What was learned about outlets, as plain data: a file that can be read, edited, and used to judge a single page.
//!
//! It holds the counts, not the verdicts: a page judged with them goes through the same rules as one of the corpus, and is judged as surely. Whoever edits the file can pin what is
//! to be done with a template, whatever the rules say.

use super::class::{Action, Class};
use super::spread::{SourceSize, Spread, TemplateSpread};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What was learned about outlets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTemplates {
    /// Version of the format.
    pub version: u32,
    /// The outlets, by name.
    pub sites: Vec<Site>,
}

/// What was learned about one outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its name.
    pub source: String,
    /// Its articles that were read.
    pub documents: u32,
    /// Different stories among them.
    pub stories: u32,
    /// Its templates, the most widespread first.
    pub templates: Vec<SiteTemplate>,
}

/// A line that an outlet prints under several stories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTemplate {
    /// The template, as 16 hexadecimal digits.
    pub template: String,
    /// How it reads, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What kind of furniture it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// What is to be done with it, whatever the rules say. Written by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Articles that carry it.
    pub documents: u32,
    /// Different stories among them.
    pub stories: u32,
    /// Different days among them.
    #[serde(default)]
    pub days: u32,
    /// Articles that have it in their first quarter.
    #[serde(default)]
    pub head: u32,
    /// Articles that have it in their last quarter.
    #[serde(default)]
    pub tail: u32,
    /// Outlets that carry it.
    #[serde(default)]
    pub sources: u32,
    /// Different stories among all outlets.
    #[serde(default)]
    pub all_stories: u32,
    /// Days from the first to the last article that carries it.
    #[serde(default)]
    pub all_days: u32,
}

impl SiteTemplates {
    /// From the spread of a corpus: the templates that an outlet carries under `at_least` stories and more. `names` are the outlets by number, `told` says what is
    /// known of a template of an outlet besides the counts: class and example.
    pub fn learn(
        spread: &Spread,
        names: &[String],
        at_least: u32,
        mut told: impl FnMut(u32, u64) -> (Option<Class>, Option<String>),
    ) -> SiteTemplates {
        let mut sites: BTreeMap<&str, Site> = BTreeMap::new();
        for found in spread.templates().iter().filter(|t| t.stories >= at_least.max(2)) {
            let Some(name) = names.get(found.source as usize) else { continue };
            let size = spread.source(found.source);
            let site = sites.entry(name).or_insert_with(|| Site {
                source: name.clone(),
                documents: size.documents,
                stories: size.stories,
                templates: Vec::new(),
            });
            let (class, example) = told(found.source, found.template);
            site.templates.push(SiteTemplate {
                template: format!("{:016x}", found.template),
                example,
                class,
                action: found.pinned,
                documents: found.documents,
                stories: found.stories,
                days: found.days,
                head: found.head,
                tail: found.tail,
                sources: found.sources,
                all_stories: found.all_stories,
                all_days: found.all_days,
            });
        }
        let mut sites: Vec<Site> = sites.into_values().collect();
        for site in &mut sites {
            site.templates.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.template.cmp(&b.template)));
        }
        SiteTemplates { version: VERSION, sites }
    }

    /// From the text of a file.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when it is not in the format, with place and reason.
    pub fn parse(text: &str) -> Result<SiteTemplates> {
        let wrong = |why: String| Error::Parameter { name: "templates", why };
        let templates: SiteTemplates = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
        if templates.version != VERSION {
            return Err(wrong(format!("version {} of the format is not known, only {VERSION}", templates.version)));
        }
        for template in templates.sites.iter().flat_map(|site| &site.templates) {
            if u64::from_str_radix(&template.template, 16).is_err() {
                return Err(wrong(format!("`{}` is no template: 16 hexadecimal digits are one", template.template)));
            }
        }
        Ok(templates)
    }

    /// The counts of a corpus with these on top, for outlets of these names. A file about one outlet counts for every outlet: of a page by itself nobody knows the name.
    pub fn added_to(&self, spread: &Spread, names: &[String]) -> Spread {
        let learned = self.spread();
        let number = |name: &String| if self.sites.len() == 1 { Some(0) } else { self.number(name) };
        let mut counts: BTreeMap<(u64, u32), TemplateSpread> =
            spread.templates().iter().map(|t| ((t.template, t.source), *t)).collect();
        let mut sizes = Vec::new();
        for (source, name) in (0..).zip(names) {
            let mut size = spread.source(source);
            if let Some(site) = number(name) {
                size.documents += learned.source(site).documents;
                size.stories += learned.source(site).stories;
                for known in learned.templates().iter().filter(|t| t.source == site) {
                    let count = counts.entry((known.template, source)).or_insert(TemplateSpread {
                        template: known.template,
                        source,
                        ..TemplateSpread::default()
                    });
                    count.documents += known.documents;
                    count.stories += known.stories;
                    count.days += known.days;
                    count.head += known.head;
                    count.tail += known.tail;
                    count.sources = count.sources.max(known.sources);
                    count.all_stories += known.all_stories;
                    count.all_days = count.all_days.max(known.all_days);
                    count.pinned = known.pinned;
                }
            }
            sizes.push(size);
        }
        Spread::from_counts(counts.into_values().collect(), sizes)
    }

    /// The number of an outlet in [`SiteTemplates::spread`].
    pub fn number(&self, source: &str) -> Option<u32> {
        self.sites.iter().position(|site| site.source == source).map(|at| at as u32)
    }

    /// The counts as a spread. Outlets are numbered as they stand here; the number after the last is an outlet that nothing is known of.
    pub fn spread(&self) -> Spread {
        let mut templates = Vec::new();
        let mut sizes = Vec::new();
        for (source, site) in (0..).zip(&self.sites) {
            sizes.push(SourceSize { documents: site.documents, stories: site.stories });
            templates.extend(site.templates.iter().filter_map(|t| {
                Some(TemplateSpread {
                    template: u64::from_str_radix(&t.template, 16).ok()?,
                    source,
                    documents: t.documents,
                    stories: t.stories,
                    days: t.days,
                    head: t.head,
                    tail: t.tail,
                    sources: t.sources.max(1),
                    all_stories: t.all_stories.max(t.stories),
                    all_days: t.all_days,
                    pinned: t.action,
                })
            }));
        }
        Spread::from_counts(templates, sizes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let seen = |template, source, stories| TemplateSpread {
            template,
            source,
            documents: stories,
            stories,
            sources: 1,
            all_stories: stories,
            ..TemplateSpread::default()
        };
        let sizes = vec![SourceSize { documents: 9, stories: 8 }, SourceSize { documents: 3, stories: 3 }];
        let spread = Spread::from_counts(vec![seen(7, 0, 5), seen(3, 1, 3), seen(9, 0, 8), seen(4, 0, 1)], sizes);
        let names = ["harlow.example".to_owned(), "ashby.example".to_owned()];
        let learned = SiteTemplates::learn(&spread, &names, 2, |source, template| {
            (Some(Class::Share), (source == 0 && template == 9).then(|| "Share this".to_owned()))
        });
        assert_eq!(learned.sites.iter().map(|s| s.templates.len()).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(learned.sites[1].templates[0].example.as_deref(), Some("Share this"));
        let text = serde_json::to_string(&learned).unwrap();
        let read = SiteTemplates::parse(&text).unwrap();
        assert_eq!(read, learned);
        let harlow = read.number("harlow.example").unwrap();
        assert_eq!(read.spread().get(7, harlow).unwrap().stories, 5);
        assert_eq!(read.spread().source(harlow).stories, 8);
        assert_eq!(read.number("nowhere.example"), None);
        let names = ["nowhere.example".to_owned(), "harlow.example".to_owned()];
        let corpus = Spread::from_counts(
            vec![seen(7, 1, 2)],
            vec![SourceSize::default(), SourceSize { documents: 4, stories: 4 }],
        );
        let both = read.added_to(&corpus, &names);
        assert_eq!((both.get(7, 1).unwrap().stories, both.source(1).stories), (7, 12));
        assert_eq!(both.get(7, 0).unwrap().stories, 0);
        let one = SiteTemplates { version: VERSION, sites: vec![read.sites[1].clone()] };
        assert_eq!(one.added_to(&corpus, &names).get(9, 0).unwrap().stories, 8);
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for (text, part) in [
            ("{", "line 1"),
            (r#"{"version": 9, "sites": []}"#, "version 9"),
            (
                r#"{"version": 1, "sites": [{"source": "a", "documents": 1, "stories": 1, "templates": [{"template": "zub", "documents": 1, "stories": 1}]}]}"#,
                "`zub`",
            ),
        ] {
            let error = SiteTemplates::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
