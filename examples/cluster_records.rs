//! Records that are in memory already: which are duplicates of which.
//!
//! `cargo run --example cluster_records`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use nearprint::corpus::Record;
use nearprint::pipeline::{Parameters, Survey, analyse};
use std::ops::ControlFlow;

fn main() -> nearprint::Result<()> {
    let story = "The harbour board said on Monday that the old crane would be taken down before winter, because nobody could say who had paid for the last inspection of it.";
    let records = [
        Record::new("post-1", story).with_source("Harbour Post"),
        Record::new("ledger-7", format!("{story} (Agencies)")).with_source("Evening Ledger"),
        Record::new("post-2", "A ferry was late on Tuesday, and nobody knew why until the evening."),
    ];

    let parameters = Parameters::default();
    let mut survey = Survey::new(&parameters)?;
    survey.add(&records, &parameters)?;
    let analysis = analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(()))?;

    let id = |unit: u32| survey.documents.ids.get(unit as usize);
    for cluster in analysis.documents.clusters(false) {
        for (member, c) in &cluster.members {
            println!("{} stays, {} goes: {}, {:.3}", id(cluster.kept), id(*member), c.relation.name(), c.jaccard);
        }
    }
    Ok(())
}
