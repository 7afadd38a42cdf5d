//! Quotes in sentences of our own: every hard case has its line.

mod clauses;
mod english;
mod german;
mod nobody;
mod references;
mod romance;
mod speakers;

use super::*;
use crate::simd::Simd;
use crate::text::Prepared;
use proptest::prelude::*;
use std::sync::LazyLock;

static DATA: LazyLock<LanguageData> = LazyLock::new(LanguageData::builtin);

fn find(text: &str) -> Vec<Mention> {
    let data = &*DATA;
    let mut prepared = Prepared::new(Simd::best());
    prepared.prepare(text);
    let mut mentions = Vec::new();
    QuoteFinder::new(data).find(text, &prepared, &mut mentions);
    mentions
}

/// Each text with who said its last quote.
fn assert_speakers(cases: &[(&str, Option<&str>)]) {
    for &(text, speaker) in cases {
        let mention = find(text).pop().expect("a quote");
        assert_eq!(mention.speaker.as_deref(), speaker, "{text}");
    }
}

fn spans(text: &str) -> Vec<&str> {
    find(text).iter().map(|m| &text[m.start as usize..m.end as usize]).collect()
}

fn speakers(text: &str) -> Vec<Option<String>> {
    find(text).into_iter().filter(|m| m.nested_in.is_none()).map(|m| m.speaker).collect()
}

#[test]
fn marks_of_all_kinds() {
    for (text, quote) in [
        ("She said: “The crane is old.”", "The crane is old."),
        ("She said: “The crane is old.\" It was.", "The crane is old."),
        ("She said: \"The crane is old.” It was.", "The crane is old."),
        ("She said: ''The crane is old.'' It was.", "The crane is old."),
        ("She said: ``The crane is old.'' It was.", "The crane is old."),
        ("Sie sagte: „Der Kran ist alt.“ Das stimmt.", "Der Kran ist alt."),
        ("Sie sagte: »Der Kran ist alt.« Das stimmt.", "Der Kran ist alt."),
        ("Sie sagte:» Der Kran ist alt. « Das stimmt.", "Der Kran ist alt."),
        ("Elle a dit : « La grue est vieille. » C’est vrai.", "La grue est vieille."),
        ("Она сказала: «Кран старый». Так и есть.", "Кран старый"),
        ("市长说：“这台吊车太旧了。”", "这台吊车太旧了。"),
        ("市長は「このクレーンは古い」と述べた。", "このクレーンは古い"),
        ("The mayor said: ‘The boys’ game was the boys’ own affair.’", "The boys’ game was the boys’ own affair."),
        ("The mayor called it ‘a shame’ in the ’90s.", "a shame"),
    ] {
        assert_eq!(spans(text), [quote], "{text}");
    }
}

#[test]
fn what_is_no_quote() {
    for text in [
        "The boys' game and the girls' match don't count.",
        "Rock 'n' roll of the '90s, give 'em hell.",
        "He is 6'2\" tall and the pipe is 12\" wide.",
        "L’homme de l’année n’a rien dit.",
        "» Read more about the crane",
        "A mark that only closes” is nothing.",
        "It was said ' and ' again.",
        "wovon sie zu leben hat.“ Die Tatsache ist bekannt, und niemand hat es gesagt.",
    ] {
        assert_eq!(spans(text), [""; 0], "{text}");
    }
    // The end of a quote „like this“, and the beginning of one “like this”.
    assert_eq!(spans("wovon sie lebt.“ Dann sagte sie: „Wir zahlen es.“"), ["Wir zahlen es."]);
    assert_eq!(spans("It was \"a port,“ she said. \"It is not.\""), ["a port,", "It is not."]);
    assert_eq!(spans("Anna Roe said:“ We will pay for it,” and left."), ["We will pay for it,"]);
}

#[test]
fn a_bad_mark_stays_in_its_paragraph() {
    let text = "He said: \"The crane is old and nobody cares.\n\nThe board met.\n\n\"We will pay,\" she said.\n\nIt was 5\" short\n\n“Good,” he said.";
    assert_eq!(spans(text), ["The crane is old and nobody cares.", "We will pay,", "Good,"]);
    assert!(find(text)[0].flags.unclosed);
}

#[test]
fn a_quote_opened_anew_ends_the_one_before() {
    for (text, parts) in [
        // The end of a paragraph that a page lost.
        ("“It is late.“We are tired.“We go,” Mayor Anna Roe said.", &["It is late.", "We are tired.", "We go,"][..]),
        ("“It is late… \u{200d} “We are tired.” Anna Roe, Port Gazette", &["It is late…", "We are tired."]),
        // A mark that a writer forgot.
        ("“It is late, she said. “We are tired.” “We go.”", &["It is late, she said.", "We are tired.", "We go."]),
        // Quotes in quotes of the same marks stay what they are.
        ("“He said to me. “Never!” I left,” said Anna Roe.", &["He said to me. “Never!” I left,", "Never!"]),
        ("“I met “Buddy” Doe. It was late,” said Anna Roe.", &["I met “Buddy” Doe. It was late,", "Buddy"]),
    ] {
        assert_eq!(spans(text), parts, "{text}");
    }
    let found = find("“It is late.“We go,” Mayor Anna Roe said.");
    let all = |m: &Mention| m.speaker.as_deref() == Some("Anna Roe") && m.speech == 0 && !m.flags.unclosed;
    assert!(found[1].flags.reopened && found.iter().all(all));
    let found = find("“He wings it,” Senator Ivo Roe said on “Port Today. “I would feel better if he did not.”");
    let speakers: Vec<_> = found.iter().map(|m| m.speaker.as_deref()).collect();
    assert_eq!(speakers, [Some("Ivo Roe"), None, Some("Ivo Roe")], "the name of a programme is not said");
}

#[test]
fn single_marks_beside_apostrophes() {
    for (text, parts) in [
        (
            "'In the '90s we had it,' Roe said. 'Now we have 'em all.'",
            &["In the '90s we had it,", "Now we have 'em all."][..],
        ),
        ("‘It was the summer of ’69, not the ’90s,’ Roe said.", &["It was the summer of ’69, not the ’90s,"]),
        (
            "Roe said 'the boys' game was lost in the '80s' and left. 'I know,' he said.",
            &["the boys' game was lost in the '80s", "I know,"],
        ),
        ("Roe called it 'rock 'n' roll' and left.", &["rock 'n' roll"]),
        (
            "'We lost the boys' game.\n\n'We will win it.\n\n'Nobody will stop us,' Roe said.",
            &["We lost the boys' game.", "We will win it.", "Nobody will stop us,"],
        ),
        ("‘We lost the boys’ game.\n\n‘We will win it,’ Roe said.", &["We lost the boys’ game.", "We will win it,"]),
        // A line that begins with an apostrophe opens nothing.
        ("'Tis the season.\n\n'Twas the season.", &[]),
    ] {
        assert_eq!(spans(text), parts, "{text}");
    }
}

#[test]
fn inches_inside_a_quote() {
    assert_eq!(spans("\"We need a 12\" pipe for it,\" said Anna Roe."), ["We need a 12\" pipe for it,"]);
}

#[test]
fn quotes_over_paragraphs() {
    let text = "Anna Roe spoke.\n\n“The crane is old.\n\n“It must go.\n\n“And soon,” Roe said.";
    let mentions = find(text);
    assert_eq!(spans(text), ["The crane is old.", "It must go.", "And soon,"]);
    assert_eq!(mentions.iter().map(|m| m.flags.reopened).collect::<Vec<_>>(), [false, true, true]);
    assert!(mentions.iter().all(|m| !m.flags.unclosed && m.speaker.as_deref() == Some("Anna Roe") && m.speech == 0));
    // Opened again before it was closed, with marks of another kind in between.
    let text = "Anna Roe spoke of it: \"The 'old' crane and the 'new' pier must go. \"And soon, for nobody pays.\"";
    let mentions = find(text);
    let outer: Vec<_> = mentions.iter().filter(|m| m.nested_in.is_none()).collect();
    let of = |m: &&Mention| text[m.start as usize..m.end as usize].to_owned();
    assert_eq!(
        outer.iter().map(of).collect::<Vec<_>>(),
        ["The 'old' crane and the 'new' pier must go.", "And soon, for nobody pays."]
    );
    assert!(outer.iter().all(|m| m.speaker.as_deref() == Some("Anna Roe")) && outer[1].flags.reopened);
    let text = "Anna Roe said: “The crane is old.\nIt must go,\nand soon.”\n\nNobody spoke.";
    assert_eq!(spans(text), ["The crane is old.\nIt must go,\nand soon."]);
    assert_eq!((find(text)[0].line, find(text)[0].line_end), (1, 3));
}

#[test]
fn spoken_lines() {
    for (text, parts) in [
        (
            "Міст закрито.\n\n– Грошей немає, – відповів депутат Іван Роу. – І не буде.",
            &["Грошей немає,", "І не буде."][..],
        ),
        (
            "- Ми не відкриємо міст, - заявила мерка Анна Роу, - доки не перевіримо все.",
            &["Ми не відкриємо міст,", "доки не перевіримо все."],
        ),
        ("—No hay dinero —respondió el concejal Luis Roe—. Ni lo habrá.", &["No hay dinero", "Ni lo habrá."]),
        ("—¿Y quién lo paga? —preguntó la alcaldesa Anna Roe.", &["¿Y quién lo paga?"]),
        ("— Quand viendra-t-il ? demande Anne Roe.", &["Quand viendra-t-il ?"]),
        ("– C'est faux, a répondu le ministre Paul Roe. Personne ne l'a cru.", &["C'est faux,"]),
        ("– To nie nasza wina – mówi Anna Roe z portu.", &["To nie nasza wina"]),
        // Inside a paragraph, behind the end of a sentence.
        (
            "Port jest zamknięty. – Nie ma pieniędzy – mówi Anna Roe z portu. – I nie będzie. To koniec.",
            &["Nie ma pieniędzy", "I nie będzie. To koniec."],
        ),
        ("Burmistrz Jan Roe nie zapłaci. – To nie nasza wina – dodaje. Tak było.", &["To nie nasza wina"]),
        ("Порт закрыт. — Денег нет! — говорит Глеб Роу. Так и было.", &["Денег нет!"]),
        ("— Это «бред», — сказал Глеб Роу.", &["Это «бред»,", "бред"]),
        ("— «Мы платим», — сказал Глеб Роу.", &["Мы платим"]),
        // Lists, definitions, and languages that have none.
        ("– ремонт, сказав він;\n– фарба.\n\nЦе все, що є в порту.", &[]),
        ("— Москва — столица России.\n\nЭто знают все, и это так.", &[]),
        ("- No money, said the mayor.\n- We will pay - said Roe.", &[]),
        ("Port jest zamknięty. – To wszystko, co o nim wiemy. – I nie wiemy nic więcej.", &[]),
        ("The port is closed. – We will pay – said Anna Roe. And that was it.", &[]),
        ("– 5 – сказал он.\n-5 – сказал он.\n--\n—", &["5"]),
    ] {
        assert_eq!(spans(text), parts, "{text}");
        for mention in find(text).iter().filter(|m| m.open.is_dash()) {
            assert!(!mention.flags.unclosed && mention.speaker_as_written.is_some(), "{text}");
        }
    }
    let mentions = find("— Денег нет, — ответил депутат Глеб Роу. — И не будет.");
    assert!(mentions.iter().all(|m| m.speaker.as_deref() == Some("Глеб Роу") && m.speech == 0 && m.marks() == "—"));
    assert!(mentions[1].flags.split);
}

#[test]
fn nested_quotes() {
    let text = "“He told me ‘never again’ and left,” said Anna Roe.";
    let mentions = find(text);
    assert_eq!(spans(text), ["He told me ‘never again’ and left,", "never again"]);
    assert_eq!(mentions[1].nested_in, Some(0));
    assert_eq!(mentions[1].reason, Reason::Nested);
    assert_eq!(spans("Он сказал: «Фирма «Якорь» закрыта»."), ["Фирма «Якорь» закрыта", "Якорь"]);
    assert_eq!(spans("‘They said “no” again,’ said Anna Roe."), ["They said “no” again,", "no"]);
}

#[test]
fn split_quotes() {
    let text = "“The crane is old,” Anna Roe said. “It must go.”";
    let mentions = find(text);
    assert_eq!(mentions[1].speaker.as_deref(), Some("Anna Roe"));
    assert!(mentions[1].flags.split && !mentions[0].flags.split);
    assert_eq!(mentions[1].speech, 0);
}

#[test]
fn kinds_and_flags() {
    let mentions = find(
        "Anna Roe said the plan was “a waste of [public] money” and that the “experts” knew it. She said: “We will not pay.”",
    );
    let kinds: Vec<_> = mentions.iter().map(|m| m.kind).collect();
    assert_eq!(kinds, [QuoteKind::Fragment, QuoteKind::Scare, QuoteKind::Full]);
    assert_eq!(mentions[0].flags.names().collect::<Vec<_>>(), ["edited"]);
    assert_eq!(mentions[0].marks(), "“”");
}

/// Marks, and what makes them hard to read.
fn marked() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "\"",
            "'",
            "''",
            "``",
            "`",
            "“",
            "”",
            "„",
            "‟",
            "‘",
            "’",
            "‚",
            "«",
            "»",
            "‹",
            "›",
            "「",
            "」",
            "『",
            "』",
            " ",
            "\n",
            "\n\n",
            ". ",
            ", ",
            ": ",
            "said",
            "Roe",
            "Anna Roe",
            "she",
            "12",
            "s",
            "according to",
            "sagte",
            "сказала",
            "说",
            "と述べた",
            "という",
            "田中は",
            "。",
            "并表示：",
            "وأضاف: ",
            "\n— ",
            " — сказал он",
            ", dit Roe, ",
            "zufolge",
            "U.S.",
            "on Monday",
            "قال",
            "(",
            ")",
            "—",
            "-",
            "the mayor",
            "\u{AD}",
            "\u{200B}",
            "é",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Zа-яА-Я一-龥 ]{0,6}",
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// What holds for the mentions of any text.
fn check(text: &str) {
    let mentions = find(text);
    let mut last = (0, u32::MAX);
    for (i, m) in mentions.iter().enumerate() {
        assert!(m.start < m.end && m.end as usize <= text.len());
        assert!(text.is_char_boundary(m.start as usize) && text.is_char_boundary(m.end as usize));
        assert!(m.outer_start <= m.start && m.end <= m.outer_end && m.outer_end as usize <= text.len());
        assert!(m.first_word < m.end_word && m.line <= m.line_end && m.line >= 1);
        assert!((m.outer_start, std::cmp::Reverse(m.outer_end)) >= (last.0, std::cmp::Reverse(last.1)));
        last = (m.outer_start, m.outer_end);
        if let Some(outer) = m.nested_in {
            let outer = &mentions[outer as usize];
            assert!((outer.start..=outer.end).contains(&m.start) && m.end <= outer.end);
        }
        assert!(m.speech as usize <= i);
        assert!((0.0..=1.0).contains(&m.confidence) && (m.speaker.is_some() || m.confidence == 0.0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn any_marks(text in marked()) {
        check(&text);
    }

    /// The same in Japanese, of which a mixed text is hardly ever taken to be one.
    #[test]
    fn any_marks_in_japanese(pieces in prop::collection::vec(proptest::sample::select(vec!["「", "」", "という", "と", "も", "は", "田中", "。", "述べた", "語った", "、", "\n"]), 0..40)) {
        check(&format!("田中首相は「これは古いクレーンです」と述べた。{}", pieces.concat()));
    }

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }
}

#[test]
fn time_is_linear() {
    for piece in [
        "\"a ",
        "“a ‘b ",
        "'a",
        "«a «b",
        "„a „b",
        "‘a s' ",
        "” ",
        "Anna Roe said “a b” ",
        "\n“a",
        "She said “a b c”. ",
        "12\" ",
        "“A b c d.” the mayor said. ",
        "« A b. »\n",
        "A. B said\n",
        "“这”说",
        "\n— Да, — сказал он. — Нет",
        "«А, сказал он, и б в». Он сказал. ",
        "Y añadió: «a b». ",
        "Roth sagte: „Wir und ihr.“ ",
        "Der Hafen, das Haus und die Stadt sagten: „Wir.“ ",
        "Wort: « le et la ». ",
        "Jane said “a b” to Jane Roe. ",
        "Lukas sagte: „Wir und ihr.“ Lukas Roth kam. ",
        "– Tak. Jan dodaje: – Nie i tak ",
        "«A b». Con queste parole il sindaco ha detto. ",
        "王小明说：“这”。他说：“那”，",
        "他说：“这”",
        "“这”王小明市长",
        "「これ」と田中太郎市長は述べた。",
        "田中は、山田が「これ」と",
        "وقال محمد علي: «كلمة». وأضاف: «كلمة» ",
        "محمد «كلمة» ",
        "“To be to be to be” is it. “To be to be to be,” said Anna Roe. ",
        "The French president said “a b.” French President Anna Roe of Roe and the House and the House ",
        "one officer who has met him who has met him guarding the port said “a b” ",
        "prompting the mayor to tell to tell that he can be heard saying “a b” ",
        "‘A heading’\n\n“We go on and on.”\n\n",
        "“WE GO ON”\n\n",
        "the movie “A B”, known as “a b”, dubbed “a b” by Roe’s those remarks, ",
        "Claiming it was “a b,” ",
        "“We all go on and on,” as told, according to the study that the study that ",
        "president president the Lystrian president said “a b.” ",
        "Roth sagte, es sei so. Das führe zu nichts. Der Film entzaubere das. „Wir und ihr.“ ",
        "Es sei „a b und c“, es habe „c d“. ",
        "Der Berner Sozial-, Gesundheits-, Zoo- und Parkdirektor sagte: „Wir.“ ",
        "erklärte der für den Hafen zuständige und der für den Hafen zuständige „Wir und ihr.“ ",
        "In dem Haus der Stadt am Hafen und auf dem Turm der Stadt betonte er „wir und ihr“ und ",
        "„Wir und ihr“, sagte Jan Roth. „Wir und ihr“, sagte der Hafenführer. ",
        "heißt das „a b“ und der „A B“, dem „A B“ ",
        "« a b » dû à « a b » et à « a b » ",
        "Además insistió en la apuesta por la paz: «a b». ",
        "Según su análisis, «a b». ",
        "Von der der der Roth sagte „a b“ ",
        "an article titled “A B” said, according to Roe, ",
    ] {
        let time = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let mut prepared = Prepared::new(Simd::best());
            prepared.prepare(&text);
            let mut mentions = Vec::new();
            // The best of three, in this thread's own time: other work on the machine must not count.
            let run = |_| {
                let start = cpu_time::ThreadTime::now();
                QuoteFinder::new(&DATA).find(&text, &prepared, &mut mentions);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(run).fold(f64::INFINITY, f64::min)
        };
        let (half, whole) = (time(400_000), time(800_000));
        // Twice is linear and four times is not; small times are noise.
        assert!(whole < 0.25 || whole < half * 3.2, "{piece}: {half} {whole}");
    }
}
