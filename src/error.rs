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
