//! Quotes of which one outlet prints the parts and another the whole.

use super::*;

const FIRST: &str = "Residents counted seventeen boats in the harbour before the storm";
const SECOND: &str = "and nobody slept until the lamps came back";

fn whole(document: &str) -> Said {
    said(document, &format!("{FIRST}, {SECOND}"))
}

#[test]
fn a_split_quote_hangs_from_the_whole_one() {
    // Weeks apart and by nobody: only the other part is a witness.
    let parts = [said("b", FIRST).on(40), said("b", SECOND).on(40).at(200)];
    let split = [whole("a"), parts[0].clone(), parts[1].clone()];
    assert_eq!(groups(&split), [[0, 1]], "without a word about the speech");
    let [first, second] = parts;
    let split = [whole("a"), first.goes_on(1), second.goes_on(1)];
    let found = linked(&split);
    assert_eq!(found.quote_of, [Some(0); 3]);
    assert_eq!(found.quotes[0].anchor, 0);
    let contained = found.quotes[0].variants.iter().skip(1).all(|v| v.relation == QuoteRelation::Contained);
    assert!(contained && found.quotes[0].variants.len() == 3, "{found:?}");
}

#[test]
fn only_a_part_of_the_same_words_is_a_witness() {
    let other = "Nobody asked the fishermen what they thought of the new pier or its price";
    let parts = [whole("a"), said("b", other).on(40).goes_on(1), said("b", SECOND).on(40).at(200).goes_on(1)];
    assert_eq!(groups(&parts), [[0usize; 0]; 0]);
    let named = [
        whole("a").by("Ann Moor"),
        said("b", FIRST).on(40).by("Bo Lind").goes_on(1),
        said("b", SECOND).on(40).at(200).by("Bo Lind").goes_on(1),
    ];
    assert_eq!(groups(&named), [[0, 1]], "two names speak against it");
    let nowhere = [said("a", FIRST).goes_on(7), said("b", FIRST)];
    assert_eq!(groups(&nowhere), [[0, 1]], "a number that is none");
}

/// A sentence that stands in a member of a quote, and not in its anchor, is a quote of its own: the member is a mention of both.
#[test]
fn a_sentence_that_the_anchor_lacks_is_not_lost() {
    const THIRD: &str = "The library lost all of its lamps to a thief";
    const FOURTH: &str = "Nobody asked the fishermen what they thought of the new pier or its price";
    let all = [
        said("a", &format!("{FIRST}. {FOURTH}")),
        said("b", &format!("{FIRST}. {FOURTH}")),
        said("c", &format!("{THIRD}. {FIRST}")),
        said("d", THIRD),
    ];
    assert_eq!(groups(&all), [vec![0, 1, 2], vec![2, 3]]);
    let found = linked(&all);
    let first = found.quotes.iter().position(|quote| members(quote).contains(&0)).map(|number| number as u32);
    assert_eq!(found.quote_of[..3], [first; 3], "its first one");
    assert!(found.quote_of[3].is_some() && found.quote_of[3] != first);
}

/// A fragment that has its quote leads to no other: `a very good chance` is said of many things.
#[test]
fn a_fragment_with_its_quote_is_no_evidence() {
    let short = "a very good chance of nets";
    let all = [
        said("a", &format!("{FIRST}, and there is {short}")).by("Ida Holm"),
        said("b", short).part().by("Ida Holm"),
        said("c", &format!("Next year the pier has {short} and of lamps beside the old library door"))
            .by("Ida Holm")
            .on(90),
    ];
    assert_eq!(groups(&all).len(), 1);
}

/// Nine words in a row are not enough for what is left over: of one person, or of the same days, they are.
#[test]
fn what_is_left_over_needs_a_person_or_a_time() {
    const STOCK: &str = "in the interests of all of the people of the port";
    let all = |day| {
        [
            said("a", &format!("{FIRST}, {STOCK}")).by("Ida Holm"),
            said("b", &format!("{FIRST}, {STOCK}")).by("Ida Holm"),
            said("c", STOCK).by("Ida Holm"),
            said("d", &format!("The library on Monday lost its lamps and its doors to a thief, {STOCK}")).on(day),
            said("e", FIRST).by("Ida Holm"),
        ]
    };
    assert_eq!(groups(&all(400)), [vec![0, 1, 2, 4]]);
    assert_eq!(groups(&all(2)), [vec![0, 1, 2, 4], vec![2, 3]]);
    let mut by_her = all(400);
    by_her[3].speaker = Some("Ida Holm".to_owned());
    assert_eq!(groups(&by_her), [vec![0, 1, 2, 4], vec![2, 3]]);
}

/// Ten words in a row are little of two long quotes, and enough for one person's, or of the same days; said by two people they are a set phrase.
#[test]
fn a_sentence_of_two_long_quotes_links_them() {
    const SHARED: &str = "whoever sells the last lamp of the old harbour sells his own children";
    const MORE: &str = "The council met for nine hours on Monday and counted every boat that lay beside the northern pier, and nobody there could tell me what a new crane would cost the port";
    const OTHER: &str = "My grandfather built this library with his hands and with stones from the quarry behind Northport, which his cousins gave him, so I know what I am talking about when I speak of thieves";
    let all = |day| [said("a", &format!("{MORE}, {SHARED}")), said("b", &format!("{OTHER}, {SHARED}")).on(day)];
    assert_eq!(groups(&all(2)), [[0, 1]]);
    assert_eq!(groups(&all(400)), [[0usize; 0]; 0]);
    let of =
        |names: [&str; 2], day| all(day).into_iter().zip(names).map(|(said, name)| said.by(name)).collect::<Vec<_>>();
    assert_eq!(groups(&of(["Ida Holm", "Ida Holm"], 400)), [[0, 1]]);
    assert_eq!(groups(&of(["Ida Holm", "Jon Berg"], 2)), [[0usize; 0]; 0]);
    let found = linked(&all(2));
    let relations: Vec<QuoteRelation> = found.quotes[0].variants.iter().map(|variant| variant.relation).collect();
    assert_eq!(relations, [QuoteRelation::Exact, QuoteRelation::Partial]);
    // Nine of them are not.
    let nine = [
        said("a", &format!("{MORE}, whoever sells the last lamp of the old harbour")),
        said("b", &format!("{OTHER}, whoever sells the last lamp of the old harbour")),
    ];
    assert_eq!(groups(&nine), [[0usize; 0]; 0]);
}
