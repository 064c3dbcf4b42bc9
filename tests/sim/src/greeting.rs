//! What the command prints: how to use the simulator, what happens in it, and what it cannot do.

use okx_sim::{Sim, Simulated};

use crate::{Arguments, TRADE_EVERY_MS};

/// Everything that is needed to use the simulator. The credentials are made up, so they may be printed.
pub(crate) fn greeting(sim: &Sim, arguments: &Arguments) -> String {
    [addresses(sim, arguments), exports(sim, arguments), commands(sim), world(sim, arguments), limits()].join("\n\n")
}

fn addresses(sim: &Sim, arguments: &Arguments) -> String {
    let trading = if arguments.live {
        "This is live trading: send no x-simulated-trading header."
    } else {
        "This is demo trading: send x-simulated-trading: 1."
    };
    format!("okx-sim listens on {} and {}\n{trading}", sim.url(), sim.socket_url())
}

fn exports(sim: &Sim, arguments: &Arguments) -> String {
    let (environment, keys) = (if arguments.live { "live" } else { "demo" }, sim.credentials());
    format!(
        "Paste this into the terminal that runs your program:\n  \
         export OKX_BASE_URL={}\n  \
         export OKX_WS_URL={}\n  \
         export OKX_ENVIRONMENT={environment}\n  \
         export OKX_API_KEY={}\n  \
         export OKX_API_SECRET={}\n  \
         export OKX_API_PASSPHRASE={}",
        sim.url(),
        sim.socket_url(),
        keys.key,
        keys.secret,
        keys.passphrase
    )
}

fn commands(sim: &Sim) -> String {
    let url = sim.url();
    // Resting a little below the market, so that it fills when the market has moved.
    let price = sim.core().market("BTC-USDT").and_then(|market| market.best_level(okx_sim::core::Side::Buy));
    let price = price.map_or_else(String::new, |level| level.price.normalize().to_string());
    format!(
        "Then try there (`cargo okx` in the repository is the command `okx`):\n  \
         curl '{url}/api/v5/market/ticker?instId=BTC-USDT'\n  \
         cargo okx watch tickers instId=BTC-USDT\n  \
         cargo okx watch orders\n  \
         cargo okx call trade.place_order --inst-id BTC-USDT --td-mode cash \\\n    \
         --side buy --ord-type limit --sz 0.01 --px {price}\n  \
         cargo okx call account.get_balance"
    )
}

fn world(sim: &Sim, arguments: &Arguments) -> String {
    let instruments: Vec<String> = sim.core().markets().iter().map(|market| market.instrument.id.clone()).collect();
    let trading = match TRADE_EVERY_MS.checked_div(u64::from(arguments.speed)) {
        Some(millis) => format!(
            "Others trade every {} ms in each market, and prices move: resting orders\n\
             fill, stops trigger, and candles, tickers, funding rates, balances and\n\
             positions follow.",
            millis.max(1)
        ),
        None => "Nobody trades but you (--speed 0).".to_owned(),
    };
    let faults = match arguments.faults {
        0 => "No faults are simulated (--faults 5% simulates some).".to_owned(),
        parts => format!("{}.{:02} % of the requests get a random fault.", parts / 100, parts % 100),
    };
    let (spot, others) = instruments.split_at(instruments.len().min(4));
    format!(
        "Instruments: {},\n  {}\n{trading}\nThe seed is {}. {faults}",
        spot.join(", "),
        others.join(", "),
        arguments.seed
    )
}

fn limits() -> String {
    "What is not simulated is checked and answered with samples: made-up values of\n\
     the right form. Each is printed here as `sample: …`, and the reply has the\n\
     header `okx-sim: sample`. `okx-sim --simulated` lists what is simulated.\n\
     All state is lost when it stops. Press ctrl-c to stop."
        .to_owned()
}

/// The lists of what is simulated.
pub(crate) fn simulated(sim: &Sim) -> String {
    let Simulated { calls, sampled_calls, channels } = sim.simulated();
    format!(
        "Simulated calls:\n  {}\n\nSimulated channels (candle1m and candle1H stand for all periods):\n  {}\n\n\
         The other {sampled_calls} calls and all other channels are answered with samples.\n\
         Of the algo orders, conditional, OCO and trigger orders are simulated.\n\
         Attached stops with ratios and trailing stops are accepted and ignored.\n\
         There is no liquidation, no margin mode but cross, no interest, and no position\n\
         mode but net.",
        calls.join("\n  "),
        channels.join("\n  ")
    )
}
