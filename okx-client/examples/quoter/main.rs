//! Keeps two-sided quotes around the best price of a simulated exchange that this example starts, over sockets, while the exchange
//! simulates faults.
//!
//! `cargo run --example quoter` runs for a minute, `cargo run --example quoter -- --seconds 5` for 5 seconds. It fails if an order was left
//! open or doubled, if the position is not what the exchange says, or if a rate limit was exceeded.

mod audit;
mod faults;
mod ledger;
mod quoter;

use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use okx_client::clock::{Clock as _, SystemClock};
use okx_client::{Client, Credentials, Environment, Region, SendRoute};
use okx_sim::Sim;

use faults::FaultPlan;
use ledger::Ledger;
use quoter::Quoter;

/// Any error: of OKX, of this program, or of the setup.
type AnyError = Box<dyn std::error::Error>;

const USAGE: &str = "usage: quoter [--seconds NUMBER]

It quotes on a simulated exchange that it starts, for 60 seconds by default.";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // The future is large, so it is kept on the heap.
        [] => Box::pin(run(Duration::from_secs(60))).await,
        ["--seconds", number] => match number.parse() {
            Ok(seconds) => Box::pin(run(Duration::from_secs(seconds))).await,
            Err(_) => Err(USAGE.into()),
        },
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(duration: Duration) -> Result<(), AnyError> {
    let sim = Sim::start().await;
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(&keys.key, &keys.secret, &keys.passphrase)?)
        // Orders, amendments and cancellations go over the socket; everything else goes over the REST API.
        .send_route(SendRoute::Socket)
        .build()?;
    // The market moves and trades ten times a second.
    let now = sim.now();
    sim.core().trade_in_background(Some(100), now);

    // OKX cancels all orders if this program stops renewing the switch, for example because it crashed.
    let switch = okx.cancel_all_after(Duration::from_secs(30)).arm().await?;
    let mut quoter = Quoter::start(&okx).await?;
    let mut faults = FaultPlan::new(&sim, duration);
    let ended = keep_quoting(&mut quoter, &mut faults, duration).await;
    // Whatever happened, no order stays open.
    let ledger = quoter.stop().await?;
    switch.disarm().await?;
    ended?;
    report(&ledger, &faults);
    audit::check(&sim, &ledger)
}

/// Quotes until the time is over.
async fn keep_quoting(quoter: &mut Quoter, faults: &mut FaultPlan<'_>, duration: Duration) -> Result<(), AnyError> {
    let mut is_over = pin!(SystemClock::new().sleep(duration));
    loop {
        tokio::select! {
            biased;
            () = &mut is_over => return Ok(()),
            () = faults.next() => {}
            () = quoter.changed() => {}
        }
        // Not in the `select!`, which would drop a request half-way, so that its outcome would be unknown.
        quoter.step().await?;
    }
}

fn report(ledger: &Ledger, faults: &FaultPlan<'_>) {
    let counts = &ledger.counts;
    say("orders", format!("{} placed, {} amended, {} canceled", counts.placed, counts.amended, counts.canceled));
    say("not placed", format!("{} rejected or not sent", counts.not_placed));
    say("unknown", format!("{} outcomes, all found out", counts.unknown));
    say("fills", format!("{} for {} {}", counts.fills, ledger.volume(), quoter::BASE));
    say("position", format!("{} {}, at most {}", ledger.position(), quoter::BASE, ledger.largest_position));
    say(
        "profit",
        ledger.profit().map_or("unknown".to_owned(), |profit| format!("{} {}", profit.round_dp(2), quoter::QUOTE)),
    );
    say("gaps", format!("{} in the streams", counts.gaps));
    say("stale prices", counts.stale_prices);
    say("faults", format!("{} survived of {}", faults.happened(), faults.asked()));
}

fn say(what: &str, text: impl std::fmt::Display) {
    println!("{what:>15}  {text}");
}
