//! What a run is asked to do, as one value.

use super::data::Data;
use crate::boilerplate::{JudgeParameters, SiteTemplates};
use crate::error::{Error, Result};
use crate::index::Identity;
use crate::matching::{BandPlan, Keep, Place, Thresholds};
use crate::simd::Simd;
use crate::sketch::SketchParameters;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Exact and near duplicates among whole documents.
    Documents,
    /// Documents, contained and derived ones too, families, and paragraphs.
    #[default]
    Everything,
}

/// The parameters of a run.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// What is compared.
    pub scope: Scope,
    /// What counts as a duplicate.
    pub thresholds: Thresholds,
    /// Expected recall at the Jaccard threshold, between 0 and 1.
    pub recall: f64,
    /// How documents are sketched.
    pub document_sketch: SketchParameters,
    /// How paragraphs are sketched.
    pub paragraph_sketch: SketchParameters,
    /// Paragraphs with fewer words are compared by exact key only.
    pub min_paragraph_words: u32,
    /// One fingerprint is selected of every so many shingles in a row (winnowing).
    pub fingerprint_window: usize,
    /// Which copy stays.
    pub keep: Keep,
    /// Documents further apart than this many seconds are not compared. Those without a date are compared with all.
    pub window: Option<i64>,
    /// Documents of one outlet are not compared.
    pub cross_source_only: bool,
    /// Altered copies are dropped too.
    pub drop_altered: bool,
    /// Derived copies are dropped too: of each family one stays.
    pub drop_derived: bool,
    /// How many of the nearest pairs that were turned down are told.
    pub rejected: usize,
    /// Bytes of memory that sorting may use before it goes to temporary files.
    pub memory: u64,
    /// Where temporary data goes.
    pub temporary: Place,
    /// The instruction set.
    pub simd: Simd,
    /// Compare whole texts, furniture included. Else furniture that was found takes no part.
    pub raw: bool,
    /// Find site furniture. Asks for [`Scope::Everything`].
    pub boilerplate: bool,
    /// How strict the verdicts about furniture are.
    pub judge: JudgeParameters,
    /// What was learned about outlets before: it counts as if it had been read with the rest.
    pub templates: Option<Arc<SiteTemplates>>,
    /// Find quotes, their speakers and their repetitions too. Asks for [`Scope::Everything`].
    pub quotes: bool,
    /// How many of each kind of finding the page of a report shows; 0 for no page.
    pub html_limit: usize,
    /// Words of all languages.
    pub data: Arc<Data>,
}

impl Default for Parameters {
    /// Threshold 0.8, recall 0.99, everything compared, quotes and furniture too, all in memory.
    fn default() -> Parameters {
        Parameters {
            scope: Scope::Everything,
            thresholds: Thresholds::default(),
            recall: 0.99,
            document_sketch: SketchParameters::DOCUMENT,
            paragraph_sketch: SketchParameters::PARAGRAPH,
            min_paragraph_words: 8,
            fingerprint_window: 12,
            keep: Keep::Longest,
            window: None,
            cross_source_only: false,
            drop_altered: false,
            drop_derived: false,
            rejected: 100,
            memory: 1 << 30,
            temporary: Place::Memory,
            simd: Simd::best(),
            raw: false,
            boilerplate: true,
            judge: JudgeParameters::default(),
            templates: None,
            quotes: true,
            html_limit: 500,
            data: Data::shipped(),
        }
    }
}

impl Parameters {
    /// The bands of documents.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when threshold and recall do not go together.
    pub fn document_plan(&self) -> Result<BandPlan> {
        BandPlan::choose(self.thresholds.jaccard, self.recall, self.document_sketch.values)
    }

    /// The bands of paragraphs.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when threshold and recall do not go together.
    pub fn paragraph_plan(&self) -> Result<BandPlan> {
        BandPlan::choose(self.thresholds.jaccard, self.recall, self.paragraph_sketch.values)
    }

    /// Whether site furniture is looked for.
    pub fn finds_boilerplate(&self) -> bool {
        self.boilerplate && self.scope == Scope::Everything
    }

    /// Whether furniture takes no part in the comparison.
    pub fn leaves_out_furniture(&self) -> bool {
        self.finds_boilerplate() && !self.raw
    }

    /// Whether quotes are looked for.
    pub fn finds_quotes(&self) -> bool {
        self.quotes && self.scope == Scope::Everything
    }

    /// Reads, on all threads, the words that a run is going to ask for.
    pub(super) fn read_data(&self) {
        rayon::join(
            || self.finds_quotes().then(|| (self.data.languages(), self.data.orthography())),
            || self.finds_boilerplate().then(|| self.data.furniture()),
        );
    }

    /// Whether documents of these seconds may be compared; those without a date may.
    pub(super) fn near_in_time(&self, a: Option<i64>, b: Option<i64>) -> bool {
        match (self.window, a, b) {
            (Some(window), Some(a), Some(b)) => a.abs_diff(b) <= window.unsigned_abs(),
            _ => true,
        }
    }

    /// Whether every pair of documents may be compared, so that exact copies can stand for one another.
    pub fn compares_all(&self) -> bool {
        self.window.is_none() && !self.cross_source_only
    }

    /// What an index for these parameters is made with. A compact one keeps a signature of each article and no words.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] when threshold and recall do not go together.
    pub fn index_identity(&self, compact: bool) -> Result<Identity> {
        let plan = self.document_plan()?;
        Ok(Identity {
            shingle_words: self.document_sketch.shingle_words,
            values: self.document_sketch.values,
            seed: self.document_sketch.seed,
            bands: plan.bands,
            rows: plan.rows,
            fingerprint_window: self.fingerprint_window,
            raw: !self.leaves_out_furniture(),
            compact,
            normaliser: Identity::normaliser_of_this_program(),
        })
    }

    /// Refuses values that make no sense.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`].
    pub fn check(&self) -> Result<()> {
        self.document_plan()?;
        if self.scope == Scope::Everything {
            self.paragraph_plan()?;
        }
        if self.window.is_some_and(|w| w < 0) {
            return Err(Error::Parameter { name: "window", why: "is negative".to_owned() });
        }
        Ok(())
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// Reading: bytes of input so far, of how many (0 when unknown), and documents.
    Reading {
        /// Bytes of input files read.
        bytes: u64,
        /// Bytes of all input files; 0 when unknown.
        of: u64,
        /// Documents so far.
        documents: u64,
    },
    /// Sketching what is left without furniture: documents so far, of how many.
    Sketching {
        /// Documents sketched.
        documents: u64,
        /// Documents in all.
        of: u64,
    },
    /// Comparing: pairs verified so far, of how many.
    Verifying {
        /// Pairs verified.
        pairs: u64,
        /// Pairs in all.
        of: u64,
    },
    /// Linking quotes.
    Linking,
    /// Writing the tables.
    Writing,
}

/// Is told how far a run is, and may stop it.
pub type Observer<'a> = dyn Fn(Progress) -> ControlFlow<()> + Sync + 'a;

/// Tells the observer; an error when it wants to stop.
pub(super) fn observe(observer: &Observer<'_>, progress: Progress) -> Result<()> {
    match observer(progress) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Interrupted),
    }
}
