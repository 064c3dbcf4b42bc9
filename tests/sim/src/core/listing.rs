//! The instruments that the simulated exchange lists, and their starting prices.

use rust_decimal::Decimal;

use super::instrument::{Band, Instrument, Kind};
use crate::number::{self, floor_to};
use crate::random::Random;

/// 2035-12-28 08:00 UTC.
const OPTION_EXPIRY: i64 = 2_082_441_600_000;

/// All instruments with their starting prices. Their codes exceed 32 bits, as the codes of demo trading do. The seed changes the prices by up to ten percent.
pub(crate) fn shipped(seed: u64) -> Vec<(Instrument, Decimal)> {
    let mut random = Random::of(seed, "starting prices");
    let mut around = |whole: u64| Decimal::from(random.between(whole * 900, whole * 1100)) / Decimal::ONE_THOUSAND;
    let (btc, eth) = (around(60_000), around(2_500));
    let premium = Decimal::new(45, 3);
    vec![
        on_grid(spot(10_000_000_001, "BTC", ["0.1", "0.00000001", "0.00001", "9999999999"]), btc),
        on_grid(spot(10_000_000_002, "ETH", ["0.01", "0.000001", "0.001", "9999999999"]), eth),
        on_grid(swap(20_000_000_001, "BTC", ["0.1", "0.01", "0.01", "0.01"]), btc),
        on_grid(swap(20_000_000_002, "ETH", ["0.01", "0.01", "0.01", "0.1"]), eth),
        on_grid(call(30_000_000_001, 60_000), premium),
        on_grid(call(30_000_000_002, 80_000), premium / Decimal::TWO),
    ]
}

fn on_grid(instrument: Instrument, price: Decimal) -> (Instrument, Decimal) {
    let tick = instrument.tick_at(price).unwrap_or(instrument.tick);
    (instrument, floor_to(price, tick))
}

fn spot(code: i64, base: &str, [tick, lot, min, max]: [&str; 4]) -> Instrument {
    Instrument {
        id: format!("{base}-USDT"),
        code,
        kind: Kind::Spot { max_market_amount: Decimal::from(1_000_000) },
        family: String::new(),
        base: base.into(),
        quote: "USDT".into(),
        settle: "USDT".into(),
        tick: constant(tick),
        lot: constant(lot),
        min: constant(min),
        max_limit: constant(max),
        max_market: constant(max),
        face: Decimal::ONE,
        upcoming: Vec::new(),
    }
}

fn swap(code: i64, base: &str, [tick, lot, min, face]: [&str; 4]) -> Instrument {
    Instrument {
        id: format!("{base}-USDT-SWAP"),
        code,
        kind: Kind::Swap { max_leverage: Decimal::ONE_HUNDRED },
        family: format!("{base}-USDT"),
        base: base.into(),
        quote: "USDT".into(),
        settle: "USDT".into(),
        tick: constant(tick),
        lot: constant(lot),
        min: constant(min),
        max_limit: constant("100000000"),
        max_market: constant("12000"),
        face: constant(face),
        upcoming: Vec::new(),
    }
}

fn call(code: i64, strike: u32) -> Instrument {
    let bands = vec![
        Band { least: Decimal::ZERO, most: constant("0.005"), tick: constant("0.0001") },
        Band { least: constant("0.005"), most: constant("5"), tick: constant("0.0005") },
    ];
    Instrument {
        id: format!("BTC-USD-351228-{strike}-C"),
        code,
        kind: Kind::Call { strike: Decimal::from(strike), expiry: OPTION_EXPIRY, bands },
        family: "BTC-USD".into(),
        base: "BTC".into(),
        quote: "BTC".into(),
        settle: "BTC".into(),
        tick: constant("0.0001"),
        lot: constant("1"),
        min: constant("1"),
        max_limit: constant("10000"),
        max_market: constant("1000"),
        face: constant("0.01"),
        upcoming: Vec::new(),
    }
}

/// Parses a number constant of this file.
fn constant(text: &str) -> Decimal {
    number::read(text).expect("all constants in this file are plain decimal numbers")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::read_iso;
    use crate::number::is_multiple;

    #[test]
    fn starting_prices_are_multiples_of_the_tick_and_depend_on_the_seed() {
        for seed in 0..50 {
            for (instrument, price) in shipped(seed) {
                let tick = instrument.tick_at(price).expect("a price within the bands");
                assert!(price > Decimal::ZERO && is_multiple(price, tick), "{} starts at {price}", instrument.id);
            }
        }
        assert_eq!(shipped(1), shipped(1));
        assert_ne!(shipped(1), shipped(2));
    }

    #[test]
    fn options_expire_on_the_date_in_their_instrument_id() {
        assert_eq!(read_iso("2035-12-28T08:00:00.000Z"), Some(OPTION_EXPIRY));
    }

    #[test]
    fn a_price_at_the_boundary_of_two_bands_has_the_larger_tick() {
        let option = call(1, 60_000);
        assert_eq!(option.tick_at(constant("0.0049")), Some(constant("0.0001")));
        assert_eq!(option.tick_at(constant("0.005")), Some(constant("0.0005")));
        assert_eq!(option.tick_at(constant("5.1")), None);
    }
}
