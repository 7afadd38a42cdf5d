//! `nearprint completions` and `nearprint man`.

use super::Ended;
use std::io::Write;

/// Print a completion script for a shell.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(arguments: &Arguments, command: &mut clap::Command) -> anyhow::Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, command, "nearprint", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Ended::Done)
}

pub(super) fn man(command: clap::Command) -> anyhow::Result<Ended> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(Ended::Done)
}
