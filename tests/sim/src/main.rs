//! The `okx-sim` command: runs the simulated exchange.

mod greeting;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use okx_sim::{AccountOptions, Scenario, Sim, StartError};

const EXAMPLES: &str = "\
Examples:
  okx-sim                                   listen on port 8080; prices move and others trade
  okx-sim --speed 10                        ten times as many trades
  okx-sim --speed 0                         nobody trades but you
  okx-sim --faults 5%                       5 of 100 requests get a random fault
  okx-sim --port 0 --seed 7                 any free port, different prices
  okx-sim --clock-offset-ms 45000           a clock that is ahead, to test how a client handles a wrong clock
  okx-sim --limits-scaled-by 100            a hundred times the documented rate limits
  okx-sim --scenario faults.yaml            what it does by itself, such as faults of the sockets
  okx-sim --live                            a live trading account instead of a demo trading account
  okx-sim --simulated                       list what is simulated and what is sample data

A scenario is a YAML file. The faults of the sockets are listed if one is misspelt:
  background_trading: 500ms
  faults:
    - {at: 10s, fault: reset, socket: private}
    - {at: 20s, fault: stall, socket: public, for: 15s}
    - {fault: missing, channel: books, times: 3}

POST /sim/faults begins one such fault, or a list of them, given as JSON; DELETE ends all.

It serves OKX's API v5 and its sockets on the loopback address with made-up prices and an account with made-up funds. It checks
signatures, rate limits and parameters as OKX does. What it does not simulate is answered with samples: it prints a line that
begins with `sample:`, and the reply has the header `okx-sim: sample`. Nothing is stored: all state is lost when it stops.
Press ctrl-c to stop.";

/// How often others trade in each market at speed 1, in milliseconds.
const TRADE_EVERY_MS: u64 = 250;

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
    /// How fast others trade: 1 is 4 trades a second in each market, 0 is nobody
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(0..=100))]
    speed: u16,
    /// Share of requests that get a random fault, such as `5%`
    #[arg(long, value_name = "PERCENT", default_value = "0%", value_parser = share)]
    faults: u32,
    /// List what is simulated and what is answered with samples, and stop
    #[arg(long)]
    simulated: bool,
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

/// Reads a percentage with up to two decimal places into parts of ten thousand.
fn share(text: &str) -> Result<u32, String> {
    let digits = text.strip_suffix('%').unwrap_or(text).trim();
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = if is_number(whole) && is_number(fraction) && fraction.len() <= 2 {
        format!("{whole}{fraction:0<2}").parse::<u32>().ok().filter(|parts| *parts <= 10_000)
    } else {
        None
    };
    parts.ok_or_else(|| "it must be a percentage from 0% to 100%, such as 5% or 0.25%".to_owned())
}

async fn run(arguments: &Arguments, scenario: Scenario) -> Result<(), StartError> {
    let account = AccountOptions::new("command line");
    let mut builder = Sim::builder()
        .port(if arguments.simulated { 0 } else { arguments.port })
        .seed(arguments.seed)
        .clock_offset(arguments.clock_offset_ms)
        .limits_scaled_by(arguments.limits_scaled_by)
        .scenario(scenario)
        .random_faults(arguments.faults)
        .on_notice(|notice| print(&notice.to_string()))
        .account(if arguments.live { account.live() } else { account });
    if arguments.speed > 0 {
        let millis = (TRADE_EVERY_MS / u64::from(arguments.speed)).max(1);
        builder = builder.trade_every(Duration::from_millis(millis));
    }
    let sim = builder.start().await?;
    if arguments.simulated {
        print(&greeting::simulated(&sim));
        return Ok(());
    }
    print(&greeting::greeting(&sim, arguments));
    tokio::signal::ctrl_c().await.map_err(StartError::Port)
}

/// Prints a text. A closed pipe is not a reason to stop: clients may still be connected.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
