//! Programs that the steps call, and folders that they write to.

use crate::steps::is_ci;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The cargo that runs us, in the root of the repository.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    if is_ci() {
        // What is built once only needs no data for the next build, which is as large as the build.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// Runs a command; an error when it cannot be started or ends with another code than 0.
pub fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start `{name}`"))?;
    if !status.success() {
        bail!("{status}");
    }
    Ok(())
}

/// What a command writes to its standard output.
pub fn output_of(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` ended with {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be run and ends well, whatever it prints.
pub fn runs(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// Runs the release build of nearprint.
pub fn nearprint(arguments: &[&str]) -> Result<()> {
    succeed(release_build(arguments).stdout(Stdio::null()))
}

/// What the release build of nearprint prints.
pub fn nearprint_output(arguments: &[&str]) -> Result<String> {
    output_of(&mut release_build(arguments))
}

fn release_build(arguments: &[&str]) -> Command {
    let mut all = vec!["run", "--release", "--quiet", "--bin", "nearprint", "--"];
    all.extend(arguments);
    cargo(&all)
}

/// Where `cargo install` of ours puts programs: in the repository's own target folder, not among the user's.
pub fn tools_folder() -> PathBuf {
    root().join("target/tools")
}

/// A temporary folder that goes when this value does.
pub struct Temporary(PathBuf);

impl Temporary {
    pub fn new(name: &str) -> Result<Temporary> {
        let folder = std::env::temp_dir().join(format!("nearprint-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
        Ok(Temporary(folder))
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own clean-up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("`{}` is not UTF-8", path.display()))
}
