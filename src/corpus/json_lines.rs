//! JSON Lines: one object per line, one article per object.
//!
//! The line is parsed by serde_json's parser straight into the [`Record`]: keys are looked at where they stand, wanted
//! values are copied once (the text straight to its place, see `escapes.rs`), and all else is passed over without being built. `serde_json::Value` would
//! build every unwanted list of links and image sizes of a dump just to drop it.

use std::fmt::{self, Write};
use std::ops::Range;

use serde::Deserialize as _;
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::date::{date_from_number, parse_date};
use super::escapes::unescape;
use super::fields::{FieldNames, NameEntry, NameTable, Role, UNRANKED};
use super::parse::Refusal;
use super::record::{Date, Record};
use super::source::registrable_domain;
use crate::findings::SkipReason;

/// Ranks an empty text behind all others: `{"text": "", "body": "..."}` is meant to be read.
const EMPTY: u16 = 1 << 15;

/// How much of a bad value is quoted.
const QUOTED: usize = 60;

/// Reads lines; what it needs besides the record is kept from line to line.
pub(super) struct JsonLines<'a> {
    names: &'a FieldNames,
    table: NameTable<'a>,
    url: String,
    /// A text on its way to the record, whose buffer it becomes.
    unescaped: String,
    /// Where the text of the line that was read last stands in it, between its quotes.
    text_at: Range<usize>,
}

/// What the object has named so far, by rank of the name; a smaller rank replaces a larger one.
struct Capture<'r, 'a> {
    record: &'r mut Record,
    url: &'r mut String,
    unescaped: &'r mut String,
    /// Where the line begins in memory, and the text in the line.
    line: usize,
    text_at: Range<usize>,
    ranks: [u16; super::fields::ROLES],
    bad_date: Option<String>,
    /// The field that should hold the text, and what it holds.
    no_text: Option<(&'a str, &'static str)>,
}

impl<'a> JsonLines<'a> {
    pub(super) fn new(names: &'a FieldNames) -> Self {
        JsonLines { names, table: NameTable::new(names), url: String::new(), unescaped: String::new(), text_at: 0..0 }
    }

    /// Reads a line into `record`; id and source stay empty where the object does not tell them. What is returned is the
    /// complaint about a date that could not be understood.
    pub(super) fn read(&mut self, line: &str, record: &mut Record) -> Result<Option<String>, Refusal> {
        if !line.trim_ascii_start().starts_with('{') {
            return Err(no_object(line));
        }
        record.id.clear();
        record.text.clear();
        record.source.clear();
        record.date = None;
        let mut title = record.title.take().unwrap_or_default();
        title.clear();
        record.title = Some(title);
        self.url.clear();
        let mut capture = Capture {
            record,
            url: &mut self.url,
            unescaped: &mut self.unescaped,
            line: line.as_ptr() as usize,
            text_at: 0..0,
            ranks: [UNRANKED; super::fields::ROLES],
            bad_date: None,
            no_text: None,
        };

        let mut parser = serde_json::Deserializer::from_str(line);
        let object = ObjectVisitor { table: &self.table, capture: &mut capture };
        parser.deserialize_map(object).and_then(|()| parser.end()).map_err(|error| broken(&error))?;

        let Capture { ranks, bad_date, no_text, text_at, .. } = capture;
        self.text_at = text_at;
        if ranks[Role::Text as usize] == UNRANKED {
            return Err(without_text(self.names, no_text));
        }
        record.title = record.title.take().filter(|title| !title.is_empty());
        if record.source.is_empty() && !self.url.is_empty() {
            record.source.extend(registrable_domain(&self.url));
        }
        Ok(bad_date.filter(|_| record.date.is_none()))
    }

    /// Where the text of the line that was read last stands in it, between its quotes.
    pub(super) fn text_at(&self) -> Range<usize> {
        self.text_at.clone()
    }
}

#[cold]
fn no_object(line: &str) -> Refusal {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(line) {
        return broken(&error);
    }
    let what = match line.trim_ascii_start().as_bytes().first() {
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    };
    (SkipReason::NotAnObject, format!("the line holds {what}"))
}

/// serde_json does not tell its errors apart but by their words.
#[cold]
fn broken(error: &serde_json::Error) -> Refusal {
    // The parser sees one line: its number of it says nothing.
    let message = error.to_string().replacen(" at line 1 column ", " at column ", 1);
    let message = message.replacen("expected ident", "no JSON value", 1);
    let half = ["lone", "unexpected end of hex escape"].iter().any(|start| message.starts_with(start));
    (if half { SkipReason::LoneSurrogate } else { SkipReason::MalformedJson }, message)
}

#[cold]
fn without_text(names: &FieldNames, held: Option<(&str, &'static str)>) -> Refusal {
    if let Some((name, what)) = held {
        return (SkipReason::TextNotAString, format!("`{name}` holds {what}"));
    }
    let looked_for: Vec<String> = names.text.iter().map(|name| format!("`{name}`")).collect();
    (SkipReason::MissingText, format!("no field {}", looked_for.join(" or ")))
}

impl<'a> Capture<'_, 'a> {
    /// Whether a name of this rank has the say over what was found so far. Of equal names the last one counts.
    fn wins(&mut self, role: Role, rank: u16) -> bool {
        let best = &mut self.ranks[role as usize];
        let wins = rank != UNRANKED && rank <= *best;
        if wins {
            *best = rank;
        }
        wins
    }

    /// A value that may be the text, as it stands in the line. `false` when it holds half of a surrogate pair.
    fn text(&mut self, entry: &NameEntry<'a>, escaped: &str) -> bool {
        let mut value = std::mem::take(self.unescaped);
        value.clear();
        let whole = unescape(escaped, &mut value).is_some();
        if whole {
            self.string(entry, &value);
            let (rank, filled) = (entry.rank(Role::Text), !value.trim_ascii().is_empty());
            if self.wins(Role::Text, if filled { rank } else { rank + EMPTY }) {
                std::mem::swap(&mut self.record.text, &mut value);
                let start = escaped.as_ptr() as usize - self.line;
                self.text_at = start..start + escaped.len();
            }
        }
        *self.unescaped = value;
        whole
    }

    /// A value for all but the text.
    fn string(&mut self, entry: &NameEntry<'a>, value: &str) {
        if value.trim_ascii().is_empty() {
            return;
        }
        if self.wins(Role::Id, entry.rank(Role::Id)) {
            replace(&mut self.record.id, value);
        }
        if self.wins(Role::Url, entry.rank(Role::Url)) {
            replace(self.url, value);
        }
        if self.wins(Role::Source, entry.rank(Role::Source)) {
            replace(&mut self.record.source, value.trim());
        }
        if self.wins(Role::Title, entry.rank(Role::Title)) {
            replace(self.record.title.get_or_insert_default(), value);
        }
        if entry.rank(Role::Date) != UNRANKED && !is_nothing(value) {
            self.date(entry, parse_date(value), || value.to_owned());
        }
    }

    fn integer(&mut self, entry: &NameEntry<'a>, value: i128) {
        if self.wins(Role::Id, entry.rank(Role::Id)) {
            self.number_as_id(value);
        }
        if entry.rank(Role::Date) != UNRANKED {
            let date = i64::try_from(value).ok().and_then(date_from_number);
            self.date(entry, date, || value.to_string());
        }
        self.not_text(entry, "a number");
    }

    fn float(&mut self, entry: &NameEntry<'a>, value: f64) {
        if self.wins(Role::Id, entry.rank(Role::Id)) {
            self.number_as_id(value);
        }
        if entry.rank(Role::Date) != UNRANKED {
            // A cast keeps within the range of the type, where no date is.
            self.date(entry, date_from_number(value.floor() as i64), || value.to_string());
        }
        self.not_text(entry, "a number");
    }

    fn number_as_id(&mut self, value: impl fmt::Display) {
        self.record.id.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.record.id, "{value}");
    }

    /// A date, or a value that should be one. A bad one leaves the say to other names.
    fn date(&mut self, entry: &NameEntry<'a>, date: Option<Date>, value: impl FnOnce() -> String) {
        match date {
            Some(date) => {
                if self.wins(Role::Date, entry.rank(Role::Date)) {
                    self.record.date = Some(date);
                }
            }
            None => {
                let mut value = value();
                if let Some((cut, _)) = value.char_indices().nth(QUOTED) {
                    value.truncate(cut);
                    value.push('…');
                }
                self.bad_date = Some(format!("`{}` holds `{value}`, which is no date", entry.name));
            }
        }
    }

    fn not_text(&mut self, entry: &NameEntry<'a>, what: &'static str) {
        if entry.rank(Role::Text) != UNRANKED {
            self.no_text = Some((entry.name, what));
        }
    }
}

fn replace(place: &mut String, value: &str) {
    place.clear();
    place.push_str(value);
}

/// What programs write when they have no date.
fn is_nothing(value: &str) -> bool {
    let value = value.trim_ascii();
    value.len() <= 4 && ["null", "none", "nan", "nat", "n/a"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// The object of the line.
struct ObjectVisitor<'s, 'a, 'r> {
    table: &'s NameTable<'a>,
    capture: &'s mut Capture<'r, 'a>,
}

impl<'de> Visitor<'de> for ObjectVisitor<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(entry) = map.next_key_seed(KeySeed(self.table))? {
            match entry {
                Some(entry) => map.next_value_seed(ValueSeed { entry, capture: &mut *self.capture })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A key, looked up where it stands.
struct KeySeed<'s, 'a>(&'s NameTable<'a>);

impl<'de, 's, 'a> DeserializeSeed<'de> for KeySeed<'s, 'a> {
    type Value = Option<&'s NameEntry<'a>>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'s, 'a> Visitor<'_> for KeySeed<'s, 'a> {
    type Value = Option<&'s NameEntry<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.find(key))
    }
}

/// A wanted value, of whatever type.
struct ValueSeed<'s, 'a, 'r> {
    entry: &'s NameEntry<'a>,
    capture: &'s mut Capture<'r, 'a>,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.entry.rank(Role::Text) == UNRANKED {
            return deserializer.deserialize_any(self);
        }
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
            Some(escaped) if self.capture.text(self.entry, escaped) => Ok(()),
            Some(_) => Err(D::Error::custom("lone surrogate in a hex escape")),
            None => serde_json::Deserializer::from_str(raw).deserialize_any(self).map_err(D::Error::custom),
        }
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.capture.string(self.entry, value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.capture.integer(self.entry, value.into());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.capture.integer(self.entry, value.into());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.capture.float(self.entry, value);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.capture.not_text(self.entry, "a boolean");
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.capture.not_text(self.entry, "null");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.capture.not_text(self.entry, "a list");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.capture.not_text(self.entry, "an object");
        Ok(())
    }
}
