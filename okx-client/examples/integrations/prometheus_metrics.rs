//! Publishes metrics of a client for Prometheus: every attempt to send a request by the audit hook, the rate limits by their usage and alerts.
//!
//! - On a simulated exchange: `cargo run -p okx-integrations --example prometheus-metrics`, then `curl http://127.0.0.1:9184/metrics`
//! - On OKX: the same with `OKX_ENVIRONMENT=live` or `demo`. The example asks for public prices only, so it needs no keys.
//!
//! Ctrl-c ends it.

#[path = "../connect.rs"]
#[expect(dead_code, reason = "this example adds hooks to the client, and the others do not")]
mod connect;

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use okx_client::audit::{AuditRecord, End};
use okx_client::market::GetTicker;
use okx_client::{Client, ClientBuilder, Limits};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

/// Limits of the histogram of latencies, in seconds.
const LATENCIES: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The metrics of a client. Clones share them.
#[derive(Clone)]
pub(crate) struct Metrics {
    attempts: Family<Attempt, Counter>,
    latency: Family<Call, Histogram>,
    used: Family<Budget, Gauge>,
    alerts: Family<Budget, Counter<u64, AtomicU64>>,
    registry: Arc<Registry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Attempt {
    call: String,
    /// OKX's code, or `lost`, `not sent`, `given up`.
    end: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    call: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Budget {
    name: String,
    keys: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let metrics = Metrics::new();
    let connection = connect::connect_with(|builder| metrics.observe(builder)).await?;
    let listener = TcpListener::bind("127.0.0.1:9184").await?;
    println!("listening on http://{}/metrics", listener.local_addr()?);
    let (okx, limits) = (connection.okx.clone(), connection.okx.limits().clone());
    tokio::select! {
        () = connect::ctrl_c() => Ok(()),
        served = serve(listener, metrics, limits) => served,
        never = ask_for_prices(&okx) => match never {},
    }
}

/// What a program does with the client; here it asks for a price every second.
async fn ask_for_prices(okx: &Client) -> std::convert::Infallible {
    let mut timer = tokio::time::interval(Duration::from_secs(1));
    loop {
        timer.tick().await;
        if let Err(error) = okx.send(GetTicker::new("BTC-USDT")).await {
            eprintln!("{error}");
        }
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let (attempts, used, alerts) = (Family::default(), Family::default(), Family::default());
        let latency: Family<Call, Histogram> = Family::new_with_constructor(|| Histogram::new(LATENCIES));
        let mut registry = Registry::with_prefix("okx");
        registry.register("attempts", "Attempts to send a request, by how they ended", attempts.clone());
        registry.register("latency_seconds", "Time until the reply was received", Family::clone(&latency));
        registry.register("limit_used", "Requests or orders that count against a rate limit", used.clone());
        registry.register("limit_alerts", "Alerts: long waits and limits that stay nearly full", alerts.clone());
        Self { attempts, latency, used, alerts, registry: Arc::new(registry) }
    }

    /// Adds the hooks to a client. They are called while requests are sent, so they only count.
    pub(crate) fn observe(&self, builder: ClientBuilder) -> ClientBuilder {
        let (attempts, alerts) = (self.clone(), self.clone());
        builder.audit(move |record| attempts.count(record)).on_limit_alert(move |alert| {
            let (name, keys) = (alert.budget.name.to_owned(), alert.budget.keys.to_string());
            alerts.alerts.get_or_create(&Budget { name, keys }).inc();
        })
    }

    fn count(&self, record: &AuditRecord<'_>) {
        let end = match record.end() {
            End::Replied { code: Some(code), .. } => code.to_owned(),
            End::Replied { code: None, status } => format!("HTTP {status}"),
            End::Lost { may_have_arrived: true, .. } => "lost".to_owned(),
            End::Lost { may_have_arrived: false, .. } => "not sent".to_owned(),
            _ => "given up".to_owned(),
        };
        let call = record.call().to_owned();
        self.latency.get_or_create(&Call { call: call.clone() }).observe(record.latency().as_secs_f64());
        self.attempts.get_or_create(&Attempt { call, end }).inc();
    }

    /// The page that Prometheus reads. The usage of the limits is read now.
    pub(crate) fn page(&self, limits: &Limits) -> Result<String, fmt::Error> {
        self.used.clear();
        for budget in limits.usage() {
            let labels = Budget { name: budget.name.to_owned(), keys: budget.keys.to_string() };
            self.used.get_or_create(&labels).set(i64::try_from(budget.used).unwrap_or(i64::MAX));
        }
        let mut page = String::new();
        text::encode(&mut page, &self.registry)?;
        Ok(page)
    }
}

/// Serves the page at `/metrics`.
pub(crate) async fn serve(listener: TcpListener, metrics: Metrics, limits: Limits) -> Result<(), Box<dyn Error>> {
    let router = Router::new().route("/metrics", get(page)).with_state((metrics, limits));
    Ok(axum::serve(listener, router).await?)
}

async fn page(State((metrics, limits)): State<(Metrics, Limits)>) -> Response {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match metrics.page(&limits) {
        Ok(page) => ([(header::CONTENT_TYPE, content_type)], page).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
