//! The order of the passes: read and sketch once (survey), find and verify (analysis), then tell.

mod analysis;
mod audit;
mod parameters;
mod report;
mod survey;
mod tell;
mod verify;

pub use analysis::{Analysis, ExactCopies, Found, analyse};
pub use parameters::{Observer, Parameters, Progress, Scope};
pub use report::{Reported, expected, report};
pub use survey::{Documents, Paragraphs, Survey};
