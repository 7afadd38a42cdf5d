//! The page of a report in a real browser: what it needs is installed where that may be done, and named where it may not.

use crate::eval;
use crate::steps::Outcome;
use crate::tools::{Temporary, nearprint, nearprint_output, root, runs, succeed, text, tools_folder};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Opens the pages of several reports, reads, filters and follows them, and asks axe-core.
pub fn test() -> Result<Outcome> {
    let Some(chromium) = have("chromium", &["chromium", "chromium-browser", "google-chrome"]) else {
        return Ok(Outcome::LeftOut("no Chromium is there, and none could be installed".to_owned()));
    };
    let (Some(node), Some(npm)) = (have("nodejs", &["node"]), have("npm", &["npm"])) else {
        return Ok(Outcome::LeftOut("no Node.js is there, and none could be installed".to_owned()));
    };
    let folder = tools_folder().join("browser");
    if let Err(error) = install(&folder, &npm) {
        return Ok(Outcome::LeftOut(format!("the browser tests' packages could not be installed ({error:#})")));
    }
    let temporary = Temporary::new("browser")?;
    let hostile = hostile(&temporary)?;
    let mut inputs = vec![("seeds", root().join("seeds")), ("hostile", hostile)];
    let newsroom = eval::usual_folder().join("newsroom/articles.jsonl");
    if newsroom.is_file() {
        inputs.push(("newsroom", newsroom));
    }
    let mut command = Command::new(node);
    command.arg(folder.join("report.mjs")).current_dir(&folder).env("CHROMIUM", chromium);
    for (name, input) in inputs {
        let out = temporary.path(name);
        nearprint(&["report", text(&input)?, "--quiet", "--out", text(&out)?])?;
        command.arg(out.join("report.html"));
    }
    let [a, b] = ["first.txt", "second.txt"].map(|name| root().join("tests/cmd/harbour.in").join(name));
    let page = temporary.path("explain.html");
    std::fs::write(&page, nearprint_output(&["explain", text(&a)?, text(&b)?, "--format", "html"])?)?;
    command.arg(page);
    succeed(&mut command)?;
    Ok(Outcome::Passed)
}

/// The first of these programs that is there and runs; where none does and the system's packages may be installed, that of `package`.
fn have(package: &str, programs: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let places = || programs.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let there = || places().find(|path| path.is_file() && runs(Command::new(path).arg("--version")));
    there().or_else(|| {
        let root = runs(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0 && command -v apt-get"]));
        if root {
            eprintln!("{package} is not there: installing it with apt-get");
            let quiet = |arguments: &[&str]| {
                runs(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
            };
            quiet(&["update"]);
            quiet(&["install", "-y", "--no-install-recommends", package]);
        }
        there()
    })
}

/// The packages of the tests, beside a copy of the tests.
fn install(folder: &Path, npm: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for name in ["package.json", "report.mjs"] {
        let from = root().join("tests/browser").join(name);
        std::fs::copy(&from, folder.join(name)).with_context(|| format!("cannot copy `{}`", from.display()))?;
    }
    let arguments = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    succeed(Command::new(npm).args(arguments).current_dir(folder))
}

/// Articles that would do harm if they could.
fn hostile(temporary: &Temporary) -> Result<PathBuf> {
    let script = r#"</script><script>alert(1)</script><img src=x onerror=alert(1)></style><style>*{display:none}"#;
    let said = r#"“We have <b>looked</b> at every bolt of it & nobody \"paid\" <script>alert(2)</script>,” said Ana <i>Roe</i>."#;
    let turned =
        "\u{202e}\u{2066}The board said on Monday that the old crane would be taken down before winter\u{202e}.";
    let long = "crane".repeat(2_000);
    let mut lines = String::new();
    for (i, outlet) in
        ["<script>alert(3)</script>.example", "b.example", "\"onload=alert(4).example"].iter().enumerate()
    {
        let text = format!(
            "Share this <script>alert(5)</script> story\n{turned}\n{script}\n{said}\n{long}\nThe work goes on, number {i}."
        );
        let escape = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        lines.push_str(&format!(
            "{{\"id\": \"{}{i}\", \"source\": \"{}\", \"date\": \"2031-0{}-01\", \"title\": \"{}\", \"text\": \"{}\"}}\n",
            escape("<b>id</b>\" onclick=\"alert(6)"),
            escape(outlet),
            i + 1,
            escape(script),
            escape(&text)
        ));
    }
    let path = temporary.path("hostile.jsonl");
    std::fs::write(&path, lines)?;
    Ok(path)
}
