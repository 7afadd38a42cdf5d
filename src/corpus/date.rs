//! Dates as news dumps write them.
//!
//! Read are: ISO 8601 with `-`, `/`, `.` or nothing between the parts, `T` or space before the time, fraction, and zone or none;
//! RFC 2822 and its relatives with English month names (`Tue, 20 Sep 2016 08:00:00 GMT`, `September 20, 2016`,
//! `20-Sep-2016`, `Tue Sep 20 08:00:00 +0000 2016`); Unix time as a number of seconds, milli-, micro- or nanoseconds. A
//! time without zone counts as UTC. Left alone are days that can be read in two ways (`09/10/2016`): a guess would be right
//! for half of a corpus and nobody would know which. Years run from 1600 to 2200, so that numbers that are no dates
//! are found out.

use super::record::Date;

const DAY: i64 = 86_400;
const FIRST: i64 = days(1600, 1, 1) * DAY;
const BEHIND: i64 = days(2201, 1, 1) * DAY;

/// Reads a date; `None` for what is none.
///
/// ```
/// use nearprint::corpus::parse_date;
/// assert_eq!(parse_date("2016-09-20T10:30:00+02:00").unwrap().to_string(), "2016-09-20T08:30:00Z");
/// assert_eq!(parse_date("September 20, 2016").unwrap().to_string(), "2016-09-20");
/// assert_eq!(parse_date("soon"), None);
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes().trim_ascii();
    if let Some(date) = usual(bytes) {
        return Some(date);
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        return std::str::from_utf8(bytes).ok()?.parse().ok().and_then(date_from_number);
    }
    numeric(bytes).or_else(|| unix_fraction(bytes)).or_else(|| written(bytes))
}

/// Reads a number as a date: `20160920` as a day, `20160920083000` as a day and time, all else as Unix time in seconds,
/// milliseconds, microseconds or nanoseconds by its size.
///
/// Numbers that would be within three years of 1970 are turned down: zeros and counters, not dates.
pub fn date_from_number(number: i64) -> Option<Date> {
    let size = number.unsigned_abs();
    let part = |divisor: i64, modulus: i64| u32::try_from(number / divisor % modulus).ok();
    if (16_000_101..=22_001_231).contains(&number) {
        let start = midnight(part(10_000, 10_000)?, part(100, 100)?, part(1, 100)?)?;
        return Some(Date { seconds: start, day_only: true });
    }
    if (16_000_101_000_000..=22_001_231_235_959).contains(&number) {
        let start = midnight(part(10_000_000_000, 10_000)?, part(100_000_000, 100)?, part(1_000_000, 100)?)?;
        return instant(start + clock(part(10_000, 100)?, part(100, 100)?, part(1, 100)?)?);
    }
    let per_second = match size {
        0..100_000_000 => return None,
        100_000_000..100_000_000_000 => 1,
        100_000_000_000..100_000_000_000_000 => 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1_000_000,
        _ => 1_000_000_000,
    };
    instant(number.div_euclid(per_second))
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The first second of a day; `None` where there is no such day.
fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let good = (1600..=2200).contains(&year) && (1..=length).contains(&day);
    good.then(|| days(i64::from(year), i64::from(month), i64::from(day)) * DAY)
}

/// Seconds since midnight; 24:00:00 and a leap second are the first second of what follows.
fn clock(hour: u32, minute: u32, second: u32) -> Option<i64> {
    let good = minute < 60 && second <= 60 && (hour < 24 || (hour == 24 && minute == 0 && second == 0));
    good.then(|| i64::from(hour * 3600 + minute * 60 + second))
}

fn instant(seconds: i64) -> Option<Date> {
    (FIRST..BEHIND).contains(&seconds).then_some(Date { seconds, day_only: false })
}

/// The two shapes that most dumps use: `2016-09-20` and `2016-09-20T08:00:00Z`.
fn usual(bytes: &[u8]) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
    };
    if !matches!(bytes.len(), 10 | 20) || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let start = midnight(number(0..4)?, number(5..7)?, number(8..10)?)?;
    if bytes.len() == 10 {
        return Some(Date { seconds: start, day_only: true });
    }
    if [bytes[10], bytes[13], bytes[16], bytes[19]] != *b"T::Z" {
        return None;
    }
    instant(start + clock(number(11..13)?, number(14..16)?, number(17..19)?)?)
}

/// ISO 8601 and its relatives: year first, digits only.
fn numeric(bytes: &[u8]) -> Option<Date> {
    let mut at = Cursor { rest: bytes };
    let year = at.digits(4, 4)?;
    let start = match at.rest.first()? {
        &separator @ (b'-' | b'/' | b'.') => {
            at.eat(separator);
            let month = at.digits(1, 2)?;
            if !at.eat(separator) {
                return None;
            }
            midnight(year, month, at.digits(1, 2)?)?
        }
        _ => midnight(year, at.digits(2, 2)?, at.digits(2, 2)?)?,
    };
    if at.rest.is_empty() {
        return Some(Date { seconds: start, day_only: true });
    }
    let divided = at.eat(b'T') || at.eat(b't') || at.eat(b'_') || at.eat(b',');
    if !(at.spaces() || divided) {
        return None;
    }
    let seconds = at.time()?;
    at.spaces();
    let offset = at.zone()?;
    instant(start + seconds - offset)
}

/// Unix time with a fraction: `1474358400.123`.
fn unix_fraction(bytes: &[u8]) -> Option<Date> {
    let (whole, fraction) = std::str::from_utf8(bytes).ok()?.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number: i64 = if digits(whole) && digits(fraction) { whole.parse().ok()? } else { return None };
    (100_000_000..100_000_000_000).contains(&number).then(|| instant(number))?
}

/// Dates with the month as a word, in any order that says which number is what.
fn written(bytes: &[u8]) -> Option<Date> {
    let text = std::str::from_utf8(bytes).ok()?;
    // `(Eastern Daylight Time)`, as RFC 2822 allows and browsers print.
    let text = match text.split_once('(') {
        Some((before, comment)) if comment.ends_with(')') => before,
        _ => text,
    };
    if text.len() > 80 {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let mut parts = Written::default();
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()) {
        if token.starts_with(['+', '-']) {
            set(&mut parts.offset, Cursor { rest: token.as_bytes() }.zone()?)?;
        } else if token.starts_with("gmt") || token.starts_with("utc") {
            let after = &token.as_bytes()[3..];
            parts.offset.get_or_insert(Cursor { rest: after }.zone()?);
        } else {
            for piece in token.split('-') {
                parts.piece(piece)?;
            }
        }
    }
    let start = midnight(parts.year?, parts.month?, parts.day?)?;
    match (parts.time, parts.afternoon) {
        (None, None) => Some(Date { seconds: start, day_only: true }),
        (None, Some(_)) => None,
        (Some(time), half) => instant(start + twelve_hours(time, half)? - parts.offset.unwrap_or(0)),
    }
}

/// What a written date has named so far.
#[derive(Default)]
struct Written {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    time: Option<i64>,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

impl Written {
    /// Takes in one word or number; `None` where it fits nowhere.
    fn piece(&mut self, piece: &str) -> Option<()> {
        if piece.contains(':') {
            let mut at = Cursor { rest: piece.as_bytes() };
            set(&mut self.time, at.clock()?)?;
            return match at.rest {
                b"" => Some(()),
                b"z" => set(&mut self.offset, 0),
                [b'+', ..] => set(&mut self.offset, at.zone()?),
                rest => set(&mut self.afternoon, half_of_day(rest)?),
            };
        }
        if piece.starts_with(|c: char| c.is_ascii_digit()) {
            let number = piece.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
            let ordinal = &piece[number.len()..];
            let value: u32 = number.parse().ok()?;
            return match number.len() {
                1 | 2 if matches!(ordinal, "" | "." | "st" | "nd" | "rd" | "th") => set(&mut self.day, value),
                4 if ordinal.is_empty() => set(&mut self.year, value),
                _ => None,
            };
        }
        if let Some(half) = half_of_day(piece.as_bytes()) {
            return set(&mut self.afternoon, half);
        }
        let word = piece.strip_suffix('.').unwrap_or(piece);
        if let Some(month) = month(word) {
            return set(&mut self.month, month);
        }
        if is_weekday(word) || matches!(word, "at" | "on" | "of" | "the") {
            return Some(());
        }
        let hours = zone_name(word.as_bytes())?;
        self.offset.get_or_insert(hours);
        Some(())
    }
}

/// Fills a place that must be empty.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// Whether `am` or `pm` was said.
fn half_of_day(word: &[u8]) -> Option<bool> {
    match word.to_ascii_lowercase().as_slice() {
        b"am" | b"a.m." | b"a.m" => Some(false),
        b"pm" | b"p.m." | b"p.m" => Some(true),
        _ => None,
    }
}

/// Moves a time into the half of the day that was named, if one was.
fn twelve_hours(seconds: i64, afternoon: Option<bool>) -> Option<i64> {
    match (seconds / 3600, afternoon) {
        (_, None) => Some(seconds),
        (12, Some(false)) => Some(seconds - 43_200),
        (1..=11, Some(true)) => Some(seconds + 43_200),
        (1..=12, Some(_)) => Some(seconds),
        // `20:15 pm` is a 24-hour clock with a needless word.
        (13..=23, Some(true)) => Some(seconds),
        _ => None,
    }
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(found + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && NAMES.iter().any(|name| name.starts_with(word))
}

/// Seconds east of Greenwich of the zones that RFC 2822 names, and of others that mean one thing only.
fn zone_name(name: &[u8]) -> Option<i64> {
    let half_hours = match name.to_ascii_lowercase().as_slice() {
        b"z" | b"ut" | b"utc" | b"gmt" | b"wet" => 0,
        b"edt" => -8,
        b"est" | b"cdt" => -10,
        b"cst" | b"mdt" => -12,
        b"mst" | b"pdt" => -14,
        b"pst" => -16,
        b"bst" | b"cet" | b"west" => 2,
        b"cest" | b"eet" => 4,
        b"eest" | b"msk" => 6,
        b"jst" | b"kst" => 18,
        b"aest" => 20,
        b"aedt" => 22,
        _ => return None,
    };
    Some(half_hours * 1800)
}

/// What is left to be read.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl Cursor<'_> {
    /// A number of `least` to `most` digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.rest.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some(digits.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')))
    }

    fn eat(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Passes over spaces; whether there were any.
    fn spaces(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_ascii_start();
        self.rest.len() < before
    }

    /// `08:30`, `08:30:15`, `08:30:15.123`, in seconds.
    fn clock(&mut self) -> Option<i64> {
        let hour = self.digits(1, 2)?;
        let (minute, second) = if self.eat(b':') {
            let minute = self.digits(2, 2)?;
            (minute, if self.eat(b':') { self.digits(2, 2)? } else { 0 })
        } else {
            let minute = self.digits(2, 2)?;
            (minute, self.digits(2, 2).unwrap_or(0))
        };
        if self.eat(b'.') || self.eat(b',') {
            self.digits(1, 1)?;
            while self.digits(1, 1).is_some() {}
        }
        clock(hour, minute, second)
    }

    /// A clock time and, where it follows, the half of the day.
    fn time(&mut self) -> Option<i64> {
        let seconds = self.clock()?;
        let word = self.rest.trim_ascii_start();
        let length = word.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'.').count();
        match half_of_day(&word[..length]) {
            Some(half) => {
                self.rest = &word[length..];
                twelve_hours(seconds, Some(half))
            }
            None => Some(seconds),
        }
    }

    /// All that may follow a time: `Z`, `+02:00`, `+0200`, `+02`, `EST`, also `+0200 EET`, `Z[Europe/Paris]`; nothing is UTC.
    fn zone(&mut self) -> Option<i64> {
        let sign = match self.rest.first() {
            None => return Some(0),
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => 0,
        };
        let mut offset = 0;
        if sign != 0 {
            self.rest = &self.rest[1..];
            let hour = self.digits(2, 2).or_else(|| self.digits(1, 1))?;
            let colon = self.eat(b':');
            let minute = match self.digits(2, 2) {
                Some(minute) => minute,
                None if colon => return None,
                None => 0,
            };
            if hour > 15 || minute > 59 {
                return None;
            }
            offset = sign * i64::from(hour * 3600 + minute * 60);
            self.spaces();
        }
        let length = self.rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let (name, rest) = self.rest.split_at(length);
        if length > 0 {
            let named = zone_name(name)?;
            offset = if sign == 0 { named } else { offset };
        }
        let annotated = matches!((rest.first(), rest.last()), (Some(b'['), Some(b']')));
        (rest.is_empty() || annotated).then_some(offset)
    }
}

#[cfg(test)]
mod tests;
