//! Records, and one file per format to read them from.
mod record;

pub use record::{Date, Record};
