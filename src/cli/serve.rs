//! `nearprint serve`.

use super::filter::identity;
use super::settings::Flags;
use super::units::{duration, size};
use super::{Ended, interrupt};
use crate::corpus::ReadOptions;
use crate::index::{Access, Index};
use crate::serve::{Options, Token, serve};
use anyhow::{Context, anyhow, bail};
use clap::builder::FalseyValueParser;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tracing::level_filters::LevelFilter;

/// How long the end may wait for threads that hang in a read.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is looked whether the user wants an end.
const LOOK: Duration = Duration::from_millis(50);

/// Judge records over HTTP: what `filter` does, as a service. See /openapi.json for what can be asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder of what was seen so far; made where it does not exist
    #[arg(long, env = "NEARPRINT_INDEX", value_name = "DIR")]
    index: PathBuf,
    /// Address to listen on; port 0 takes any free one
    #[arg(long, env = "NEARPRINT_LISTEN", value_name = "HOST:PORT", default_value = "127.0.0.1:7300")]
    listen: String,
    /// File with the bearer token that requests have to show
    #[arg(long, env = "NEARPRINT_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Listen beyond this machine without a token
    #[arg(long, env = "NEARPRINT_INSECURE", value_parser = FalseyValueParser::new())]
    insecure: bool,
    /// Requests that are worked on at once; more are answered 429
    #[arg(long, env = "NEARPRINT_QUEUE", value_name = "N", default_value_t = Options::default().queue)]
    queue: usize,
    /// Longest body
    #[arg(long, env = "NEARPRINT_MAX_BODY", value_name = "SIZE", default_value = "256M")]
    max_body: String,
    /// How long a client may take to send a head or the next 64 KiB of a body, and how long requests under way are waited for at the end
    #[arg(long, env = "NEARPRINT_TIMEOUT", value_name = "TIME", default_value = "30s")]
    timeout: String,
    /// Make an index that keeps a signature of each article and no words, as `filter --compact-index` does
    #[arg(long)]
    compact_index: bool,
    #[command(flatten)]
    flags: Flags,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    interrupt::install();
    // A line of a service is one article: what is longer than this is none. Parts are short, for those who wait.
    let read = ReadOptions { max_record_bytes: 1 << 20, batch_bytes: 64 << 10, ..ReadOptions::default() };
    let settings = arguments.flags.settle_over(read)?;
    let options = Options {
        token: arguments.token_file.as_deref().map(token).transpose()?,
        queue: arguments.queue,
        max_body_bytes: size(&arguments.max_body).map_err(|why| anyhow!("`--max-body`: {why}"))?,
        timeout: timeout(&arguments.timeout)?,
    };
    if options.queue == 0 || options.queue > 4096 {
        bail!("`--queue` is {}: it must be 1 to 4096", options.queue);
    }
    let address = address(&arguments.listen)?;
    if !address.ip().is_loopback() && options.token.is_none() && !arguments.insecure {
        bail!("`--listen {}` lets in others than this machine: give `--token-file`, or `--insecure`", arguments.listen);
    }
    let listener = std::net::TcpListener::bind(address).with_context(|| format!("cannot listen on {address}"))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let index = Index::open(&arguments.index, &identity(&settings, arguments.compact_index)?, Access::Write)?;

    let level = if settings.quiet { LevelFilter::WARN } else { LevelFilter::INFO };
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_target(false).with_max_level(level);
    log.with_writer(std::io::stderr).init();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if settings.threads > 0 {
        runtime.worker_threads(settings.threads);
    }
    let runtime =
        runtime.max_blocking_threads(options.queue + 4).enable_all().build().context("cannot start threads")?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tracing::info!(address = address.to_string(), articles = index.len(), "listening");
        serve(listener, index, settings.parameters, settings.read, options, interrupted()).await?;
        tracing::info!("ended");
        Ok(Ended::Done)
    });
    runtime.shutdown_timeout(PATIENCE);
    ended
}

/// Resolves when the user, or the system, asks for an end.
async fn interrupted() {
    while !interrupt::asked() {
        tokio::time::sleep(LOOK).await;
    }
}

fn token(path: &Path) -> anyhow::Result<Token> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Token::parse(&text).ok_or_else(|| anyhow!("`{}` holds no token: one line of visible ASCII", path.display()))
}

fn timeout(text: &str) -> anyhow::Result<Duration> {
    match duration(text).map_err(|why| anyhow!("`--timeout`: {why}"))? {
        seconds @ 1.. => Ok(Duration::from_secs(seconds as u64)),
        _ => bail!("`--timeout` is {text}: it must be 1s or more"),
    }
}

fn address(text: &str) -> anyhow::Result<SocketAddr> {
    let mut found = text.to_socket_addrs().with_context(|| format!("`--listen`: `{text}` is no HOST:PORT"))?;
    found.next().ok_or_else(|| anyhow!("`--listen`: `{text}` has no address"))
}
