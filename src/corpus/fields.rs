//! Which field of a JSON object holds what, and how input is read.
//!
//! News dumps agree on what an article has and not on what it is called. Each role has a list of usual names; the first
//! name of the list that an object uses wins, wherever it stands in the object. A name that the user gives replaces the
//! list, so that a chosen field is never overruled by a usual one.

/// The names under which the parts of an article are looked for, most wanted first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNames {
    /// The article's own name: a string or a number.
    pub id: Vec<String>,
    /// The article.
    pub text: Vec<String>,
    /// Where it was found; its registrable domain is the source when no source field says better.
    pub url: Vec<String>,
    /// The outlet.
    pub source: Vec<String>,
    /// When it was published.
    pub date: Vec<String>,
    /// The headline.
    pub title: Vec<String>,
}

impl Default for FieldNames {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        FieldNames {
            id: list(&["id"]),
            text: list(&["text", "content", "body", "maintext"]),
            url: list(&["url"]),
            source: list(&["source", "site", "outlet", "domain"]),
            date: list(&[
                "date",
                "published",
                "date_publish",
                "publish_date",
                "pub_date",
                "published_at",
                "publication_date",
                "date_published",
            ]),
            title: list(&["title", "headline"]),
        }
    }
}

/// How input is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The names of the fields of JSON Lines.
    pub fields: FieldNames,
    /// Longest line or `.txt` file that is read, in bytes; longer ones are skipped without being held in memory.
    pub max_record_bytes: usize,
    /// About how many bytes a batch holds; a longer record makes a longer batch.
    pub batch_bytes: usize,
    /// Hand over a batch as soon as it holds one record instead of when it is full: for a stream that is answered line by
    /// line while it is being written.
    pub eager: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { fields: FieldNames::default(), max_record_bytes: 64 << 20, batch_bytes: 1 << 20, eager: false }
    }
}

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Id,
    Text,
    Url,
    Source,
    Date,
    Title,
}

/// How many roles there are.
pub(super) const ROLES: usize = 6;

/// The rank of a name that does not play a role, and of a role that nothing was found for: behind every true rank.
pub(super) const UNRANKED: u16 = u16::MAX;

/// One name and its place in the list of each role; one field may play several roles.
pub(super) struct NameEntry<'a> {
    pub(super) name: &'a str,
    pub(super) ranks: [u16; ROLES],
}

impl NameEntry<'_> {
    /// The place of the name in the list of `role`, or [`UNRANKED`].
    pub(super) fn rank(&self, role: Role) -> u16 {
        self.ranks[role as usize]
    }
}

/// [`FieldNames`] turned round: from a key of the object to its roles.
///
/// Two dozen names at most: a mask of the lengths that occur turns most other keys away, a walk over the list does the rest.
pub(super) struct NameTable<'a> {
    entries: Vec<NameEntry<'a>>,
    lengths: u64,
}

impl<'a> NameTable<'a> {
    pub(super) fn new(names: &'a FieldNames) -> Self {
        let mut entries: Vec<NameEntry<'a>> = Vec::new();
        let roles: [(Role, &'a [String]); ROLES] = [
            (Role::Id, &names.id),
            (Role::Text, &names.text),
            (Role::Url, &names.url),
            (Role::Source, &names.source),
            (Role::Date, &names.date),
            (Role::Title, &names.title),
        ];
        for (role, list) in roles {
            for (rank, name) in list.iter().enumerate() {
                // Ranks stay below 2^15, so that the reader can put an empty text behind all others.
                let rank = u16::try_from(rank).unwrap_or(UNRANKED).min((1 << 15) - 1);
                let at = entries.iter().position(|entry| entry.name == name).unwrap_or_else(|| {
                    entries.push(NameEntry { name, ranks: [UNRANKED; ROLES] });
                    entries.len() - 1
                });
                let place = &mut entries[at].ranks[role as usize];
                *place = rank.min(*place);
            }
        }
        let lengths = entries.iter().fold(0, |mask, entry| mask | length_bit(entry.name));
        NameTable { entries, lengths }
    }

    /// The entry of a key, if anybody looks for it.
    pub(super) fn find(&self, key: &str) -> Option<&NameEntry<'a>> {
        if self.lengths & length_bit(key) == 0 {
            return None;
        }
        self.entries.iter().find(|entry| entry.name == key)
    }
}

fn length_bit(name: &str) -> u64 {
    1 << name.len().min(63)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_ranked_in_their_order() {
        let names = FieldNames::default();
        let table = NameTable::new(&names);
        assert_eq!(table.find("text").unwrap().rank(Role::Text), 0);
        assert_eq!(table.find("maintext").unwrap().rank(Role::Text), 3);
        assert_eq!(table.find("maintext").unwrap().rank(Role::Title), UNRANKED);
        assert_eq!(table.find("date_published").unwrap().rank(Role::Date), 7);
        assert!(table.find("Text").is_none());
        assert!(table.find("").is_none());
        assert!(table.find(&"x".repeat(500)).is_none());
    }

    #[test]
    fn one_field_may_play_two_roles() {
        let names = FieldNames { id: vec!["url".into()], ..FieldNames::default() };
        let table = NameTable::new(&names);
        let url = table.find("url").unwrap();
        assert_eq!((url.rank(Role::Id), url.rank(Role::Url)), (0, 0));
        assert!(table.find("id").is_none(), "a named field replaces the usual names");
    }
}
