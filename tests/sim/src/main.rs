//! The simulated exchange as a command.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use okx_sim::{AccountOptions, Sim, StartError};

const EXAMPLES: &str = "\
Examples:
  okx-sim                                   listens on port 8080
  okx-sim --port 0 --seed 7                 any free port, other prices
  okx-sim --clock-offset-ms 45000           a clock that is ahead: what a client does about a wrong clock
  okx-sim --limits-scaled-by 100            a hundred times the documented rate limits
  okx-sim --live                            an account of live trading instead of demo trading

It answers OKX's API v5 on loopback with made-up prices and an account full of made-up money, checks signatures,
limits and parameters as OKX does, and forgets everything when it ends. End it with ctrl-c.";

/// The furthest a clock may be off: a hundred years. What OKX writes has room for no more than four digits of a year.
const MOST: i64 = 100 * 366 * 86_400_000;

/// A simulated OKX exchange on loopback.
#[derive(Debug, Parser)]
#[command(name = "okx-sim", version, after_help = EXAMPLES)]
struct Arguments {
    /// Port of loopback to listen on; 0 is any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// What prices, sizes and delays follow from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How far its clock is ahead of the machine's, in milliseconds; behind when negative.
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(-MOST..=MOST))]
    clock_offset_ms: i64,
    /// How many times as much every rate limit allows.
    #[arg(long, default_value_t = 1)]
    limits_scaled_by: u32,
    /// Open an account of live trading instead of demo trading.
    #[arg(long)]
    live: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.map_err(StartError::Port).and_then(|runtime| runtime.block_on(run(&arguments)));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // When nobody can be told, the exit code still tells.
            let _ = writeln!(std::io::stderr(), "okx-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), StartError> {
    let account = AccountOptions::new("command line");
    let sim = Sim::builder()
        .port(arguments.port)
        .seed(arguments.seed)
        .clock_offset(arguments.clock_offset_ms)
        .limits_scaled_by(arguments.limits_scaled_by)
        .account(if arguments.live { account.live() } else { account })
        .start()
        .await?;
    // A closed pipe is no reason to end: clients may be at work.
    let _ = writeln!(std::io::stdout(), "{}", greeting(&sim, arguments.live));
    tokio::signal::ctrl_c().await.map_err(StartError::Port)
}

/// What a person needs to use the simulator. The credentials are made up, so they may be shown.
fn greeting(sim: &Sim, live: bool) -> String {
    let (url, credentials) = (sim.url(), sim.credentials());
    let trading = if live {
        "live trading: send no x-simulated-trading header"
    } else {
        "demo trading: send x-simulated-trading: 1"
    };
    let instruments: Vec<String> = sim.core().markets().iter().map(|market| market.instrument.id.clone()).collect();
    format!(
        "okx-sim answers at {url} ({trading})\n\n\
         export OKX_API_KEY={}\n\
         export OKX_API_SECRET={}\n\
         export OKX_API_PASSPHRASE={}\n\n\
         Instruments: {}\n\
         Try: curl '{url}/api/v5/market/ticker?instId=BTC-USDT'\n\
         End it with ctrl-c.",
        credentials.key,
        credentials.secret,
        credentials.passphrase,
        instruments.join(", ")
    )
}
