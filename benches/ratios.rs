//! The figures of docs/performance.md: ratios between things that run in one process, in turns.
//!
//! Wall time on a shared machine says little, so every figure is a ratio of thread CPU times, the minimum over several runs that take
//! turns. The denominator for text is `unicode_words()` of unicode-segmentation, the reference that the word splitter is held to.
//!
//! `cargo xtask bench`, or `cargo bench --bench ratios -- FILE.jsonl`. Without a file it makes a corpus by itself.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot go on says so and ends")]

mod common;

use common::{classic_minhash, corpus, language_text, make_duplicates, reading_options};
use cpu_time::ThreadTime;
use nearprint::corpus::expand;
use nearprint::matching::Place;
use nearprint::pipeline::{Parameters, Scope, report};
use nearprint::simd::Simd;
use nearprint::sketch::{SketchParameters, Sketcher};
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

/// A minimum of five: on a busy machine three turns leave one side or the other without a calm one.
const RUNS: usize = 5;

fn cpu(work: &mut dyn FnMut()) -> Duration {
    let start = ThreadTime::now();
    work();
    start.elapsed()
}

/// Minimum CPU time of each piece of work, taking turns.
fn turns(work: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut best = vec![f64::MAX; work.len()];
    for _ in 0..RUNS {
        for (best, work) in best.iter_mut().zip(work.iter_mut()) {
            *best = best.min(cpu(*work).as_secs_f64());
        }
    }
    best
}

/// What a run looks for besides copies.
#[derive(Clone, Copy, PartialEq)]
enum More {
    Nothing,
    Quotes,
    Boilerplate,
    /// Both, as a run does that was told nothing.
    All,
}

/// A whole run on this thread alone, or on several.
fn run(file: &Path, scope: Scope, more: More, threads: usize, out: &Path) -> nearprint::findings::Summary {
    let temporary = Place::Folder(std::env::temp_dir());
    let quotes = matches!(more, More::Quotes | More::All);
    let boilerplate = matches!(more, More::Boilerplate | More::All);
    let parameters = Parameters { scope, quotes, boilerplate, temporary, ..Parameters::default() };
    let inputs = expand(&[file.display().to_string()]).expect("the corpus is there");
    let work = || {
        report(&inputs, &reading_options(), &parameters, out, &|_| ControlFlow::Continue(()))
            .expect("the run works")
            .summary
    };
    if threads == 1 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        match pool {
            Ok(pool) => pool.install(work),
            // The thread is in its pool from the run before.
            Err(_) => work(),
        }
    } else {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
    }
}

fn row(what: &str, figure: &str, at_least: &str, aim: &str) {
    println!("| {what} | {figure} | {at_least} | {aim} |");
}

fn count_words(texts: &[String]) {
    for text in texts {
        black_box(text.unicode_words().count());
    }
}

fn whole(file: &Path, scope: Scope, out: &Path) {
    black_box(run(file, scope, More::Nothing, 1, out));
}

fn main() {
    let given = std::env::args().skip(1).find(|a| !a.starts_with("--"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, texts) = corpus(given.as_deref(), folder.path());
    let out = folder.path().join("out");
    let bytes: usize = texts.iter().map(String::len).sum();
    let simd = Simd::best();
    println!(
        "{} articles, {:.1} MB of text, {}; {RUNS} runs in turn, minimum of thread CPU time\n",
        texts.len(),
        bytes as f64 / 1e6,
        simd.tier().name()
    );
    println!("| what | figure | at least | aim |\n|---|---|---|---|");
    let t = turns(&mut [&mut || count_words(&texts), &mut || whole(&file, Scope::Documents, &out), &mut || {
        whole(&file, Scope::Everything, &out)
    }]);
    let rate = |s: f64| bytes as f64 / 1e6 / s;
    row("`unicode_words()` alone", &format!("{:.0} MB/s", rate(t[0])), "", "");
    let ratio = |i: usize| format!("{:.2} ({:.0} MB/s)", t[0] / t[i], rate(t[i]));
    row("documents only, file to tables ÷ `unicode_words()`", &ratio(1), "4", "5.5");
    row("everything, file to tables ÷ `unicode_words()`", &ratio(2), "2", "3.5");

    let with = |more| drop(black_box(run(&file, Scope::Everything, more, 1, &out)));
    // Two turns: what is told is a multiple, not a few per cent.
    let quotes = |without: More, with_quotes: More| {
        let mut best = [f64::MAX; 2];
        for _ in 0..2 {
            for (best, more) in best.iter_mut().zip([without, with_quotes]) {
                *best = best.min(cpu(&mut || with(more)).as_secs_f64());
            }
        }
        format!("{:.2}", best[1] / best[0])
    };
    row("run time with quotes ÷ without", &quotes(More::Nothing, More::Quotes), "at most 1.6", "1.3");
    row(
        "the same, both with boilerplate: a default run ÷ `--no-quotes`",
        &quotes(More::Boilerplate, More::All),
        "",
        "",
    );
    row(
        "the same, wall time of the program on all threads",
        &format!("{:.2}", wall(&file, &out)),
        "at most 1.6",
        "1.3",
    );
    let t = turns(&mut [&mut || with(More::Nothing), &mut || with(More::Boilerplate)]);
    row("run time with boilerplate ÷ without", &format!("{:.2}", t[1] / t[0]), "at most 1.5", "1.25");

    minhash(simd);
    for language in ["ru", "uk", "zh", "de", "fr"] {
        let Some((file, text)) = language_text(language, folder.path()) else { continue };
        let t = turns(&mut [&mut || count_words(&text), &mut || whole(&file, Scope::Documents, &out)]);
        row(&format!("documents only ÷ `unicode_words()`, {language}"), &format!("{:.2}", t[0] / t[1]), "1.3", "2");
    }
    let sample = &texts[..texts.len().min(12_000)];
    let (single, copies) = make_duplicates(sample, folder.path());
    let t = turns(&mut [&mut || whole(&single.0, Scope::Everything, &out), &mut || {
        whole(&copies.0, Scope::Everything, &out)
    }]);
    let per_byte = (t[0] / single.1 as f64) / (t[1] / copies.1 as f64);
    row("two thirds near duplicates ÷ none, bytes a second", &format!("{per_byte:.2}"), "0.4", "0.65");
    threads(&file, &out);
    state(&file, &texts, folder.path());
}

/// How long the program takes as a user calls it ÷ with `--no-quotes`.
fn wall(file: &Path, out: &Path) -> f64 {
    let mut best = [f64::MAX; 2];
    for _ in 0..RUNS {
        for (best, flags) in best.iter_mut().zip([&["--no-quotes"][..], &[]]) {
            let mut nearprint = std::process::Command::new(env!("CARGO_BIN_EXE_nearprint"));
            nearprint.args(["report", "--quiet", "--out"]).args([out, file]).args(flags);
            let start = Instant::now();
            assert!(nearprint.status().expect("the program runs").success());
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best[1] / best[0]
}

fn threads(file: &Path, out: &Path) {
    for (name, scope) in [("documents only", Scope::Documents), ("everything", Scope::Everything)] {
        let mut best = [f64::MAX; 2];
        for _ in 0..RUNS {
            for (threads, best) in [1, 2].into_iter().zip(&mut best) {
                let start = Instant::now();
                black_box(run(file, scope, More::Nothing, threads, out));
                *best = best.min(start.elapsed().as_secs_f64());
            }
        }
        row(&format!("two threads ÷ one, wall time, {name}"), &format!("{:.2}", best[0] / best[1]), "1.5", "1.8");
    }
}

/// What a run holds in memory for each article: the peak of the whole program on the corpus less its peak on 200 articles, which is the buffers.
fn state(file: &Path, texts: &[String], folder: &Path) {
    let few = folder.join("few.jsonl");
    common::write_jsonl(&few, texts.iter().take(200).enumerate().map(|(i, t)| (format!("a{i}"), t.as_str())));
    for (name, flag, at_least, aim) in
        [("documents only", "--documents-only", "1 KiB", "512 B"), ("everything", "--memory=128M", "8 KiB", "3 KiB")]
    {
        let peak = |file: &Path| -> Option<u64> {
            let out = folder.join("state");
            let nearprint = std::process::Command::new(env!("CARGO_BIN_EXE_nearprint"))
                .args(["report", "--quiet", "--no-quotes", "--no-boilerplate", flag, "--out"])
                .args([&out, file])
                .status();
            nearprint.ok().filter(|s| s.success())?;
            let summary: serde_json::Value =
                serde_json::from_slice(&std::fs::read(out.join("summary.json")).ok()?).ok()?;
            summary["run"]["peak_memory_bytes"].as_u64()
        };
        if let (Some(all), Some(few)) = (peak(file), peak(&few)) {
            let each = all.saturating_sub(few) as f64 / texts.len() as f64;
            row(&format!("resident state per article, {name} ({flag})"), &format!("{each:.0} B"), at_least, aim);
        }
    }
}

fn minhash(simd: Simd) {
    let shingles: Vec<u64> = (1..=1000u64).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31)).collect();
    let sketcher = Sketcher::new(SketchParameters::DOCUMENT, simd).expect("the parameters are right");
    let mut values = Vec::new();
    let t = turns(&mut [
        &mut || {
            for _ in 0..20 {
                black_box(classic_minhash(black_box(&shingles), 128));
            }
        },
        &mut || {
            for _ in 0..2000 {
                sketcher.sketch_into(black_box(&shingles), &mut values);
                // All lanes, or the compiler would delete those that nobody reads.
                black_box(&values);
            }
        },
    ]);
    let (classic, ours) = (t[0] / 20.0 / 1000.0, t[1] / 2000.0 / 1000.0);
    let figure = format!("{:.0} ({:.1} ns a shingle, {:.0} ns)", classic / ours, ours * 1e9, classic * 1e9);
    row("MinHash of 128 values ÷ classic modulo 2^61-1", &figure, "30", "60");
}
