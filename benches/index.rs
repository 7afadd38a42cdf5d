//! What the filter costs, and what it costs against an index that holds much.
//!
//! `cargo xtask bench index [ARTICLES] [FILE.jsonl]`. Wall times of the program itself, in turns; ratios are what counts.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot go on says so and ends")]

mod common;

use common::{corpus, made_article_of};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Articles of the large index, unless another number is given.
const LARGE: u64 = 100_000;
/// How often the stream is sent against it.
const ROUNDS: u64 = 5;
/// Sentences of a generated article: about 500 words.
const SENTENCES: u64 = 12;

/// Where the service listens.
const ADDRESS: &str = "127.0.0.1:7399";
/// Records that are sent before it is measured, and then.
const WARM: u64 = 500;
const ASKED: u64 = 5_000;

fn nearprint(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nearprint"));
    command.args(arguments).arg("--quiet").stdout(Stdio::null());
    command
}

/// Seconds that a command takes, and the most memory that it was seen to have, where the system tells.
fn measured(command: &mut Command, feed: impl FnOnce(&mut Child)) -> (f64, Option<u64>) {
    let start = Instant::now();
    let mut child = command.spawn().expect("nearprint can be started");
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut most = None;
        // The peak only grows: what was read last is it, but for the last moments.
        while let Ok(text) = std::fs::read_to_string(&status) {
            let peak =
                text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
            let Some(peak) = peak else { break };
            most = Some(peak);
            std::thread::sleep(Duration::from_millis(20));
        }
        most.map(|kib: u64| kib * 1024)
    });
    feed(&mut child);
    assert!(child.wait().expect("nearprint ends").success());
    (start.elapsed().as_secs_f64(), watching.join().expect("watching works"))
}

/// Writes generated articles with these numbers.
fn generate(articles: std::ops::Range<u64>, out: impl Write) {
    let mut out = BufWriter::with_capacity(1 << 20, out);
    for i in articles {
        let text = made_article_of(i, SENTENCES);
        let date = format!("20{:02}-{:02}-{:02}", 20 + i / 336 / 50 % 30, 1 + i / 28 % 12, 1 + i % 28);
        let row = serde_json::json!({ "id": format!("g{i}"), "source": format!("outlet{}.example", i % 400), "date": date, "text": text });
        writeln!(out, "{row}").expect("room for the corpus");
    }
    out.flush().expect("room for the corpus");
}

fn stats(index: &str) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_nearprint"))
        .args(["index", "stats", index, "--format", "json"])
        .output()
        .expect("nearprint can be started");
    serde_json::from_slice(&output.stdout).expect("statistics are JSON")
}

/// A copy of an index that can be written to. Its files are never changed but for the log and those of one name, so that the others can be shared.
fn copy_index(from: &str, to: &str) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("an index") {
        let entry = entry.expect("an index");
        let (name, to) = (entry.file_name().display().to_string(), Path::new(to).join(entry.file_name()));
        if ["articles-", "keys-", "learned-"].iter().any(|kind| name.starts_with(kind)) {
            std::fs::hard_link(entry.path(), to).expect("a link");
        } else {
            std::fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

fn row(what: &str, figure: &str, asked: &str, aim: &str) {
    println!("| {what} | {figure} | {asked} | {aim} |");
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let large = given.iter().find_map(|a| a.parse().ok()).unwrap_or(LARGE);
    let file = given.iter().find(|a| a.parse::<u64>().is_err());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (news, texts) = corpus(file.map(String::as_str), folder.path());
    let news = news.display().to_string();
    println!("| what | figure | asked | aim |\n|---|---|---|---|");
    let (mut report, mut stream) = (f64::MAX, f64::MAX);
    for _ in 0..2 {
        report = report.min(measured(&mut nearprint(&["report", &news, "--out", &path("out")]), |_| ()).0);
        let _ = std::fs::remove_dir_all(path("news"));
        stream = stream.min(measured(&mut nearprint(&["filter", &news, "--index", &path("news")]), |_| ()).0);
    }
    row(
        "stream into a fresh index ÷ `report` on the same file, speed",
        &format!("{:.2} ({:.0} records a second)", report / stream, texts.len() as f64 / stream),
        "0.1",
        "0.4",
    );
    row(
        "bytes of index for each article",
        &format!("{:.0}", stats(&path("news"))["bytes_per_article"].as_f64().unwrap_or_default()),
        "6144",
        "4096",
    );
    let (built, peak) = measured(nearprint(&["index", "add", &path("large"), "-"]).stdin(Stdio::piped()), |child| {
        generate(0..large, child.stdin.take().expect("a pipe"));
    });
    let told = stats(&path("large"));
    let memory =
        peak.map_or_else(|| "not told".to_owned(), |bytes| format!("{:.0} MiB", bytes as f64 / 1024.0 / 1024.0));
    row(
        &format!("building an index of {large} generated articles of 500 words"),
        &format!(
            "{:.0} a second, {memory}, {:.0} bytes each",
            large as f64 / built,
            told["bytes_per_article"].as_f64().unwrap_or_default()
        ),
        "1 GiB, 3072 bytes",
        "512 MiB, 2048 bytes",
    );
    let (mut against, mut open, mut most) = (f64::MAX, f64::MAX, 0);
    for _ in 0..ROUNDS {
        copy_index(&path("large"), &path("copy"));
        let opened =
            measured(nearprint(&["filter", "--check", "--index", &path("copy")]).stdin(Stdio::null()), |_| ()).0;
        open = open.min(opened);
        let (seconds, peak) = measured(&mut nearprint(&["filter", &news, "--index", &path("copy")]), |_| ());
        against = against.min(seconds - opened);
        most = most.max(peak.unwrap_or_default());
        // In turns with the one that it is compared to.
        let _ = std::fs::remove_dir_all(path("news"));
        stream = stream.min(measured(&mut nearprint(&["filter", &news, "--index", &path("news")]), |_| ()).0);
    }
    row(
        &format!("the same stream against {large} articles ÷ an empty index, speed, opening left out"),
        &format!("{:.2}", stream / against),
        "0.7",
        "0.9",
    );
    row(
        &format!("opening an index of {large} articles"),
        &format!("{open:.2} s, {:.0} MiB", most as f64 / 1024.0 / 1024.0),
        "",
        "",
    );
    let mut took = latencies(&path("large"), large);
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    row(
        &format!("one record over HTTP against {large} articles, {} in turn: p50, p99", took.len()),
        &format!("{:.2} ms, {:.2} ms (the longest {:.1} ms)", at(0.5), at(0.99), at(1.0)),
        "2 ms, 10 ms",
        "1 ms, 3 ms",
    );
}

/// Milliseconds until a service answers a record, one after the other over one connection. Articles have numbers from `first` on.
fn latencies(index: &str, first: u64) -> Vec<f64> {
    let mut child =
        nearprint(&["serve", "--index", index, "--listen", ADDRESS]).spawn().expect("nearprint can be started");
    let start = Instant::now();
    let connection = loop {
        match TcpStream::connect(ADDRESS) {
            Ok(connection) => break connection,
            Err(error) => assert!(start.elapsed().as_secs() < 60, "no service: {error}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    connection.set_nodelay(true).expect("no delay");
    let mut connection = BufReader::new(connection);
    let mut articles = Vec::new();
    generate(first..first + WARM + ASKED, &mut articles);
    let mut took = Vec::new();
    for article in articles.split(|byte| *byte == b'\n').filter(|article| !article.is_empty()) {
        let head = format!("POST /v1/filter HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", article.len());
        let start = Instant::now();
        connection.get_mut().write_all(&[head.as_bytes(), article].concat()).expect("it listens");
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            connection.read_line(&mut line).expect("an answer");
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        connection.read_exact(&mut body).expect("an answer");
        took.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(String::from_utf8_lossy(&body).contains("\"nearprint\":{"), "a verdict");
    }
    child.kill().expect("it can be ended");
    child.wait().expect("it ends");
    took.split_off(WARM as usize)
}
