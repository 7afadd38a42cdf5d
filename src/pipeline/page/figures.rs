//! Figures and words about the run on the page of a report.

use crate::findings::{Counts, Page, Summary};
use crate::matching::Keep;
use crate::report::{bytes, many};

/// Puts the figures of the run on the page.
pub(in crate::pipeline) fn figures(page: &mut Page, summary: &Summary) {
    let (read, found) = (&summary.read, &summary.findings);
    let told = |counts: &Counts| {
        let parts: Vec<String> =
            counts.iter().map(|(name, count)| format!("{count} {}", name.replace('_', " "))).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    page.figures = vec![
        ("Articles", read.documents.to_string()),
        ("Outlets", read.sources.to_string()),
        ("Articles with a date", read.dated.to_string()),
        ("Text", bytes(read.text_bytes)),
        ("Copies of articles", told(&found.documents)),
        ("Articles that would go", found.documents_dropped.to_string()),
        (
            "Families",
            if found.families == 0 {
                "none".to_owned()
            } else {
                format!("{} with {}", found.families, many(found.documents_in_families, "article"))
            },
        ),
        ("Repeated paragraphs", told(&found.paragraphs)),
    ];
    if let Some(quotes) = &found.quotes {
        page.figures.push(("Quotes", quotes.mentions.values().sum::<u64>().to_string()));
        page.figures.push(("Repeated quotes", told(&quotes.repeated)));
        page.figures.push(("Disputed speakers", quotes.disputed.to_string()));
    }
    if let Some(furniture) = &found.boilerplate {
        let lines = furniture.lines.values().sum::<u64>();
        page.figures.push(("Boilerplate", format!("{lines} lines, {}", bytes(furniture.bytes))));
    }
    if let Some(recall) = summary.recall.get("documents") {
        page.figures.push(("Expected recall at the threshold", recall.at_threshold.to_string()));
    }
    if let Some(audit) = &summary.audit {
        let measured = audit.recall.map_or_else(
            || format!("no near pair in a sample of {} articles", audit.sampled),
            |recall| format!("{recall}: {} of {} near pairs in a sample", audit.found, audit.pairs),
        );
        page.figures.push(("Measured recall", measured));
    }
    page.skipped = summary.skipped.iter().map(|(reason, count)| (reason.replace('_', " "), *count)).collect();
    page.parameters = summary
        .parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
}

/// Why a copy stays, in words.
pub(super) fn why_kept(keep: &Keep) -> &'static str {
    match keep {
        Keep::Longest => "it has the most words",
        Keep::Earliest => "it is the earliest",
        Keep::Latest => "it is the latest",
        Keep::First => "it was read first",
        Keep::Source(_) => "its outlet comes first in the list",
    }
}
