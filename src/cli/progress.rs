//! Progress on stderr, when that is a terminal.

use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::ops::ControlFlow;

/// A bar, or nothing.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    pub(super) fn new(quiet: bool) -> Bar {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Bar(wanted.then(ProgressBar::new_spinner))
    }

    /// Shows how far the run is; stops it after Ctrl-C.
    pub(super) fn observe(&self, progress: Progress) -> ControlFlow<()> {
        if super::interrupt::asked() {
            return ControlFlow::Break(());
        }
        if let Some(bar) = &self.0 {
            match progress {
                Progress::Reading { bytes, of: 0, documents } => {
                    set(
                        bar,
                        "{spinner} reading {binary_bytes} ({binary_bytes_per_sec}), {msg} articles",
                        bytes,
                        None,
                        documents.to_string(),
                    );
                }
                Progress::Reading { bytes, of, documents } => {
                    let style = "reading {wide_bar} {percent}% {binary_bytes_per_sec}, {msg} articles, {eta} left";
                    set(bar, style, bytes, Some(of), documents.to_string());
                }
                Progress::Sketching { documents, of } => {
                    set(bar, "sketching {wide_bar} {pos}/{len} articles", documents, Some(of), String::new());
                }
                Progress::Verifying { pairs, of } => {
                    set(bar, "comparing {wide_bar} {pos}/{len} pairs, {eta} left", pairs, Some(of), String::new());
                }
                Progress::Linking => set(bar, "{spinner} linking quotes", 0, None, String::new()),
                Progress::Writing => set(bar, "{spinner} writing", 0, None, String::new()),
            }
        }
        ControlFlow::Continue(())
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn set(bar: &ProgressBar, template: &str, position: u64, length: Option<u64>, message: String) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    match length {
        Some(length) => bar.set_length(length),
        None => bar.unset_length(),
    }
    bar.set_message(message);
    bar.set_position(position);
}
