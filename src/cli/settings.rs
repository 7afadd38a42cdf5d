//! The flags that every command shares, and where their values come from: defaults, then the file of `--config`, then the environment, then the flags.
//!
//! What the user typed ([`Flags`]) and what was checked ([`Settings`]) are two types.

use super::units::{duration, size};
use crate::boilerplate::SiteTemplates;
use crate::corpus::{FieldNames, ReadOptions};
use crate::matching::{Keep, Place};
use crate::pipeline::{Data, Parameters, Scope};
use crate::simd::{Simd, Tier};
use anyhow::{Context, anyhow, bail};
use clap::builder::FalseyValueParser;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Flags as typed. The same names, with `_` for `-`, are the keys of the file of `--config`.
#[derive(Debug, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Flags {
    /// Jaccard similarity from which on two texts are near duplicates [default: 0.8]
    #[arg(long, env = "NEARPRINT_THRESHOLD", value_name = "J", help_heading = "What is a duplicate")]
    threshold: Option<f64>,
    /// Expected share of the pairs at the threshold that are found [default: 0.99]
    #[arg(long, env = "NEARPRINT_RECALL", value_name = "SHARE", help_heading = "What is a duplicate")]
    recall: Option<f64>,
    /// Compare only documents published at most this far apart, such as 7d or 12h
    #[arg(long, env = "NEARPRINT_WINDOW", value_name = "TIME", help_heading = "What is a duplicate")]
    window: Option<String>,
    /// Do not compare documents of one outlet with each other
    #[arg(long, env = "NEARPRINT_CROSS_SOURCE_ONLY", value_parser = FalseyValueParser::new(), help_heading = "What is a duplicate")]
    cross_source_only: bool,
    /// Compare whole texts; else site furniture takes no part
    #[arg(long, env = "NEARPRINT_RAW", value_parser = FalseyValueParser::new(), help_heading = "What is a duplicate")]
    raw: bool,
    /// Compare whole documents only: no paragraphs, no contained or derived copies, no families
    #[arg(long, env = "NEARPRINT_DOCUMENTS_ONLY", value_parser = FalseyValueParser::new(), help_heading = "What is a duplicate")]
    documents_only: bool,
    /// Do not look for site furniture
    #[arg(long, env = "NEARPRINT_NO_BOILERPLATE", value_parser = FalseyValueParser::new(), help_heading = "What is a duplicate")]
    no_boilerplate: bool,
    /// Templates of outlets that were learned before (`nearprint boilerplate --format templates`): they count as if those articles were read with these
    #[arg(long, env = "NEARPRINT_TEMPLATES", value_name = "FILE", help_heading = "What is a duplicate")]
    templates: Option<PathBuf>,
    /// Do not look for quotes
    #[arg(long, env = "NEARPRINT_NO_QUOTES", value_parser = FalseyValueParser::new(), help_heading = "What is a duplicate")]
    no_quotes: bool,

    /// Which copy stays: longest, earliest, latest, first, or source:NAME,NAME [default: longest]
    #[arg(long, env = "NEARPRINT_KEEP", value_name = "RULE", help_heading = "What stays")]
    keep: Option<String>,
    /// What to do with copies in which a number or a negation was changed [default: keep]
    #[arg(long, env = "NEARPRINT_ALTERED", value_name = "keep|drop", help_heading = "What stays")]
    altered: Option<String>,
    /// What to do with edited and abridged copies below the thresholds [default: keep]
    #[arg(long, env = "NEARPRINT_DERIVED", value_name = "keep|drop", help_heading = "What stays")]
    derived: Option<String>,

    /// The field with the id [default: id]
    #[arg(long, env = "NEARPRINT_ID_FIELD", value_name = "NAME", help_heading = "Input")]
    id_field: Option<String>,
    /// The field with the text [default: text, content, body or maintext]
    #[arg(long, env = "NEARPRINT_TEXT_FIELD", value_name = "NAME", help_heading = "Input")]
    text_field: Option<String>,
    /// The field with the address [default: url]
    #[arg(long, env = "NEARPRINT_URL_FIELD", value_name = "NAME", help_heading = "Input")]
    url_field: Option<String>,
    /// The field with the outlet [default: source, site, outlet or domain; else from the address]
    #[arg(long, env = "NEARPRINT_SOURCE_FIELD", value_name = "NAME", help_heading = "Input")]
    source_field: Option<String>,
    /// The field with the date [default: date, published, date_publish, ...]
    #[arg(long, env = "NEARPRINT_DATE_FIELD", value_name = "NAME", help_heading = "Input")]
    date_field: Option<String>,
    /// The field with the headline [default: title]
    #[arg(long, env = "NEARPRINT_TITLE_FIELD", value_name = "NAME", help_heading = "Input")]
    title_field: Option<String>,
    /// Folder with words of more languages, laid out as nearprint's own data/ is; its files replace those of the same name
    #[arg(long, env = "NEARPRINT_DATA", value_name = "DIR", help_heading = "Input")]
    data: Option<PathBuf>,
    /// Longer records are skipped [default: 64M; of a service 1M]
    #[arg(long, env = "NEARPRINT_MAX_RECORD", value_name = "SIZE", help_heading = "Input")]
    max_record: Option<String>,
    /// End with exit code 1 when a record was skipped
    #[arg(long, env = "NEARPRINT_STRICT", value_parser = FalseyValueParser::new(), help_heading = "Input")]
    pub(super) strict: bool,

    /// Threads [default: as many as the machine has]
    #[arg(long, env = "NEARPRINT_THREADS", value_name = "N", help_heading = "The run")]
    threads: Option<usize>,
    /// Memory that sorting and comparing may take before they use temporary files [default: 1G]
    #[arg(long, env = "NEARPRINT_MEMORY", value_name = "SIZE", help_heading = "The run")]
    memory: Option<String>,
    /// Folder for temporary files [default: the system's]
    #[arg(long, env = "NEARPRINT_TEMP_DIR", value_name = "DIR", help_heading = "The run")]
    temp_dir: Option<PathBuf>,
    /// Instruction set: scalar, neon, sse4.1, avx2 or avx512 [default: the best one]; results are the same
    #[arg(long, env = "NEARPRINT_SIMD", value_name = "TIER", help_heading = "The run")]
    simd: Option<String>,
    /// How many of the nearest pairs that were turned down to list, of documents and of paragraphs [default: 100]
    #[arg(long, env = "NEARPRINT_REJECTED", value_name = "N", help_heading = "The run")]
    rejected: Option<usize>,
    /// TOML file with values for these flags; the environment and the flags themselves go before it
    #[arg(long, env = "NEARPRINT_CONFIG", value_name = "FILE", help_heading = "The run")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short, env = "NEARPRINT_QUIET", value_parser = FalseyValueParser::new(), help_heading = "The run")]
    pub(super) quiet: bool,
}

/// Flags, checked.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) parameters: Parameters,
    pub(super) read: ReadOptions,
    pub(super) threads: usize,
    pub(super) strict: bool,
    pub(super) quiet: bool,
}

impl Flags {
    /// Fills what was not typed from the file of `--config` and checks all of it.
    pub(super) fn settle(self) -> anyhow::Result<Settings> {
        self.settle_over(ReadOptions::default())
    }

    /// The same for a command that reads in another way unless it is told.
    pub(super) fn settle_over(self, mut read: ReadOptions) -> anyhow::Result<Settings> {
        let file = match &self.config {
            None => Flags::default(),
            Some(path) => from_file(path)?,
        };
        let defaults = Parameters::default();
        let mut parameters = Parameters {
            recall: self.recall.or(file.recall).unwrap_or(defaults.recall),
            rejected: self.rejected.or(file.rejected).unwrap_or(defaults.rejected),
            cross_source_only: self.cross_source_only || file.cross_source_only,
            drop_altered: keep_or_drop("altered", self.altered.as_deref().or(file.altered.as_deref()))?,
            drop_derived: keep_or_drop("derived", self.derived.as_deref().or(file.derived.as_deref()))?,
            ..defaults
        };
        parameters.thresholds.jaccard = self.threshold.or(file.threshold).unwrap_or(parameters.thresholds.jaccard);
        if self.documents_only || file.documents_only {
            parameters.scope = Scope::Documents;
        }
        parameters.boilerplate = !(self.no_boilerplate || file.no_boilerplate);
        parameters.raw = self.raw || file.raw;
        parameters.quotes = !(self.no_quotes || file.no_quotes);
        if let Some(folder) = self.data.or(file.data) {
            parameters.data = Arc::new(Data::with_folder(&folder)?);
        }
        if let Some(path) = self.templates.or(file.templates) {
            let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let templates = SiteTemplates::parse(&text).with_context(|| format!("`{}`", path.display()))?;
            parameters.templates = Some(Arc::new(templates));
        }
        if let Some(text) = self.window.or(file.window) {
            parameters.window = Some(duration(&text).map_err(|why| anyhow!("`--window`: {why}"))?);
        }
        if let Some(text) = self.keep.or(file.keep) {
            parameters.keep = text.parse::<Keep>()?;
        }
        if let Some(text) = self.memory.or(file.memory) {
            parameters.memory = size(&text).map_err(|why| anyhow!("`--memory`: {why}"))?;
        }
        if let Some(name) = self.simd.or(file.simd) {
            parameters.simd = tier(&name)?;
        }
        let temporary = self.temp_dir.or(file.temp_dir).unwrap_or_else(std::env::temp_dir);
        if !temporary.is_dir() {
            bail!("`--temp-dir`: `{}` is no folder", temporary.display());
        }
        parameters.temporary = Place::Folder(temporary);
        parameters.check()?;

        let fields = FieldNames::default();
        let name = |given: Option<String>, usual: Vec<String>| given.map_or(usual, |name| vec![name]);
        read.fields = FieldNames {
            id: name(self.id_field.or(file.id_field), fields.id),
            text: name(self.text_field.or(file.text_field), fields.text),
            url: name(self.url_field.or(file.url_field), fields.url),
            source: name(self.source_field.or(file.source_field), fields.source),
            date: name(self.date_field.or(file.date_field), fields.date),
            title: name(self.title_field.or(file.title_field), fields.title),
        };
        if let Some(text) = self.max_record.or(file.max_record) {
            let bytes = size(&text).map_err(|why| anyhow!("`--max-record`: {why}"))?;
            if bytes >= 1 << 31 {
                bail!("`--max-record`: `{text}` is too much: records have to be below 2G");
            }
            read.max_record_bytes = bytes as usize;
        }
        let threads = self.threads.or(file.threads).unwrap_or(0);
        Ok(Settings { parameters, read, threads, strict: self.strict || file.strict, quiet: self.quiet || file.quiet })
    }
}

impl Settings {
    /// Runs `work` on a pool of its own with as many threads as were asked for.
    pub(super) fn in_pool<T: Send>(&self, work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build().context("cannot start threads")?;
        Ok(pool.install(work))
    }
}

fn from_file(path: &Path) -> anyhow::Result<Flags> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    toml::from_str(&text).map_err(|e| anyhow!("`{}`, {}", path.display(), crate::error::toml_fault(&text, &e)))
}

fn keep_or_drop(flag: &str, value: Option<&str>) -> anyhow::Result<bool> {
    match value {
        None | Some("keep") => Ok(false),
        Some("drop") => Ok(true),
        Some(other) => bail!("`--{flag}` is `{other}`: it must be keep or drop"),
    }
}

fn tier(name: &str) -> anyhow::Result<Simd> {
    let has: Vec<&str> = Simd::available().into_iter().map(|s| s.tier().name()).collect();
    match Tier::from_name(name) {
        Some(tier) => {
            Simd::with(tier).ok_or_else(|| anyhow!("`--simd`: this processor has no {name}; it has {}", has.join(", ")))
        }
        None => bail!("`--simd` is `{name}`: it must be one of {}", has.join(", ")),
    }
}
