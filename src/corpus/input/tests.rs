#![allow(clippy::unwrap_used)]
use super::*;
use tempfile::TempDir;

/// A folder of files, and how to name them.
struct Place(TempDir);

impl Place {
    fn with(files: &[&str]) -> Place {
        let place = Place(TempDir::new().unwrap());
        for file in files {
            let path = place.0.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        place
    }

    fn argument(&self, below: &str) -> String {
        self.0.path().join(below).to_str().unwrap().to_owned()
    }

    fn expand(&self, below: &[&str]) -> Result<Inputs> {
        expand(&below.iter().map(|name| self.argument(name)).collect::<Vec<_>>())
    }

    /// `name=source` of each file, names relative to the place.
    fn listed(&self, below: &[&str]) -> Vec<String> {
        let root = format!("{}/", shown(self.0.path()));
        let inputs = self.expand(below).unwrap();
        let line = |file: &InputFile| {
            format!("{}={}", file.name.strip_prefix(&root).unwrap(), file.source.as_deref().unwrap_or("none"))
        };
        inputs.files.iter().map(line).collect()
    }
}

#[test]
fn formats_by_name() {
    assert_eq!(Format::of("a.TXT.GZ"), Some((Format::Text, "a")));
    assert_eq!(Format::of("a.b.ndjson.zst"), Some((Format::JsonLines, "a.b")));
    assert_eq!(Format::of(".jsonl"), Some((Format::JsonLines, "")));
    for name in ["a.json", "a.gz", "a.txt.bz2", "txt", "", "é.tx", "ätxt"] {
        assert_eq!(Format::of(name), None, "{name}");
    }
}

#[test]
fn names_are_shown_the_same_everywhere() {
    assert_eq!(shown(Path::new("./a//b/./c.txt")), "a/b/c.txt");
    assert_eq!(shown(Path::new("../a/b.txt")), "../a/b.txt");
    assert_eq!(shown(Path::new("/a/b.txt")), "/a/b.txt");
    assert_eq!(shown(Path::new(".")), ".");
}

#[test]
fn a_folder_is_walked_and_sources_are_told() {
    let place = Place::with(&[
        "in/b.txt",
        "in/a.jsonl.gz",
        "in/nyt/2016/x.txt",
        "in/bbc/y.ndjson",
        "in/.hidden.txt",
        "in/.git/z.txt",
        "in/notes.pdf",
    ]);
    let expected = ["in/a.jsonl.gz=a", "in/b.txt=b.txt", "in/bbc/y.ndjson=bbc", "in/nyt/2016/x.txt=2016"];
    assert_eq!(place.listed(&["in"]), expected);
    assert_eq!(place.listed(&["in/"]), expected);
    let inputs = place.expand(&["in"]).unwrap();
    assert_eq!(inputs.ignored.len(), 1);
    assert!(inputs.ignored[0].ends_with("in/notes.pdf"));
    assert!(inputs.files.iter().all(|file| file.bytes == 1));
}

#[test]
fn the_order_of_the_arguments_does_not_matter() {
    let place = Place::with(&["in/s/a.txt", "in/s/b.jsonl", "in/c.txt"]);
    let expected = ["in/c.txt=c.txt", "in/s/a.txt=s", "in/s/b.jsonl=s"];
    for arguments in [
        ["in", "in/s", "in/s/a.txt"],
        ["in/s/a.txt", "in", "in/s"],
        ["in/s", "in/s/a.txt", "in"],
        ["in/s/*.txt", "in/*", "in"],
    ] {
        assert_eq!(place.listed(&arguments), expected, "{arguments:?}");
    }
    assert_eq!(place.listed(&["in/s/b.jsonl"]), ["in/s/b.jsonl=b"]);
}

#[test]
fn patterns() {
    let place = Place::with(&["d/a1.txt", "d/a2.txt", "d/b.txt", "d/.a3.txt", "d/[x].txt", "d/a9.pdf"]);
    assert_eq!(place.listed(&["d/a*"]), ["d/a1.txt=a1.txt", "d/a2.txt=a2.txt"]);
    assert_eq!(place.listed(&["d/[x].txt"]), ["d/[x].txt=[x].txt"], "a name that is there is no pattern");
    let error = place.expand(&["d/q*.txt"]).unwrap_err();
    assert!(matches!(&error, Error::NoInput { why } if why.contains("no file matches")), "{error}");
    assert!(matches!(place.expand(&["d/[q.txt"]).unwrap_err(), Error::Io { .. }));
}

#[test]
fn what_is_not_there_is_an_error() {
    let place = Place::with(&["a.txt", "x.pdf", "y.pdf", "empty/.keep"]);
    let error = place.expand(&["a.txt", "b.txt"]).unwrap_err();
    assert!(matches!(&error, Error::Io { doing: "read", path, .. } if path.ends_with("b.txt")), "{error}");
    let why = |arguments: &[&str]| place.expand(arguments).unwrap_err().to_string();
    assert!(why(&["x.pdf"]).ends_with("x.pdf` is neither .txt nor .jsonl or .ndjson, plain, .gz or .zst"));
    assert!(why(&["x.pdf", "y.pdf"]).ends_with("nor is 1 other file"));
    assert!(why(&["empty"]).contains("there is no .txt, .jsonl or .ndjson file in"));
    assert!(expand(&[]).unwrap_err().to_string().contains("no file, folder or pattern was given"));
    assert!(matches!(expand(&[String::new()]), Err(Error::Io { .. })));
}

#[test]
fn standard_input_counts_once() {
    let inputs = expand(&["-".into(), "-".into()]).unwrap();
    assert_eq!(inputs.files, [InputFile::stdin()]);
}

#[cfg(unix)]
#[test]
fn links_do_not_go_round_and_real_names_win() {
    use std::os::unix::fs::symlink;
    let place = Place::with(&["in/m/a.txt", "in/m/deep/b.txt", "out/c.txt"]);
    let at = |name: &str| place.0.path().join(name);
    symlink(at("in"), at("in/m/loop")).unwrap();
    symlink(at("in/m"), at("in/alias")).unwrap();
    symlink(at("in/m/a.txt"), at("in/0.txt")).unwrap();
    symlink(at("out"), at("in/other")).unwrap();
    symlink(at("nowhere"), at("in/broken.txt")).unwrap();
    let expected = ["in/m/a.txt=m", "in/m/deep/b.txt=deep", "in/other/c.txt=other"];
    assert_eq!(place.listed(&["in"]), expected);
    assert_eq!(place.listed(&["in/m", "in"]).len(), 3);
    assert_eq!(place.listed(&["in/alias", "in"]), place.listed(&["in", "in/alias"]));
    let skipped = place.expand(&["in"]).unwrap().skipped;
    assert_eq!(skipped.len(), 1);
    assert_eq!(skipped[0].reason, SkipReason::Unreadable);
    assert!(skipped[0].file.ends_with("in/broken.txt"));
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&["in/a.txt", "in/shut/b.txt"]);
    let shut = place.0.path().join("in/shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    let to_all = fs::read_dir(&shut).is_ok(); // such as root
    let inputs = place.expand(&["in"]).unwrap();
    let alone = place.expand(&["in/shut"]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
    if to_all {
        return;
    }
    assert_eq!(inputs.files.len(), 1);
    assert_eq!(inputs.skipped.len(), 1);
    assert_eq!(inputs.skipped[0].reason, SkipReason::Unreadable);
    assert!(alone.unwrap_err().to_string().contains("could not be read"));
}
