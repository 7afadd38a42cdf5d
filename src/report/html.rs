//! `report.html`: one file to read, with nothing from outside.
//!
//! askama escapes every text. Style and script are the only code on the page, and the page's own policy lets nothing else run: both are named by their hash.

use super::terminal::many;
use crate::error::{Error, Result};
use crate::findings::{
    ClusterView, ExplainPage, LineView, Outlet, Page, PieceKind, QuoteView, TemplateView, TimelineRow,
};
use askama::Template;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
/// What the policy of the page knows them by; a test computes them anew.
const STYLE_HASH: &str = "sha256-g+XCu4jusaZCpYI2eZBRwUXJ0uljx6M8A7z9NpAE75I=";
const SCRIPT_HASH: &str = "sha256-feshx32Rrm62lozztfCN68FmZ9eBnSRgzh/wuqYth0U=";

/// Outlets in the bar chart, and the width of all text.
const BARS: usize = 30;
const WIDTH: u64 = 380;

#[derive(Template)]
#[template(path = "page.html")]
struct Html<'a> {
    page: &'a Page,
    bars: Vec<Bar<'a>>,
    frame: Frame,
}

#[derive(Template)]
#[template(path = "explain.html")]
struct Explained<'a> {
    page: &'a ExplainPage,
    frame: Frame,
}

/// What all pages have in common.
struct Frame {
    version: &'static str,
    style: &'static str,
    script: &'static str,
    style_hash: &'static str,
    script_hash: &'static str,
}

const FRAME: Frame = Frame {
    version: env!("CARGO_PKG_VERSION"),
    style: STYLE,
    script: SCRIPT,
    style_hash: STYLE_HASH,
    script_hash: SCRIPT_HASH,
};

/// A bar of the chart.
struct Bar<'a> {
    name: &'a str,
    y: usize,
    width: u64,
    share: String,
}

/// The page of a report as a file.
///
/// # Errors
///
/// [`Error::Io`] when it cannot be rendered.
pub fn html(page: &Page) -> Result<String> {
    let most = page.outlets.rows.iter().map(|o| o.permille).max().unwrap_or(1).max(1);
    let bars = page.outlets.rows.iter().take(BARS).enumerate();
    let bars = bars
        .map(|(i, o)| Bar { name: &o.name, y: i * 22, width: o.permille * WIDTH / most, share: o.share() })
        .collect();
    rendered(&Html { page, bars, frame: FRAME }, "report.html")
}

/// Two texts side by side as a file.
///
/// # Errors
///
/// [`Error::Io`] when it cannot be rendered.
pub fn explanation_html(page: &ExplainPage) -> Result<String> {
    rendered(&Explained { page, frame: FRAME }, "the page")
}

fn rendered(template: &impl Template, name: &str) -> Result<String> {
    template.render().map_err(|error| Error::io("render", name)(std::io::Error::other(error)))
}

impl QuoteView {
    fn how_far(&self) -> String {
        format!("{}, {}", many(self.spread.0 as u64, "outlet"), many(self.spread.1 as u64, "article"))
    }
}

impl Outlet {
    fn how_far(&self) -> String {
        format!("{} in {}", many(self.templates.all as u64, "template"), many(self.articles, "article"))
    }

    /// The share of its text that is furniture.
    fn share(&self) -> String {
        format!("{}.{} %", self.permille / 10, self.permille % 10)
    }
}

impl TemplateView {
    /// Where its mark stands on the small page.
    fn height(&self) -> u32 {
        2 + self.place.min(100) * 19 / 100
    }
}

impl ClusterView {
    fn how_far(&self) -> String {
        format!("{}, {}", many(self.members.all as u64 + 1, "article"), many(self.outlets as u64, "outlet"))
    }

    /// What the anchors of passages begin with, on each side.
    fn left(&self) -> String {
        format!("{}a", self.id)
    }

    fn right(&self) -> String {
        format!("{}b", self.id)
    }
}

impl LineView {
    /// The lanes that it stands in, as classes.
    fn lanes(&self) -> String {
        let lanes = [(!self.quotes.is_empty(), "q"), (self.copy.is_some(), "d"), (self.furniture.is_some(), "f")];
        lanes.iter().filter(|lane| lane.0).map(|lane| lane.1).collect::<Vec<_>>().join(" ")
    }
}

impl TimelineRow {
    /// The size of a dot: its area grows with the count.
    fn radius(&self, count: &u32) -> u32 {
        (4.0 * f64::from(*count).sqrt()).min(14.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// The hash of a policy, in Base64 (RFC 4648).
    fn hash(text: &str) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::from("sha256-");
        for three in Sha256::digest(text.as_bytes()).chunks(3) {
            let bits = three.iter().enumerate().fold(0u32, |bits, (i, byte)| bits | u32::from(*byte) << (16 - 8 * i));
            for i in 0..4 {
                let sign = SIGNS[(bits >> (18 - 6 * i) & 63) as usize];
                out.push(if i > three.len() { '=' } else { char::from(sign) });
            }
        }
        out
    }

    #[test]
    fn the_policy_knows_style_and_script() {
        assert_eq!((STYLE_HASH, SCRIPT_HASH), (hash(STYLE).as_str(), hash(SCRIPT).as_str()));
    }

    #[test]
    fn nothing_of_a_text_is_code() {
        let hostile = "</style></script><script>alert(1)</script>\u{202e}\"'&";
        let mut page = Page::default();
        page.skipped.push((hostile.to_owned(), 1));
        page.matrix.outlets.push(hostile.to_owned());
        page.matrix.rows.push(vec![crate::findings::Cell::default()]);
        let html = html(&page).unwrap();
        assert!(!html.contains("alert(1)</script>") && html.contains("&#60;/style&#62;"), "{html}");
        assert_eq!(html.matches("<script>").count(), 1);
    }
}
