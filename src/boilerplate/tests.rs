//! The stages together, over invented articles.

use super::{
    Action, Class, Classes, FurnitureData, Host, Judge, JudgeParameters, LineReader, LineRow, QuoteSpan, SiteTemplates,
    Spread, SpreadBuilder, Verdict,
};
use crate::simd::Simd;
use crate::text::Prepared;
use proptest::prelude::*;
use std::sync::LazyLock;

/// An article of an outlet.
struct Article {
    source: u32,
    text: String,
    quotes: Vec<QuoteSpan>,
}

fn rows(text: &str, quotes: &[QuoteSpan]) -> Vec<LineRow> {
    static DATA: LazyLock<FurnitureData> = LazyLock::new(FurnitureData::shipped);
    let mut prepared = Prepared::new(Simd::best());
    prepared.prepare(text);
    let mut rows = Vec::new();
    LineReader::new(Simd::best(), &DATA).read(text, &prepared, &[], &[], quotes, &mut rows);
    rows
}

fn spread(articles: &[Article]) -> Spread {
    let rows: Vec<Vec<LineRow>> = articles.iter().map(|a| rows(&a.text, &a.quotes)).collect();
    let mut builder = SpreadBuilder::new();
    rows.iter().for_each(|rows| builder.add(rows));
    let hosts: Vec<Host> =
        (0..).zip(articles).map(|(day, article)| Host { source: article.source, day: Some(day) }).collect();
    builder.finish(&hosts)
}

fn judge(article: &Article, spread: &Spread, parameters: &JudgeParameters) -> Vec<(String, Verdict)> {
    let rows = rows(&article.text, &article.quotes);
    let mut verdicts = Vec::new();
    Judge::new(parameters, spread).judge(&rows, article.source, &mut verdicts);
    rows.iter()
        .zip(verdicts)
        .map(|(row, verdict)| (article.text[row.start as usize..row.end as usize].to_owned(), verdict))
        .collect()
}

fn stripped(article: &Article, spread: &Spread) -> Vec<String> {
    let judged = judge(article, spread, &JudgeParameters::default());
    judged.into_iter().filter(|(_, v)| v.action == Action::Strip).map(|(line, _)| line).collect()
}

fn article(source: u32, text: &str) -> Article {
    Article { source, text: text.to_owned(), quotes: Vec::new() }
}

const STORIES: [&str; 6] = [
    "The harbour board of Harlow said on Monday that the old crane would be taken down before the winter, because nobody could say who had paid for the last inspection.\nRepairs to the crane would cost more than it had cost when it was new, the board said, and the money was needed for the pier that the storm had damaged.",
    "A bakery in Ashby has baked the same loaf every morning for ninety years, and on Friday the last of its bakers put out the oven for good.\nThe oven of the bakery had been lit by his grandfather, who never wrote the recipe down, the baker told the people who stood in the rain for a loaf.",
    "The school of Netherfield will open an hour later from spring, after the parents voted for a timetable that lets the buses wait for the train.\nThe buses had left before the train came in on two mornings out of five, and the school counted the late pupils for a year before the vote.",
    "Two engineers from Carrow have built a weather station from parts of an old milking machine, and the farmers of the valley now trust it more than the forecast.\nThe station sends a message when the valley is about to freeze, and so far it has been wrong only once, the engineers said.",
    "The river Tamsin rose by a metre on Thursday night and stood in the cellars of Millgate for the third time since the weir was rebuilt.\nThe people of Millgate had asked for a higher weir, but the river authority had counted the fish and found that they could not pass a higher one.",
    "An orchestra without a hall played in the empty station of Lowick on Sunday, and the echo was so long that the conductor waited for it between the movements.\nThe orchestra lost its hall to a fire in May, and the station has been without trains for so long that birches grow between the rails.",
];

fn corpus() -> Vec<Article> {
    STORIES
        .iter()
        .enumerate()
        .map(|(i, story)| {
            article(
                0,
                &format!(
                    "Home\nNews\nSport\n{story}\nThe Harlow Ledger walks every street of the county, and its readers pay for the shoes\nShare this article\n{} comments\n© 2026 Harlow Ledger. All rights reserved.",
                    i * 7 + 3
                ),
            )
        })
        .collect()
}

#[test]
fn what_an_outlet_prints_under_story_after_story_goes() {
    let articles = corpus();
    let spread = spread(&articles);
    for (article, story) in articles.iter().zip(STORIES) {
        let gone = stripped(article, &spread);
        for line in story.lines() {
            assert!(!gone.iter().any(|g| g == line), "{line}");
        }
        for line in ["Home", "Sport", "Share this article"] {
            assert!(gone.iter().any(|g| g == line), "{line} not in {gone:?}");
        }
        assert!(gone.iter().any(|g| g.ends_with(" comments")) && gone.iter().any(|g| g.starts_with('©')), "{gone:?}");
        assert!(gone.iter().any(|g| g.starts_with("The Harlow Ledger walks")), "{gone:?}");
    }
}

#[test]
fn templates_judge_a_single_page() {
    let articles = corpus();
    let learned = SiteTemplates::learn(&spread(&articles), &["harlow.example".to_owned()], 2, |_, _| (None, None));
    let read = SiteTemplates::parse(&serde_json::to_string(&learned).unwrap()).unwrap();
    let plea = "The Harlow Ledger walks every street of the county, and its readers pay for the shoes";
    let page = article(read.number("harlow.example").unwrap(), &format!("{}\n{plea}", STORIES[1]));
    assert_eq!(stripped(&page, &read.spread()), [plea]);
    assert!(stripped(&page, &Spread::default()).is_empty());
}

#[test]
fn what_is_pinned_is_done() {
    let mut learned = SiteTemplates::learn(&spread(&corpus()), &["h".to_owned()], 2, |_, _| (None, None));
    for template in &mut learned.sites[0].templates {
        template.action = Some(Action::Keep);
    }
    assert!(stripped(&corpus()[0], &learned.spread()).is_empty());
}

#[test]
fn furniture_speaks_many_languages() {
    for (body, furniture) in [
        (
            "Der Kran im Hafen von Harlau wird vor dem Winter abgebaut, weil niemand sagen konnte, wer die letzte Prüfung bezahlt hat.\nDie Reparatur wäre teurer als ein neuer Kran, und das Geld wird für die Mole gebraucht, die der Sturm beschädigt hat.",
            ["Startseite", "Artikel teilen", "Das könnte Sie auch interessieren", "Alle Rechte vorbehalten"],
        ),
        (
            "La grue du port de Harlieu sera démontée avant l’hiver, parce que personne ne sait qui a payé la dernière inspection.\nLa réparation coûterait plus cher que la grue neuve, et l’argent est attendu pour la jetée que la tempête a abîmée.",
            ["Accueil", "Partager cet article", "Sur le même sujet", "Tous droits réservés"],
        ),
        (
            "Кран в порту Харлова разберут до зимы, потому что никто не смог сказать, кто заплатил за последнюю проверку.\nРемонт обошёлся бы дороже нового крана, а деньги нужны для причала, который повредил шторм в прошлом году.",
            ["Главная", "Поделиться", "Читайте также", "Все права защищены"],
        ),
        (
            "La grúa del puerto de Harlos será desmontada antes del invierno, porque nadie supo decir quién había pagado la última inspección.\nLa reparación costaría más que una grúa nueva, y el dinero hace falta para el muelle que el temporal dañó.",
            ["Portada", "Compartir", "Lo más leído", "Todos los derechos reservados"],
        ),
        (
            "رافعة الميناء القديمة في هارلو سوف تزال قبل الشتاء لأن أحدا لم يستطع أن يقول من دفع ثمن الفحص الأخير في الصيف.\nوقال المجلس إن إصلاح الرافعة يكلف أكثر من رافعة جديدة وإن المال مطلوب للرصيف الذي دمرته العاصفة.",
            ["الرئيسية", "شارك", "اقرأ أيضا", "جميع الحقوق محفوظة"],
        ),
        (
            "港务局周一表示，旧起重机将在冬天之前拆除，因为没有人能说清上一次检查是谁付的钱，而且修理的费用比买新的还要高。\n港务局说，这笔钱要用来修复被风暴损坏的码头，居民们已经等了三年，他们希望明年春天能够完工。",
            ["首页", "分享到", "相关新闻", "版权所有"],
        ),
    ] {
        let page =
            article(0, &format!("{}\n{body}\n{}\n{}\n{}", furniture[0], furniture[1], furniture[2], furniture[3]));
        assert_eq!(stripped(&page, &Spread::default()), furniture);
    }
}

#[test]
fn crossheads_inside_the_text_stay() {
    let text = STORIES[0].replace('\n', "\nMoney for the pier\n") + "\n" + STORIES[4];
    assert!(stripped(&article(0, &text), &Spread::default()).is_empty());
}

#[test]
fn names_that_part_an_interview_stay() {
    let talk = |story: &str| {
        let turns: Vec<String> =
            story.lines().chain(STORIES[0].lines()).map(|line| format!("Joan Reed\n{line}")).collect();
        article(0, &turns.join("\n"))
    };
    let articles: Vec<Article> = STORIES[1..].iter().map(|story| talk(story)).collect();
    let spread = spread(&articles);
    assert!(articles.iter().all(|article| !stripped(article, &spread).iter().any(|line| line == "Joan Reed")));
}

/// The same lines in between the paragraphs of every story of an outlet.
fn with_lines(lines: &[&str]) -> Vec<Article> {
    let between = lines.join("\n");
    let text = |story: &str| article(0, &format!("{}\n{between}\n{}", story, STORIES[0]));
    STORIES[1..].iter().map(|story| text(story)).collect()
}

#[test]
fn crossheads_of_every_issue_stay() {
    let articles = with_lines(&["What the county says"]);
    let spread = spread(&articles);
    for article in &articles {
        assert!(stripped(article, &spread).is_empty());
    }
}

#[test]
fn short_answers_and_figures_stay() {
    let answers = ["Was it the weir?", "Yes.", "And who paid?", "Nobody did.", "That is so."];
    let figures = ["Approve: 43 percent", "Disapprove: 51 percent", "Undecided: 6 percent"];
    for lines in [&answers[..], &figures[..], &["1972"][..]] {
        let articles = with_lines(lines);
        for spread in [spread(&articles), Spread::default()] {
            for article in &articles {
                let gone = stripped(article, &spread);
                assert!(lines.iter().all(|line| !gone.iter().any(|g| g == line)), "{gone:?}");
            }
        }
    }
}

#[test]
fn entries_of_a_list_stay_together() {
    let tour = [
        "June 20 – Old Mill, Harlow",
        "June 23 – Corn Exchange, Ashby",
        "June 24 – Lido, Netherfield, with the band",
        "July 3 – Assembly Rooms, Carrow",
    ];
    let page = article(0, &format!("{}\n{}", STORIES[5], tour.join("\n")));
    assert!(stripped(&page, &Spread::default()).is_empty());
}

#[test]
fn figures_below_names_stay() {
    let figures = [
        "Ann Farrow",
        "3 loads (2 by hand). 1 fall, 2 LT.",
        "Ben Sallow",
        "1 load (1 by hand). 4 LT.",
        "Cay Wren",
        "5 loads, 1 lift (6 by hand). 1 LT.",
        "Dan Marsh",
        "2 loads (2 by hand). 1 fall, 3 LT.",
    ];
    let menu = "Home\nNews\nSport\nContact us\nAbout us\nPrivacy\nLog in\nSubscribe\nShare\nFollow us";
    let page = article(0, &format!("{menu}\n{}\n{}\n{menu}", STORIES[0], figures.join("\n")));
    assert!(stripped(&page, &Spread::default()).iter().all(|line| !line.contains("by hand")));
}

#[test]
fn a_long_notice_under_story_after_story_goes() {
    let notice = "The reporting of the Ledger is made by people who live in the county, and what they write belongs to everybody who lives there, which is why none of it stands behind a wall and never will.";
    let articles: Vec<Article> = (0..12)
        .map(|n| {
            let words: Vec<String> =
                (0..60).map(|word| format!("word{}{}", "abcdefghijkl".as_bytes()[n] as char, word)).collect();
            article(
                0,
                &format!(
                    "{}\nThe {} were seen by all of them on that day, {}.\n{notice}",
                    STORIES[n % 6],
                    words[..30].join(" "),
                    words[30..].join(" ")
                ),
            )
        })
        .collect();
    let spread = spread(&articles);
    assert!(articles.iter().all(|article| stripped(article, &spread).iter().any(|line| line == notice)));
}

#[test]
fn background_told_again_stays() {
    let background = "The crane of Harlow, which was built by public subscription before the war, has stood still since the inspection failed.";
    let articles: Vec<Article> = STORIES
        .iter()
        .enumerate()
        .map(|(i, story)| {
            let mut lines: Vec<&str> = story.lines().chain(STORIES[0].lines()).collect();
            if i % 2 == 0 {
                lines.insert(1 + i % 3, background);
            }
            article(0, &lines.join("\n"))
        })
        .collect();
    let spread = spread(&articles);
    assert!(articles.iter().all(|article| !stripped(article, &spread).iter().any(|line| line == background)));
}

#[test]
fn the_headline_that_begins_the_page_stays() {
    let headline = "Old crane of Harlow harbour comes down";
    let page = |n: usize| {
        let menu = "Home\nNews\nSport\nWeather";
        let first = if n == 0 { headline } else { "Home page of the Ledger" };
        article(
            0,
            &format!("{first}\n{menu}\n{headline}\nSubscribe\n{}\n{}", if n == 0 { headline } else { "" }, STORIES[n]),
        )
    };
    let articles: Vec<Article> = (0..6).map(page).collect();
    let spread = spread(&articles);
    assert!(!stripped(&articles[0], &spread).iter().any(|line| line == headline));
}

#[test]
fn wire_copy_is_no_furniture() {
    // The same story in five outlets, under their own furniture.
    let articles: Vec<Article> =
        (0..5).map(|source| article(source, &format!("{}\nShare this article", STORIES[2]))).collect();
    let spread = spread(&articles);
    for article in &articles {
        assert!(stripped(article, &spread).iter().all(|line| line == "Share this article"));
    }
}

#[test]
fn versions_of_one_story_are_one_witness() {
    let versions: Vec<Article> = (0..4).map(|n| article(0, &format!("{}\nUpdate {n}", STORIES[3]))).collect();
    let spread = spread(&versions);
    assert_eq!(spread.source(0).stories, 1);
    for line in STORIES[3].lines() {
        assert!(!stripped(&versions[0], &spread).iter().any(|g| g == line));
    }
}

#[test]
fn spared_classes_and_the_largest_share() {
    let page = article(0, &format!("By Ann Marlow\n{}\nPhoto: Joan Reed\nShare this article", STORIES[5]));
    let spared = [Class::Byline, Class::Credit, Class::Share].into_iter().collect::<Classes>();
    let judged = judge(&page, &Spread::default(), &JudgeParameters { spared, ..JudgeParameters::default() });
    assert!(judged.iter().all(|(_, v)| v.action != Action::Strip));
    let share = judged.iter().find(|(line, _)| line == "Share this article").unwrap();
    assert_eq!(share.1.guarded, Some("its class is spared"));
    let nothing = JudgeParameters { max_share: 0.0, ..JudgeParameters::default() };
    assert!(judge(&page, &Spread::default(), &nothing).iter().all(|(_, v)| v.action != Action::Strip));
}

#[test]
fn reasons_are_words() {
    let page = article(0, &format!("{}\nShare this article", STORIES[5]));
    let judged = judge(&page, &Spread::default(), &JudgeParameters::default());
    let (_, share) = judged.last().unwrap();
    assert!(share.reasons(3).contains(&"is a phrase of furniture"), "{:?}", share.reasons(3));
    assert_eq!(share.class, Class::Share);
}

#[test]
fn hard_wrapped_lines_are_judged_together() {
    let text = "The harbour board said on Monday that the old crane would\nbe taken down before winter, because nobody could say who\nhad paid for the last inspection.\n\nRepairs would cost more than the crane had cost when it was\nnew, the board said, and the money was needed for the pier\nthat the storm had damaged.\n\nShare this article\n";
    let rows = rows(text, &[]);
    assert_eq!(rows.iter().map(|r| (r.line, r.line_end)).collect::<Vec<_>>(), [(1, 3), (5, 7), (9, 9)]);
}

#[test]
fn the_order_of_the_documents_shows_nowhere() {
    let articles = corpus();
    let all: Vec<Vec<LineRow>> = articles.iter().map(|a| rows(&a.text, &[])).collect();
    let count = |order: &[usize]| {
        let mut builder = SpreadBuilder::new();
        order.iter().for_each(|&i| builder.add(&all[i]));
        let hosts: Vec<Host> = order.iter().map(|&i| Host { source: i as u32 % 2, day: Some(i as i32) }).collect();
        builder.finish(&hosts)
    };
    assert_eq!(count(&[0, 1, 2, 3, 4, 5]), count(&[4, 1, 5, 0, 3, 2]));
}

proptest! {
    /// Rows are in order, stand on borders of characters, and have a verdict each, whatever the text.
    #[test]
    fn rows_fit_their_lines(
        text in "(([a-zA-Zäéяж0-9 .,:“”'|©@/#-]{0,40}|Home|Share this|читайте также|分享到|いいね|اقرأ أيضا|\u{a0}\u{200b}\u{301}|12:30|___)[\n\r]{0,2}){0,30}",
        quotes in prop::collection::vec((0u32..400, 0u32..80, any::<bool>()), 0..5),
        max_share in 0.0f32..1.0,
    ) {
        let mut quotes: Vec<QuoteSpan> =
            quotes.into_iter().map(|(start, length, spoken)| QuoteSpan { start, end: start + length, spoken }).collect();
        quotes.sort_by_key(|q| q.start);
        let rows = rows(&text, &quotes);
        let lines: Vec<&str> = text.split('\n').collect();
        prop_assert!(rows.len() <= lines.len());
        let mut last = (0, 0);
        for row in &rows {
            prop_assert!(row.line > last.0 && row.line_end >= row.line && row.start >= last.1 && row.end > row.start);
            last = (row.line_end, row.end);
            let bytes = &text[row.start as usize..row.end as usize];
            prop_assert_eq!(bytes.trim(), bytes);
            prop_assert!(row.line != row.line_end || lines[row.line as usize - 1].trim() == bytes);
        }
        let visible = lines.iter().filter(|l| !l.trim().is_empty()).count();
        prop_assert_eq!(rows.iter().map(|r| (r.line_end + 1 - r.line) as usize).sum::<usize>(), visible);
        let parameters = JudgeParameters { max_share, ..JudgeParameters::default() };
        let mut verdicts = Vec::new();
        Judge::new(&parameters, &Spread::default()).judge(&rows, 0, &mut verdicts);
        prop_assert_eq!(verdicts.len(), rows.len());
        prop_assert!(verdicts.iter().all(|v| (0.0..=1.0).contains(&v.score)));
        let bytes = |strip: bool| -> u64 {
            rows.iter().zip(&verdicts).filter(|(_, v)| !strip || v.action == Action::Strip).map(|(r, _)| u64::from(r.bytes())).sum()
        };
        prop_assert!(bytes(true) as f64 <= bytes(false) as f64 * f64::from(max_share) + 1e-6);
    }

    /// What is changed inside numbers and dates is the same template; what is changed in words is not.
    #[test]
    fn numbers_are_slots(a in 0u32..9999, b in 0u32..9999) {
        let template = |line: &str| rows(line, &[])[0].template;
        prop_assert_eq!(template(&format!("{a} min read")), template(&format!("{b} min read")));
        prop_assert_eq!(template(&format!("Updated {a} May 2026, 14:31")), template(&format!("Updated {b} October 2025")));
        prop_assert_ne!(template(&format!("{a} min read")), template(&format!("{a} min walk")));
    }
}
