//! The order of the passes: read and sketch once (survey), find and verify (analysis), then tell.

mod analysis;
mod audit;
mod columns;
mod fingerprints;
mod found;
mod parameters;
mod report;
mod sketching;
mod survey;
mod tell;
mod units;
mod verify;

pub use analysis::{Analysis, analyse};
pub use columns::{Documents, Paragraphs, Spot, Strings};
pub use found::{Cluster, ExactCopies, Found};
pub use parameters::{Observer, Parameters, Progress, Scope};
pub use report::{Reported, expected, report};
pub use survey::Survey;
