//! Whose a repeated quote is.

use super::*;

/// A quote that so many outlets print by each of these.
fn printed_by(names: &[(&str, usize)]) -> RepeatedQuote {
    let mut all = Vec::new();
    for (name, count) in names {
        for _ in 0..*count {
            all.push(said(&format!("d{}", all.len()), HARBOUR).by(name));
        }
    }
    linked(&all).quotes.swap_remove(0)
}

#[test]
fn whose_surname_is_printed() {
    let by = |names: &[(&str, usize)]| printed_by(names).speaker.expect("a speaker");
    // Lower case, as keys are.
    let trump = by(&[("roe", 5), ("don roe", 3), ("mel roe", 1)]);
    assert_eq!(trump.name, "don roe");
    assert_eq!(by(&[("don roe", 6), ("don jay roe", 1)]).name, "don roe");
}

/// Of two outlets that name two people for nine words and more one is wrong; strangers say them years apart.
#[test]
fn many_words_in_a_row_at_one_time_are_one_statement() {
    let words = "and this seat should not be filled until we have a new mayor";
    let by = |day| [said("a", words).by("ida holm"), said("b", words).by("bo lind").on(day)];
    assert!(linked(&by(1)).quotes[0].disputed);
    assert!(linked(&by(400)).quotes.is_empty());
}

#[test]
fn two_speakers_for_the_same_words_are_told() {
    let all = [said("a", HARBOUR).by("Ida Holm"), said("b", HARBOUR).by("Holm"), said("c", HARBOUR).by("Jon Berg")];
    let linked = linked(&all);
    assert!(linked.quotes[0].disputed);
    let speaker = linked.quotes[0].speaker.as_ref().unwrap();
    assert_eq!(speaker.name, "Ida Holm");
    assert_eq!(speaker.reason, "named in 2 of 3 mentions, by 2 outlets; others print Jon Berg");
    assert_eq!(speaker.spellings.len(), 2);
    assert!(!self::linked(&all[..2]).quotes[0].disputed);
    // Whom a pronoun far away means is no evidence against a name that is printed.
    let doubtful = [said("a", HARBOUR).by("Ida Holm"), said("b", HARBOUR).by("Jon Berg").perhaps(0.8)];
    assert!(!self::linked(&doubtful).quotes[0].disputed);
    // A word alone may be the given name.
    let given = self::linked(&[said("a", HARBOUR).by("Ida Holm"), said("b", HARBOUR).by("Ida")]);
    assert!(!given.quotes[0].disputed);
    assert_eq!(given.quotes[0].speaker.as_ref().unwrap().reason, "named in 2 of 2 mentions, by 2 outlets");
}

#[test]
fn who_disputes_a_quote() {
    for (names, disputed) in [
        ([("ida holm", 3), ("bo lind", 1)], true),
        // One against many is a slip.
        ([("ida holm", 5), ("bo lind", 1)], false),
        // One person.
        ([("ashton holm", 1), ("ash holm", 1)], false),
        ([("ilhan holm", 1), ("ihan holm", 1)], false),
        ([("ida holm", 1), ("speakerholm", 1)], false),
        ([("ida holm lind", 1), ("ida holm", 1)], false),
        ([("ida holm", 1), ("eva holm", 1)], true),
        ([("ida holmers", 1), ("hulmers", 1)], false),
        ([("ida holmers", 1), ("ida hulmers", 1)], false),
        // Nobody is called so.
        ([("ida holm", 1), ("axios", 1)], false),
    ] {
        assert_eq!(printed_by(&names).disputed, disputed, "{names:?}");
    }
}

/// What the rest of an article has to tell disputes nothing: whom a role means, and which of two with one surname.
#[test]
fn only_what_stands_beside_the_quote_disputes_it() {
    let by = |name: &str, written: &str| said(&format!("of {name}"), HARBOUR).by(name).written(written);
    for (a, b, disputed) in [
        (by("ida holm", "Mayor ida holm"), by("bo lind", "lind"), true),
        (by("ida holm", "holm"), by("bo lind", "the mayor"), false),
        // `she` goes on with the subject of the sentence before, or not.
        (by("ida holm", "holm"), by("bo lind", "He").perhaps(0.85), true),
        (by("ida holm", "holm"), by("bo lind", "He").perhaps(0.8), false),
        (by("ida holm", "Ms. holm"), by("eva holm", "eva holm"), false),
        (by("ida holm", "ida holm"), by("eva holm", "eva holm"), true),
        (by("ida holm", "holm’s"), by("bo lind", "linden"), true),
        (by("伊达", "伊达先生"), by("博林", "博林"), true),
        (by("伊达", "他"), by("博林", "博林"), false),
    ] {
        let quote = &linked(&[a, b]).quotes[0];
        assert_eq!(quote.disputed, disputed, "{:?}", quote.speaker);
    }
}

/// Nor does it keep apart what has another witness: here the days.
#[test]
fn only_what_stands_beside_the_quotes_keeps_them_apart() {
    let words = "they are taking the old harbour lamps";
    let by = |name: &str, written: &str| said(&format!("of {name}"), words).by(name).written(written);
    assert!(linked(&[by("ida holm", "holm"), by("bo lind", "lind")]).quotes.is_empty());
    for written in ["he", "the mayor"] {
        assert_eq!(groups(&[by("ida holm", "holm"), by("bo lind", written)]), [[0, 1]], "{written}");
        assert!(linked(&[by("ida holm", "holm"), by("bo lind", written).on(9)]).quotes.is_empty());
    }
}

#[test]
fn roles_are_nobody_in_particular() {
    // `a spokesman` of two towns, years apart.
    let spokesman = |document: &str, day| said(document, "at the drop of a hat").by("a spokesman").on(day).part();
    let all = [spokesman("a", 0), spokesman("b", 2000)];
    let mut mentions = linkables(&all);
    for mention in &mut mentions {
        mention.speaker = mention.speaker.map(|speaker| Attribution { named: false, ..speaker });
    }
    assert!(with_rules(|rules| link(&mentions, rules)).quotes.is_empty());
    // Whoever speaks for somebody is not that person.
    let all = [
        said("a", HARBOUR).by("ida holm"),
        said("b", HARBOUR).by("ida holm"),
        said("c", HARBOUR).by("a friend of ida holm"),
    ];
    let mut mentions = linkables(&all);
    mentions[2].speaker = mentions[2].speaker.map(|speaker| Attribution { named: false, ..speaker });
    let linked = with_rules(|rules| link(&mentions, rules));
    assert_eq!(linked.quotes[0].speaker.as_ref().map(|s| &*s.name), Some("ida holm"));
}
