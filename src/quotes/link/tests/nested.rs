//! Quotes inside quotes.

use super::*;

const WORDS: &str = "The mole at Lystria will be rebuilt before the second winter";

fn around(words: &str) -> String {
    format!("I told him what she had said to all of us: ‘{words}’ and he laughed about the harbour and its lamps")
}

/// What two outlets share is the quote inside: that is linked, and the speech around it is not.
#[test]
fn what_stands_in_an_inner_quote_is_the_inner_quote() {
    let all = [said("d1", &around(WORDS)), said("d1", WORDS).at(44).inside(0), said("d2", WORDS), said("d3", WORDS)];
    assert_eq!(groups(&all), [vec![1, 2, 3]]);
}

/// The speech around it goes on being linked with its own copies.
#[test]
fn the_outer_quote_is_linked_with_its_copies() {
    let inner = |outer| said(["d1", "d1", "d2"][outer], WORDS).at(44).inside(outer);
    let all = [said("d1", &around(WORDS)), inner(0), said("d2", &around(WORDS)), inner(2), said("d3", WORDS)];
    assert_eq!(groups(&all), [vec![0, 2], vec![1, 3, 4]]);
}

#[test]
fn marks_within_marks_around_the_same_words_are_one_mention() {
    let all = [said("d1", &format!("‘{WORDS}’")), said("d1", WORDS).at(1).inside(0)];
    assert!(groups(&all).is_empty());
    let all = [said("d1", &format!("‘{WORDS}’")), said("d1", WORDS).at(1).inside(0), said("d2", WORDS)];
    assert_eq!(groups(&all), [vec![0, 2]]);
}

/// What the outer quote shares beside its inner one is shared by the outer one.
#[test]
fn words_on_both_sides_of_the_inner_marks_are_the_outer_quote() {
    let all = [
        said("d1", &around(WORDS)),
        said("d1", WORDS).at(44).inside(0),
        said("d2", &around(WORDS).replace(['‘', '’'], "")),
    ];
    assert_eq!(groups(&all), [vec![0, 2]]);
}

#[test]
fn a_quote_in_a_quote_is_another_quote() {
    let outer =
        "The judge closed the red folder, muttered 'sell the goat first' and left through the kitchen of the town hall";
    let all = [
        said("a", outer).by("Ida Holm"),
        said("a", "sell the goat first").at(40).inside(0).part(),
        said("b", outer).by("Ida Holm"),
        said("b", "sell the goat first").at(40).inside(2).part(),
    ];
    assert_eq!(groups(&all), [[0, 2], [1, 3]]);
}
