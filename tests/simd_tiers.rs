//! Every instruction set gives the bits of the scalar one: words, signatures and all that is found.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Language, Random};
use nearprint::corpus::Record;
use nearprint::pipeline::{Analysis, Parameters, Survey, analyse};
use nearprint::simd::{Simd, Tier};
use nearprint::sketch::{SketchParameters, Sketcher};
use nearprint::text::{Cutter, Prepared, Words};
use std::ops::ControlFlow;

fn scalar() -> Simd {
    Simd::with(Tier::Scalar).unwrap()
}

fn others() -> Vec<Simd> {
    Simd::available().into_iter().filter(|&simd| simd != scalar()).collect()
}

/// Strings that come near every border: random characters of all planes, random ASCII, words in rows, broken UTF-8 as it is after repair.
fn strings(random: &mut Random, count: usize) -> Vec<String> {
    let language = Language::new();
    let range = |random: &mut Random, from: u32, to: u32| {
        char::from_u32(random.between(from as usize, to as usize) as u32).unwrap_or(' ')
    };
    (0..count)
        .map(|i| {
            let length = random.below(300);
            match i % 6 {
                0 => (0..length).map(|_| random.between(0, 127) as u8 as char).collect(),
                1 => {
                    let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
                    String::from_utf8_lossy(&bytes).into_owned()
                }
                2 => (0..length).map(|_| range(random, 0, 0x10_FFFF)).collect(),
                3 => (0..length).map(|_| if random.chance(0.6) { ' ' } else { range(random, 0x20, 0x24F) }).collect(),
                4 => (0..length).map(|_| if random.chance(0.8) { range(random, 0x21, 0x7E) } else { '\n' }).collect(),
                _ => language.paragraph(random) + &range(random, 0x80, 0xFFFF).to_string() + &language.sentence(random),
            }
        })
        .collect()
}

#[test]
fn words_are_the_same() {
    let mut random = Random(1);
    let strings = strings(&mut random, 12_000);
    let mut reference = Cutter::new(scalar());
    let mut cutters: Vec<(Simd, Cutter)> = others().into_iter().map(|simd| (simd, Cutter::new(simd))).collect();
    let (mut expected, mut expected_lines) = (Words::default(), Vec::new());
    let (mut words, mut lines) = (Words::default(), Vec::new());
    for text in &strings {
        reference.cut(text, &mut expected, &mut expected_lines);
        for (simd, cutter) in &mut cutters {
            cutter.cut(text, &mut words, &mut lines);
            assert_eq!((&words, &lines), (&expected, &expected_lines), "{simd:?} on {text:?}");
        }
    }
}

#[test]
fn lines_and_paragraphs_are_the_same() {
    let mut random = Random(2);
    let mut reference = Prepared::new(scalar());
    let mut prepared: Vec<Prepared> = others().into_iter().map(Prepared::new).collect();
    for text in strings(&mut random, 3_000).chunks(3).map(|some| some.join("\n\n")) {
        reference.prepare(&text);
        for one in &mut prepared {
            one.prepare(&text);
            assert_eq!((&one.words, &one.lines), (&reference.words, &reference.lines), "{text:?}");
            assert_eq!(one.paragraphs, reference.paragraphs, "{text:?}");
        }
    }
}

#[test]
fn signatures_are_the_same() {
    let mut random = Random(3);
    for values in [32, 64, 96, 128] {
        let parameters = SketchParameters { values, seed: random.next(), ..SketchParameters::DOCUMENT };
        let reference = Sketcher::new(parameters, scalar()).unwrap();
        let sketchers: Vec<Sketcher> = others().into_iter().map(|s| Sketcher::new(parameters, s).unwrap()).collect();
        for size in (0..70).chain([127, 128, 129, 1_000, 4_097]) {
            // Upper halves that are all zeros or all ones are as good as others.
            let shingles: Vec<u64> = (0..size)
                .map(|_| match random.below(8) {
                    0 => random.next() >> 32,
                    1 => random.next() | 0xFFFF_FFFF_0000_0000,
                    _ => random.next(),
                })
                .collect();
            let expected = reference.sketch(&shingles);
            for sketcher in &sketchers {
                assert_eq!(sketcher.sketch(&shingles), expected, "{:?}, {size} shingles", sketcher.tier());
            }
        }
    }
}

fn analysed(records: &[Record], simd: Simd) -> (Survey, Analysis) {
    let parameters = Parameters { simd, ..Parameters::default() };
    let mut survey = Survey::new(&parameters).unwrap();
    survey.add(records, &parameters).unwrap();
    let analysis = analyse(&mut survey, &parameters, &|_| ControlFlow::Continue(())).unwrap();
    (survey, analysis)
}

#[test]
fn findings_are_the_same() {
    let language = Language::new();
    let mut random = Random(4);
    let mut records = Vec::new();
    let mut odd = strings(&mut random, 200);
    for i in 0..60 {
        let article = language.article(&mut random, 3 + i % 5);
        let text = article.join("\n\n");
        let copy = language.edited(&text, 0.01, &mut random);
        let part = article[1..].join("\n");
        let mixed = odd.split_off(odd.len() - 3).join("\n") + "\n" + &text;
        for (kind, text) in [("own", text), ("copy", copy), ("part", part), ("mixed", mixed)] {
            records.push(Record {
                id: format!("{kind}-{i}"),
                text,
                source: format!("outlet {}", i % 7),
                ..Record::default()
            });
        }
    }
    let (survey, analysis) = analysed(&records, scalar());
    assert!(analysis.documents.edges.len() > 100 && !analysis.paragraphs.copies.is_empty());
    for simd in others() {
        let (other_survey, other) = analysed(&records, simd);
        assert_eq!(other_survey.paragraphs.keys, survey.paragraphs.keys, "{simd:?}");
        assert_eq!(other_survey.paragraphs.keys, survey.paragraphs.keys, "{simd:?}");
        for (one, two) in [(&other.documents, &analysis.documents), (&other.paragraphs, &analysis.paragraphs)] {
            assert_eq!((&one.edges, &one.stars), (&two.edges, &two.stars), "{simd:?}");
            assert_eq!((&one.altered, &one.copies), (&two.altered, &two.copies), "{simd:?}");
            assert_eq!((&one.rejected, one.verified), (&two.rejected, two.verified), "{simd:?}");
        }
        assert_eq!((&other.families, &other.document_rank), (&analysis.families, &analysis.document_rank), "{simd:?}");
    }
}
