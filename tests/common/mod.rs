//! What several integration tests share: a generator of invented news, and a way to run the program.

// Every test file compiles this module for itself and uses its own part of it.
#![allow(dead_code, unreachable_pub)]

pub mod contract;
pub mod filtering;
pub mod http;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// SplitMix64 (Steele et al. 2014): the same numbers on every machine.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        ((self.next() >> 11) as f64) < probability * (1u64 << 53) as f64
    }
}

/// An invented language: a few common words and many rare ones, none of them a number or a negation.
#[derive(Debug, Clone)]
pub struct Language(Vec<String>);

impl Language {
    pub fn new() -> Language {
        const HEADS: [&str; 16] =
            ["ba", "cor", "del", "fi", "gra", "hol", "ju", "kem", "lu", "mar", "pol", "ri", "sto", "tam", "ve", "zu"];
        const TAILS: [&str; 16] = [
            "ban", "cel", "dor", "fen", "gat", "lim", "mos", "nur", "pik", "rel", "sin", "tov", "vash", "wen", "yst",
            "zar",
        ];
        let mut words: Vec<String> = Vec::new();
        for middle in ["", "ra", "le", "mi", "so", "tu", "na", "ke", "di", "vo", "pa", "fu"] {
            for head in HEADS {
                words.extend(TAILS.iter().map(|tail| format!("{head}{middle}{tail}")));
            }
        }
        Language(words)
    }

    /// A word; common ones come often.
    pub fn word(&self, random: &mut Random) -> &str {
        let within = if random.chance(0.4) { 60 } else { self.0.len() };
        &self.0[random.below(within)]
    }

    pub fn sentence(&self, random: &mut Random) -> String {
        let count = random.between(7, 22);
        let mut words: Vec<String> = (0..count).map(|_| self.word(random).to_owned()).collect();
        if random.chance(0.3) {
            let at = random.between(1, count - 1);
            words[at] = random.between(3, 9_999).to_string();
        }
        words[0][..1].make_ascii_uppercase();
        let comma = random.between(2, count - 2);
        words[comma].push(',');
        words.join(" ") + "."
    }

    pub fn paragraph(&self, random: &mut Random) -> String {
        (0..random.between(2, 4)).map(|_| self.sentence(random)).collect::<Vec<_>>().join(" ")
    }

    /// The paragraphs of an article.
    pub fn article(&self, random: &mut Random, paragraphs: usize) -> Vec<String> {
        (0..paragraphs).map(|_| self.paragraph(random)).collect()
    }

    /// The same text with this share of its words replaced.
    pub fn edited(&self, text: &str, share: f64, random: &mut Random) -> String {
        let words: Vec<String> = text
            .split(' ')
            .map(|word| if random.chance(share) { self.word(random).to_owned() } else { word.to_owned() })
            .collect();
        words.join(" ")
    }
}

/// An article on its way into a file.
#[derive(Debug, Clone)]
pub struct Article {
    pub id: String,
    pub source: String,
    pub date: Option<String>,
    pub text: String,
}

impl Article {
    /// The article as a line of JSON.
    pub fn line(&self) -> String {
        let mut object = serde_json::json!({"id": self.id, "source": self.source, "text": self.text});
        if let Some(date) = &self.date {
            object["date"] = date.as_str().into();
        }
        format!("{object}\n")
    }
}

/// Runs the program in `folder`, without settings of the environment.
pub fn nearprint(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

/// The same, not started yet.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nearprint"));
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("NEARPRINT_") {
            command.env_remove(name);
        }
    }
    command
}

/// What the program said on stderr.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The rows of a table.
pub fn rows(table: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(table).expect("the table is there");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

/// A way to pack bytes.
pub type Pack = fn(&[u8]) -> Vec<u8>;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut packed).expect("memory");
    packed
}

pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("memory")
}

/// The labelled data that stands beside a checkout in some places.
pub fn shared_data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.is_dir().then_some(folder)
}

/// An article that is in order.
pub fn good(id: &str) -> String {
    let mut random = Random(id.bytes().map(u64::from).sum());
    let text = Language::new().article(&mut random, 3).join("\n");
    Article { id: id.to_owned(), source: "The Good Paper".to_owned(), date: None, text }.line()
}

/// A run that must fail: exit code 2, one line on stderr, no panic. Gives that line.
pub fn fault(folder: &Path, arguments: &[&str]) -> String {
    let mut all = vec!["report", "--quiet"];
    all.extend(arguments);
    let output = nearprint(folder, &all);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(!said.contains("panicked") && said.starts_with("nearprint: "), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said
}
