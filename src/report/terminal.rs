//! The summary that a person reads in the terminal: one screen.

use crate::findings::Reported;
use std::fmt::Write;

/// What the run found, as text of at most 80 columns. `colour` adds terminal colours.
pub fn terminal(reported: &Reported, out: &str, colour: bool) -> String {
    let mut screen = Screen::new(colour);
    let mut line = |label: &str, value: String| screen.line(label, &value);
    let s = &reported.summary;
    let r = &s.read;
    line(
        "read",
        format!(
            "{} from {}, {}, {} of text",
            many(r.documents, "article"),
            many(r.files, "file"),
            many(r.sources, "outlet"),
            bytes(r.text_bytes)
        ),
    );
    let remarks = s.skipped.iter().filter(|(name, _)| matches!(**name, "duplicate_id" | "bad_date"));
    let remarks: Vec<String> = remarks.map(|(name, n)| format!("{} {}", number(*n), name.replace('_', " "))).collect();
    if r.skipped > 0 {
        let reasons: Vec<String> = s
            .skipped
            .iter()
            .filter(|(name, _)| !matches!(**name, "duplicate_id" | "bad_date"))
            .map(|(name, n)| format!("{} {}", number(*n), name.replace('_', " ")))
            .collect();
        line("skipped", format!("{}: see skipped.jsonl", reasons.join(", ")));
    }
    if !remarks.is_empty() {
        line("remarks", format!("{}: see skipped.jsonl", remarks.join(", ")));
    }
    let f = &s.findings;
    let by = |counts: &crate::findings::Counts| {
        let order = ["exact", "near", "contained", "altered"];
        let parts: Vec<String> =
            order.iter().filter_map(|name| counts.get(name).map(|n| format!("{} {name}", number(*n)))).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    line(
        "duplicates",
        format!(
            "{} in {}; {} would go",
            by(&f.documents),
            many(f.document_clusters, "cluster"),
            many(f.documents_dropped, "article")
        ),
    );
    if s.recall.contains_key("paragraphs") {
        line(
            "families",
            format!(
                "{} with {}, {} between them",
                many(f.families, "family"),
                many(f.documents_in_families, "article"),
                many(f.derived_pairs, "derived pair")
            ),
        );
        line("paragraphs", format!("{} in {}", by(&f.paragraphs), many(f.paragraph_clusters, "cluster")));
        let verdicts: Vec<String> =
            f.paragraph_verdicts.iter().map(|(name, n)| format!("{} {}", number(*n), name.replace('_', " "))).collect();
        if !verdicts.is_empty() {
            line("", verdicts.join(", "));
        }
    }
    for (i, example) in reported.examples.iter().enumerate() {
        line(if i == 0 { "for example" } else { "" }, example.clone());
    }
    if let Some(b) = &f.boilerplate {
        let lines = b.lines.values().sum();
        let mut classes: Vec<(&str, u64)> = b.lines.iter().map(|(name, n)| (*name, *n)).collect();
        classes.sort_by_key(|class| std::cmp::Reverse(class.1));
        let classes: Vec<String> =
            classes.iter().take(CLASSES).map(|(name, n)| format!("{} {name}", number(*n))).collect();
        let classes = if classes.is_empty() { String::new() } else { format!(": {}", classes.join(", ")) };
        line("boilerplate", format!("{} of {}{classes}", many(lines, "line"), many(b.templates, "template")));
        if b.review > 0 {
            line("", format!("{} to look at", many(b.review, "more line")));
        }
    }
    if let Some(q) = &f.quotes {
        let spans = q.mentions.values().sum();
        let repeated = q.repeated.values().sum();
        let kinds: Vec<String> =
            q.repeated.iter().map(|(name, n)| format!("{} {}", number(*n), name.replace('_', " "))).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
        line(
            "quotes",
            format!(
                "{}, {} with a speaker; {} repeated{kinds}",
                many(spans, "span"),
                number(q.attributed),
                number(repeated)
            ),
        );
        let more = [(q.disputed, "with two speakers"), (q.unmarked, "printed without marks")];
        let more: Vec<String> =
            more.iter().filter(|m| m.0 > 0).map(|(n, what)| format!("{} {what}", number(*n))).collect();
        if !more.is_empty() {
            line("", more.join(", "));
        }
        for (quoted, told) in &reported.quotes {
            line("", format!("“{}”", cut(quoted, COLUMNS - INDENT - 2)));
            line("", format!("  {}", cut(told, COLUMNS - INDENT - 2)));
        }
    }
    if let Some(d) = s.recall.get("documents") {
        let measured = match &s.audit {
            Some(a) if a.pairs > 0 => {
                format!("; of {} in a sample {} found", many(a.pairs, "such pair"), number(a.found))
            }
            Some(a) => format!("; a sample of {} held none", many(a.sampled, "article")),
            None => String::new(),
        };
        line("recall", format!("{:.4} expected for near duplicates at the threshold{measured}", d.at_threshold));
    }
    let seconds: f64 = s.run.seconds.values().sum();
    let rate = if seconds > 0.0 {
        format!(", {}/s of text", bytes((r.text_bytes as f64 / seconds) as u64))
    } else {
        String::new()
    };
    let memory = s.run.peak_memory_bytes.map_or_else(String::new, |b| format!(", {} of memory", bytes(b)));
    line("time", format!("{seconds:.2} s{rate}{memory}, {}, {}", many(s.run.threads as u64, "thread"), s.run.simd));
    line("written", out.to_owned());
    screen.text
}

/// Lines with labels.
pub(super) struct Screen {
    pub(super) text: String,
    colour: bool,
}

impl Screen {
    pub(super) fn new(colour: bool) -> Screen {
        Screen { text: String::new(), colour }
    }

    /// A value under its label, in more than one line where it is long.
    pub(super) fn line(&mut self, label: &str, value: &str) {
        let (bold, plain) = if self.colour { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        for (i, part) in wrapped(value, COLUMNS - INDENT).into_iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            let pad = " ".repeat(INDENT - label.len());
            // Writing to a string cannot fail.
            let _ = match label {
                "" => writeln!(self.text, "{pad}{part}"),
                label => writeln!(self.text, "{bold}{label}{plain}{pad}{part}"),
            };
        }
    }
}

/// A text in lines of so many columns, broken at spaces; longer words stay whole.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for word in text.split(' ') {
        let size = word.chars().count();
        match lines.last_mut() {
            Some(line) if used + 1 + size <= columns => {
                line.push(' ');
                line.push_str(word);
                used += 1 + size;
            }
            _ => {
                lines.push(word.to_owned());
                used = size;
            }
        }
    }
    lines
}

/// Classes of furniture that are named, the most frequent ones.
const CLASSES: usize = 4;
/// Columns of the summary, and of its labels.
const COLUMNS: usize = 80;
const INDENT: usize = 13;

/// A text without anything that a terminal would obey or that would turn its line round, on one line.
pub(super) fn tame(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !tame.is_empty() {
            tame.push(' ');
        }
        tame.extend(word.chars().filter(|&c| !turns(c)));
    }
    tame
}

/// As much of a text as fits into so many columns.
fn cut(text: &str, columns: usize) -> String {
    let text = tame(text);
    // What takes three bytes and more may take two columns.
    let width = |c: char| if c.len_utf8() > 2 { 2 } else { 1 };
    if text.chars().map(width).sum::<usize>() <= columns {
        return text;
    }
    let mut room = columns.saturating_sub(1);
    let fits = text.char_indices().find(|&(_, c)| {
        let full = width(c) > room;
        room = room.saturating_sub(width(c));
        full
    });
    let end = fits.map_or(text.len(), |(at, _)| at);
    // At a space, unless that takes most of it away: a script without spaces has none.
    let end =
        if text[end..].starts_with(' ') { end } else { text[..end].rfind(' ').filter(|&s| s * 2 > end).unwrap_or(end) };
    format!("{}…", &text[..end])
}

/// `1 article`, `2 articles`, `3 families`.
pub fn many(n: u64, what: &str) -> String {
    // A day stays a day: only behind a consonant the y turns.
    let stem = what.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (n, stem) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{} {stem}ies", number(n)),
        (_, None) => format!("{} {what}s", number(n)),
    }
}

/// With commas between the thousands.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A number of bytes for people, in powers of 1,000: `236.0 MB`.
pub fn bytes(n: u64) -> String {
    match n {
        0..1_000 => format!("{n} B"),
        1_000..1_000_000 => format!("{:.1} kB", n as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        _ => format!("{:.2} GB", n as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_the_line() {
        assert_eq!(cut("short enough", 20), "short enough");
        assert_eq!(cut("one two three four", 12), "one two…");
        assert_eq!(cut("  one\n\ttwo ", 12), "one two");
        assert_eq!(cut("abcdefghijklmnop", 8), "abcdefg…");
        assert_eq!(cut("一二三四五六七八", 8), "一二三…");
        assert_eq!(cut("a\u{1b}[31mred\u{202e}", 12), "a [31mred");
        assert_eq!(cut("", 8), "");
    }

    #[test]
    fn long_values_go_on_below() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("  one  two", 20), ["  one  two"]);
        assert_eq!(wrapped("abcdefghij k", 4), ["abcdefghij", "k"]);
        assert_eq!(wrapped("", 4), [""]);
        let mut screen = Screen::new(true);
        screen.line("label", "value");
        assert_eq!(screen.text, "\x1b[1mlabel\x1b[0m        value\n");
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!([number(0), number(999), number(1_000), number(12_345_678)], ["0", "999", "1,000", "12,345,678"]);
        assert_eq!([many(1, "family"), many(2, "family"), many(3, "file")], ["1 family", "2 families", "3 files"]);
        assert_eq!(many(2, "key"), "2 keys");
        assert_eq!(
            [bytes(12), bytes(3_400), bytes(236_000_000), bytes(7_000_000_000)],
            ["12 B", "3.4 kB", "236.0 MB", "7.00 GB"]
        );
    }
}
