//! Who said it, in whole articles of twelve languages, which were written for this test.
#![allow(clippy::unwrap_used)]

use nearprint::pipeline::Data;
use nearprint::quotes::QuoteFinder;
use nearprint::simd::Simd;
use nearprint::text::Prepared;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    article: Vec<Article>,
}

/// An article, with how its quotes begin and who said each.
#[derive(Deserialize)]
struct Article {
    language: String,
    text: String,
    speakers: Vec<(String, String)>,
    /// Those that are not found, or found wrong, so far.
    #[serde(default)]
    missed: Vec<(String, String)>,
}

#[test]
fn articles_of_twelve_languages() {
    let file: File = toml::from_str(include_str!("speakers.toml")).unwrap();
    let data = Data::shipped();
    let (mut finder, mut prepared, mut mentions) =
        (QuoteFinder::new(data.languages()), Prepared::new(Simd::best()), Vec::new());
    let (mut found, mut missed) = (0, 0);
    for article in &file.article {
        prepared.prepare(&article.text);
        finder.find(&article.text, &prepared, &mut mentions);
        assert_eq!(finder.language().map(|language| &language.code), Some(&article.language));
        let said = |begins: &str| {
            let quote = |m: &&nearprint::quotes::Mention| article.text[m.start as usize..].starts_with(begins);
            mentions.iter().find(quote).unwrap_or_else(|| panic!("no quote begins with {begins:?}")).speaker.as_deref()
        };
        for (begins, speaker) in &article.speakers {
            assert_eq!(said(begins), Some(&**speaker), "{}: {begins}", article.language);
        }
        for (begins, speaker) in &article.missed {
            assert_ne!(said(begins), Some(&**speaker), "{}: {begins} is found by now", article.language);
        }
        (found, missed) = (found + article.speakers.len(), missed + article.missed.len());
    }
    assert!(found >= 2250 && missed <= 606, "{found} found, {missed} missed");
}

/// Whatever an article and a paragraph begin and end with, nothing panics, and every quote lies inside the text, on borders of characters.
#[test]
fn any_part_of_an_article() {
    let file: File = toml::from_str(include_str!("speakers.toml")).unwrap();
    let data = Data::shipped();
    let (mut finder, mut prepared, mut mentions) =
        (QuoteFinder::new(data.languages()), Prepared::new(Simd::best()), Vec::new());
    let mut found = 0;
    for article in &file.article {
        for (at, _) in article.text.match_indices(' ') {
            let (before, behind) = article.text.split_at(at);
            for part in [before, behind, &format!("{before}\n\n{}", behind.trim_start())] {
                prepared.prepare(part);
                finder.find(part, &prepared, &mut mentions);
                found += mentions.len();
                assert!(mentions.iter().all(|m| part.get(m.start as usize..m.end as usize).is_some()), "{part}");
            }
        }
    }
    assert!(found > 10_000, "{found}");
}
