//! Bodies like those OKX really sends, which differ from its guide. All of them are decoded without losing content.

use std::collections::BTreeMap;
use std::fs;

use okx_client::dynamic::{Reread, reread, reread_push};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::replies::holds;

/// Recorded live bodies, if available.
const LIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/replies/replies.jsonl");

/// The result for one body.
struct Read {
    name: String,
    rows: usize,
    /// How many texts were kept, and how many members are not described.
    kept: usize,
    undescribed: usize,
}

/// Decodes a body and checks that the result contains everything.
fn read(line: &str) -> Result<Read, String> {
    let line: BTreeMap<String, &RawValue> = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let body = line.get("body").ok_or("no `body`")?.get();
    let name = |member: &str| line.get(member).map(|name| name.get().trim_matches('"').to_owned());
    let (name, rows, kept, undescribed, faults, value) = match (name("endpoint"), name("channel")) {
        (Some(name), _) => {
            let reread = reread(&name, body).map_err(|error| error.to_string())?;
            let faults: Vec<String> = reread.faults().map(ToString::to_string).collect();
            let Reread { rows, kept, undescribed, value, .. } = &reread;
            (name, rows.len(), kept.len(), undescribed.len(), faults, value.clone())
        }
        (None, Some(name)) => {
            let push = reread_push(&name, body).map_err(|error| error.to_string())?;
            let faults = push.faults().map(ToString::to_string).collect();
            (name, push.rows.len(), push.kept.len(), push.undescribed.len(), faults, push.value.clone())
        }
        (None, None) => return Err("neither a call nor a channel".to_owned()),
    };
    if !faults.is_empty() {
        return Err(format!("{name}: {}", faults.join("; ")));
    }
    let written: Value = serde_json::from_str(value.get()).map_err(|error| error.to_string())?;
    let whole: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    if !holds(&written, &whole) {
        return Err(format!("{name}: {body} became {value}"));
    }
    Ok(Read { name, rows, kept, undescribed })
}

#[track_caller]
fn all(lines: &str) -> Vec<Read> {
    let (read, wrong): (Vec<_>, Vec<_>) = lines.lines().map(read).partition(Result::is_ok);
    let wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{} bodies cannot be decoded:\n{}", wrong.len(), wrong.join("\n"));
    read.into_iter().flatten().collect()
}

#[test]
fn bodies_like_live_ones_lose_nothing() {
    let read = all(include_str!("live.jsonl"));
    let of = |name: &str| read.iter().find(|read| read.name.ends_with(name)).expect("the body is in the file");
    let instruments = of("/public/instruments");
    assert_eq!((instruments.rows, instruments.kept), (2, 1), "only a limit of forty digits is kept as text");
    assert_eq!(of("/asset/withdrawal-history").kept, 1);
    assert_eq!(of("/account/positions").kept, 1);
    assert_eq!(of("/account/balance").kept, 1);
    assert_eq!(of("/trade/order").rows, 0);
}

#[test]
fn live_bodies_lose_nothing() {
    let Ok(lines) = fs::read_to_string(LIVE) else {
        println!("skipped: the live bodies are not available");
        return;
    };
    let read = all(&lines);
    println!(
        "{} bodies, {} rows, {} kept texts, {} undescribed members",
        read.len(),
        read.iter().map(|read| read.rows).sum::<usize>(),
        read.iter().map(|read| read.kept).sum::<usize>(),
        read.iter().map(|read| read.undescribed).sum::<usize>()
    );
    for list in read.iter().filter(|read| read.name.ends_with("/instruments")) {
        println!("{}: {} rows, {} kept texts", list.name, list.rows, list.kept);
    }
    assert!(read.len() > 100, "{} bodies", read.len());
}

/// Forty thousand spot instruments, two thirds of them with a limit of 31 digits.
#[test]
fn a_long_list_of_instruments_returns_every_row() {
    const COUNT: usize = 40_000;

    let row = |index: usize| {
        let bound = if index.is_multiple_of(3) { "999999999999" } else { "999999999999999.0000000000000000" };
        format!(
            r#"{{"instType":"SPOT","instId":"A{index}-USDT","baseCcy":"A{index}","quoteCcy":"USDT","tickSz":"0.01","lotSz":"0.1","minSz":"1","maxIcebergSz":"{bound}","maxTwapSz":"{bound}","maxLmtSz":"{bound}","state":"live"}}"#
        )
    };
    let rows: Vec<String> = (0..COUNT).map(row).collect();
    let reply = format!(r#"{{"code":"0","msg":"","data":[{}]}}"#, rows.join(","));
    let rows =
        okx_client::Rows::<okx_client::objects::InstrumentDetails>::from_reply(&reply).expect("a valid reply").all();
    let rows = rows.expect("every row is decoded");
    let kept: usize = rows.iter().map(|row| row.kept_texts().len()).sum();
    println!("{COUNT} rows in, {} rows out, {kept} values kept as text", rows.len());
    assert_eq!((rows.len(), kept), (COUNT, 0));
    assert_eq!(rows[1].max_iceberg_sz, Some(okx_client::dec!(999999999999999)));
}
