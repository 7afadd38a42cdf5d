//! What the service counts, as Prometheus reads it.

use crate::findings::FilterCounts;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The media type of [`Metrics::text`].
pub(super) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// After an index that could not be written it is time to try again: nobody learns that the disk has room unless records come.
const TRY_AGAIN: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decision {
    decision: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

/// Counters, gauges and histograms.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    records: Family<Decision, Counter>,
    rejected: Family<Reason, Counter>,
    commits: Histogram,
    failed: Counter,
    articles: Gauge,
    working: Gauge,
    /// When the index could not be written, if it could not the last time.
    unwritable: Mutex<Option<Instant>>,
}

/// From half a millisecond to 16 seconds.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.0005, 2.0, 16))
}

impl Metrics {
    pub(super) fn new(queue: usize) -> Metrics {
        let mut registry = Registry::with_prefix("nearprint");
        let requests = Family::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        let by_route = Family::new_with_constructor(seconds as fn() -> Histogram);
        let help = "From the head of a request to the head of its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, by_route.clone());
        let records = Family::default();
        registry.register("records", "Records that were judged, by decision", records.clone());
        let rejected = Family::default();
        registry.register("rejected_lines", "Lines that could not be read, by reason", rejected.clone());
        let commits = seconds();
        registry.register_with_unit(
            "commit_duration",
            "Bringing to disk what was judged",
            Unit::Seconds,
            commits.clone(),
        );
        let failed = Counter::default();
        registry.register("commit_failures", "Times that the index could not be written", failed.clone());
        let articles = Gauge::default();
        registry.register("index_articles", "Articles in the index, superseded ones too", articles.clone());
        let working = Gauge::default();
        registry.register("requests_in_progress", "Requests that hold a place in the queue", working.clone());
        let places = Gauge::<i64>::default();
        places.set(i64::try_from(queue).unwrap_or(i64::MAX));
        registry.register("queue_places", "Requests that are worked on at once at most", places);
        Metrics {
            registry,
            requests,
            seconds: by_route,
            records,
            rejected,
            commits,
            failed,
            articles,
            working,
            unwritable: Mutex::default(),
        }
    }

    pub(super) fn answered(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&Request { route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    pub(super) fn judged(&self, counts: FilterCounts) {
        for (decision, count) in counts.decisions {
            self.records.get_or_create(&Decision { decision }).inc_by(count);
        }
        for (reason, count) in counts.rejected {
            self.rejected.get_or_create(&Reason { reason }).inc_by(count);
        }
    }

    pub(super) fn committed(&self, took: Duration, well: bool) {
        if well {
            self.commits.observe(took.as_secs_f64());
        } else {
            self.failed.inc();
        }
        *self.unwritable.lock().unwrap_or_else(PoisonError::into_inner) = (!well).then(Instant::now);
    }

    /// Whether it makes sense to send records.
    pub(super) fn is_ready(&self) -> bool {
        let failed = self.unwritable.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_none_or(|failed| failed.elapsed() > TRY_AGAIN)
    }

    pub(super) fn articles(&self, count: usize) {
        self.articles.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// One place more is taken, until what this gives is dropped.
    pub(super) fn work(&self) -> Working {
        self.working.inc();
        Working(self.working.clone())
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // A string takes every character.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

/// A place that is taken.
pub(super) struct Working(Gauge);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.dec();
    }
}
