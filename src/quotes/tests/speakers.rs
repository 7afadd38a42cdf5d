//! Who said it, in sentences of our own.

use super::{find, speakers};
use crate::quotes::Reason;

/// The speaker of the last quote. There has to be a quote.
fn last_speaker(text: &str) -> Option<String> {
    speakers(text).pop().expect("a quote")
}

#[test]
fn who_said_it() {
    let mut wrong = Vec::new();
    for (text, speaker) in [
        ("“We will pay,” said Anna Roe.", "Anna Roe"),
        ("“We will pay,” Mayor Anna Roe said.", "Anna Roe"),
        ("“We will pay,” Anna Roe, the mayor of Lystria, told the board.", "Anna Roe"),
        ("“We will pay,” Roe (D-Lystria) said. Anna Roe left.", "Anna Roe"),
        ("Anna Roe, who runs the port, said: “We will pay.”", "Anna Roe"),
        ("Anna Roe, writing on Telegram, said: “We will pay.”", "Anna Roe"),
        ("Anna Roe told reporters, “We will pay.”", "Anna Roe"),
        ("Anna Roe has also repeatedly said the port is “a public good” for all.", "Anna Roe"),
        ("According to Anna Roe, “the port will pay for it.”", "Anna Roe"),
        ("“The port will pay,” according to port director Anna Roe.", "Anna Roe"),
        ("Anna Roe was quoted by the agency as saying “we will pay”.", "Anna Roe"),
        ("The agency quoted Anna Roe as saying “we will pay”.", "Anna Roe"),
        ("Anna Roe: “We will pay.”", "Anna Roe"),
        ("“We will pay.” — Anna Roe", "Anna Roe"),
        ("“We will pay for it all.”\n\n- Anna Roe", "Anna Roe"),
        ("Anna Roe said the port was safe. “We will pay for it.”", "Anna Roe"),
        ("Anna Roe left early. “We will pay,” she said.", "Anna Roe"),
        ("Mr. John Doe met Ms. Anna Roe. “We will pay,” he said.", "John Doe"),
        ("“We will pay,” a border guard spokeswoman said.", "a border guard spokeswoman"),
        ("“We will pay,” said a spokesman for the Port Board.", "a spokesman for the Port Board"),
        ("The mayor, Anna Roe, came. “We will pay,” the mayor said.", "Anna Roe"),
        ("“We will pay,” said the mayor of Port Lystria, Anna Roe.", "Anna Roe"),
        ("“We will pay,” said the mayor of Port Lystria, New Lystria.", "the mayor of Port Lystria"),
        ("Ms. Anna Roe came late. “We will pay,” Ms. Roe's spokesman said.", "Ms. Roe's spokesman"),
        ("‘We will pay for it all’ says mayor", "mayor"),
        ("„Wir zahlen“, sagte die Bürgermeisterin von Lystria, Anna Roe.", "Anna Roe"),
        ("Zdaniem Roe to „czysta panika na lądzie”.", "Roe"),
        ("“We will pay,” said Ludwig van der Roe.", "Ludwig van der Roe"),
        ("“We will pay,” said Omar al-Roe.", "Omar al-Roe"),
        ("Lystrian president Anna Roe left the room, writing on Telegram: “We will pay.”", "Anna Roe"),
        ("The announcement came as Anna Roe ordered the port to be “open to all who pay”.", "Anna Roe"),
        ("“We will pay for it all,” said founder and CEO Anna Roe.", "Anna Roe"),
        ("The plan, described by Anna Roe as “a very big mess”, failed.", "Anna Roe"),
        ("It was a move called by Anna Roe “the worst of all days”.", "Anna Roe"),
        ("“We will pay for it all,” the letter signed by Anna Roe says.", "Anna Roe"),
        ("Anna Roe continued by saying: “We will pay for it all.”", "Anna Roe"),
        ("Anna Roe said by telephone that it was “a very big mess”.", "Anna Roe"),
        ("Then came the voice of Anna Roe, the mayor of the port town, recorded before: “Do not wait.”", "Anna Roe"),
        ("„Wir zahlen“, sagte Bürgermeisterin Anna Roe.", "Anna Roe"),
        ("„Wir zahlen“, hatte Anna Roe damals gesagt. Das war nicht so.", "Anna Roe"),
        ("Laut Anna Roe ist es einfach: „Wir zahlen alles, und das ist gut.“", "Anna Roe"),
        ("„Wir zahlen das alles nicht“, so Anna Roe.", "Anna Roe"),
        ("Anna Roe zufolge ist das „nicht zu zahlen und nicht nötig“.", "Anna Roe"),
        ("Der 54-Jährige erklärte: „Ich bin nicht schuldig.“", "Der 54-Jährige"),
        ("Ministerin Anna Roe (Lyster) nannte den Plan „einen Bruch mit allem“.", "Anna Roe"),
        ("La jefa de Lystria, Anna Roe, ha calificado la medida de «disparate enorme y caro».", "Anna Roe"),
        ("Anne Roe, députée de Lystria, qui dénonce « une grue vieille et chère », est venue.", "Anne Roe"),
        ("„To skandal” – napisał na Twitterze Jan Roe.", "Jan Roe"),
        ("Zdaniem ekspertów jest to „błąd drogi i poważny”, ale nie wiadomo, jak się skończy.", "ekspertów"),
        ("Segundo o ministro, “não há motivo para pânico”.", "o ministro"),
        ("« Nous payons tout », a déclaré la maire, Anna Roe, dans la soirée.", "Anna Roe"),
        ("Anna Roe est venue. « Nous payons tout », explique-t-elle dans un rapport.", "Anna Roe"),
        ("«Pagamos todo», dijo la alcaldesa Anna Roe en el puerto.", "Anna Roe"),
        ("«Paghiamo tutto», ha detto il sindaco Anna Roe nel porto.", "Anna Roe"),
        ("“Pagamos tudo”, disse a prefeita Anna Roe no porto.", "Anna Roe"),
        ("„Zapłacimy za wszystko” – powiedziała Anna Roe i nie było jej tam.", "Anna Roe"),
        ("«Ми заплатимо за все», – сказала міністерка Анна Роу, і це все.", "Анна Роу"),
        ("«Мы заплатим за всё», – сказал капитан Глеб Роу, и это всё.", "Глеб Роу"),
        ("“这台吊车太旧了”，市长李长河在现场对记者说。", "李长河"),
        ("市长李长河表示：“这台吊车太旧了。”", "李长河"),
        ("“这台吊车太旧了，应该换掉。”国家港口管理局国际合作司副司长李长河说，吊车要换。", "李长河"),
        ("“这台吊车太旧了，应该换掉。”北江公司数控车工、特级技师王敏说。", "王敏"),
        ("田中首相は「このクレーンは古い」と述べた。", "田中"),
        ("وقال سمير الحداد إن \"الرافعة قديمة\" في الميناء.", "سمير الحداد"),
    ] {
        let found = speakers(text);
        if found[0].as_deref() != Some(speaker) {
            wrong.push((text, speaker, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The speaker of the last quote.
#[test]
fn whose_surname_it_is() {
    for (text, speaker) in [
        // Who was called by it first keeps it, and a given name tells the others.
        ("Anna Roe runs the port. Roe was late. Her son John Roe was not. “We will pay,” Roe said.", "Anna Roe"),
        ("Anna Roe runs the port. John Roe does not. “We will pay,” Roe said.", "John Roe"),
        ("Anna Roe came. Roe was late. John Roe was not. “We will pay,” Mr. Roe said.", "John Roe"),
        ("Anna Roe came. Roe was late. Then John Roe came. “We will pay,” John Roe said.", "John Roe"),
        // An office without a given name.
        ("President Roe came late. With him came first lady Anna Roe. “We will pay,” Roe said.", "Roe"),
        ("President Roe came late. President John Roe is never late. “We will pay,” Roe said.", "John Roe"),
        // A suffix is no surname.
        ("“We will not,” said John Roe Jr. in town. “We will pay,” Roe said.", "John Roe Jr"),
        // A capital from the sentence, from another paragraph, from a sign.
        ("Roe came. Take Roe, for one. “We will pay,” Roe said.", "Roe"),
        ("Said Anna Roe of the port board, who came late: “We will pay.”", "Anna Roe"),
        ("ADVERTISEMENT Anna Roe came late. “We will pay,” Roe said.", "Anna Roe"),
        ("Story Continued Below\n\nRoe came late.\n\n“We will pay,” Roe said.", "Roe"),
        ("Anna Roe Anna Maria RoeSix Ports to See MORE came late. “We will pay,” she said.", "Anna Roe"),
        // Authorities and seats.
        ("“We will pay,” the Justice Department said.", "Justice Department"),
        ("The Supreme Court met. “We will pay,” the Court said.", "Supreme Court"),
        ("A spokesman for the Port Board said: “We will pay.”", "A spokesman for the Port Board"),
        ("“We will pay,” Rep. Anna Roe, R-S.C. told the board.", "Anna Roe"),
        ("Anna Roe (R-Lystria), who lives there, said “we will pay for it” again.", "Anna Roe"),
        ("It was Sen. Anna Roe, R-South Lystria, who said “we will pay for it” again.", "Anna Roe"),
        ("The mayor's top adviser, Anna Roe, told Lystria Radio: “We will pay.”", "Anna Roe"),
        ("Ultimately, Roe left the port and said “we will pay for it” again.", "Roe"),
        ("A Roe ally on the board, Sen. John Doe of Lystria, said it was “no reason to pay”.", "John Doe"),
        // A role with a place or a name in front, an office, letters, and what is no verb there.
        ("“We will pay,” said a former U.S. law enforcement official.", "a former U.S. law enforcement official"),
        ("“We will pay,” a senior U.S. official said.", "a senior U.S. official"),
        ("“We will pay,” said a longtime Roe adviser on the board.", "a longtime Roe adviser"),
        ("“We will pay,” said Anna D. Roe, an adviser.", "Anna D. Roe"),
        (
            "A spokesman for presidential candidate Anna Roe said: “We will pay.”",
            "A spokesman for presidential candidate Anna Roe",
        ),
        ("Ms. Anna Roe said the ruling of the United States District Court was “late for all of us”.", "Anna Roe"),
        ("Anna Roe, now retired in Port Lystria, N.L., told the board: “We will pay.”", "Anna Roe"),
        (
            "Senator Anna Roe, who heads the Port Board, which oversees it, said it was “late for all of us”.",
            "Anna Roe",
        ),
        ("Anna Roe, citing “our duty,” said the candidate could pay.", "Anna Roe"),
        ("Anna Roe called a report suggesting it was late “a joke for all of us”.", "Anna Roe"),
        ("Anna Roe was prompted to say, “We will pay.”", "Anna Roe"),
        ("“It is late,” Anna Roe said in an interview for “Port Today.” “We will pay.”", "Anna Roe"),
        ("But “the port,” Anna Roe added, “is old.”", "Anna Roe"),
        ("Rep. Anna Roe (D-Lyst.), who came late, said it was “late for all of us”.", "Anna Roe"),
        ("Anna Roe, an editor of The Post, a paper for the port, wrote: “We will pay.”", "Anna Roe"),
        ("“We are happy” about the port, said Anna Roe, its head.", "Anna Roe"),
        ("Lystrian presidential candidate Anna Roe took to Telegram, writing: “We will pay.”", "Anna Roe"),
        ("Anna Roe said the annual talks remained “a chance for all of us”.", "Anna Roe"),
        ("Roe asked Anna Doe how to go on in the United States illegally, if he had “a force for it”.", "Roe"),
        ("A woman in Port Lystria, Lystria, told him it was “late for all of us”.", "A woman in Port Lystria"),
        ("Anna Roe released a statement:\n\n“We will pay for it all, and soon.”", "Anna Roe"),
        // Clauses of what somebody else says, and what only looks like a verb.
        ("When Doe said it was late, Roe fired back: “We will pay.”", "Roe"),
        ("Anna Roe said that when Ms. Doe railed against it, “we will pay for it all”.", "Anna Roe"),
        ("The port is late, Anna Roe said, adding that Doe was “late for all of us”.", "Anna Roe"),
        ("Anna Roe, 67, a baker from Port Lystria, N.L., said it was “late for all of us”.", "Anna Roe"),
        ("Anna Roe said his anti-Lystrian remarks were “late for all of us”.", "Anna Roe"),
        ("The Lystrian front-runner said it was “late for all of us”.", "The Lystrian front-runner"),
        ("Anna Roe said it stood by the United States’ “oldest friends in town”.", "Anna Roe"),
        ("Anna Roe spoke of “our port,” saying the old crane embodied it.", "Anna Roe"),
        ("PORT COSTS GO UP - Anna Roe: “We will pay.”", "Anna Roe"),
        ("“We will pay,” Telegram said.", "Telegram"),
        ("“It is old,” said Anna Roe. Now, “we will pay for a new one.”", "Anna Roe"),
        ("17-year-old Tarn Roe echoed:\n\n“We will pay for it all, and soon.”", "Tarn Roe"),
        ("On Friday, Sen. Anna Roe, R-Lystria, said she was “glad for all of us”.", "Anna Roe"),
        ("It is so late that Port Lystria agents called it “a joke for all of us”.", "Port Lystria agents"),
        // Times behind the subject, and a home behind what somebody does.
        ("President Anna Roe on Monday called the port “a disaster for all”.", "Anna Roe"),
        ("Anna Roe late last week called the port “a disaster for all”.", "Anna Roe"),
        ("Anna Roe Monday night told the board: “We will pay.”", "Anna Roe"),
        ("“We will pay,” Mayor Anna Roe on Jan. 5 said.", "Anna Roe"),
        ("The Supreme Court on Monday called it “a disaster for all”.", "Supreme Court"),
        ("Anna Roe, a baker from Port Lystria, New Lystria, said “we will pay for it” again.", "Anna Roe"),
        // An agency tells what somebody said.
        ("John Doe said it was “a disaster for all”, according to the Lystria Post.", "John Doe"),
        ("It was “a disaster for all”, according to the Lystria Post.", "Lystria Post"),
        // The second half, and others.
        ("“We,” wrote lead author Anna Roe of the port in the Lystria Post, “will pay.”", "Anna Roe"),
        ("“We will pay,” one of them said. “They will not,” said another.", "another"),
        // People without a name.
        ("John Doe came late. His wife did not. “We will pay,” she said.", "His wife"),
        ("John Doe came late. A man in the crowd was late too. “We will pay,” he said.", "A man"),
        ("A man in the crowd was late. John Doe was not. “We will pay,” he said.", "John Doe"),
        // Roles.
        ("Vice President Anna Roe met President John Doe. “We will pay,” the president said.", "John Doe"),
        ("Lystrian President Anna Roe met President John Doe. “We will pay,” the president said.", "John Doe"),
        ("The report names Anna Roe. It is a long report, Roe found. “We will pay,” the report said.", "the report"),
        ("It was all about Anna Roe. “We will pay,” the teachers said.", "the teachers"),
        ("It was all about Anna Roe. “We will pay,” the teacher said.", "Anna Roe"),
        // Pronouns: no credits, and the gender of whom the surname means.
        ("John Doe came late.\n\nPhoto by Max Roe/AP\n\n“We will pay,” he said.", "John Doe"),
        ("Mr. John Roe came. Roe was late. Ms. Jane Roe was not. “We will pay,” she said.", "Jane Roe"),
    ] {
        assert_eq!(last_speaker(text).as_deref(), Some(speaker), "{text}");
    }
}

/// The speaker of the last quote, whose sentence does not name one.
#[test]
fn who_goes_on_speaking() {
    for (text, speaker, reason) in [
        // A verb without a subject.
        ("La alcaldesa Anna Roe dijo: «Pagamos». Y añadió: «Pagamos todo».", Some("Anna Roe"), Reason::CueBefore),
        ("La sindaca Anna Roe: «Paghiamo». E ha aggiunto: «Paghiamo tutto».", Some("Anna Roe"), Reason::CueBefore),
        ("A prefeita Anna Roe falou. E acrescentou: “Pagamos tudo”.", Some("Anna Roe"), Reason::CueBefore),
        (
            "Anna Roe powiedziała: „Płacimy”. Dodała, że to „nasz port i nasz statek”.",
            Some("Anna Roe"),
            Reason::CueBefore,
        ),
        ("Мэр Анна Роу сказала: «Платим». И добавила: «Платим за всё».", Some("Анна Роу"), Reason::CueBefore),
        ("Мер Анна Роу сказала: «Платимо».\n\nТакож додала: «Платимо за все».", Some("Анна Роу"), Reason::CueBefore),
        ("وقال سمير الحداد: «الرافعة قديمة». وأضاف: «لن ندفع».", Some("سمير الحداد"), Reason::CueBefore),
        ("田中首相は「クレーンは古い」と述べた。「払わない」とも語った。", Some("田中"), Reason::CueAfter),
        ("田中首相は「クレーンは古い」と述べた。「払わない」という。", Some("田中"), Reason::CueAfter),
        ("市长李长河说：“吊车太旧了。”并表示：“我们不付钱。”", Some("李长河"), Reason::CueBefore),
        (
            "La alcaldesa Anna Roe dijo: «Pagamos». A propósito, señaló que «los vecinos pagan todo».",
            Some("Anna Roe"),
            Reason::CueBefore,
        ),
        (
            "La alcaldesa Anna Roe dijo: «Pagamos».\n\n«Los vecinos pagan todo», añadió.",
            Some("Anna Roe"),
            Reason::CueAfter,
        ),
        ("La sindaca Anna Roe: «Paghiamo».\n\n«Paghiamo tutto noi», ha detto.", Some("Anna Roe"), Reason::CueAfter),
        ("«Los vecinos pagan todo», añadió.", None, Reason::NoCue),
        (
            "Anna Roe dijo: «Pagamos».\n\n«No pagan nada», respondieron a la prensa los vecinos.",
            Some("los vecinos"),
            Reason::CueInverted,
        ),
        // Not where the verb shows another one, or a subject stands between.
        ("Мэр Глеб Роу сказал: «Платим». И добавила: «Платим за всё».", None, Reason::NoCue),
        ("Anna Roe dijo: «Pagamos». Y añadió un vecino: «Pagamos todo».", Some("un vecino"), Reason::CueBefore),
        // A lead that names nobody.
        ("Anna Roe sagte: „Wir zahlen.“ Und weiter: „Wir zahlen alles.“", Some("Anna Roe"), Reason::Floating),
        (
            "Anna Roe a dit : « Nous payons. » Et de conclure : « Nous payons tout. »",
            Some("Anna Roe"),
            Reason::CueBefore,
        ),
        // Whoever stands inside the marks.
        ("« L’homme que j’ai vu, raconte le témoin Max Roe, n’avait rien. »", Some("Max Roe"), Reason::CueInside),
        ("«Pagheremo la gru – ha detto Anna Roe – quando sarà pronta».", Some("Anna Roe"), Reason::CueInside),
        ("« Il m’a dit, et je le crois, que la grue est vieille. »", None, Reason::NoCue),
        // A colon behind a role, a line that breaks before the name, two sentences with a semicolon.
        (
            "And this came at night, from the Lystrian minister: “We will pay.”",
            Some("the Lystrian minister"),
            Reason::Colon,
        ),
        ("\"We will pay for it all, \" according to\nAnna Roe.", Some("Anna Roe"), Reason::AccordingTo),
        (
            "Crews came late; Tarn Roe, the engineer, said as much when he called it “a shame for all”.",
            Some("Tarn Roe"),
            Reason::CueBefore,
        ),
        ("Anna Roe est venue. Elle a qualifié la grue de « vieille et chère ».", Some("Anna Roe"), Reason::CueBefore),
        ("All along Roe Street it was late. “We will pay,” the mayor said.", Some("the mayor"), Reason::CueAfter),
    ] {
        let found = find(text).pop().unwrap();
        assert_eq!((found.speaker.as_deref(), found.reason), (speaker, reason), "{text}");
    }
}

/// Where no list has the words, a name beside the quote is all there is.
#[test]
fn a_language_that_nobody_knows() {
    let words = "blirk sotto venna drig melk tarre ".repeat(14);
    for (text, speaker) in [
        ("„Kvet blom drat ulle“, murde Jana Roth i tarre.", Some("Jana Roth")),
        ("Jana Roth: „Kvet blom drat ulle.“", Some("Jana Roth")),
        ("Drig melk tarre: „Kvet blom drat ulle.“", None),
        ("Drig melk tarre. „Kvet blom drat ulle.“", None),
    ] {
        let found = find(&format!("{words}.\n\n{text}")).pop().unwrap();
        assert_eq!(found.speaker.as_deref(), speaker, "{text}");
    }
}

/// A capital that begins a sentence is no name by itself.
#[test]
fn words_that_begin_a_sentence() {
    for (text, speaker) in [
        ("Violences au port de Lystre : « Nous payons tout, dit-on là-bas, et tout de suite. »", None),
        ("Souvent, la maire parle trop. « Nous payons tout. »", None),
        ("Można to zapłacić w porcie: „Zapłacimy za wszystko”.", None),
        ("Horas antes de la reunión en el puerto, todos sonrieron y dijeron: «Pagamos todo».", None),
        ("Respecto a la reunión en el puerto de la ciudad, dijo que «pagamos todo y más».", None),
        ("Roux : « Nous payons tout. »", Some("Roux")),
        ("Anne Roux est venue. Roux est restée. « Nous payons tout. »", Some("Anne Roux")),
        ("Roe leaned in and smiled: “We will pay.”", Some("Roe")),
        ("Drought closes the port: “We will pay.” There is a drought.", None),
    ] {
        assert_eq!(last_speaker(text).as_deref(), speaker, "{text}");
    }
}

/// The speaker of the last quote in German, where every noun has a capital.
#[test]
fn nouns_with_capitals() {
    for (text, speaker) in [
        // What stands before the verb is no subject.
        ("Jana Roth ist Imkerin. Am Telefon berichtet sie: „Wir zahlen alles.“", Some("Jana Roth")),
        ("In einem Brief an die Stadt schreibt Jana Roth: „Wir zahlen alles.“", Some("Jana Roth")),
        ("Am Ende seiner Rede sagte Max Roth: „Wir zahlen alles.“", Some("Max Roth")),
        ("Dennoch gesteht Roth ein: „Wir zahlen alles.“", Some("Roth")),
        ("Mit Blick auf den Hafen und die Stadt erklärte er: „Wir zahlen alles.“", None),
        ("Diesen Satz hat sie oft gesagt: „Wir zahlen alles.“", None),
        // Nouns and adverbs before a colon, and verbs that mean something else.
        ("Jahrelang haben sie an die Stadt gedacht: „Wir zahlen alles.“", None),
        ("Die Plakate zeigten ihn mit dem Spruch: „Wirklich einer von uns!“", None),
        ("Der Stein trägt die Aufschrift: „Wir zahlen alles.“", None),
        ("Die Gruppe „Energie und Politik am Hafen“ legt ihren Schwerpunkt auf den Hafen.", None),
        ("Unter dem Titel „Energie und Politik am Hafen“ veranstaltet die Stadt einen Abend.", None),
        ("Am 12. Mai fand der „große Abend für den alten Hafen“ statt.", None),
        // Those who do speak.
        ("Roth sagte: „Wir zahlen alles.“", Some("Roth")),
        ("Der Imker sagte: „Wir zahlen alles.“", Some("Der Imker")),
        ("Jana Roth, Landrätin des Kreises: „Wir zahlen alles.“", Some("Jana Roth")),
        ("Jana Roth kam spät. Roth zeigt sich froh: „Wir zahlen alles.“", Some("Jana Roth")),
        ("„Wir zahlen alles“, schmunzelte der Wirt.", Some("der Wirt")),
        ("„Wir zahlen alles“, sagte die Expertin und Autorin Jana Roth.", Some("Jana Roth")),
        ("„Wir zahlen alles“, sagte Jana von der Roth im Hafen.", Some("Jana von der Roth")),
        ("„Wir zahlen alles“, teilte der Sprecher der Deutschen Werft mit.", Some("der Sprecher")),
        ("„Wir zahlen alles“, erklärt Zoo- und Parkdirektor Max Roth.", Some("Max Roth")),
        ("So könnten die Stadt und der Hafen „wieder ein einziges Haus“ sein.", None),
        ("Es ist „ein sehr schöner Hafen“, so schön wie andere Häfen.", None),
        ("Es ist „ein sehr schöner Hafen“, so die Stadt.", Some("die Stadt")),
        ("„Wir zahlen alles“, heißt es in dem Bericht der Behörde.", Some("Bericht")),
    ] {
        assert_eq!(last_speaker(text).as_deref(), speaker, "{text}");
    }
}

/// The speaker of the first quote, whose words the article gives again.
#[test]
fn whose_words_stand_below() {
    let below = "\n\nIt was late in the port.\n\n";
    for (head, text, speaker, written) in [
        ("Port ‘will pay for it all’ in May", "“The port will pay for it all,” said Anna Roe.", "Anna Roe", "Anna Roe"),
        (
            "‘We will pay for it all’: engineer on the old crane",
            "“We will pay for it all and more,” said engineer Anna Roe.",
            "Anna Roe",
            "Anna Roe",
        ),
        (
            "And this, from the Lystrian envoy: “We will pay for it all.”",
            "“We will pay for it all,” said Anna Roe.",
            "Anna Roe",
            "the Lystrian envoy",
        ),
    ] {
        let found = &find(&format!("{head}{below}{text}"))[0];
        assert_eq!(found.reason, Reason::SameWords, "{head}");
        assert_eq!(found.speaker.as_deref(), Some(speaker), "{head}");
        assert_eq!(found.speaker_as_written.as_deref(), Some(written), "{head}");
        assert!(found.named && found.confidence <= 0.8);
    }
    // Three words, two people, and a child who is said to have said it.
    for (text, speaker) in [
        ("Port ‘will pay soon’ again.{below}“The port will pay soon,” said Anna Roe.", None),
        (
            "Port ‘will pay for all’ again.{below}“It will pay for all,” said Anna Roe. “It will pay for all,” said John Doe.",
            None,
        ),
        ("“It will pay for all,” said the boy.{below}“It will pay for all,” said Anna Roe.", Some("the boy")),
    ] {
        assert_eq!(find(&text.replace("{below}", below))[0].speaker.as_deref(), speaker, "{text}");
    }
}

#[test]
fn names_and_roles() {
    for (text, named) in [
        ("“We will pay,” Anna Roe said.", true),
        ("“We will pay,” Roe said.", true),
        ("“We will pay,” Mr. Driver said.", true),
        ("“We will pay,” the White House said.", false),
        ("“We will pay,” the Justice Department said.", false),
        ("“We will pay,” Senate Republicans said.", false),
        ("“We will pay,” the Kentucky Republican said.", false),
        ("“We will pay,” a spokeswoman said.", false),
    ] {
        assert_eq!(find(text)[0].named, named, "{text}");
    }
}

#[test]
fn nobody_rather_than_a_guess() {
    for text in [
        "“We will pay.”",
        "The so-called “experts” came.",
        "“We will pay,” she said.",
        "I’m old enough, and telling them that “we will pay” is wrong.",
        "Anna Roe was told “never again” in a letter.",
        "The board made a point of calling it “a matter for the court” again.",
    ] {
        let mention = &find(text)[0];
        assert_eq!(mention.speaker, None, "{text}");
        assert_eq!(mention.confidence, 0.0);
    }
    let both = speakers("The port is “late” and “too old,” Anna Roe said.");
    assert!(both.iter().all(|speaker| speaker.as_deref() == Some("Anna Roe")), "{both:?}");
    assert_eq!(find("“We will pay,” she said.")[0].speaker_as_written.as_deref(), Some("she"));
}
