//! What changes between wordings: at their ends, in brackets, and what stays.

use super::*;

#[test]
fn what_changes_at_the_ends() {
    let tail = "bridges over the grey river before the winter comes to Northport";
    for (a, b, alters) in [
        (format!("We build nine new {tail}"), format!("seven new {tail}"), true),
        (format!("We build nine new {tail}"), format!("nine new {tail}"), false),
        (
            "No vamos a cerrar el puerto del norte a los pescadores".into(),
            "Vamos a cerrar el puerto del norte a los pescadores".into(),
            true,
        ),
        (
            "But we will close the northern harbour to the fishermen".into(),
            "We will close the northern harbour to the fishermen".into(),
            false,
        ),
        (format!("It costs $2bn to build {tail}"), format!("It costs $2 billion to build {tail}"), false),
        (format!("It costs a million to build {tail}"), format!("It costs 1 million to build {tail}"), false),
        (format!("It is the twenty-sixth of the {tail}"), format!("It is the 26th of the {tail}"), false),
        (format!("It is the twenty-sixth of the {tail}"), format!("It is the 27th of the {tail}"), true),
    ] {
        let linked = linked(&[said("a", &a), said("b", &b), said("c", &a)]);
        let found = relation(&linked, 1);
        assert!(found.is_some(), "{b}");
        assert_eq!(found == Some(QuoteRelation::Altered), alters, "{a} | {b} {found:?}");
    }
}

#[test]
fn brackets_around_words_that_both_have() {
    let text = "We told Ana Kowal that the seven new bridges over the river will come before the winter";
    let bracketed = text.replace("Ana Kowal", "[Ana Kowal]");
    assert_eq!(groups(&[said("a", text), said("b", &bracketed)]), [[0, 1]]);
    // What was said is shown, not what an editor made of it, though that came first.
    let clean = "We will build the seven new bridges over the river before the winter";
    let linked = linked(&[
        said("a", "We [the council] will build the seven new bridges over the river before the winter").on(0),
        said("b", clean).on(1),
    ]);
    assert_eq!(linked.quotes[0].variants[0].shown, 1);
}

/// Brackets make two wordings of one: each of them is held to what the other one relates to.
#[test]
fn wordings_with_the_same_plain_words_hang_from_one_anchor() {
    let part = "We counted seventeen boats in the harbour before the storm, and in the morning a crew was gone";
    let whole = format!("As the master of this port I keep the books. {part}. Nobody slept in the lighthouse.");
    let bracketed = part.replace("a crew", "(a) crew");
    for order in [[&whole[..], part, &bracketed], [&bracketed, part, &whole], [part, &whole, &bracketed]] {
        let all: Vec<Said> = ["a", "b", "c"].iter().zip(order).map(|(document, text)| said(document, text)).collect();
        assert_eq!(groups(&all), [[0, 1, 2]], "{order:?}");
    }
}

/// What a page has glued into two quotes makes them no copies, and one that a page has it glued into is a copy of one without.
#[test]
fn lists_of_links_are_no_words() {
    const LINKS: &str = "Anna Holm Anna Maria HolmOn the money: Lind slams pier report Nine boats and a lamp are late in Northport MORE";
    let [a, b] = ["If you do not open up this harbour you will lose", "There is something very wrong in town with"]
        .map(|text| format!("{text} {LINKS}"));
    let copy = "If you do not open up this harbour you will lose Anna Holm";
    assert_eq!(groups(&[said("a", &a), said("b", &b), said("c", copy)]), [[0, 2]]);
}

#[test]
fn ids_come_from_the_words() {
    let id = |all: &[Said]| linked(all).quotes[0].id.clone();
    let all = [said("a", HARBOUR), said("b", HARBOUR), said("c", HARBOUR)];
    assert_eq!(id(&all[1..]), id(&all));
    assert_eq!(id(&all[..2]), id(&all));
    // Strangers who say the same words have quotes of their own.
    let strangers = [
        said("a", "at the drop of a hat").by("Ida Holm").part(),
        said("b", "at the drop of a hat").by("Ida Holm").part(),
        said("c", "at the drop of a hat").by("Jon Berg").part(),
        said("d", "at the drop of a hat").by("Jon Berg").part(),
    ];
    let linked = linked(&strangers);
    assert_eq!(linked.quotes.len(), 2);
    assert_ne!(linked.quotes[0].id, linked.quotes[1].id);
}
