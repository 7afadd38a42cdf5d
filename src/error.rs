//! What can go wrong, as one typed error.
//!
//! Bad *records* are no errors: they become [`Skip`](crate::findings::Skipped) rows and the run goes on. An [`Error`] is what a run
//! cannot go on from, and its message is the one line that the user sees.

use std::io;
use std::path::PathBuf;

/// The result of a nearprint call that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// What stopped a run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    Io {
        /// What was being done, as a verb: `read`, `write`, `create`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The input arguments name nothing that can be read.
    NoInput {
        /// What was given and why nothing came of it.
        why: String,
    },
    /// A parameter has a value that makes no sense.
    Parameter {
        /// The name of the parameter, as the user knows it.
        name: &'static str,
        /// What is wrong with it and what would be right.
        why: String,
    },
    /// Two signatures were made with different parameters and cannot be compared.
    SignatureMismatch {
        /// The parameters of the left one.
        left: String,
        /// The parameters of the right one.
        right: String,
    },
    /// More units than a 32-bit unit number can name.
    TooManyUnits {
        /// What is being counted.
        what: &'static str,
    },
    /// An index cannot be used.
    Index {
        /// The folder, or the file in it.
        folder: PathBuf,
        /// What is wrong, and the way out.
        why: String,
    },
    /// The caller asked to stop.
    Interrupted,
}

impl Error {
    /// An [`Error::Io`] made where the path is known.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        // The path is copied where there is an error only: most of what is asked goes well.
        move |source| Error::Io { doing, path: path.into(), source }
    }
}

/// The longest word of a TOML reader that is passed on whole, in bytes: some list all that would have been right.
const MESSAGE: usize = 200;

/// Share of letters in common from which on one word may be meant by another.
const ALIKE: f32 = 0.7;

/// What is wrong with a TOML file, and where, in one line.
pub(crate) fn toml_fault(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().trim().replace('\n', " ");
    match message.split_once(", expected one of") {
        Some((what, right)) if message.len() > MESSAGE => {
            let nearest = nearest(what, right).map_or(String::new(), |key| format!("; `{key}` is one"));
            format!("line {line}: {what}{nearest}")
        }
        _ => format!("line {line}: {message}"),
    }
}

/// Of what stands in backticks in `right` what is most like the first such word of `wrong`, if anything is.
fn nearest<'a>(wrong: &str, right: &'a str) -> Option<&'a str> {
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    let wrong = letters(wrong.split('`').nth(1)?);
    let alike = |key: &str| {
        let key = letters(key);
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &wrong, &key);
        similar::diff_ratio(&ops, wrong.len(), key.len())
    };
    let keys = right.split('`').skip(1).step_by(2).map(|key| (alike(key), key));
    keys.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            // The system's word is the `source`: who prints the chain prints it once.
            Error::Io { doing, path, .. } => write!(f, "cannot {doing} `{}`", path.display()),
            Error::NoInput { why } => write!(f, "nothing to read: {why}"),
            Error::Parameter { name, why } => write!(f, "`{name}` {why}"),
            Error::SignatureMismatch { left, right } => {
                write!(f, "signatures made with different parameters cannot be compared: {left} and {right}")
            }
            Error::TooManyUnits { what } => write!(f, "more than 4,294,967,295 {what} in one run: split the input"),
            Error::Index { folder, why } => write!(f, "`{}` {why}", folder.display()),
            Error::Interrupted => write!(f, "interrupted"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_toml_are_one_line() {
        let fault = |text: &str| toml_fault(text, &toml::from_str::<toml::Table>(text).unwrap_err());
        assert!(fault("a = 1\nb = [\"x\"\nc = 2").starts_with("line 3: "));
        let long = format!("a = 1 # {}\na = 2", "x".repeat(5000));
        let fault = fault(&long);
        assert!(fault.starts_with("line 2: ") && fault.len() < MESSAGE && !fault.contains('\n'), "{fault}");
    }
}
