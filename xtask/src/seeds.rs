//! What is known of the five articles in `seeds/`: paragraphs and quotes that a report must have, and no more than one article in a cluster.

use crate::json::Json;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Paragraphs that repeat: the start of the file's name, two lines, and what they are.
const REPEATED: [(&str, u32, u32, &str); 3] = [
    ("001_", 4, 28, "the paragraph on line 4 comes again, reworded, on line 28"),
    ("003_", 1, 2, "the caption on line 1 stands in line 2"),
    ("004_", 8, 11, "the headline on line 8 comes again on line 11"),
];

/// Quotes that repeat, all in one article: how they begin, the lines they stand on, who said them.
const QUOTED: [(&str, &[u32], &str); 3] = [
    ("There were no military targets", &[4, 28], "Volodymyr Zelensky"),
    ("fly around the world", &[7, 17], "Tammy Bruce"),
    ("It’s going to be up to them", &[20, 21, 22], "JD Vance"),
];

/// Checks the tables that a report on `seeds/` wrote into `folder`.
pub fn check(folder: &Path) -> Result<()> {
    quotes(folder)?;
    let clusters = rows(folder, "clusters.jsonl")?;
    for cluster in &clusters {
        let name = cluster.text("cluster").unwrap_or_default();
        if cluster.text("unit") != Some("paragraph") {
            bail!("cluster {name} is one of documents: no two of the five articles are copies");
        }
        let mut documents: Vec<&str> = places(cluster).filter_map(|p| p.text("doc")).collect();
        documents.dedup();
        if documents.len() != 1 {
            bail!("cluster {name} joins {}: no paragraph stands in two of the articles", documents.join(", "));
        }
    }
    for (file, first, second, what) in REPEATED {
        let stands = |place: &Json, line: u32| {
            let number = |name| place.figure(name).unwrap_or(0.0);
            let in_file = place.text("doc").is_some_and(|d| d.rsplit('/').next().is_some_and(|n| n.starts_with(file)));
            in_file && (number("line")..=number("line_end")).contains(&f64::from(line))
        };
        let joins = |c: &Json| places(c).any(|p| stands(p, first)) && places(c).any(|p| stands(p, second));
        if !clusters.iter().any(joins) {
            bail!("missed in {file}*.txt: {what}");
        }
    }
    Ok(())
}

fn rows(folder: &Path, name: &str) -> Result<Vec<Json>> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    text.lines().map(Json::parse).collect()
}

/// Checks `quotes.jsonl`: the repeated quotes, and no others.
fn quotes(folder: &Path) -> Result<()> {
    let quotes = rows(folder, "quotes.jsonl")?;
    if quotes.len() != QUOTED.len() {
        bail!("{} repeated quotes where there are {}", quotes.len(), QUOTED.len());
    }
    for (begins, lines, speaker) in QUOTED {
        let Some(quote) = quotes.iter().find(|q| q.text("text").is_some_and(|t| t.starts_with(begins))) else {
            bail!("missed the quote that begins `{begins}`");
        };
        let found: Vec<f64> = quote.list("mentions").iter().filter_map(|m| m.figure("line")).collect();
        if found != lines.iter().map(|&l| f64::from(l)).collect::<Vec<_>>() {
            bail!("`{begins}` was found on lines {found:?}, it stands on {lines:?}");
        }
        let named = quote.get("speaker").and_then(|s| s.text("name"));
        if named != Some(speaker) {
            bail!("`{begins}` was said by {speaker}, not by {named:?}");
        }
    }
    Ok(())
}

/// The kept copy and the others.
fn places(cluster: &Json) -> impl Iterator<Item = &Json> {
    cluster.get("kept").into_iter().chain(cluster.list("members"))
}
