//! Whose clause a quote stands in, and where the phrase for who speaks begins and ends, in American newspapers.

use super::{assert_speakers, find};
use crate::quotes::Reason;

#[test]
fn nouns_that_look_like_verbs() {
    assert_speakers(&[
        ("One of the central reasons people leave is “a very old harbour wall” nobody mends.", None),
        ("Jane Roe gave an answer to Max Doe’s remarks, telling reporters, “It is late for us.”", Some("Jane Roe")),
        ("Jane Roe also made those points, adding it was “late for all of us.”", Some("Jane Roe")),
        ("Jane Roe recalls the days when she was told “just do it” by nobody.", None),
        ("The wild claims of a man “who knows the harbour well” went round.", None),
        ("The “less than candid talk of the port” Republican claims to go unchallenged was a surprise.", None),
        ("Jane Roe said the United States should “let them keep the harbour.”", Some("Jane Roe")),
        ("The mayor claims it is “a very old harbour.”", Some("The mayor")),
        ("The Republican claims it is “a very old harbour.”", Some("The Republican")),
    ]);
}

#[test]
fn the_clause_that_leads_to_a_quote() {
    assert_speakers(&[
        (
            "So while Roe emphasizes that the deal helps, critics like Doe underscore that it leaves “a very old harbour.”",
            Some("Doe"),
        ),
        (
            "The plan is bad, critics say, and a judge in a ruling Tuesday labeled it “paltry and late.”",
            Some("a judge"),
        ),
        (
            "Jane Roe was critical of the port, prompting the mayor to tell the Tern, “I did not know that.”",
            Some("the mayor"),
        ),
        // A quote that goes on inside what is told, and who reports both.
        ("The defense argued that he was ill, “with all that it brings to him,” reported the Tern.", Some("Tern")),
        ("Claiming that the port was “a very old harbour,” Mayor Jane Roe left the town.", Some("Jane Roe")),
        (
            "One harbour patrol agent can be heard saying: “We have an orchestra here.”",
            Some("One harbour patrol agent"),
        ),
        (
            "“He thought it was good for the port” to build it, said a person with close knowledge of it.",
            Some("a person with close knowledge"),
        ),
        ("Sales fell, says manager May Denk. “At least a half of it. That is huge.”", Some("May Denk")),
        ("And this, by Harbour News columnist Jane Roe: “I cannot help thinking of it.”", Some("Jane Roe")),
        ("That brought the mayor’s skeptical response: “How can you say that of the port?”", Some("the mayor")),
        (
            "“Building and mending of ports” fall to the council, per the Harbour History Association.",
            Some("Harbour History Association"),
        ),
        // The name of a thing, and no clause that a source could say.
        ("The “harbour patrol and rescue plan” fell through, according to the Harbour Association.", None),
    ]);
}

#[test]
fn where_a_phrase_begins_and_ends() {
    assert_speakers(&[
        ("“I cannot even get the police to come,” one man guarding the shop told reporters.", Some("one man")),
        (
            "One top Democrat with close ties to leaders on Port Hill and the White House said, “They need not do it.”",
            Some("One top Democrat with close ties to leaders on Port Hill and the White House"),
        ),
        (
            "One American intelligence official sought to play it down, calling it “a threat to the port only.”",
            Some("One American intelligence official"),
        ),
        ("“We came at once and will stay here,” said the American command in Lystria.", Some("the American command")),
        (
            "Agency bosses, now led by Jane Roe, say they fear what they call the “threat from inside the port.”",
            Some("Agency bosses"),
        ),
        ("Lystria official on the port: “The answer to this will be a long one.”", Some("Lystria official")),
        (
            "The Department of Ports and Harbour Safety released a statement announcing it was “the plain meaning of it.”",
            Some("Department of Ports and Harbour Safety"),
        ),
        (
            "The Office of the Vice President said it will help the port “to be safe again.”",
            Some("Office of the Vice President"),
        ),
        (
            "The U.S. Chamber of Commerce said the rule would “cost nine jobs in the port.”",
            Some("U.S. Chamber of Commerce"),
        ),
        ("House of Commons Speaker Jane Roe calls it “an outrage of the first order.”", Some("Jane Roe")),
        (
            "A spokesman for House Speaker Jane Roe said it was “a very old harbour.”",
            Some("A spokesman for House Speaker Jane Roe"),
        ),
        ("The 14th Amendment states: “All persons born here are of this town.”", Some("14th Amendment")),
        ("The First Amendment says that the town “shall make no law on it.”", Some("First Amendment")),
        ("“The talks have made us think,” said An Ming, a fellow at the institute.", Some("An Ming")),
        ("“The official name is a bad one,” said WHO.", Some("WHO")),
    ]);
}

#[test]
fn an_office_of_a_people() {
    let text = |office: &str| {
        format!(
            "President Max Doe came. French President Jane Roe left. The {office} said it was “a very old harbour.”"
        )
    };
    assert_speakers(&[
        (&text("French president"), Some("Jane Roe")),
        (&text("president"), Some("Max Doe")),
        ("Tern editor Max Doe came. The Gazette’s editor said it was “a very old harbour.”", Some("Gazette’s editor")),
        (
            "French President Jane Roe left. The Polish president said it was “a very old harbour.”",
            Some("The Polish president"),
        ),
    ]);
}

#[test]
fn programmes_of_a_network() {
    for text in [
        "Mr. Roe spoke in an interview on ABC’s “20/20” show about the port.",
        "“It is late,” Jane Roe told a reporter in an interview on NBC News' “Today.”",
        "“It is late,” Jane Roe said on CNN’s “Newsroom.”",
    ] {
        let mention = find(text).pop().expect("a quote");
        assert_eq!((mention.reason, mention.speaker), (Reason::Work, None), "{text}");
    }
    for text in [
        "Jane Roe said it was the story of the movie “Harbour.”",
        "Jane Roe wrote of it under the headline, “A Harbour Like No Other.”",
        "Harbours are her first issue, Jane Roe says, as she holds a “Mother Harbour” poster.",
    ] {
        let mention = find(text).pop().expect("a quote");
        assert_eq!((mention.reason, mention.speaker), (Reason::Work, None), "{text}");
    }
    assert_speakers(&[
        ("Jane Roe called it a “lose-lose” situation.", Some("Jane Roe")),
        ("Jane Roe says it is a movie: “We came and will stay here.”", Some("Jane Roe")),
    ]);
    assert_speakers(&[("Jane Roe said it was on Max Doe’s “Conscience.”", Some("Jane Roe"))]);
}

#[test]
fn what_something_is_called() {
    assert_speakers(&[
        ("Jane Roe said that the man, the so-called “harbour bomber,” would come.", None),
        ("The Tern reported on one shelter, known as “Son of Port.”", None),
        ("Jane Roe said it was known as late as 1990 as “a very old harbour.”", Some("Jane Roe")),
    ]);
}

#[test]
fn headings_belong_to_what_follows() {
    assert_speakers(&[
        ("“It is late for us,” Jane Roe said.\n\n‘A fight for the old harbour’", None),
        ("“It is late for us,” Jane Roe said.\n\n“A FIGHT FOR THE OLD HARBOUR”", None),
        ("“It is late for us,” Jane Roe said.\n\n‘A fight for the harbour’?\n\nIt was none.", None),
        (
            "“It is late for us,” Jane Roe said.\n\n‘Not the answer’\n\n“It was a fight for the old harbour.”",
            Some("Jane Roe"),
        ),
        ("“It is late for us,” Jane Roe said.\n\n“It was a fight for the old harbour.”", Some("Jane Roe")),
    ]);
}

#[test]
fn clauses_between_a_noun_and_its_verb() {
    assert_speakers(&[
        ("“It is late for all of us,” an officer who has dealt with him said on Monday.", Some("an officer")),
        ("And another person who left the port with Jane Roe said “it is late for all of us.”", Some("another person")),
        ("The officer who said it was “late for all of us” left.", Some("The officer")),
        (
            "In a letter to Max Doe, who opposes it, Jane Roe said she was “open” but pointed out that the port “is not mine to give.”",
            Some("Jane Roe"),
        ),
        ("Hydrologist Jane Roe of the river agency warns that it is “late for all of us.”", Some("Jane Roe")),
        ("That is what officials and analysts describe as “a very old harbour.”", Some("officials and analysts")),
        ("Economists at Port Lystria said it was “a very old harbour.”", Some("Economists at Port Lystria")),
        ("In a statement to Tern News, Facebook said, “We take it seriously.”", Some("Facebook")),
        ("It was for old men – says Jane Roe. “We ended that for all of us.”", Some("Jane Roe")),
        (
            "Roe is not the first: Professor Max Doe recommends a hard line: “There is a time for all of us.”",
            Some("Max Doe"),
        ),
        ("They quote the words of its leader, Jane Roe: “There is a time for all of us.”", Some("Jane Roe")),
        ("“It ends up hurting all of us.” — Protest movement researcher Jane Roe, to the Tern", Some("Jane Roe")),
    ]);
}

#[test]
fn who_says_so_at_the_end_is_not_spoken_of() {
    assert_speakers(&[
        ("Jane Roe argued for it. Max Doe had shown that he was “begging for a war,” she said.", Some("Jane Roe")),
        ("But according to Mr. Roe, Mr. Doe is at fault: “He smears us all,” he said.", Some("Roe")),
        ("Max Roe came. “He came to the port with me,” he said.", Some("Max Roe")),
        ("Mr. Doe spoke first. When Mr. Roe was asked about it, he said, “It is late for us.”", Some("Roe")),
        ("Mr. Doe left. Others, like Mr. Roe (“It is late for us,” he wrote), stayed.", Some("Roe")),
        ("Noting that Max Doe had left, Jane Roe pushed back: “Is it late? I do not think so.”", Some("Jane Roe")),
    ]);
}

#[test]
fn who_calls_something_so_behind_the_quote() {
    assert_speakers(&[
        ("The plan, dubbed “a mess for all of us” by Mayor Jane Roe, is old.", Some("Jane Roe")),
        ("Max Doe was called “a mess for all of us” by the mayor of the port.", Some("the mayor of the port")),
        ("Max Doe criticized “the mess of last week” by the mayor.", Some("Max Doe")),
        ("La piscine, jugée « trop vieille et trop chère » par le maire, Jean Roux, est fermée.", Some("Jean Roux")),
        (
            "« On ferme d’abord, on pense après, a ironisé Jeanne Roux. Et les enfants n’apprennent rien. »",
            Some("Jeanne Roux"),
        ),
    ]);
}

#[test]
fn german_nouns_with_what_they_are_of() {
    assert_speakers(&[
        (
            "Eine Sprecherin des Ministeriums erklärte, man stehe „im engen Austausch“ mit der Stadt.",
            Some("Eine Sprecherin des Ministeriums"),
        ),
        (
            "Es geht um „Betrug in vielen Fällen“, wie Staatsanwältin Anna Roth bei der Verlesung der Anklage sagte.",
            Some("Anna Roth"),
        ),
    ]);
}

#[test]
fn the_main_clause_behind_another_one() {
    assert_speakers(&[
        ("But after he defeated Max Doe, Jane Roe backed off, saying: “I want to hurt nobody here.”", Some("Jane Roe")),
        (
            "Asked if all should be ready for the many Lystrians who die, Dr Anna Holm, director of the port, said: “Yes, all of us.”",
            Some("Anna Holm"),
        ),
        (
            "While Jane Roe said the release was intended “to give us a chance,” Max Doe said it was late.",
            Some("Jane Roe"),
        ),
        ("If Max Doe goes on, the others would have “no choice but to leave,” said Jane Roe.", Some("Jane Roe")),
        ("As Jane Roe left, Max Doe raised his voice, calling it “late for all of us.”", Some("Max Doe")),
        // Who is asked or told.
        ("Sen. Jane Roe, D-Lystria, asked Doe, “Who gains from it in the port?”", Some("Jane Roe")),
        ("Jane Roe, a baker, asked Mayor Max Doe: “Who gains from it in the port?”", Some("Jane Roe")),
        (
            "Gov. Jane Roe – who said Friday it leads to “violence in the port” – told Port News that it is late.",
            Some("Jane Roe"),
        ),
        ("The river, said Max Doe, “took it back from us.”", Some("Max Doe")),
    ]);
}
