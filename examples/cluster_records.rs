//! Records that are in memory already: which are duplicates of which.
//!
//! `cargo run --example cluster_records`

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use nearprint::corpus::Record;
use nearprint::pipeline::{Parameters, Survey, analyse};
use std::ops::ControlFlow;

fn main() -> nearprint::Result<()> {
    let story = "The harbour board said on Monday that the old crane would be taken down before winter, because nobody could say who had paid for the last inspection of it.";
    let record = |id: &str, source: &str, text: String| Record {
        id: id.to_owned(),
        source: source.to_owned(),
        text,
        ..Record::default()
    };
    let records = vec![
        record("post-1", "Harbour Post", story.to_owned()),
        record("ledger-7", "Evening Ledger", format!("{story} (Agencies)")),
        record(
            "post-2",
            "Harbour Post",
            "A ferry was late on Tuesday, and nobody knew why until the evening.".to_owned(),
        ),
    ];

    let parameters = Parameters::default();
    let mut survey = Survey::new(&parameters)?;
    survey.add(&records, &parameters)?;
    let analysis = analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(()))?;

    let found = &analysis.documents;
    let id = |unit: u32| survey.documents.ids.get(unit as usize);
    for star in &found.stars {
        for copy in found.copies.get(&star.kept).into_iter().flatten() {
            println!("{} stays, {} goes: the same words", id(star.kept), id(*copy));
        }
        for &(member, edge) in &star.members {
            let c = found.edges[edge].comparison;
            println!(
                "{} stays, {} goes: {}, Jaccard similarity {:.3}",
                id(star.kept),
                id(member),
                c.relation.name(),
                c.jaccard
            );
            for copy in found.copies.get(&member).into_iter().flatten() {
                println!("{} stays, {} goes: the same words as {}", id(star.kept), id(*copy), id(member));
            }
        }
    }
    Ok(())
}
