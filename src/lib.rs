//! nearprint finds what a pile of scraped articles says more than once.
pub mod boilerplate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod corpus;
mod error;
pub mod findings;
pub mod index;
pub mod simd;
pub mod text;

pub use error::{Error, Result};
pub mod matching;
pub mod pipeline;
pub mod quotes;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod sketch;
