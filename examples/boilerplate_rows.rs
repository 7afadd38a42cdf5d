//! Finds the boilerplate of articles and writes it as a table: `boilerplate_rows INPUT.jsonl OUT_FOLDER [--rules FILE] [--no-quotes] [--no-spread]`.
//!
//! Shows the two stages: lines of each article first, then the spread over all of them, then the verdicts. `--rules` also writes the rules that hold for each line, from which the weights are fitted.

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use nearprint::boilerplate::{
    Action, FurnitureData, Host, Judge, JudgeParameters, LineReader, LineRow, QuoteSpan, Spread, SpreadBuilder,
};
use nearprint::corpus::{BatchReader, RawBatch, ReadOptions, Record, expand, for_each_record};
use nearprint::quotes::{LanguageData, QuoteFinder};
use nearprint::simd::Simd;
use nearprint::text::Prepared;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out, rest @ ..] = &arguments[..] else {
        return Err("usage: boilerplate_rows INPUT.jsonl OUT_FOLDER [--rules FILE] [--no-quotes]".into());
    };
    let rules = rest.iter().position(|a| a == "--rules").and_then(|at| rest.get(at + 1));
    let mut records: Vec<Record> = Vec::new();
    let options = ReadOptions::default();
    let mut reader = BatchReader::new(expand(std::slice::from_ref(input))?.files, &options);
    let files = reader.files();
    let mut batch = RawBatch::default();
    while reader.fill(&mut batch)? {
        for_each_record(&batch, &files, &options, &mut Vec::new(), |record| records.push(record.clone()));
    }

    // The lines of each article.
    let data = FurnitureData::shipped();
    let languages = LanguageData::builtin();
    let mut lines = LineReader::new(Simd::best(), &data);
    let mut quotes = (!rest.iter().any(|a| a == "--no-quotes")).then(|| QuoteFinder::new(&languages));
    let (mut prepared, mut of_title) = (Prepared::new(Simd::best()), Prepared::new(Simd::best()));
    let (mut rows, mut firsts) = (Vec::<LineRow>::new(), vec![0]);
    let (mut bytes, mut seconds) = (0, [0.0; 4]);
    for record in &records {
        let mut clock = Instant::now();
        let mut lap =
            |stage: usize| seconds[stage] += std::mem::replace(&mut clock, Instant::now()).elapsed().as_secs_f64();
        prepared.prepare(&record.text);
        of_title.prepare_words(record.title.as_deref().unwrap_or(""));
        lap(0);
        let mut spans = Vec::new();
        if let Some(finder) = &mut quotes {
            let mut mentions = Vec::new();
            finder.find(&record.text, &prepared, &mut mentions);
            spans.extend(mentions.iter().map(QuoteSpan::from));
        }
        lap(1);
        lines.read(&record.text, &prepared, &[], &of_title.words.hashes, &spans, &mut rows);
        lap(2);
        firsts.push(rows.len());
        bytes += record.text.len();
    }

    // Their spread.
    let clock = Instant::now();
    let mut builder = SpreadBuilder::new();
    let mut sources: HashMap<&str, u32> = HashMap::new();
    let mut hosts = Vec::new();
    for (record, lines) in records.iter().zip(firsts.windows(2)) {
        builder.add(&rows[lines[0]..lines[1]]);
        let next = sources.len() as u32;
        let source = *sources.entry(&record.source).or_insert(next);
        hosts.push(Host { source, day: record.date.and_then(|d| i32::try_from(d.day()).ok()) });
    }
    let spread = if rest.iter().any(|a| a == "--no-spread") { Spread::default() } else { builder.finish(&hosts) };
    let spreading = clock.elapsed().as_secs_f64();

    // The verdicts.
    let clock = Instant::now();
    let parameters = JudgeParameters::default();
    let mut judge = Judge::new(&parameters, &spread);
    let mut verdicts = Vec::new();
    let mut table: BTreeMap<(u32, u64, &str, &str), Vec<serde_json::Value>> = BTreeMap::new();
    let mut held = rules.map(|path| File::create(path).map(BufWriter::new)).transpose()?;
    for (i, record) in records.iter().enumerate() {
        let rows = &rows[firsts[i]..firsts[i + 1]];
        judge.judge(rows, hosts[i].source, &mut verdicts);
        for (row, verdict) in rows.iter().zip(&verdicts) {
            if let Some(file) = &mut held {
                let names: Vec<&str> = verdict.rules().collect();
                writeln!(
                    file,
                    "{}\t{}\t{}\t{}\t{:.4}\t{}",
                    record.id,
                    record.source,
                    row.line,
                    row.line_end,
                    verdict.score,
                    names.join(" ")
                )?;
            }
            if verdict.action != Action::Keep {
                let action = if verdict.action == Action::Strip { "strip" } else { "review" };
                let text = &record.text[row.start as usize..row.end as usize];
                let place = serde_json::json!({
                    "doc": record.id, "line": row.line, "line_end": row.line_end, "start": row.start, "end": row.end,
                    "text": text, "score": verdict.score, "reasons": verdict.reasons(4),
                });
                table.entry((hosts[i].source, row.template, verdict.class.name(), action)).or_default().push(place);
            }
        }
    }
    let judging = clock.elapsed().as_secs_f64();
    std::fs::create_dir_all(out)?;
    let mut file = BufWriter::new(File::create(Path::new(out).join("boilerplate.jsonl"))?);
    for ((source, template, class, action), places) in &table {
        let row = serde_json::json!({
            "template": format!("{template:016x}"), "source": records[hosts.iter().position(|h| h.source == *source).unwrap_or(0)].source,
            "class": class, "action": action, "lines": places,
        });
        writeln!(file, "{row}")?;
    }
    let per_byte = |s: f64| s * 1e9 / bytes as f64;
    println!(
        "{} documents, {} lines, {bytes} bytes; ns per byte: words {:.2}, quotes {:.2}, lines {:.2}, spread {:.2}, verdicts and table {:.2}",
        records.len(),
        rows.len(),
        per_byte(seconds[0]),
        per_byte(seconds[1]),
        per_byte(seconds[2]),
        per_byte(spreading),
        per_byte(judging)
    );
    Ok(())
}
