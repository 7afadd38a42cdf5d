//! What a cleaning took away, for the terminal.

use super::terminal::{Screen, bytes, many, number, tame};
use crate::findings::{Cleaned, Counts};

/// Outlets that are shown.
const SOURCES: usize = 10;
/// Characters of an example.
const WIDTH: usize = 60;

/// What went, or with `out` being `None` what would go. `colour` adds terminal colours.
pub fn cleaning(cleaned: &Cleaned, out: Option<&str>, colour: bool) -> String {
    let mut screen = Screen::new(colour);
    let mut line = |label: &str, value: String| screen.line(label, &value);
    let (s, r) = (&cleaned.summary, &cleaned.summary.removed);
    line(
        "read",
        format!(
            "{} from {}, {}, {} of text",
            many(s.read.documents, "article"),
            many(s.read.files, "file"),
            many(s.read.sources, "outlet"),
            bytes(s.read.text_bytes)
        ),
    );
    if s.read.skipped > 0 {
        line("passed on", format!("{} that could not be read: see summary.json", many(s.read.skipped, "record")));
    }
    let go = if out.is_some() { "removed" } else { "would go" };
    let total = |counts: &Counts| counts.values().sum::<u64>();
    let told = |counts: &Counts| {
        let mut counts: Vec<(&str, u64)> = counts.iter().map(|(name, count)| (*name, *count)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let parts: Vec<String> = counts.iter().map(|(name, count)| format!("{} {name}", number(*count))).collect();
        if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
    };
    line(
        "articles",
        format!("{} {go} ({}){}", number(total(&r.documents)), bytes(r.document_bytes), told(&r.documents)),
    );
    if total(&r.paragraphs) + r.paragraphs_spared > 0 {
        let spared = if r.paragraphs_spared == 0 {
            String::new()
        } else {
            format!("; {} stay, as too much of their articles would go", number(r.paragraphs_spared))
        };
        line(
            "paragraphs",
            format!(
                "{} {go} ({}){}{spared}",
                number(total(&r.paragraphs)),
                bytes(r.paragraph_bytes),
                told(&r.paragraphs)
            ),
        );
    }
    let of = format!("{} {go} ({})", number(total(&r.lines)), bytes(r.line_bytes));
    line("boilerplate", format!("{of}, from {}", many(r.trimmed, "other article")));
    for example in cleaned.examples.chunk_by(|a, b| a.kind == b.kind) {
        let kind = example[0].kind;
        let count = r.lines.get(kind).copied().unwrap_or_else(|| total(&r.paragraphs));
        line("", format!("{} {}", number(count), kind.replace('_', " ")));
        if out.is_none() {
            for example in example {
                line("", format!("  {:>6} x  {}", number(example.count), cut(&example.text)));
            }
        }
    }
    if out.is_none() {
        for (document, kept, relation) in &cleaned.articles {
            line("example", format!("{} goes for {} ({relation})", tame(document), tame(kept)));
        }
        for (i, (source, of)) in cleaned.sources.iter().take(SOURCES).enumerate() {
            let share = of.bytes_gone as f64 / of.bytes.max(1) as f64 * 100.0;
            let gone = format!("{} of {}, {}", number(of.gone), many(of.documents, "article"), many(of.lines, "line"));
            let gone = format!("{}: {gone}, {share:.1} % of its text", tame(source));
            line(if i == 0 { "outlets" } else { "" }, gone);
        }
        if cleaned.sources.len() > SOURCES {
            line("", format!("and {} more", number((cleaned.sources.len() - SOURCES) as u64)));
        }
    }
    let seconds: f64 = s.run.seconds.values().sum();
    line("time", format!("{seconds:.1} s"));
    match out {
        Some(out) => {
            line(
                "written",
                format!(
                    "{} into {out}, with removed.jsonl and summary.json",
                    many(s.files.iter().filter(|f| f.written).count() as u64, "file")
                ),
            );
            line("undo", format!("nearprint restore --ledger {out}/removed.jsonl {out} --out DIR"));
        }
        None => line("written", "nothing: this is a dry run".to_owned()),
    }
    screen.text
}

/// The beginning of a text, on one line.
fn cut(text: &str) -> String {
    let line = tame(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string();
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
