//! The order of the passes: read and sketch once (survey), find and verify (analysis), then tell.

mod analysis;
mod audit;
mod bodies;
mod clean;
mod columns;
mod data;
mod fingerprints;
mod found;
mod furniture;
mod lines;
mod mentions;
mod parameters;
mod quoted;
mod reading;
mod removals;
mod report;
mod restore;
mod sketching;
mod survey;
mod tell;
mod tell_quotes;
mod units;
mod verify;
mod work;

pub use analysis::{Analysis, analyse};
pub use clean::{Cleaning, clean};
pub use columns::{Documents, Paragraphs, Spot, Strings};
pub use data::Data;
pub use found::{Cluster, ExactCopies, Found};
pub use lines::Lines;
pub use mentions::Mentions;
pub use parameters::{Observer, Parameters, Progress, Scope};
pub use report::{Reported, expected, quotes, report};
pub use restore::{Restored, restore};
pub use survey::Survey;
pub use tell_quotes::QuoteFilter;
