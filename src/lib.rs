//! nearprint finds what a pile of scraped articles says more than once.
pub mod corpus;
mod error;
pub mod findings;

pub use error::{Error, Result};
