//! `cargo xtask eval`: figures on labelled data, and the least that we accept.
//!
//! The data is not part of the repository: it lies beside it, in `../shared/data`, or where `--data` says. Its scorers are
//! Python scripts that use the standard library only.

use crate::json::Json;
use crate::tools::{Temporary, nearprint, nearprint_output, output_of, root, runs, succeed, text};
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A limit that a figure has to keep.
#[derive(Clone, Copy)]
enum Limit {
    AtLeast(f64),
    AtMost(f64),
    /// Told, not checked.
    Free,
}
use Limit::{AtLeast, AtMost, Free};

/// The figures that are told: set, figure, limit. `planted` stands for every seed.
const FIGURES: &[(&str, &str, Limit)] = &[
    ("seeds", "paragraphs.all.f1", AtLeast(1.0)),
    ("seeds", "documents.traps_hit", AtMost(0.0)),
    ("seeds", "paragraphs.traps_hit", AtMost(0.0)),
    ("seeds", "quotes.spans.f1", AtLeast(0.98)),
    ("seeds", "quotes.speaker_accuracy", AtLeast(0.9)),
    ("seeds", "links.pairwise.f1", AtLeast(1.0)),
    ("seeds", "links.forbidden_hit", AtMost(0.0)),
    ("seeds", "links.cluster_speaker_accuracy", AtLeast(1.0)),
    ("seeds", "boilerplate.lines.f1", AtLeast(0.95)),
    ("seeds", "boilerplate.content_stripped", AtMost(0.0)),
    ("newsroom", "documents.raw_r", AtLeast(0.99)),
    ("newsroom", "documents.f1", AtLeast(0.95)),
    ("newsroom", "documents.soft_r", AtLeast(0.8)),
    ("newsroom", "documents.traps_hit", AtMost(0.0)),
    ("newsroom", "documents.altered_as_duplicate", AtMost(0.0)),
    ("newsroom", "paragraphs.all.f1", AtLeast(0.95)),
    ("newsroom", "paragraphs.outside.f1", Free),
    ("newsroom", "quotes.spans.f1", AtLeast(0.95)),
    ("newsroom", "quotes.speaker_accuracy", AtLeast(0.9)),
    ("newsroom", "quotes.speaker_precision", Free),
    ("newsroom", "links.pairwise.f1", AtLeast(0.93)),
    ("newsroom", "links.b_cubed.f1", Free),
    ("newsroom", "links.forbidden_hit", AtMost(0.0)),
    ("newsroom", "links.altered_named", AtLeast(1.0)),
    ("newsroom", "links.disputed_named", AtLeast(1.0)),
    ("newsroom", "links.cluster_speaker_accuracy", Free),
    ("newsroom", "boilerplate.many.f1", AtLeast(0.97)),
    ("newsroom", "boilerplate.single.f1", AtLeast(0.85)),
    ("newsroom", "boilerplate.content_stripped", AtMost(0.003)),
    ("filter", "documents.p", AtLeast(1.0)),
    ("filter", "documents.r", AtLeast(0.99)),
    ("filter", "documents.traps_hit", AtMost(0.0)),
    ("filter", "documents.altered_as_duplicate", AtMost(0.0)),
    ("polnear", "spans.f1", AtLeast(0.99)),
    ("polnear", "speaker_accuracy", AtLeast(0.75)),
    ("polnear", "speaker_precision", Free),
    ("polnear", "pronoun_ok", Free),
    ("redewiedergabe", "spans.f1", AtLeast(0.96)),
    ("redewiedergabe", "speaker_accuracy", AtLeast(0.5)),
    ("redewiedergabe", "speaker_precision", Free),
    ("cleanportaleval", "lines.p", AtLeast(0.995)),
    ("cleanportaleval", "lines.r", AtLeast(0.97)),
    ("cleanportaleval", "content_stripped", AtMost(0.01)),
    ("cleanportaleval", "pages_damaged", AtMost(0.04)),
    ("fundus", "lines.f1", AtLeast(0.95)),
    ("fundus", "content_stripped", AtMost(0.01)),
    ("fundus", "pages_damaged", AtMost(0.05)),
    ("scrapinghub", "lines.f1", AtLeast(0.95)),
    ("scrapinghub", "content_stripped", AtMost(0.01)),
    ("scrapinghub", "pages_damaged", AtMost(0.05)),
    ("trafilatura", "kept", AtLeast(0.97)),
    ("trafilatura", "gone", AtLeast(0.65)),
    ("trafilatura", "overall.f1", AtLeast(0.84)),
    ("abp", "near.r", AtLeast(1.0)),
    ("abp", "contained.r", AtLeast(1.0)),
    ("abp", "under_threshold", AtMost(0.0)),
    ("planted", "duplicates.P", AtLeast(1.0)),
    ("planted", "duplicates.recall_J0.82", AtLeast(0.99)),
    ("planted", "families.P", Free),
    ("planted", "families.R", Free),
    ("planted", "families.F1", AtLeast(0.93)),
];

/// Seeds of the planted sets, and how many articles each has.
const PLANTED: ([&str; 2], &str) = (["42", "7"], "10000");

/// Where the data lies when nobody says otherwise.
pub fn usual_folder() -> PathBuf {
    root().join("../shared/data")
}

/// Why there is nothing to evaluate, if there is not.
pub fn missing(data: &Path) -> Option<String> {
    if !data.join("score.py").is_file() {
        return Some("the labelled data is not part of the repository and does not lie beside it".to_owned());
    }
    (!runs(Command::new("python3").arg("--version"))).then(|| "its scorers need python3, which is not there".to_owned())
}

/// `cargo xtask eval`.
pub fn command(arguments: &[String]) -> Result<bool> {
    let (mut full, mut data) = (false, usual_folder());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--full" => full = true,
            "--data" => data = rest.next().context("`--data` needs a folder")?.into(),
            other => bail!("`eval` has --full and --data DIR, not `{other}`"),
        }
    }
    if let Some(why) = missing(&data) {
        bail!("{why}");
    }
    match evaluate(&data, full) {
        Ok(()) => Ok(true),
        Err(error) => {
            eprintln!("xtask: {error:#}");
            Ok(false)
        }
    }
}

/// Runs the sets, prints one table, and fails when a figure does not keep its limit.
pub fn evaluate(data: &Path, full: bool) -> Result<()> {
    let data = &data.canonicalize().with_context(|| format!("cannot read `{}`", data.display()))?;
    let temporary = Temporary::new("eval")?;
    let mut failed = Vec::new();
    println!("{:<16}{:<34}{:>9}  limit", "set", "figure", "");
    let mut tell = |set: &str, name: &str, scores: &Json| {
        for &(_, figure, limit) in FIGURES.iter().filter(|f| f.0 == set) {
            let value = scores.figure(figure);
            let (kept, limit) = match limit {
                AtLeast(least) => (value.is_some_and(|v| v >= least), format!("at least {least}")),
                AtMost(most) => (value.is_some_and(|v| v <= most), format!("at most {most}")),
                Free => (true, String::new()),
            };
            let shown = value.map_or_else(|| "none".to_owned(), |v| format!("{v:.4}"));
            println!("{name:<16}{figure:<34}{shown:>9}  {limit}{}", if kept { "" } else { "  NOT KEPT" });
            if !kept {
                failed.push(format!("{name} {figure}"));
            }
        }
    };
    tell("seeds", "seeds", &gold(data, &temporary, "seeds", &root().join("seeds"), "seeds_gold.json")?);
    let articles = data.join("newsroom/articles.jsonl");
    tell("newsroom", "newsroom", &gold(data, &temporary, "newsroom", &articles, "newsroom/gold.json")?);
    tell("filter", "filter", &in_turn(data, &temporary, &articles)?);
    for set in ["polnear", "redewiedergabe", "cleanportaleval", "fundus", "scrapinghub", "trafilatura"] {
        tell(set, set, &real(data, &temporary, set)?);
    }
    if full {
        tell("abp", "abp", &abp(data, &temporary)?);
        let base = temporary.path("base_text.txt");
        succeed(python(&data.join("planted/make_base.py")).arg(&base).stdout(Stdio::null())).context("make_base.py")?;
        for seed in PLANTED.0 {
            tell("planted", &format!("planted {seed}"), &planted(data, &temporary, &base, seed)?);
        }
    }
    if !failed.is_empty() {
        bail!("under the least we accept: {}", failed.join(", "));
    }
    Ok(())
}

fn python(script: &Path) -> Command {
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).current_dir(root());
    command
}

fn read(path: &Path) -> Result<Json> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Json::parse(&text)
}

/// A set with a gold file of `score.py`.
fn gold(data: &Path, temporary: &Temporary, name: &str, texts: &Path, gold: &str) -> Result<Json> {
    let (out, scores) = (temporary.path(name), temporary.path("scores.json"));
    nearprint(&["report", text(texts)?, "--quiet", "--out", text(&out)?])?;
    let mut score = python(&data.join("score.py"));
    score.arg(data.join(gold)).arg(&out).arg("--texts").arg(texts).arg("--json").arg(&scores);
    succeed(score.stdout(Stdio::null())).context("score.py")?;
    read(&scores)
}

/// The newsroom set through `filter` in the order of its dates, as `score.py` reads documents: copies in clusters, all that is alike in families.
fn in_turn(data: &Path, temporary: &Temporary, articles: &Path) -> Result<Json> {
    let (out, sorted, scores) =
        (temporary.path("filter"), temporary.path("in-turn.jsonl"), temporary.path("scores.json"));
    let text_of = std::fs::read_to_string(articles)?;
    let mut lines = Vec::new();
    for line in text_of.lines() {
        let record = Json::parse(line)?;
        let part = |name| record.text(name).unwrap_or_default().to_owned();
        lines.push(((part("date"), part("id")), line));
    }
    lines.sort();
    std::fs::write(&sorted, lines.iter().map(|(_, line)| format!("{line}\n")).collect::<String>())?;
    let index = temporary.path("index");
    let answered = nearprint_output(&["filter", "--quiet", "--annotate", "--index", text(&index)?, text(&sorted)?])?;
    let records = answered.lines().map(Json::parse).collect::<Result<Vec<_>>>()?;
    let (mut clusters, mut families) = (HashMap::new(), HashMap::new());
    let mut said = Vec::new();
    for record in &records {
        let (id, verdict) = (record.text("id").context("an id")?, record.get("nearprint").context("a verdict")?);
        let other = verdict.text("duplicate_of");
        if let Some(other) = other {
            // An article stands with the one that it is a copy of, and that one with its own.
            let with = |groups: &mut HashMap<String, String>| {
                let group = groups.entry(other.to_owned()).or_insert_with(|| other.to_owned()).clone();
                groups.insert(id.to_owned(), group);
            };
            with(&mut families);
            if verdict.text("decision") == Some("drop") {
                with(&mut clusters);
            }
        }
        said.push((id, other, verdict.text("relation")));
    }
    let quoted = |text: Option<&str>| text.map_or_else(|| "null".to_owned(), |text| format!("{text:?}"));
    let of = |groups: &HashMap<String, String>, id: &str| quoted(groups.get(id).map(String::as_str));
    let mut rows = String::new();
    for (id, other, relation) in said {
        rows += &format!(
            "{{\"doc\": {id:?}, \"duplicate_of\": {}, \"relation\": {}, \"cluster\": {}, \"family\": {}}}\n",
            quoted(other),
            quoted(relation),
            of(&clusters, id),
            of(&families, id)
        );
    }
    std::fs::create_dir_all(&out)?;
    std::fs::write(out.join("documents.jsonl"), rows)?;
    let mut score = python(&data.join("score.py"));
    score.arg(data.join("newsroom/gold.json")).arg(&out).arg("--texts").arg(&sorted).arg("--json").arg(&scores);
    succeed(score.stdout(Stdio::null())).context("score.py")?;
    read(&scores)
}

/// Real articles with labelled quotes, or pages with labelled lines.
fn real(data: &Path, temporary: &Temporary, set: &str) -> Result<Json> {
    let (texts, out) = (temporary.path(&format!("{set}.jsonl")), temporary.path(set));
    let scores = temporary.path("scores.json");
    let scorer = data.join("score_real.py");
    succeed(python(&scorer).args(["prepare", set]).arg(&texts).stdout(Stdio::null())).context("score_real.py")?;
    nearprint(&["report", text(&texts)?, "--quiet", "--out", text(&out)?])?;
    let mut score = python(&scorer);
    score.args(["score", set]).arg(&out).arg("--json").arg(&scores);
    succeed(score.stdout(Stdio::null())).context("score_real.py")?;
    read(&scores)
}

/// Real news with labelled pairs. The labels are measured over whole texts: `--raw`.
fn abp(data: &Path, temporary: &Temporary) -> Result<Json> {
    let (out, scores) = (temporary.path("abp"), temporary.path("scores.json"));
    nearprint(&["report", text(&data.join("real/news_abp.jsonl.zst"))?, "--raw", "--quiet", "--out", text(&out)?])?;
    let mut score = python(&data.join("score_real.py"));
    score.args(["score", "abp"]).arg(&out).arg("--json").arg(&scores);
    succeed(score.stdout(Stdio::null())).context("score_real.py")?;
    read(&scores)
}

/// Articles with planted copies.
fn planted(data: &Path, temporary: &Temporary, base: &Path, seed: &str) -> Result<Json> {
    let (set, out) = (temporary.path(&format!("planted-{seed}")), temporary.path(&format!("out-{seed}")));
    let mut plant = python(&data.join("planted/plant.py"));
    plant.arg(PLANTED.1).arg(&set).arg("--base").arg(base).args(["--seed", seed]);
    succeed(plant.stdout(Stdio::null())).context("plant.py")?;
    nearprint(&["report", text(&set.join("docs.jsonl"))?, "--quiet", "--out", text(&out)?])?;
    let mut score = python(&data.join("planted/score_pairs.py"));
    score.arg(set.join("truth.csv")).arg(&out).arg("--pairs").arg(set.join("pairs.csv"));
    Json::parse(&output_of(&mut score).context("score_pairs.py")?)
}
