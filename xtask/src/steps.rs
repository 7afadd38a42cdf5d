//! Steps: each is run, timed and told on one line; what failed does not stop the next one.

use anyhow::Result;
use std::time::Instant;

/// How a step ended.
pub enum Outcome {
    Passed,
    /// Why it could not be run. Under CI this counts as failed.
    LeftOut(String),
    /// Why it does not apply here. Never a failure.
    NotHere(String),
}

struct Row {
    name: String,
    word: &'static str,
    seconds: f64,
    remark: String,
}

/// The steps so far.
#[derive(Default)]
pub struct Steps {
    rows: Vec<Row>,
}

/// Whether something that is left out counts as failed.
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|v| v == "true" || v == "1")
}

impl Steps {
    /// Runs a step.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<Outcome>) {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let outcome = work();
        let seconds = start.elapsed().as_secs_f64();
        let (word, remark) = match outcome {
            Ok(Outcome::Passed) => ("passed", String::new()),
            Ok(Outcome::NotHere(why)) => ("skipped", why),
            Ok(Outcome::LeftOut(why)) if is_ci() => ("FAILED", format!("left out, and CI=true: {why}")),
            Ok(Outcome::LeftOut(why)) => ("skipped", why),
            Err(error) => ("FAILED", format!("{error:#}")),
        };
        let row = Row { name: name.to_owned(), word, seconds, remark };
        eprintln!("--- {}", row.line());
        self.rows.push(row);
    }

    /// Prints the table and, alone on the last line, the counts. Gives whether nothing failed.
    pub fn tell(&self) -> bool {
        let count = |word: &str| self.rows.iter().filter(|r| r.word == word).count();
        println!();
        for row in &self.rows {
            println!("{}", row.line());
        }
        println!("\n{} passed, {} failed, {} skipped", count("passed"), count("FAILED"), count("skipped"));
        count("FAILED") == 0
    }
}

impl Row {
    fn line(&self) -> String {
        let line = format!("{:<8}{:>7.1} s  {}", self.word, self.seconds, self.name);
        if self.remark.is_empty() { line } else { format!("{line}: {}", self.remark) }
    }
}
