//! Corpora for the benches, and the references that they measure against.
#![allow(missing_docs, clippy::expect_used, unreachable_pub, dead_code, reason = "each bench uses a part of it")]

use nearprint::corpus::{BatchReader, RawBatch, ReadOptions, expand, for_each_record};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Where labelled data lies when the project is checked out beside it.
pub fn shared_data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.is_dir().then_some(folder)
}

pub fn reading_options() -> ReadOptions {
    ReadOptions::default()
}

/// The texts of a file that nearprint reads.
pub fn texts(file: &str) -> Vec<String> {
    let inputs = expand(&[file.to_owned()]).expect("the corpus can be read");
    let (mut reader, mut batch, mut skipped) =
        (BatchReader::new(inputs.files.clone(), &reading_options()), RawBatch::default(), Vec::new());
    let mut texts = Vec::new();
    while reader.fill(&mut batch).expect("the corpus can be read") {
        for_each_record(&batch, &inputs.files, &reading_options(), &mut skipped, |r| texts.push(r.text.clone()));
    }
    texts
}

pub fn write_jsonl<'a>(path: &Path, texts: impl Iterator<Item = (String, &'a str)>) -> usize {
    let mut file = BufWriter::new(std::fs::File::create(path).expect("a file in the temporary folder"));
    let mut bytes = 0;
    for (id, text) in texts {
        let record = serde_json::json!({ "id": id, "text": text });
        writeln!(file, "{record}").expect("room for the corpus");
        bytes += text.len();
    }
    bytes
}

/// The corpus to measure on, as plain JSON Lines with all its fields: the given file, or real news where the data is there, or articles made of random words.
pub fn corpus(given: Option<&str>, folder: &Path) -> (PathBuf, Vec<String>) {
    let real = shared_data().map(|d| d.join("real/news_abp.jsonl.zst")).filter(|f| f.is_file());
    let path = folder.join("corpus.jsonl");
    match given.map(PathBuf::from).or(real) {
        Some(file) => unpack(&file, &path),
        None => {
            let texts: Vec<String> = (0..20_000).map(made_article).collect();
            write_jsonl(&path, texts.iter().enumerate().map(|(i, t)| (format!("a{i}"), t.as_str())));
        }
    }
    let texts = texts(&path.display().to_string());
    (path, texts)
}

/// Writes what is in a file, packed or not.
fn unpack(packed: &Path, plain: &Path) {
    let open = |path| std::fs::File::open(path).expect("the corpus can be read");
    let mut reader: Box<dyn Read> = match packed.extension().and_then(|kind| kind.to_str()) {
        Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(open(packed))),
        Some("zst") => Box::new(zstd::Decoder::new(open(packed)).expect("the corpus can be read")),
        _ => Box::new(open(packed)),
    };
    let mut writer = std::fs::File::create(plain).expect("a file in the temporary folder");
    std::io::copy(&mut reader, &mut writer).expect("room for the corpus");
}

fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// An article of random words whose lengths and frequencies are like those of English.
pub fn made_article(seed: u64) -> String {
    let mut state = seed;
    let sentences = 12 + random(&mut state) % 20;
    made_article_of(seed, sentences)
}

/// The same with so many sentences, of 40 words on average.
pub fn made_article_of(seed: u64, sentences: u64) -> String {
    let mut state = seed.wrapping_add(1).wrapping_mul(0xD134_2543_DE82_EF95);
    let mut text = String::new();
    for _ in 0..sentences {
        for w in 0..20 + random(&mut state) % 40 {
            // Squaring makes small numbers frequent, about as Zipf's law has it.
            let u = (random(&mut state) % 1_000_000) as f64 / 1e6;
            let mut word = (u * u * u * 80_000.0) as u64;
            text.push_str(if w == 0 { "The " } else { " " });
            let letters = 2 + word % 9;
            word = word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            for _ in 0..letters {
                text.push(char::from(b'a' + (word % 26) as u8));
                word /= 26;
            }
            match random(&mut state) % 60 {
                0 => text.push_str("’s"),
                1 => text.push(','),
                2 => text.push_str(" 3.5"),
                _ => {}
            }
        }
        text.push_str(".\n");
    }
    text
}

/// A text of `shared/data/real` in this language, cut into articles.
pub fn language_text(language: &str, folder: &Path) -> Option<(PathBuf, Vec<String>)> {
    let packed = std::fs::File::open(shared_data()?.join(format!("real/text_{language}.txt.gz"))).ok()?;
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(packed).read_to_string(&mut text).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let texts: Vec<String> = lines.chunks(25).map(|c| c.join("\n")).collect();
    let path = folder.join(format!("{language}.jsonl"));
    write_jsonl(&path, texts.iter().enumerate().map(|(i, t)| (format!("{language}{i}"), t.as_str())));
    Some((path, texts))
}

/// Two corpora of equal size: one without copies, and one in which every third article stands three times, twice with single words changed.
pub fn make_duplicates(texts: &[String], folder: &Path) -> ((PathBuf, usize), (PathBuf, usize)) {
    let (single, copies) = (folder.join("single.jsonl"), folder.join("copies.jsonl"));
    let bytes = write_jsonl(&single, texts.iter().enumerate().map(|(i, t)| (format!("s{i}"), t.as_str())));
    let edited: Vec<(String, String)> = texts
        .iter()
        .take(texts.len() / 3)
        .enumerate()
        .flat_map(|(i, t)| (0..3).map(move |copy| (format!("c{i}-{copy}"), edit(t, copy))))
        .collect();
    let more = write_jsonl(&copies, edited.iter().map(|(id, t)| (id.clone(), t.as_str())));
    ((single, bytes), (copies, more))
}

/// Every 150th word replaced, another one in each copy.
fn edit(text: &str, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let mut words = 0;
    text.split_inclusive([' ', '\n'])
        .map(|word| {
            words += 1;
            if words % 150 == copy * 40 { format!("other{copy} ") } else { word.to_owned() }
        })
        .collect()
}

/// MinHash as most tools have it: `(a * h + b) mod (2^61 - 1)`, one pair of constants per value.
pub fn classic_minhash(shingles: &[u64], values: usize) -> Vec<u64> {
    const PRIME: u64 = (1 << 61) - 1;
    let mut state = 42;
    let constants: Vec<(u64, u64)> = (0..values).map(|_| (random(&mut state) >> 3, random(&mut state) >> 3)).collect();
    let mut minima = vec![u64::MAX; values];
    for &shingle in shingles {
        for (minimum, &(a, b)) in minima.iter_mut().zip(&constants) {
            // Modulo a Mersenne prime is a shift and an addition: 2^61 is 1.
            let product = u128::from(a) * u128::from(shingle >> 3) + u128::from(b);
            let folded = (product as u64 & PRIME) + (product >> 61) as u64;
            *minimum = (*minimum).min(if folded >= PRIME { folded - PRIME } else { folded });
        }
    }
    minima
}
