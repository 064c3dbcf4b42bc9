//! The example `prometheus-metrics`: the page counts what was sent.

#[path = "../prometheus_metrics.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use crate::connect::builder_of;
use example::{Metrics, serve};
use okx_client::market::GetTicker;
use okx_sim::{Fault, Sim};
use tokio::net::TcpListener;

use super::http::get;

#[tokio::test]
async fn the_page_has_attempts_latencies_and_the_usage_of_limits() {
    let sim = Sim::start().await;
    let metrics = Metrics::new();
    let okx = metrics.observe(builder_of(&sim).expect("settings")).build().expect("a client");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let limits = okx.limits().clone();
    tokio::spawn(async move { serve(listener, metrics, limits).await.map_err(|error| error.to_string()) });

    // The third attempt of the three requests is cut, and sent again.
    for request in 0..3 {
        if request == 2 {
            sim.faults().once("market.get_ticker", Fault::CutAfterActing);
        }
        okx.send(GetTicker::new("BTC-USDT")).await.expect("a ticker");
    }
    okx.send(GetTicker::new("NO-SUCH")).await.expect_err("there is no such instrument");

    let page = get(address, "/metrics").await;
    for line in [
        "okx_attempts_total{call=\"market.get_ticker\",end=\"0\"} 3",
        "okx_attempts_total{call=\"market.get_ticker\",end=\"lost\"} 1",
        "okx_attempts_total{call=\"market.get_ticker\",end=\"51001\"} 1",
        "okx_latency_seconds_count{call=\"market.get_ticker\"} 5",
        "okx_limit_used{name=\"market.get_ticker\",keys=",
    ] {
        assert!(page.contains(line), "`{line}` is missing from\n{page}");
    }
    assert!(page.contains("application/openmetrics-text") && page.trim_end().ends_with("# EOF"), "{page}");
}
