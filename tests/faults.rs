//! What a run cannot go on from: one line, exit code 2, and the old tables stay as they were.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{command, fault, good, nearprint, stderr};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;

#[test]
fn places_that_cannot_be_written() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("news.jsonl"), good("a")).unwrap();
    fs::write(folder.path().join("file"), "in the way").unwrap();
    assert!(fault(folder.path(), &["news.jsonl", "--out", "file"]).contains("`file`"));
    assert!(fault(folder.path(), &["news.jsonl", "--out", "file/below"]).contains("`file/below`"));
    assert!(fault(folder.path(), &["news.jsonl", "--out", "out", "--temp-dir", "file"]).contains("`file`"));
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "in the way");
    if cfg!(target_os = "linux") {
        fault(folder.path(), &["news.jsonl", "--out", "/dev/full"]);
        fault(folder.path(), &["news.jsonl", "--out", "/proc/nearprint"]);
    }
}

/// The names and bytes of all that is in a folder.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap_or_default()))
        .collect();
    all.sort();
    all
}

/// A report on two articles, for later runs to fail over.
fn with_old_tables() -> (TempDir, Vec<(String, Vec<u8>)>) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("news.jsonl"), good("a") + &good("b")).unwrap();
    assert!(nearprint(folder.path(), &["report", "--out", "out", "news.jsonl"]).status.success());
    let old = contents(&folder.path().join("out"));
    let names: Vec<&str> = old.iter().map(|(name, _)| name.as_str()).collect();
    let expected = ["boilerplate", "clusters", "documents", "mentions", "pairs", "quotes", "skipped", "unmarked"]
        .map(|n| format!("{n}.jsonl"));
    let mut expected = expected.to_vec();
    expected.insert(6, "report.html".to_owned());
    expected.insert(8, "summary.json".to_owned());
    assert_eq!(names, expected);
    (folder, old)
}

#[test]
fn a_run_that_fails_leaves_the_old_tables() {
    let (folder, old) = with_old_tables();
    fault(folder.path(), &["news.jsonl", "--out", "out", "--temp-dir", "nowhere"]);
    fault(folder.path(), &["nowhere.jsonl", "--out", "out"]);
    if cfg!(target_os = "linux") {
        fault(folder.path(), &["news.jsonl", "--out", "out", "--temp-dir", "/proc"]);
    }
    assert_eq!(contents(&folder.path().join("out")), old);
}

/// A table that cannot take its place: the summary, which comes last, must not speak of tables that are not there.
#[test]
fn a_run_that_fails_at_the_last_step_says_so() {
    let (folder, _) = with_old_tables();
    let out = folder.path().join("out");
    fs::remove_file(out.join("pairs.jsonl")).unwrap();
    fs::create_dir_all(out.join("pairs.jsonl/in the way")).unwrap();
    assert!(fault(folder.path(), &["news.jsonl", "--out", "out"]).contains("pairs.jsonl"));
    assert!(contents(&out).iter().all(|(name, _)| !name.starts_with(".nearprint-")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_fault() {
    // A limit on the size of files stands for a disk that is full: writing beyond it fails.
    let (folder, old) = with_old_tables();
    let lines: String = (0..3_000).map(|i| good(&format!("record-{i}"))).collect();
    fs::write(folder.path().join("many.jsonl"), lines).unwrap();
    let script = format!(
        "ulimit -f 64; trap '' XFSZ; exec '{}' report -q many.jsonl --out out",
        env!("CARGO_BIN_EXE_nearprint")
    );
    let output = std::process::Command::new("sh").arg("-c").arg(script).current_dir(folder.path()).output().unwrap();
    let said = stderr(&output);
    assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    assert_eq!(contents(&folder.path().join("out")), old);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_run_that_would_never_end() {
    let (folder, old) = with_old_tables();
    let temporary = folder.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let mut run = command(folder.path(), &["report", "-", "--out", "out", "--temp-dir", "temporary"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = run.stdin.take().unwrap();
    let id = run.id().to_string();
    // Articles without end, until nobody reads them.
    let writer = std::thread::spawn(move || {
        let line = good("again");
        while input.write_all(line.as_bytes()).is_ok() {}
    });
    std::thread::sleep(Duration::from_millis(700));
    assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let asked = Instant::now();
    while run.try_wait().unwrap().is_none() {
        if asked.elapsed() > Duration::from_secs(20) {
            run.kill().unwrap();
            panic!("it goes on after Ctrl-C");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = run.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(stderr(&output).ends_with("nearprint: interrupted\n"), "{}", stderr(&output));
    assert_eq!(contents(&folder.path().join("out")), old);
    assert_eq!(contents(&temporary), []);
}

/// The same while it waits for a pipe in which nothing comes: the first Ctrl-C cannot reach a read that sleeps, the second one ends it.
#[cfg(unix)]
#[test]
fn ctrl_c_twice_ends_a_run_that_waits() {
    let (folder, old) = with_old_tables();
    let mut run = command(folder.path(), &["report", "-", "--out", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = run.stdin.take();
    for _ in 0..2 {
        std::thread::sleep(Duration::from_millis(500));
        let _ = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    }
    let asked = Instant::now();
    while run.try_wait().unwrap().is_none() && asked.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = run.kill();
    drop(input);
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert_eq!(contents(&folder.path().join("out")), old);
}

/// What the system says stands in the message once.
#[test]
fn a_fault_is_told_once() {
    let folder = TempDir::new().unwrap();
    let said = fault(folder.path(), &["nowhere.jsonl", "--out", "out"]);
    assert_eq!(said.matches("(os error").count(), 1, "{said}");
    assert!(said.starts_with("nearprint: cannot read `nowhere.jsonl`: "), "{said}");
}
