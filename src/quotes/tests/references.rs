//! Who is meant by what stands for a name: another noun, another case, a place, a verb without a subject.

use super::speakers;

/// That the last quote of each text has this speaker, or none.
fn check(texts: &[(&str, Option<&str>)]) {
    let wrong: Vec<_> = (texts.iter())
        .map(|(text, speaker)| (text, speaker, speakers(text).pop().expect("a quote")))
        .filter(|(_, speaker, found)| **speaker != found.as_deref())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nouns_that_stand_for_somebody() {
    check(&[
        ("Biologist Anna Roe left the port. “We will pay,” the researcher said.", Some("Anna Roe")),
        ("Anna Roe left the port. “We will pay,” the 34-year-old said.", Some("Anna Roe")),
        ("Die Sängerin Anna Roe kam spät in den Hafen. „Wir zahlen das“, sagte die 34-Jährige.", Some("Anna Roe")),
        ("La bióloga Ana Roe dejó el puerto. “Pagaremos todo”, dijo la investigadora.", Some("Ana Roe")),
        ("Писатель Иван Роу уехал из порта. «Мы заплатим», — сказал автор.", Some("Иван Роу")),
        ("Писатель Иван Роу уехал из порта. По мнению автора, это «очень дорого».", Some("Иван Роу")),
        // Somebody else, who has no name.
        ("A researcher met Anna Roe at the port. “We will pay,” the researcher said.", Some("the researcher")),
        ("Anna Roe left the port. “We will pay,” her researcher said.", Some("her researcher")),
        ("Anna Roe left the port. “We will pay,” the researcher of the port said.", Some("the researcher of the port")),
        ("Anna Roe left the port. “We will pay,” the 100-mile zone said.", Some("the 100-mile zone")),
    ]);
}

#[test]
fn names_in_other_cases() {
    check(&[
        ("За словами Андрія Мельника, це «історичне рішення» для порту.", Some("Андрій Мельник")),
        ("На думку Ольги Жукової, це «історичне рішення» для порту.", Some("Ольга Жукова")),
        ("По словам Андрея Белова, это «очень важное решение» для порта.", Some("Андрей Белов")),
        ("По мнению Марины Жуковой, это «очень важное решение» для порта.", Some("Марина Жукова")),
        ("По словам Зеленского, это «очень важное решение» для порта.", Some("Зеленский")),
        ("Zdaniem Marka Kowalskiego to „bardzo ważna decyzja” dla portu.", Some("Marek Kowalski")),
        ("Zdaniem Anny Kowalskiej to „bardzo ważna decyzja” dla portu.", Some("Anna Kowalska")),
        ("Суд в четверг арестовал Игоря Самойлова. «Я этого не делал», — сказал Самойлов.", Some("Игорь Самойлов")),
        // Those that are subjects stay as they are.
        ("«Мы заплатим за всё», — сказала Анна Белова.", Some("Анна Белова")),
        ("«Ми заплатимо», — сказала Богдана Сорока.", Some("Богдана Сорока")),
        ("„Zapłacimy za to” – powiedziała Anna Sroka.", Some("Anna Sroka")),
        ("Як каже Богдана Сорока, це «історичне рішення» для порту.", Some("Богдана Сорока")),
    ]);
}

#[test]
fn places_that_speak() {
    check(&[
        ("«Пострадавших нет», — сообщили в пресс-службе порта.", Some("пресс-службе порта")),
        ("«Пострадавших нет», — рассказали РИА Роу в полиции.", Some("полиции")),
        ("«Пострадавших нет», — говорится в сообщении порта.", Some("порта")),
        ("„Nie ma rannych” – czytamy w komunikacie policji.", Some("policji")),
        ("« Il n’y a pas de blessés », peut-on lire dans le communiqué.", Some("le communiqué")),
        ("Aus dem Ministerium hieß es, der Hafen sei „nicht zu zahlen und alt“.", Some("Ministerium")),
        ("„Der Hafen ist nicht zu zahlen und sehr alt“, hieß es aus dem Rathaus.", Some("Rathaus")),
        ("В порту сообщили, что там «всё очень плохо и дорого».", Some("порту")),
        ("Los vecinos de Lystria exigen cambios: “No pagaremos el puerto”.", Some("Los vecinos de Lystria")),
        // Somebody is the subject.
        ("«Пострадавших нет», — сказал в порту Глеб Роу.", Some("Глеб Роу")),
    ]);
}

#[test]
fn verbs_without_a_subject() {
    check(&[
        ("Prosecutors saw it in another way: In court they called it “a very big mess”.", Some("Prosecutors")),
        ("La ville, elle, promet un port « intégral et rapide » pour tous.", Some("La ville")),
        ("El alcalde Luis Roe lo niega. “No pagaremos”, insiste.", Some("Luis Roe")),
        (
            "Burmistrz Jan Roe zwołał zebranie. Na konferencji w porcie tłumaczył, że „nie będzie pieniędzy”.",
            Some("Jan Roe"),
        ),
        ("Ana Roe deixou o porto. Questionada pelos jornalistas, disse que “é muito caro”.", Some("Ana Roe")),
        ("O ministro Luís Roe saiu. “Vamos pagar”, disse apenas.", Some("Luís Roe")),
        ("Anna Roe è arrivata tardi. «Pagheremo tutto», ha detto.", Some("Anna Roe")),
        ("„Wir zahlen“, sagte Anna Roe. Der Hafen sei „sehr alt und teuer“ geworden.", Some("Anna Roe")),
        ("„Wir zahlen“, sagte Anna Roe. Ich habe den „alten und teuren Hafen“ gesehen.", None),
        ("El puerto absolvió ayer a Luis Roe. “Se ha hecho justicia”, dijo a la salida.", Some("Luis Roe")),
    ]);
}

#[test]
fn what_stands_between_verb_and_speaker() {
    check(&[
        ("“Vamos pagar tudo”, disse ao Porto o estudante Igor Roe.", Some("Igor Roe")),
        ("«Ми заплатимо», — повідомила УНІАН речниця порту Анна Роу.", Some("Анна Роу")),
        ("„Zapłacimy” – napisał na łamach „Gazety” Jan Roe.", Some("Jan Roe")),
        ("«Pagheremo», ha spiegato il ministro Mario Roe lasciando Lystria.", Some("Mario Roe")),
        (
            "Il porto è vecchio, ma non per tutti. «Pagheremo tutto», si limita a dire il sindaco Mario Roe.",
            Some("Mario Roe"),
        ),
        ("«Ми заплатимо», — лаконічно відповіла речниця Анна Роу.", Some("Анна Роу")),
        ("Critico lo storico Mario Roe, secondo cui il porto è «troppo caro e brutto».", Some("Mario Roe")),
        ("Para a presidente da associação, Ana Roe, trata-se de “um dia muito bom”.", Some("Ana Roe")),
        ("Dura la reazione di Mario Roe: «Non pagheremo mai».", Some("Mario Roe")),
    ]);
    let of_two = speakers("«Мы заплатим», — говорит директор компании «Север» Иван Роу.");
    assert_eq!(of_two[0].as_deref(), Some("Иван Роу"));
}

#[test]
fn names_that_are_told_in_full_elsewhere() {
    check(&[
        // A given name alone, and not where two have it.
        ("Anna Roe left the port. “We will pay,” Anna said.", Some("Anna Roe")),
        ("Anna Roe met Anna Doe. “We will pay,” Anna said.", Some("Anna")),
        // A double surname is one of its own.
        ("Anna Roe-Doe met Max Doe. “We will pay,” Ms Roe-Doe said.", Some("Anna Roe-Doe")),
        // An office behind a comma.
        ("“Pagaremos”, dijo su hija, la actriz Ana Roe, en el puerto.", Some("Ana Roe")),
        ("«Paghiamo tutto», scrive il segretario regionale di Nuova Lista, Gianmarco Roe.", Some("Gianmarco Roe")),
        ("«Paghiamo tutto», anticipa l’assessore al Lavoro Giulia Roe.", Some("Giulia Roe")),
        ("«Мы платим за всё», — рассказал один из участников Бакытжан Роев.", Some("Бакытжан Роев")),
    ]);
}

#[test]
fn walks_of_life() {
    check(&[
        ("El juez Luis Roe salió del puerto. “Ganaremos”, dijo el portero.", Some("el portero")),
        (
            "El portero Luis Roe vio al juez Juan Doe. Juan Doe salió del puerto. “Ganaremos”, dijo el portero.",
            Some("Luis Roe"),
        ),
    ]);
}

#[test]
fn sentences_behind_a_quote_and_answers() {
    check(&[
        (
            "«Non ci sono le condizioni». Con queste parole il presidente, Corrado Roe, ha lasciato il porto.",
            Some("Corrado Roe"),
        ),
        ("“We will pay.” That’s according to Anna Roe.", Some("Anna Roe")),
        ("«Мы платим за всё». Об этом заявил Иван Роев.", Some("Иван Роев")),
        (
            "„Wir zahlen das“, sagt Anna Roth.\n\nUnd wer zahlt den Rest?\n\n„Den Rest zahlen wir alle.“",
            Some("Anna Roth"),
        ),
        ("Jan Rój dodaje: – Zapłacimy za wszystko.", Some("Jan Rój")),
        ("Wojewoda Anna Rój zwołała sztab. – Zapłacimy – powiedziała dziennikarzom przed naradą.", Some("Anna Rój")),
    ]);
}

#[test]
fn people_where_no_capital_shows_them() {
    check(&[
        ("市議員林宥慈拿出現場照片痛批，「每月巡檢到底在巡什麼？」", Some("林宥慈")),
        ("市长王小明说：“我们会付钱。”李红走了。王则回应，“都付。”", Some("王小明")),
        ("公司的总监马可·贝内在会上说：“我们会付钱的。”贝内不说了，摆摆手：“都付了。”", Some("马可·贝内")),
        ("“以前要歇三回。”上午，村民周文娟拎着菜，笑着对记者说。", Some("周文娟")),
        ("高瀬理沙専務は「払う」と述べた。高瀬氏は「全部払う」と述べた。", Some("高瀬理沙")),
        ("同署によると、田中実容疑者は「払う」と話している。", Some("田中実")),
        ("وقال اللواء حسام رشوان، مدير الحماية المدنية، إن البلاغ ورد، مضيفا: «سندفع كل شيء».", Some("حسام رشوان")),
        ("قال أحمد الخطيب: «سندفع». وأكد الخطيب أن الوزارة «ستدفع كل شيء».", Some("أحمد الخطيب")),
    ]);
}

#[test]
fn whom_a_pronoun_goes_on_with() {
    check(&[
        // The office that leads the sentence before, whoever is named behind it.
        (
            "President John Doe met Max Holm.\nThe president waited, hours before Mr. Holm had appointed two men.\n“The notion is offensive,” he said.",
            Some("John Doe"),
        ),
        (
            "President John Doe met Max Holm.\nThe president fired at the town when he warned sailors not to “get led down the path.”",
            Some("John Doe"),
        ),
        (
            "President-elect John Doe met Max Holm.\nMax Holm left.\nThe president-elect tweeted, and he wrote: “Great move.”",
            Some("John Doe"),
        ),
        // The main clause.
        (
            "Jane Doe met Max Holm.\nIt was one of the sharpest attacks of Holm, but a spry Doe parried.\n“Someone has told you that,” she said calmly.",
            Some("Jane Doe"),
        ),
        (
            "Jack Doe met Max Holm.\nIn the wake of the killing of Gen. Max Holm in Lystria, President Doe threatened the port, “some of it at night,” he tweeted.",
            Some("Jack Doe"),
        ),
    ]);
}

#[test]
fn who_wrote_what_speaks() {
    check(&[
        ("Jane Roe left.\n“It is late,” Roe’s statement said.", Some("Jane Roe")),
        ("Jane Roe left.\n“It is late,” read Mayor Roe’s latest tweet.", Some("Jane Roe")),
        // An office and an outlet are no papers of one person.
        ("Jane Roe left.\n“It is late,” Roe’s campaign said.", Some("Roe’s campaign")),
        ("Jane Roe left.\n“It is late,” Shipbook’s statement said.", Some("Shipbook’s statement")),
    ]);
}

#[test]
fn members_from_somewhere() {
    check(&[
        ("Sen. Max Doe of Kentucky waited.\n“It is late,” the Kentucky Republican said.", Some("Max Doe")),
        ("Rep. Jane Roe, D-Texas, spoke. Sen. Max Doe left.\n“It is late,” the Texas Democrat said.", Some("Jane Roe")),
        ("House Speaker Max Doe waited for the others.\n“It is late,” the Wisconsin Republican said.", Some("Max Doe")),
        ("Sen. Jane Roe waited. “It is bad,” Roe said.\n“It is late,” the senator said.", Some("Jane Roe")),
        // Nothing says that she is one.
        ("Singer Jane Roe left the town.\n“It is late,” the Kentucky Republican said.", Some("Kentucky Republican")),
        ("A Kentucky Republican left.\n“It is late,” a Kentucky Republican said.", Some("Kentucky Republican")),
    ]);
}

/// Of several who hold an office, the one whom the article is about.
#[test]
fn who_holds_an_office() {
    check(&[
        (
            "President Doe left. Doe came. Doe went.\nPresident Max Holm called it weird, as men and women of the town said who had seen him in the harbour at night, beside the last of the old boats, and who had not known him since he went to sea with them when they were all young.\nThe president tweeted that “these men are late for us.”",
            Some("Doe"),
        ),
        (
            "The US president, John Doe, left. Doe came. Doe went.\nIn 2014 President Holm went.\n“They are late for us,” the president tweeted.",
            Some("John Doe"),
        ),
        (
            "President John Doe left.\nVice-president Max Holm came.\n“It is late,” the president said.",
            Some("John Doe"),
        ),
        ("President John Doe left.\nAt night, beside Max Holm, the president said it was “late.”", Some("John Doe")),
        ("After a meeting with Max Holm, the president said it was “late.”", Some("the president")),
        ("Max Doe, the mayor of Port Lystria, left.\n“It is late,” the mayor said.", Some("Max Doe")),
    ]);
}
