//! A round trip on loopback: the client, against the HTTP library alone with the same bytes.

use std::error::Error;
use std::hint::black_box;

use okx_client::{Client, Environment, Region};
use okx_sim::Sim;
use okx_spec::Source;
use tokio::runtime::Runtime;

use crate::bulk::calls;
use crate::stopwatch::Comparison;

/// Measures and prints.
pub(crate) fn run(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    let (model, _) = okx_spec::read_with_shipped(&Source::new("bulk.yaml", include_str!("bulk.yaml")))
        .map_err(|failure| failure.to_string())?;
    let sim = runtime.block_on(Sim::builder().model(model).start())?;
    let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    let request = calls::GetRow::new("BTC-USDT");
    let target = runtime.block_on(okx.preview(&request, okx_client::SendOptions::default()))?.target().to_owned();
    // The library needs a TLS provider, even for plain HTTP.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "a TLS provider is already installed")?;
    let bare = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;
    let url = format!("{}{target}", sim.url());
    let theirs = || async {
        let reply = bare.get(&url).header("user-agent", "bench").header("cache-control", "no-store").send().await?;
        reply.bytes().await
    };
    let measured = Comparison::of(
        200,
        || {
            black_box(runtime.block_on(okx.send(&request)).is_ok());
        },
        || {
            black_box(runtime.block_on(theirs()).is_ok());
        },
    );
    println!(
        "round trip on loopback: {:.1?} against {:.1?} for the HTTP library alone: {:.2} x",
        measured.ours,
        measured.theirs,
        measured.cost()
    );
    println!("bar: at most 1.1 x");
    Ok(())
}
