//! Pairs that may not be compared are not reported, and everything else still is: `--window` and `--cross-source-only`.

#![allow(clippy::unwrap_used)]

use nearprint::corpus::{Date, Record};
use nearprint::pipeline::{Parameters, Survey, analyse};
use std::ops::ControlFlow;

const DAY: i64 = 86_400;

fn record(id: &str, source: &str, day: i64, text: &str) -> Record {
    let date = Some(Date { seconds: day * DAY, day_only: true });
    Record { id: id.to_owned(), source: source.to_owned(), date, text: text.to_owned(), ..Record::default() }
}

/// Document clusters and paragraph clusters.
fn clusters(records: &[Record], parameters: &Parameters) -> (usize, usize) {
    let mut survey = Survey::new(parameters).unwrap();
    survey.add(records, parameters).unwrap();
    let analysis = analyse(&mut survey, parameters, &|_| ControlFlow::Continue(())).unwrap();
    (analysis.documents.stars.len(), analysis.paragraphs.stars.len())
}

fn records() -> [Record; 3] {
    let body = "The ferry to the outer islands was late again because the pilot had slept in the wrong house.";
    let copy = format!("Ferry late again\n{body}");
    [record("a", "x", 0, &copy), record("b", "x", 3, &copy), record("c", "y", 40, &copy)]
}

#[test]
fn all_are_compared_by_default() {
    assert_eq!(clusters(&records(), &Parameters::default()), (1, 2));
}

#[test]
fn a_window_keeps_what_is_near_in_time_short_paragraphs_too() {
    let [a, b, c] = records();
    let week = Parameters { window: Some(7 * DAY), ..Parameters::default() };
    assert_eq!(clusters(&[a.clone(), b, c.clone()], &week), (1, 2));
    assert_eq!(clusters(&[a, c], &week), (0, 0));
}

#[test]
fn one_outlet_is_not_compared_with_itself_when_so_asked() {
    let [a, b, c] = records();
    let across = Parameters { cross_source_only: true, ..Parameters::default() };
    assert_eq!(clusters(&[a.clone(), b], &across), (0, 0));
    assert_eq!(clusters(&[a, c], &across), (1, 2));
}
