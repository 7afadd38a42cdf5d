//! Quotes that nobody says, and names that are read whole.

use super::{find, speakers};
use crate::quotes::Reason;

/// The reason and the speaker of the last quote. There has to be a quote.
fn last(text: &str) -> (Reason, Option<String>) {
    let mention = find(text).pop().expect("a quote");
    (mention.reason, mention.speaker)
}

#[test]
fn names_of_works_and_outlets() {
    for text in [
        "Speaking on “Fox & Ferries,” Anna Roe said the war would end soon.",
        "Anna Roe told Tern’s “State of the Port” that the plan was bad.",
        "In the book “Bridges of Port Lystria” Anna Roe says what she thinks of them.",
        "The group “Fathers for Ferries” accused Mayor Anna Roe of lying.",
        "Le journal « Le Port » a annoncé la mort de Jean Roe dans la ville.",
        "El periódico «El Puerto» anunció la muerte de Juan Roe en la ciudad.",
        "Газета «Известия» сообщила о смерти Анны Роу в порту.",
        "Die Partei „Die Brücke“ kritisierte Bürgermeister Max Roth am Montag.",
        "The ferry was late for all of us. Jane “The Rock” Roe said it was the port.",
        "Anna HolmOn the Ferry: Roe slams “the old port” of the town MORE said on Monday that it was bad.",
    ] {
        assert_eq!(last(text), (Reason::Work, None), "{text}");
    }
    for (text, speaker) in [
        ("Anna Roe called the plan a “Port of Shame” in the town hall.", "Anna Roe"),
        ("Anna Roe spoke of “the worst of all ports” on Monday.", "Anna Roe"),
        ("Anna Roe described it as “A Very Big Mess” on Monday.", "Anna Roe"),
        ("Roe Slams Port in ‘Very Big Mess’ Speech, Says Anna Roe: ‘We Will Pay It All’", "Anna Roe"),
    ] {
        let (reason, found) = last(text);
        assert_ne!(reason, Reason::Work, "{text}");
        assert_eq!(found.as_deref(), Some(speaker), "{text}");
    }
}

#[test]
fn what_was_not_said() {
    for text in [
        "Anna Roe did not say “the bridge is safe for all of us.”",
        "Anna Roe never said it was “safe for all of us”.",
        "Jana Roth hat nie gesagt: „Wir bauen die Brücke in der Stadt.“",
        "Anna Roe n’a pas dit « le pont est sûr pour nous tous » dans la ville.",
        "Anna Roe no dijo que “el puente es seguro para todos” en la ciudad.",
        "Анна Роу никогда не говорила «мост безопасен для всех нас».",
    ] {
        assert_eq!(last(text), (Reason::Denied, None), "{text}");
    }
    for text in [
        "Anna Roe did not wait long, saying it was “safe for all of us”.",
        "Anna Roe said the bridge was not “safe for all of us”.",
        "Директор Анна Роу не скрывает радости: «Мост готов для всех нас».",
    ] {
        assert!(last(text).1.is_some_and(|speaker| ["Anna Roe", "Анна Роу"].contains(&&*speaker)), "{text}");
    }
}

#[test]
fn names_are_read_whole() {
    for (text, speaker) in [
        ("“We will pay,” said Kim Jong-un on Monday.", "Kim Jong-un"),
        ("“We will pay,” Tsai Ing-wen said in the town.", "Tsai Ing-wen"),
        ("“We will pay,” said Lystria-based strategist Jane Roe.", "Jane Roe"),
        ("“We will pay for it,” said Secretary of State Jane Roe.", "Jane Roe"),
        ("“We will pay for it,” said Speaker of the House Jane Roe (R) of Lystria.", "Jane Roe"),
        ("White House Chief of Staff Jane Roe told reporters “we will pay for it.”", "Jane Roe"),
        ("Sen. Jane Roe (R) of Lystria said “we will pay for it.”", "Jane Roe"),
        ("“We will pay,” said Jane Roe KC. “It is so,” Roe said.", "Jane Roe KC"),
        ("“It is bad,” Gov. Jane Roe said on Monday. “We will pay,” the governor told reporters.", "Jane Roe"),
        ("“We will pay for it,” said a spokesman on Monday.", "a spokesman"),
        ("“We will pay for it all,” a friend of Roe’s said.", "a friend of Roe"),
        ("« Nous allons payer », a écrit sur X Jane Roe.", "Jane Roe"),
        ("“We will pay for it,” the agency quoted Jane Roe as saying on Monday.", "Jane Roe"),
        ("The agency quoted Jane Roe: “We will pay for it.”", "Jane Roe"),
        ("The deputy Jane Roe also warned that Lystria continued to “sink for all of us”.", "Jane Roe"),
    ] {
        assert_eq!(last(text).1.as_deref(), Some(speaker), "{text}");
    }
    let photo = speakers("Photo: “The bridge at night” by the river. The council met in the town.");
    assert_eq!(photo, [None]);
}

#[test]
fn organisations_and_documents() {
    for (text, speaker) in [
        ("Port Ferries denied it was late. “We will pay for it,” the company said.", "Port Ferries"),
        ("Jane Roe denied it was late. “We will pay for it,” the company said.", "the company"),
        (
            "Der Autobauer Lyster streicht Stellen. „Wir zahlen das alles nicht“, heißt es in einem Schreiben.",
            "Autobauer Lyster",
        ),
        ("Компания Лист закроет порт. «Мы заплатим за всё», — говорится в релизе.", "Компания Лист"),
    ] {
        assert_eq!(last(text).1.as_deref(), Some(speaker), "{text}");
    }
}

#[test]
fn who_sam_is() {
    for (text, speaker) in [
        ("Aktorka Anna Roe zmarła w piątek. Sama mówiła o tym z przekąsem: „Zapłacimy za to wszystko”.", "Anna Roe"),
        ("«Мы заплатим», — сказал Иван Роу. Сам Роу добавил: «Это всё для порта».", "Иван Роу"),
    ] {
        assert_eq!(last(text).1.as_deref(), Some(speaker), "{text}");
    }
}

#[test]
fn lines_behind_dashes_without_a_verb() {
    let text =
        "— Мы заплатим, — сказал Иван Роу.\n— Это всё для порта.\n— Порт большой, — ответила Анна Доу.\n— первый пункт";
    let found: Vec<String> = find(text).iter().map(|m| text[m.start as usize..m.end as usize].to_owned()).collect();
    assert_eq!(found, ["Мы заплатим,", "Это всё для порта.", "Порт большой,"]);
    assert_eq!(speakers(text)[1], None);
    let led = "– Zapłacimy – mówi Jan Roe.\n\nAnna Doe dodaje krótko:\n\n– To wszystko dla portu.";
    assert_eq!(speakers(led).pop().flatten().as_deref(), Some("Anna Doe"));
}

#[test]
fn quotes_over_paragraphs_in_french_and_spanish() {
    let french =
        "Anna Roe a dit : «\u{a0}Nous allons payer.\n«\u{a0}C’est l’heure.\n«\u{a0}Et voilà.\u{a0}»\nElle est partie.";
    let spanish = "Anna Roe dijo: «Vamos a pagar el puente.\n»Es la hora de la ciudad.\n»Y ya está, no más».\nNo quiso decir más.";
    for text in [french, spanish] {
        let found = find(text);
        assert_eq!(found.len(), 3, "{text}");
        assert!(found.iter().all(|m| m.speaker.as_deref() == Some("Anna Roe") && !m.flags.unclosed), "{text}");
        assert!(found[1].flags.reopened && found[2].flags.reopened, "{text}");
    }
}

#[test]
fn a_name_below_a_quote() {
    let text = "“We will pay for it all.”\nJane Roe, The Daily Tern\nThe rest of the page is here.";
    assert_eq!(last(text), (Reason::Byline, Some("Jane Roe".to_owned())));
    assert_eq!(last("“We will pay for it all.”\nJane Roe, who had left, did not come back.").1, None);
}
