//! The command line: one file per subcommand. Arguments in, pipeline called, exit code out.
//!
//! Exit codes: 0 done; 1 done, but `--strict` found something skipped; 2 wrong use or a fault, with one line on stderr; 130 interrupted.

mod boilerplate;
mod clean;
mod completions;
mod explain;
mod filter;
mod index;
mod interrupt;
mod progress;
mod quotes;
mod report;
mod restore;
mod rows;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod units;

use crate::findings::ReadCounts;
use clap::{CommandFactory, Parser, Subcommand};
use settings::Settings;
use std::io::Write;
use std::process::ExitCode;

/// Finds what scraped news says more than once.
#[derive(Debug, Parser)]
#[command(name = "nearprint", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Report(report::Arguments),
    Clean(clean::Arguments),
    Restore(restore::Arguments),
    Quotes(quotes::Arguments),
    Boilerplate(boilerplate::Arguments),
    Explain(explain::Arguments),
    Filter(filter::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Index(index::Arguments),
    Completions(completions::Arguments),
    /// Print the manual page.
    Man,
}

/// How a command that did not fail ended.
enum Ended {
    Done,
    /// `--strict`, and something was skipped.
    Skipped,
}

/// Says how many records were skipped, for commands that print a table and no summary.
fn tell_skipped(read: &ReadCounts, settings: &Settings) -> Ended {
    if read.skipped > 0 && !settings.quiet {
        let what = if read.skipped == 1 { "record was" } else { "records were" };
        let told = format!("nearprint: {} {what} skipped; `nearprint report` tells which\n", read.skipped);
        let _ = std::io::stderr().write_all(told.as_bytes());
    }
    if settings.strict && read.skipped > 0 { Ended::Skipped } else { Ended::Done }
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let wrong = error.use_stderr();
            // A reader that went away is no fault of ours.
            let _ = error.print();
            return if wrong { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let result = match arguments.command {
        Command::Report(arguments) => report::run(arguments),
        Command::Clean(arguments) => clean::run(arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Quotes(arguments) => quotes::run(arguments),
        Command::Boilerplate(arguments) => boilerplate::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Filter(arguments) => filter::run(arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments),
        Command::Index(arguments) => index::run(arguments),
        Command::Completions(arguments) => completions::run(&arguments, &mut Arguments::command()),
        Command::Man => completions::man(Arguments::command()),
    };
    match result {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Skipped) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "nearprint: {error:#}");
            let interrupted = matches!(error.downcast_ref(), Some(crate::Error::Interrupted));
            ExitCode::from(if interrupted { 130 } else { 2 })
        }
    }
}

/// Whether the reader of our output went away, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
