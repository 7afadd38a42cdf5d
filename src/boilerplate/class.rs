//! What kinds of furniture there are, and what is to be done with a line.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// A kind of furniture. The names are those of the tables and of the sections of `data/boilerplate/*.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Menus, skip links, buttons, paging, log in.
    Navigation,
    /// Share bars and follow us.
    Share,
    /// Newsletters, subscriptions, donations, advertisements.
    Promo,
    /// Headings of lists of other stories, and the headlines in them.
    Related,
    /// The first sentence of another story.
    Teaser,
    /// Who the author is.
    Bio,
    /// Who wrote it.
    Byline,
    /// Who took the picture, edited or contributed.
    Credit,
    /// What the picture shows.
    Caption,
    /// When it was published or changed.
    Date,
    /// Minutes to read, numbers of comments.
    Counter,
    /// Rights, terms, cookies, imprint.
    Legal,
    /// A rule of dashes or other marks.
    Separator,
}

impl Class {
    /// All classes, in the order of their numbers.
    pub const ALL: [Class; 13] = [
        Class::Navigation,
        Class::Share,
        Class::Promo,
        Class::Related,
        Class::Teaser,
        Class::Bio,
        Class::Byline,
        Class::Credit,
        Class::Caption,
        Class::Date,
        Class::Counter,
        Class::Legal,
        Class::Separator,
    ];

    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Class::Navigation => "navigation",
            Class::Share => "share",
            Class::Promo => "promo",
            Class::Related => "related",
            Class::Teaser => "teaser",
            Class::Bio => "bio",
            Class::Byline => "byline",
            Class::Credit => "credit",
            Class::Caption => "caption",
            Class::Date => "date",
            Class::Counter => "counter",
            Class::Legal => "legal",
            Class::Separator => "separator",
        }
    }

    /// The class of a name; the plural will do, as in `captions`.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| name == class.name() || name.strip_suffix('s') == Some(class.name()))
    }

    /// The classes of some names, which are the value of this parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] for a name that is none.
    pub fn from_names(parameter: &'static str, names: &[String]) -> Result<Vec<Class>> {
        let class = |name: &String| {
            Class::from_name(name).ok_or_else(|| {
                let why =
                    format!("has `{name}`, which is no class: there are {}", Class::ALL.map(Class::name).join(", "));
                Error::Parameter { name: parameter, why }
            })
        };
        names.iter().map(class).collect()
    }
}

/// What is to be done with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It stays.
    Keep,
    /// It stays, and somebody should look at it.
    Review,
    /// It goes.
    Strip,
}

impl Action {
    /// The name that stands in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Action::Keep => "keep",
            Action::Review => "review",
            Action::Strip => "strip",
        }
    }
}

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u16);

impl Classes {
    /// No class.
    pub const NONE: Classes = Classes(0);

    /// The same set with this class.
    #[must_use]
    pub const fn with(self, class: Class) -> Classes {
        Classes(self.0 | 1 << class as u16)
    }

    /// Whether the class is in it.
    pub const fn has(self, class: Class) -> bool {
        self.0 >> class as u16 & 1 == 1
    }
}

impl FromIterator<Class> for Classes {
    fn from_iter<T: IntoIterator<Item = Class>>(classes: T) -> Classes {
        classes.into_iter().fold(Classes::NONE, Classes::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        for (number, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class as usize, number);
            assert_eq!(Class::from_name(class.name()), Some(class));
            assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{}\"", class.name()));
        }
        assert_eq!(Class::from_name("bylines"), Some(Class::Byline));
        assert_eq!(Class::from_name("headline"), None);
        let some: Classes = [Class::Date, Class::Separator].into_iter().collect();
        assert!(some.has(Class::Date) && some.has(Class::Separator) && !some.has(Class::Bio));
    }
}
