//! Runs the fuzz target with random bytes, without a fuzzer. Run it in `okx-client/fuzz` with
//! `RUSTFLAGS='--cfg fuzzing' cargo run --release --bin session_loop -- RUNS [SEED]`.

use std::panic::catch_unwind;

/// The longest input.
const MAX_LENGTH: u64 = 200;

/// Parts of OKX's messages, so that some of the random frames are nearly right.
const PARTS: &[&str] = &[
    r#"{"event":"subscribe","arg":{"channel":"tickers","instId":"BTC-USDT"},"id":"okx0000000000000001"}"#,
    r#"{"event":"error","code":"60012","msg":"Invalid request: {\"id\":\"okx0000000000000000\"}"}"#,
    r#"{"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{}]}"#,
    r#"{"id":"okx0000000000000002","op":"order","code":"0","data":[]}"#,
    r#"{"event":"notice","code":"64008"}"#,
    r#"{"event":"unsubscribe","arg":{"channel":"orders","instType":"ANY","uid":"7"}}"#,
    r#"{"event":"channel-conn-count-error","channel":"account","connCount":"31"}"#,
    r#"{"event":"login","code":"0"}"#,
    "pong",
    "[[[[\\u00\u{1F980}",
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default| arguments.next().map_or(default, |text| text.parse().expect("a number is given"));
    let (runs, seed) = (number(1_000_000), number(1));
    let mut random = Random(seed);
    for run in 1..=runs {
        let bytes = input(&mut random);
        if catch_unwind(|| okx_client::fuzz_session(&bytes)).is_err() {
            println!("run {run} with seed {seed} fails: {:?}", smaller(bytes));
            std::process::exit(1);
        }
        if run % 1_000_000 == 0 {
            println!("{run} runs");
        }
    }
    println!("{runs} runs with seed {seed}: no panic");
}

/// Random bytes, some of which are parts of messages.
fn input(random: &mut Random) -> Vec<u8> {
    let length = random.below(MAX_LENGTH);
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < length {
        if random.below(12) > 0 {
            bytes.extend(random.next().to_le_bytes());
            continue;
        }
        // The step that delivers the following bytes as a frame.
        let part = PARTS[random.below(PARTS.len() as u64) as usize].as_bytes();
        bytes.extend([30, random.below(256) as u8, part.len() as u8]);
        let at = bytes.len();
        bytes.extend(part);
        if random.below(2) == 0 {
            let changed = at + random.below(part.len() as u64) as usize;
            bytes[changed] = random.below(256) as u8;
        }
    }
    bytes
}

/// Leaves out parts of an input as long as it fails.
fn smaller(mut bytes: Vec<u8>) -> Vec<u8> {
    std::panic::set_hook(Box::new(|_| {}));
    let fails = |bytes: &[u8]| catch_unwind(|| okx_client::fuzz_session(bytes)).is_err();
    let mut size = bytes.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at + size <= bytes.len() {
            let without = [&bytes[..at], &bytes[at + size..]].concat();
            if fails(&without) { bytes = without } else { at += size }
        }
        size /= 2;
    }
    let _ = std::panic::take_hook();
    let _ = catch_unwind(|| okx_client::fuzz_session(&bytes));
    bytes
}

/// The generator `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
