//! German: who is the subject by the order of words, what is reported in verbs of its own, nouns put together.

use super::assert_speakers;

#[test]
fn pronouns_behind_their_verb() {
    assert_speakers(&[
        (
            "Hafenchef Jan Roth sprach am Montag. Die Entscheidung Lystrias könne dem Hafen schaden, warnte er. „Das wird ein teures Jahr für uns alle“, warnte er.",
            Some("Jan Roth"),
        ),
        (
            "Die Abgeordnete Marie Kolbe sieht das anders. „Das ist ein Fehler für uns“, ließ sie auf dem Kurznachrichtendienst Zwitscher wissen.",
            Some("Marie Kolbe"),
        ),
        (
            "Generalsekretär Bernd Lohse musste sich erklären. Am Montag hatte er mit Blick auf die umstrittene Formulierung noch betont: „Das Wort ist nie gefallen.“",
            Some("Bernd Lohse"),
        ),
        (
            "Hafenchef Jan Roth war da. Mit Blick auf den oft genannten Lärm betonte er: „Der Kran ist leiser als früher.“",
            Some("Jan Roth"),
        ),
        (
            "Das Verwaltungsgericht wies die Klage ab. Auch im Fall des Hafens betonte es, dass „niemand einen Anspruch auf Ruhe“ habe.",
            Some("Das Verwaltungsgericht"),
        ),
    ]);
}

#[test]
fn objects_before_their_verb() {
    assert_speakers(&[
        (
            "Gegenüber dem Nachrichtendienst Hafenpost bezeichnete es Jan Roth als „zynisch und falsch zugleich“.",
            Some("Jan Roth"),
        ),
        (
            "Den Tausch von Jana Kern gegen Brandt bezeichnete Roth als „eine Unverschämtheit für alle“. Jan Roth war da.",
            Some("Jan Roth"),
        ),
        (
            "Jan Roth nannte sie „klug“ und äußerte die Hoffnung, „dass der Hafen bald wieder offen ist“.",
            Some("Jan Roth"),
        ),
        ("Wie Hafenchef Jan Roth das neue Projekt preist: „Es gibt nichts Besseres auf der Welt.“", Some("Jan Roth")),
        (
            "Eine Frage, welche das Gericht in Bezug auf die Fähre in Lystria verneinte: „Es muss eine Grenze geben.“",
            Some("das Gericht"),
        ),
        (
            "Hafenchef Jan Roth sieht das Land im Vorteil und erklärte Anfang März: „Wir sind bereit für alles.“",
            Some("Jan Roth"),
        ),
        ("Klara Vinz von der Stiftung Hafentest meint dazu: „Davor haben viele Leute Angst.“", Some("Klara Vinz")),
        (
            "Gabi Schwarz, Schulleiterin der MS Lindental sagte am Vormittag: „Wir sind alle gut angekommen.“",
            Some("Gabi Schwarz"),
        ),
        (
            "Der Schulleiter der Volksschule Lindental, Norbert Salz, bestätigte auf Anfrage der Zeitung: „Die Kinder sind alle da.“",
            Some("Norbert Salz"),
        ),
        (
            "Robert Weiß ist Chef der Spedition. Für ihn und seine Mitarbeiter hofft er auf ein Ende des Streiks, sein deutlicher Appell an die Parteien: „Einigt euch schnell.“",
            Some("Robert Weiß"),
        ),
        (
            "Dass der Deich hält, hatte der Bürgermeister gegenüber Medien Vorwürfe noch zurückgewiesen, dass es „ein lasches Verhalten“ gegeben habe.",
            Some("der Bürgermeister gegenüber Medien Vorwürfe"),
        ),
    ]);
}

#[test]
fn what_is_known_by_a_name() {
    assert_speakers(&[
        ("Roth war da. „Wir zahlen“, sagte Jan Roth dem Lindauer „Tages-Boten“.", None),
        ("Die Täter müssten gehen, forderte die Partei „Die Mitte“ am Montag in einer Mitteilung.", None),
        ("So schreibt es der Dienst in seinem Lagebericht „Sicherheit im Hafen 2023“ an die Leute.", None),
        ("Das sagt der Arzt Jan Roth gegenüber «LBC» und auch sonst.", None),
        ("Das teilte die Polizei mit, wie die Nachrichtenagentur „Hafa“ am Dienstag berichtete.", None),
        ("Jan Roth sagte, die Gruppen setzten den Begriff „Hafenstaat“ gern ein.", None),
        ("Die Polizei warnt seit Monaten vor sogenannten „Einweg-Dieben“ in der Stadt.", None),
        ("Jan Roth berichtete von einer Kampagne, die unter dem Schlagwort „Ufer“ in der Stadt lief.", None),
        ("Die „Hafengesellschaft – Vereinigte Schiffer“ (HVS) verurteilte die Tat am Montag.", None),
        ("Was nach dem Ersten Hafenkrieg begann, heißt seit 1954 „Schiffertag“ und ist heute ein Fest.", None),
        ("Die Verbraucherzentrale warnt vor Nachrichten mit Betreffzeilen wie „Bitte bestätigen Sie den Kauf“.", None),
        ("Schnellere Einreise: „Hafen-Turbo“ hilft vielen Leuten in der Stadt.", None),
        ("Das sagte Roth-Berater Kranz dem Portal „hafen.de“ am Montag. Max Kranz war lange dabei.", None),
        (
            "Die App „HafenFuchs“, mit der Lehrer, Eltern und Kinder miteinander reden, meldete sich am Montag mit einem Fehler.",
            None,
        ),
    ]);
}

#[test]
fn what_is_reported_goes_on() {
    assert_speakers(&[
        (
            "„Der Kran ist alt“, sagte Jan Roth. Damit erreiche man „nur die, die schon da sind“, und mehr nicht.",
            Some("Jan Roth"),
        ),
        (
            "„Der Kran ist alt“, so Jan Roth weiter. Der Film entzaubere das „Bild vom alten Hafen“ und mache vieles klar.",
            Some("Jan Roth"),
        ),
        (
            "„Der Kran ist alt“, so Jan Roth weiter. Gleichzeitig zeige der Film: „Wasser ist ein Feind für alle.“",
            Some("Jan Roth"),
        ),
        (
            "Norbert Salz bestätigte auf Anfrage: „Die Kinder sind da.“ Die Betreuung fiel ganz aus. „Wir haben das lange geprüft.“",
            Some("Norbert Salz"),
        ),
        (
            "Verwalter Franz Webe sagte der Zeitung, dass alle Räume offen seien. Nur der Keller sei zu. „Wir lüfteten die Räume mit der Hand.“",
            Some("Franz Webe"),
        ),
        (
            "Jan Roth sagte dem Sender, der Hafen sei leer. Das führe zu Schäden. Irgendwann könne niemand mehr kommen. „Dann platzt hier bald alles.“",
            Some("Jan Roth"),
        ),
        (
            "So beschreibt es Eren Gürsel am Montag. Er beobachte, dass „die Leute im Hafen immer leiser werden“.",
            Some("Eren Gürsel"),
        ),
        (
            "In der Szene gibt es Streit, sagt Jan Roth. Dort würden „Grenzen bewusst und gern verletzt“.",
            Some("Jan Roth"),
        ),
    ]);
}

#[test]
fn clauses_that_lead_to_a_quote() {
    assert_speakers(&[
        (
            "Warum das so war: „Man wendet das Boot dann einfach in die andere Richtung“, erklärt Heinze. Dieter Heinze baut Boote.",
            Some("Dieter Heinze"),
        ),
        (
            "Auch für die treuen Anhänger des Vereins ein Grund zur Freude: „Wir danken ihnen sehr für alles“, so der Trainer Uwe Schubach.",
            Some("Uwe Schubach"),
        ),
        (
            "In der Kirche gibt Präsidentin Anne Preis den Ton vor: „Wir müssen jetzt alle zusammenstehen.“",
            Some("Anne Preis"),
        ),
        (
            "Danach kam auch Guido Rode, der neue Leiter des Teams, zu Wort: „Wir freuen uns auf das Rennen.“",
            Some("Guido Rode"),
        ),
        (
            "Der Staatsschutz in Lystria hält fest: „Die Lage ist ruhig und bleibt es auch.“",
            Some("Der Staatsschutz in Lystria"),
        ),
        (
            "Bürgermeister Jan Roth trat vor die Presse. Warum es dazu kam, konnte er nicht sagen: „Wir haben heute keine Erklärung dafür.“",
            Some("Jan Roth"),
        ),
        (
            "Der Konzern wirbt am Montag für den nach eigenen Angaben „wichtigsten Tag des ganzen Jahres“.",
            Some("Der Konzern"),
        ),
        (
            "Hafenchef Jan Roth empfand den Wind hingegen als „laut und kalt zugleich“, wie er gegenüber dem Hafenblatt sagte.",
            Some("Jan Roth"),
        ),
        (
            "„Die Familie soll hier wohnen“, sagt Roth. Und: „Wir bauen noch in diesem Jahr ein Haus.“ Jan Roth ist Bauer.",
            Some("Jan Roth"),
        ),
        (
            "Am Abend schrieb Jan Roth in seiner Kolumne, in einer Sache sei es so: „Wer fragt, gewinnt.“",
            Some("Jan Roth"),
        ),
    ]);
}

#[test]
fn nouns_for_who_was_named() {
    assert_speakers(&[
        (
            "Das Spiel endete mit Streit. Basketball-Star Sergio Lull bat am Montag um Verzeihung. „Es tut mir leid“, schrieb der 35 Jahre alte Aufbauspieler und Kapitän.",
            Some("Sergio Lull"),
        ),
        (
            "Den Anfang gemacht hatte Parteipräsident Marco Kies. «Wir gewinnen die Wahl», sagte der Tessiner Ständerat am Montag.",
            Some("Marco Kies"),
        ),
        (
            "„Wir lesen weniger“, so beginnt Christian Dawid. Der Lindauer Leseforscher Christian Dawid hat gezählt. „Das ist neu“, sagt der Leseforscher.",
            Some("Christian Dawid"),
        ),
        (
            "Der Vorsitzende der Kammer, Sofia Ost, würdigte das Werk. „Das ist ein Meilenstein“, betonte die stellvertretende Generaldirektorin im Justizministerium.",
            Some("Sofia Ost"),
        ),
        (
            "Übergangstrainer Uwe Schubach blieb ruhig. Dennoch betont der Übergangstrainer: „Wir müssen mehr laufen als zuvor.“",
            Some("Uwe Schubach"),
        ),
        (
            "Rom Braslau war zwei Jahre in Haft. „Ich habe gebetet“, erinnert sich der junge Mann in dem Interview.",
            Some("Rom Braslau"),
        ),
    ]);
}

#[test]
fn names_with_their_offices() {
    assert_speakers(&[
        ("„Die Lage ist ernst“, sagt Luftwaffengeneral C.Q. Braun, Vorsitzender der Stabschefs.", Some("C.Q. Braun")),
        (
            "Der Kampf von Tyson Forell und Oleks Usik ist bald. „Ich bin bereit“, sagte Ukrainer Usik am Montag.",
            Some("Oleks Usik"),
        ),
        (
            "„Das wird gut“, sagte Usik-Promoter Krass. Der Promoter Alexander Krass war lange still.",
            Some("Alexander Krass"),
        ),
        (
            "„Wir sind frei“, sagt der Anwalt und Dissident Aiman Scheib ad-Din am Montag.",
            Some("der Anwalt und Dissident Aiman Scheib ad-Din"),
        ),
        (
            "„Wir helfen allen“, sagte der Berner Gesundheits-, Sozial- und Integrationsdirektor Pierre Alain Schnegg.",
            Some("Pierre Alain Schnegg"),
        ),
        ("„Das ist groß“, sagte Co-Kommentator und Dreifach-Champion Dwain Wader nach dem Spiel.", Some("Dwain Wader")),
        ("Übergangscoach Uwe Schubach ist neu. „Wir laufen mehr“, sagt Schubach am Montag.", Some("Uwe Schubach")),
        ("Nach Einschätzung des US-Militärs habe der Pier «gute Dienste für alle geleistet».", Some("US-Militärs")),
        (
            "Laut einer entsprechenden Warnmeldung besteht „extreme Gefahr für alle“.",
            Some("einer entsprechenden Warnmeldung"),
        ),
        ("Aus dem Schulministerium heißt es: „Wir prüfen den Antrag noch.“", Some("Schulministerium")),
    ]);
}

#[test]
fn whom_a_pronoun_means() {
    assert_speakers(&[
        (
            "Roth will bauen. Hier sieht auch Bernd Bönne einen Vorteil für den Hafen. „Der Kran ist gut“, sagte er dem Sender.",
            Some("Bernd Bönne"),
        ),
        (
            "Minister Boris Pistor war da. Für das Verbot sprach sich Hannes Gnau (LPD) aus. Er forderte, „die Feier auf später zu verschieben“.",
            Some("Hannes Gnau"),
        ),
        (
            "Ein Leser erinnerte an Jan Roth. Wie lang das dauert, nahm dieser User aufs Korn. „Bald ist es Sommer“, notierte er.",
            Some("dieser User"),
        ),
        (
            "Jeder Arbeiter hier habe eine Aufgabe, erklärt der Chef. „Wir sind wie ein Uhrwerk“, sagt er.",
            Some("der Chef"),
        ),
        (
            "Jan Roth ist Chef der Firma. Jeder Arbeiter hier habe eine Aufgabe, erklärt der Chef. „Wir sind wie ein Uhrwerk“, sagt er.",
            Some("der Chef"),
        ),
    ]);
}
