//! The chores of the project: `cargo xtask test`, `cargo xtask eval`, `cargo xtask bench`.
//!
//! Everything that a machine of ours or of yours has to run stands here, in Rust, so that there is one way to run it.

mod browser;
mod eval;
mod json;
mod seeds;
mod steps;
mod test;
mod tools;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test                         everything that guards the project; exit code 1 when something failed
cargo xtask eval [--full] [--data DIR]   figures on labelled data, held against the least we accept
cargo xtask bench [ARGS]                 cargo bench --bench ratios -- ARGS
cargo xtask bench index [ARGS]           cargo bench --bench index -- ARGS

`test` goes on after a failed step and ends with a table and one line of counts. With CI=true in the environment, a check
that had to be left out counts as failed.

`eval` reads the labelled data and its scorers in DIR (../shared/data beside the repository when not named) and needs
python3. --full adds real news and planted copies, which takes minutes.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let good = match arguments.split_first() {
        None => {
            print!("{HELP}");
            true
        }
        Some((first, [])) if matches!(first.as_str(), "help" | "--help" | "-h") => {
            print!("{HELP}");
            true
        }
        Some((first, [])) if first == "test" => test::test()?,
        Some((first, rest)) if first == "eval" => eval::command(rest)?,
        Some((first, rest)) if first == "bench" => {
            let (name, rest) = match rest.split_first() {
                Some((name, rest)) if name == "index" => ("index", rest),
                _ => ("ratios", rest),
            };
            let mut bench = vec!["bench", "--bench", name, "--"];
            bench.extend(rest.iter().map(String::as_str));
            tools::cargo(&bench).status()?.success()
        }
        Some(_) => bail!("`{}` is no task; the tasks are:\n\n{HELP}", arguments.join(" ")),
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
