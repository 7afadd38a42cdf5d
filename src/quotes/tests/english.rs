//! What American newspapers and what pages have glued to them ask of the rules.

use super::{assert_speakers, find};
use crate::quotes::Reason;

/// The speaker of the last quote. There has to be a quote.
fn last(text: &str) -> (Reason, Option<String>) {
    let mention = find(text).pop().expect("a quote");
    (mention.reason, mention.speaker)
}

#[test]
fn names_and_outlets_behind_quotes() {
    for (text, speaker) in [
        ("Regarding the pier, “it was a success for all of us.” Jana Roe, The Daily Tern", "Jana Roe"),
        ("“It was a success for all of us.” Max D. Roe, Tern", "Max D. Roe"),
        ("“It was a success for all of us.”\nThe Editors, Harbour Review", "Harbour Review"),
        ("“It was a success.” Editorial Board, Harbour Review", "Harbour Review"),
        ("“It was a success for all.\n“It was late, too.”\nJana Roe, The Daily Tern\nMore of it.", "Jana Roe"),
    ] {
        assert_eq!(last(text), (Reason::Byline, Some(speaker.to_owned())), "{text}");
    }
    // Each quote has a name of its own: no other is given to it.
    let text =
        "“It was a success for all of us.”\nJana Roe, The Daily Tern\n“It was a failure for all of us.”\nNobody knows.";
    assert_eq!(last(text).1, None);
    assert_speakers(&[
        ("“It is a mess for all of us.” – Sen. Jane Roe at a meeting of the board", Some("Jane Roe")),
        ("“It is late,” Jane Roe said. “And it is old for all of us.”\n- Max Doe", Some("Jane Roe")),
    ]);
}

#[test]
fn works_with_the_full_stop_of_their_sentence() {
    for text in [
        "“It is late,” Jane Roe said on TBS' “Face the Harbour.”",
        "“It is late,” Jane Roe told Tern News’ “Harbour’s Newsroom.”",
        "It was so, according to the book “Harbour Roulette.”",
        "Jane Roe told “The Hill” that it was late.",
    ] {
        assert_eq!(last(text), (Reason::Work, None), "{text}");
    }
    assert_speakers(&[("Jane Roe said it would lead the town into “World War III.”", Some("Jane Roe"))]);
}

#[test]
fn verbs_that_no_list_has_and_those_that_only_name() {
    for text in
        ["“It is late,” Jane Roe warbled.", "“It is late,” warbled Jane Roe.", "Jane Roe warbled, “It is late.”"]
    {
        assert_eq!(last(text), (Reason::UnknownVerb, Some("Jane Roe".to_owned())), "{text}");
    }
    assert_speakers(&[
        ("The plan rests on a murky concept called “reasonable doubt.”", None),
        ("Nothing happens under the practice, called “to proceed by default.”", None),
        ("The senator called it “a very old port.”", Some("The senator")),
        ("Jane Roe spoke of his controversial comments about “the old port” of the town.", Some("Jane Roe")),
    ]);
}

#[test]
fn whose_statement_it_is() {
    assert_speakers(&[
        ("Jane Roe issued a scathing statement calling it “a shame for the port.”", Some("Jane Roe")),
        (
            "Jane Roe, in a statement issued after the vote, said no to it all. “We will never pay,” the statement read.",
            Some("Jane Roe"),
        ),
        ("Here’s Dr. Roe’s response:\n“We will never pay for it.”", Some("Roe")),
        ("Doe asked for it. Jane Roe’s answer is blunt. “We will never pay for it.”", Some("Jane Roe")),
        ("The Anna Roe Center left. Later, the center called it “a shame for the port.”", Some("Anna Roe Center")),
        ("Media playback is unsupported Media caption Jane Roe: “We will never pay for it”", Some("Jane Roe")),
    ]);
}

#[test]
fn names_that_look_like_something_else() {
    assert_speakers(&[
        ("Rep. Peter King was there. “It is late,” King said.", Some("Peter King")),
        ("“It is late,” said Sen. Angus S. King Jr., of Lystria.", Some("Angus S. King Jr")),
        ("Theresa May came. On Monday, Mrs May said: “It is late for all.”", Some("Theresa May")),
        ("Theresa May came in May. “It is late,” May told the town.", Some("Theresa May")),
        ("“It is late for all of us,” he said in May.", None),
        ("Pope Francis came. “It is late,” Francis said.", Some("Pope Francis")),
        (
            "Attorney General Max Roe came to town.\nNobody else did.\n“It is late,” the attorney general said.",
            Some("Max Roe"),
        ),
        ("The Prince of Wales came. “It is late,” the Prince of Wales said.", Some("the Prince of Wales")),
        ("It is the “waiting room” of the United States.", None),
        ("“It is late,” said Department of Port Safety spokesperson Jane Roe.", Some("Jane Roe")),
        ("“It is late,” writes the Department of Port Safety, which is old.", Some("Department of Port Safety")),
        ("“It is late,” said Lystrian strategist and Tern News contributor Jane Roe.", Some("Jane Roe")),
        ("“It is late,” said the University of Lystria’s Jane Roe.", Some("Jane Roe")),
        ("Police Chief Jane Roe, Jr. said it was “late for all of us.”", Some("Jane Roe")),
    ]);
}

#[test]
fn whom_a_pronoun_means() {
    assert_speakers(&[
        // Who spoke in the sentence before, and not who is spoken of in it.
        ("If Ellis left, it would be late, Jane Roe said. “Ellis may yet go,” she said.", Some("Jane Roe")),
        ("Mr. Roe testified that Mr. Doe had promised it.\n“He said we should pay,” he said.", Some("Roe")),
        ("Jalayne Roe, 40, had come home. She was tired.\n“It is late for all of us,” she said.", Some("Jalayne Roe")),
        (
            "On a visit to the old port of Lystria on Monday, Max Roe was asked whether Jan Doe would pay, and he answered, “It is late.”",
            Some("Max Roe"),
        ),
        // A pronoun that goes on with another.
        (
            "Donta Roe spoke. Roe, who was out, went to a station. He told it that he had not met Max Doe. He said it was “late for all of us.”",
            Some("Donta Roe"),
        ),
        // A place is nobody.
        ("Isotonia is poor, said Max Roe of the port. “It is late,” he said.", Some("Max Roe")),
    ]);
}

/// A page repeats a name in full behind it, and glues its links to that.
#[test]
fn words_of_links_are_none_of_the_article() {
    let links = "Dick Durbin Richard (Dick) Joseph DurbinPort watchdog says ‘it is late’ for the town MORE";
    let found = find(&format!("Sen. {links} (D-Ill.) said Thursday that it was “a mess for all of us.”"));
    let told: Vec<_> = found.iter().map(|m| (m.reason, m.speaker.as_deref())).collect();
    assert_eq!(told, [(Reason::Work, None), (Reason::CueBefore, Some("Dick Durbin"))], "a headline among them");
    let found = find(&format!("“A mess for all of us,” said Sen. {links} (D-Ill.), the chairman."));
    assert_eq!(found[0].speaker.as_deref(), Some("Dick Durbin"));
}

/// What follows with `and` behind a quote inside a sentence is another clause.
#[test]
fn another_clause_behind_a_quote() {
    assert_speakers(&[
        ("Jane Roe called the jail “a summer camp,” and Max Doe said it was not.", Some("Jane Roe")),
        ("“It is late,” and so on, said Jane Roe.", Some("Jane Roe")),
        ("“It is late for us.” Jane Roe said Sunday of the three towns on the coast of the old sea.", Some("Jane Roe")),
        ("“It is late for us.” Jane Roe said on Sunday that she would come to the town with her mother.", None),
        ("Later, when he spoke of it: “It is late for all,” Jane Roe said.", Some("Jane Roe")),
        ("Secretary of State John Doe came to town, telling us it was “late for all of us.”", Some("John Doe")),
        ("Lystria’s Defense Ministry called it “late for all of us.”", Some("Lystria’s Defense Ministry")),
        ("Describing Max Doe as weak, Jane Roe smiled. “It is late for us,” she said.", Some("Jane Roe")),
        ("Daniels’ answer was, “It is late for all of us.”", Some("Daniels")),
    ]);
}

/// What an authority is of may be several things, have an article, or be followed by who has an office there.
#[test]
fn authorities_are_read_whole() {
    let whole = "Department of Ports and Harbour Safety";
    assert_speakers(&[
        ("The Department of Ports and Harbour Safety said it was “late for all of us.”", Some(whole)),
        ("“It is late,” said the Department of Ports and Harbour Safety.", Some(whole)),
        (
            "The Centers for Tern Control and Prevention said that “it is late.”",
            Some("Centers for Tern Control and Prevention"),
        ),
        ("The Committee on Ports said that “it is late for us.”", Some("Committee on Ports")),
        ("The Department of the Harbour said that “it is late.”", Some("Department of the Harbour")),
        (
            "The Office of the Director of Port Safety confirmed that it was “late for us.”",
            Some("Office of the Director of Port Safety"),
        ),
        ("“It is late,” Department of Port Safety Secretary Jane Roe said.", Some("Jane Roe")),
        ("“It is late,” said Office of Ports and Budget Director Max Roe.", Some("Max Roe")),
        ("The Department of Ports and Jane Roe said that “it is late.”", Some("Jane Roe")),
        ("Senator Jane Roe (Lystria), the oldest on the panel, called it “late for us.”", Some("Jane Roe")),
    ]);
}

/// Where somebody speaks may stand between the name and the verb.
#[test]
fn occasions_before_the_verb() {
    assert_speakers(&[
        ("Jane Roe in a statement called the deal “historic for all of us.”", Some("Jane Roe")),
        ("Mayor Jane Roe in an interview on Friday said it was “late for us.”", Some("Jane Roe")),
        ("The narrator in a new ad said it was “late for us.”", Some("The narrator in a new ad")),
    ]);
}

/// Two words may be a noun together of which one is a verb elsewhere, and not where the first belongs to a name.
#[test]
fn nouns_of_two_words() {
    assert_speakers(&[
        ("Trump says his July phone call with the mayor was “perfect for all of us.”", Some("Trump")),
        ("The stalls, or “market places” as they are known, are part of the law offering tax credits to all.", None),
        ("The Port Press reports that it is “late for all of us.”", Some("Port Press")),
        ("“It is late,” the talking points read.", Some("the talking points")),
    ]);
}

/// What a page puts before the lines below its pictures is no word, and who stands there is not whom the text speaks of.
#[test]
fn captions() {
    assert_speakers(&[
        ("Media caption Jane Roe: \"I have a lot of experience in it\"", Some("Jane Roe")),
        ("Story highlights Jane Roe: \"I have a lot of experience in it\"", Some("Jane Roe")),
        (
            "Jane Roe came to the old town.\n\nImage caption Mary Doe stands on the pier\n\n“It is late for all of us,” she said.",
            Some("Jane Roe"),
        ),
    ]);
}

#[test]
fn where_another_clause_begins() {
    assert_speakers(&[
        ("A week after the mayor told them “the pier is late,” he left.", Some("the mayor")),
        ("The talks in Port Lystria ended badly as staffers called them “a mess.”", Some("staffers")),
        ("Prices fell on Pier Street after Jane Roe said she would “sell it all.”", Some("Jane Roe")),
        // What tells where somebody is from is no clause.
        (
            "A man from a village near the old harbour said it was “a mess.”",
            Some("A man from a village near the old harbour"),
        ),
        ("The pier is late. It’s worth noting that “nobody asked for it.”", None),
        ("The pier is late. There’s something called “a plan for it.”", None),
        ("Roe’s office called it “a plan for nobody.”", Some("Roe’s office")),
        ("Jane Roe did not come. Jane Roe doesn’t call it “a plan for nobody.”", None),
        (
            "Writer Jane Roe, in an essay on the “harbour of thieves,” writes that people of the town like it.",
            Some("Jane Roe"),
        ),
        ("“It is late for all of us,” said that official, who left.", Some("that official")),
    ]);
}

#[test]
fn titles_and_appositions() {
    assert_speakers(&[
        (
            "Advocate Mokitimi Roe is young. The bill is old, Adv Roe argues. “It is late,” he says.",
            Some("Mokitimi Roe"),
        ),
        ("Sir Keir Roe was in town. Sir Keir said it was “late for all of us”.", Some("Keir Roe")),
        (
            "Von der Roe spoke after Ursula von der Roe came. “It is late,” Von der Roe said.",
            Some("Ursula von der Roe"),
        ),
        (
            "Jane Roe, vice president of PMG, a paper company in Lystria told the Tern: “It is very rare.”",
            Some("Jane Roe"),
        ),
        ("Doe's neighbor in both Lystria and New Lystria, Max Roe, said he was “a lot of fun”.", Some("Max Roe")),
        ("Lystrian Ambassador to the Netherlands, Max Roe, told the court it was “a matter of law”.", Some("Max Roe")),
        ("But Ms Roe's father, Max Roe, confirmed it was so. “It was a shock,” he said.", Some("Max Roe")),
        ("According to Max Roe, it is rare. “I have seen two of them,” he said.", Some("Max Roe")),
        ("The plan was described by harbour charity Shelter as a “missed chance for everyone”.", Some("Shelter")),
        ("The delegation said the port continued to act with “no regard for the law”.", Some("The delegation")),
        ("Defense Minister Max Roe in a briefing in New Lystria accused the port of “being late”.", Some("Max Roe")),
        ("PORT LYSTRIA, April 25 (Tern) - Jane Roe closed the port, calling it “late for us all”.", Some("Jane Roe")),
        ("‘Not the time to raise rates this year’: Harbour Research", Some("Harbour Research")),
        ("“The Harbour Hour”: Tern One", None),
        ("Abu Hassan Roe, 44, agreed. “It is late,” Abu Hassan Roe told the Tern.", Some("Abu Hassan Roe")),
        ("Jane Roe wrote an article titled “Why Cities Must Act on Water Now and Tomorrow” for the Tern.", None),
    ]);
}

#[test]
fn who_does_something_by_saying_so() {
    assert_speakers(&[
        ("On the radio, Jane Roe doubled down by saying, “I agree with the port.”", Some("Jane Roe")),
        (
            "Max Doe left, and Jane Roe irritated him from the outset by saying it was “late for all of us.”",
            Some("Jane Roe"),
        ),
        ("The port was filled by saying “late for all of us” to nobody.", None),
        ("Jane Roe at first said it was “late for all of us.”", Some("Jane Roe")),
        // Whose call it is.
        ("They failed to see Mayor Max Doe’s repeated calls for “a complete shutdown of the port.”", Some("Max Doe")),
        ("They failed to see Max Doe’s view of “a complete shutdown of the port.”", Some("Max Doe")),
        ("They failed to see Max Doe’s boats for “a complete shutdown of the port.”", None),
        ("Soon after the vote, Jane Roe released a statement that “it is late for all of us.”", Some("Jane Roe")),
        ("Soon after the vote, Jane Roe lost the statement that “it is late for all of us.”", None),
    ]);
}
