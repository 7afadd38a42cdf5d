//! Boilerplate: which lines of an article belong to the site and not to the story.
//!
//! One outlet, many stories, a long time is boilerplate; many outlets, one story, a short time is content. In two stages, because the first half of that can only
//! be seen over a whole corpus, whose texts are not kept:
//!
//! 1. [`LineReader`] makes of each line of an article a [`LineRow`] of fixed size: its template, what it looks like, where it stands, which phrases of
//!    furniture it has (`data/boilerplate/*.toml`).
//! 2. [`SpreadBuilder`] counts where each template stands: articles, stories, days, outlets, places on the page. [`Judge`] then looks at the rows of each article again, with that
//!    [`Spread`], and gives each line a [`Verdict`] with class, score, reasons and what is to be done.
//!
//! There is no model but one table of weights with a reason for each (`rules.rs`), and no word of any language in the code.

mod class;
mod context;
mod evidence;
mod guards;
mod judge;
mod lines;
mod phrases;
mod rules;
mod shape;
mod spread;
mod stories;
mod tally;
mod templates;
#[cfg(test)]
mod tests;

pub use class::{Action, Class, Classes};
pub use judge::{Judge, JudgeParameters, Verdict};
pub use lines::{LineReader, LineRow, QuoteSpan};
pub use phrases::FurnitureData;
pub use spread::{Host, SourceSize, Spread, SpreadBuilder, TemplateSpread, lower_bound, zone};
pub use stories::is_one_story;
pub use templates::{Site, SiteTemplate, SiteTemplates};
