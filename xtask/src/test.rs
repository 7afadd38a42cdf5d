//! `cargo xtask test`: what has to hold before a change goes in.

use crate::steps::{Outcome, Steps};
use crate::tools::{Temporary, cargo, nearprint, root, runs, succeed, text, tools_folder};
use crate::{browser, eval, seeds};
use anyhow::Result;
use std::process::Command;

/// Runs all steps, tells how they ended, and gives whether none failed.
pub fn test() -> Result<bool> {
    let mut steps = Steps::default();
    plain(&mut steps, "format", &["fmt", "--all", "--check", "--", "--files-with-diff"]);
    let clippy = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    plain(&mut steps, "clippy", &clippy);
    let library = ["clippy", "-p", "nearprint", "--no-default-features", "--lib", "--", "-D", "warnings"];
    plain(&mut steps, "clippy, the library alone", &library);
    steps.run("documentation", || {
        let mut doc = cargo(&["doc", "--no-deps", "--workspace", "--all-features"]);
        succeed(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
        Ok(Outcome::Passed)
    });
    if runs(&mut cargo(&["nextest", "--version"])) {
        plain(&mut steps, "tests, by nextest", &["nextest", "run", "--workspace", "--all-features"]);
    } else {
        plain(&mut steps, "tests", &["test", "--workspace", "--all-features", "--lib", "--bins", "--tests"]);
    }
    plain(&mut steps, "examples in the documentation", &["test", "--doc", "--all-features"]);
    plain(&mut steps, "examples", &["build", "--examples"]);
    plain(&mut steps, "release build", &["build", "--release"]);
    steps.run("seeds", || {
        let temporary = Temporary::new("seeds")?;
        let out = temporary.path("out");
        nearprint(&["report", "seeds", "--quiet", "--out", text(&out)?])?;
        seeds::check(&out)?;
        Ok(Outcome::Passed)
    });
    steps.run("labelled data, the quick part", || match eval::missing(&eval::usual_folder()) {
        Some(why) => Ok(Outcome::NotHere(why)),
        None => {
            eval::evaluate(&eval::usual_folder(), false)?;
            Ok(Outcome::Passed)
        }
    });
    steps.run("the report in a browser", browser::test);
    deny(&mut steps);
    Ok(steps.tell())
}

/// A step that is one cargo command.
fn plain(steps: &mut Steps, name: &str, arguments: &[&str]) {
    steps.run(name, || {
        succeed(&mut cargo(arguments))?;
        Ok(Outcome::Passed)
    });
}

/// Licences, bans and sources of the dependencies; advisories where their database can be had.
fn deny(steps: &mut Steps) {
    let mut ready = false;
    steps.run("dependencies: licences, bans, sources", || {
        if let Err(error) = have_deny() {
            return Ok(Outcome::LeftOut(format!("cargo-deny is not there and could not be installed ({error:#})")));
        }
        ready = true;
        succeed(&mut deny_command(&["check", "licenses", "bans", "sources"]))?;
        Ok(Outcome::Passed)
    });
    steps.run("dependencies: advisories", || {
        if !ready {
            return Ok(Outcome::NotHere("needs cargo-deny".to_owned()));
        }
        if !runs(&mut deny_command(&["fetch", "db"])) {
            return Ok(Outcome::NotHere("the database of advisories could not be downloaded".to_owned()));
        }
        succeed(&mut deny_command(&["check", "--disable-fetch", "advisories"]))?;
        Ok(Outcome::Passed)
    });
}

/// cargo-deny, ours or the user's.
fn deny_command(arguments: &[&str]) -> Command {
    let ours = tools_folder().join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let program = if ours.is_file() { ours } else { "cargo-deny".into() };
    let mut command = Command::new(program);
    command.args(["--all-features", "--workspace"]).args(arguments).current_dir(root());
    command
}

fn have_deny() -> Result<()> {
    if runs(&mut deny_command(&["--version"])) {
        return Ok(());
    }
    eprintln!("cargo-deny is not there: installing it into target/tools, which takes minutes the first time");
    let folder = tools_folder();
    succeed(&mut cargo(&["install", "--locked", "--quiet", "--root", text(&folder)?, "cargo-deny"]))
}
