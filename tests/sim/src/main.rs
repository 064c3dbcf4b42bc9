//! The `okx-sim` command: runs the simulated exchange.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use okx_sim::{AccountOptions, Scenario, Sim, StartError};

const EXAMPLES: &str = "\
Examples:
  okx-sim                                   listen on port 8080
  okx-sim --port 0 --seed 7                 any free port, different prices
  okx-sim --clock-offset-ms 45000           a clock that is ahead, to test how a client handles a wrong clock
  okx-sim --limits-scaled-by 100            a hundred times the documented rate limits
  okx-sim --scenario faults.yaml            what it does by itself, such as faults of the sockets
  okx-sim --live                            a live trading account instead of a demo trading account

A scenario is a YAML file. The faults of the sockets are listed if one is misspelt:
  background_trading: 500ms
  faults:
    - {at: 10s, fault: reset, socket: private}
    - {at: 20s, fault: stall, socket: public, for: 15s}
    - {fault: missing, channel: books, times: 3}

POST /sim/faults begins one such fault, or a list of them, given as JSON; DELETE ends all.

It serves OKX's API v5 and its sockets on the loopback address with made-up prices and an account with made-up funds. It checks
signatures, rate limits and parameters as OKX does. Nothing is stored: all state is lost when it stops. Press ctrl-c to
stop.";

/// The largest clock offset: one hundred years. OKX's timestamps only have room for years of four digits.
const MAX_OFFSET_MS: i64 = 100 * 366 * 86_400_000;

/// A simulated OKX exchange on loopback.
#[derive(Debug, Parser)]
#[command(name = "okx-sim", version, after_help = EXAMPLES)]
struct Arguments {
    /// Port to listen on at the loopback address; 0 selects any free port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Seed for prices, sizes and delays
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Clock offset in milliseconds: positive is ahead of the system clock, negative is behind
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-MAX_OFFSET_MS..=MAX_OFFSET_MS))]
    clock_offset_ms: i64,
    /// Factor by which every rate limit is multiplied
    #[arg(long, default_value_t = 1)]
    limits_scaled_by: u32,
    /// File with a scenario: faults of the sockets and when they begin, and background trading
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Open a live trading account instead of a demo trading account
    #[arg(long)]
    live: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = scenario(arguments.scenario.as_deref()).and_then(|scenario| {
        let runtime = runtime.map_err(|error| error.to_string())?;
        runtime.block_on(run(&arguments, scenario)).map_err(|error| error.to_string())
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed, the exit code still reports the failure.
            let _ = writeln!(std::io::stderr(), "okx-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the scenario, if there is one.
fn scenario(file: Option<&Path>) -> Result<Scenario, String> {
    let Some(file) = file else { return Ok(Scenario::default()) };
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    Scenario::from_yaml(&text).map_err(|error| format!("{}: {error}", file.display()))
}

async fn run(arguments: &Arguments, scenario: Scenario) -> Result<(), StartError> {
    let account = AccountOptions::new("command line");
    let sim = Sim::builder()
        .port(arguments.port)
        .seed(arguments.seed)
        .clock_offset(arguments.clock_offset_ms)
        .limits_scaled_by(arguments.limits_scaled_by)
        .scenario(scenario)
        .account(if arguments.live { account.live() } else { account })
        .start()
        .await?;
    // A closed pipe is not a reason to stop: clients may still be connected.
    let _ = writeln!(std::io::stdout(), "{}", greeting(&sim, arguments.live));
    tokio::signal::ctrl_c().await.map_err(StartError::Port)
}

/// The information needed to use the simulator. The credentials are made up, so they may be printed.
fn greeting(sim: &Sim, live: bool) -> String {
    let (url, credentials) = (sim.url(), sim.credentials());
    let trading = if live {
        "live trading: send no x-simulated-trading header"
    } else {
        "demo trading: send x-simulated-trading: 1"
    };
    let instruments: Vec<String> = sim.core().markets().iter().map(|market| market.instrument.id.clone()).collect();
    format!(
        "okx-sim listens on {url} and {} ({trading})\n\n\
         export OKX_API_KEY={}\n\
         export OKX_API_SECRET={}\n\
         export OKX_API_PASSPHRASE={}\n\n\
         Instruments: {}\n\
         Try: curl '{url}/api/v5/market/ticker?instId=BTC-USDT'\n\
         Press ctrl-c to stop.",
        sim.socket_url(),
        credentials.key,
        credentials.secret,
        credentials.passphrase,
        instruments.join(", ")
    )
}
