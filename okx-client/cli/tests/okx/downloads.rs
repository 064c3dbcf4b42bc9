//! `okx download`: complete, in order and exact, in every format, also after an interruption.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use okx_sim::Sim;
use serde_json::{Value, json};

use crate::run::{Ended, Okx, okx};

/// The first of November 2026, in milliseconds since the epoch.
const NOVEMBER: i64 = 1_793_491_200_000;
const HOUR: i64 = 3_600_000;

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the file is there")
}

fn to_file(words: &[&str], path: &Path) -> Okx {
    okx(&["download"]).and(words).and(&["-o", &path.display().to_string()])
}

#[track_caller]
fn done(ended: &Ended, summary: &str) {
    assert!(ended.code == Some(0) && ended.stderr.contains(summary), "{summary}: {ended:?}");
}

/// Bills, one each hour, with two at some times.
fn seed_bills(sim: &Sim, count: i64) {
    let bill = |number: i64| {
        json!({
            "billId": (1_000 + number).to_string(), "ts": (NOVEMBER + number / 3 * HOUR).to_string(), "ccy": "USDT",
            "balChg": "-0.00000001", "bal": "1000.10", "notes": "a, \"quoted\" note", "type": "2", "subType": "1",
            "instType": "SPOT", "instId": "BTC-USDT",
        })
    };
    sim.histories().seed("account.get_bills_archive", (0..count).map(bill).collect()).expect("they can be seeded");
}

/// The IDs of the bills in a CSV file.
fn ids(text: &str) -> Vec<String> {
    let mut lines = text.lines();
    let place = lines.next().expect("there is a header").split(',').position(|name| name == "billId");
    let place = place.expect("bills have an ID");
    lines.map(|line| line.split(',').nth(place).expect("each line has it").to_owned()).collect()
}

fn expected(count: i64) -> Vec<String> {
    (0..count).map(|number| (1_000 + number).to_string()).collect()
}

const BILLS: [&str; 6] = ["bills", "--ccy", "USDT", "--from", "2026-11-01", "--to"];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_continued_without_gaps_and_duplicates() {
    let sim = Sim::start().await;
    seed_bills(&sim, 700);
    let path = file("bills.csv");
    let download =
        |to: &str| okx(&["download"]).and(&BILLS).and(&[to, "-o", &path.display().to_string()]).on(&sim).run();
    done(&download("2026-11-05"), "288 bills of USDT, 2026-11-01 00:00:00 to 2026-11-04 23:00:00 UTC written to");
    assert_eq!(ids(&read(&path)), expected(288));
    done(&download("2026-11-30"), "412 bills of USDT, 2026-11-05 00:00:00 to 2026-11-10 17:00:00 UTC added to");
    assert_eq!(ids(&read(&path)), expected(700));
    assert!(read(&path).contains("\"a, \"\"quoted\"\" note\""));
    let whole = read(&path);
    done(&download("2026-11-30"), "is up to date: its last bill is of 2026-11-10 17:00:00 UTC");
    for kept in [whole.len() - 1, whole.len() / 2, 700, 20, 0] {
        fs::write(&path, &whole[..kept]).expect("it can be written");
        assert_eq!(download("2026-11-30").code, Some(0), "{kept}");
        assert!(read(&path) == whole, "{kept} bytes were kept");
    }
    let other = whole.replace("1000.10,", "1000.11,");
    fs::write(&path, &other).expect("it can be written");
    let refused = download("2026-11-30");
    assert!(refused.code == Some(2) && refused.stderr.contains("differs from OKX's"), "{refused:?}");
    assert_eq!(read(&path), other);
}

#[tokio::test(flavor = "multi_thread")]
async fn fills_of_all_instrument_types_are_merged_in_order() {
    let sim = Sim::start().await;
    let fill = |number: i64| {
        let (kind, id) = if number % 2 == 0 { ("SPOT", "BTC-USDT") } else { ("SWAP", "BTC-USDT-SWAP") };
        json!({
            "billId": number.to_string(), "ts": (NOVEMBER + number * HOUR).to_string(), "instType": kind, "instId": id,
            "fillPx": "60000.1", "fillSz": "0.01", "side": "buy",
        })
    };
    sim.histories().seed("trade.get_fills_history", (1..=250).map(fill).collect()).expect("they can be seeded");
    let path = file("fills.jsonl");
    let words = ["fills", "--from", "2026-11-01", "--to", "2026-12-01"];
    done(&to_file(&words, &path).on(&sim).run(), "250 fills of the account");
    let rows: Vec<Value> = read(&path).lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let ids: Vec<String> = rows.iter().map(|row| row["billId"].as_str().expect("text").to_owned()).collect();
    assert_eq!(ids, (1..=250).map(|number: i64| number.to_string()).collect::<Vec<_>>());
    assert_eq!((&rows[0]["fillPx"], &rows[0]["instType"]), (&json!("60000.1"), &json!("SWAP")));
    let none = to_file(&["fills", "--from", "2025-01-01", "--to", "2025-02-01"], &file("none.csv")).on(&sim).run();
    done(&none, "no fills of the account between 2025-01-01 00:00:00 and 2025-02-01 00:00:00 UTC");
}

#[tokio::test(flavor = "multi_thread")]
async fn trades_are_downloaded_by_time() {
    let sim = Sim::start().await;
    let order = json!({"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"market","sz":"100"});
    for _ in 0..7 {
        let batch = Value::from(vec![order.clone(); 20]).to_string();
        let placed = okx(&["call", "trade.place_orders", &batch]).on(&sim).run();
        assert_eq!(placed.code, Some(0), "{placed:?}");
    }
    let path = file("trades.csv");
    let from = (sim.now() - HOUR).to_string();
    done(&to_file(&["trades", "BTC-USDT", "--from", &from], &path).at(&sim).run(), "140 trades of BTC-USDT");
    let text = read(&path);
    assert!(text.starts_with("instId,tradeId,px,sz,side,source,ts\n"), "{text}");
    let ids: Vec<u64> =
        text.lines().skip(1).map(|line| line.split(',').nth(1).expect("an ID").parse().expect("a number")).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 140);
}

#[tokio::test(flavor = "multi_thread")]
async fn funding_rates_go_to_standard_output_and_say_how_long_okx_keeps_them() {
    let sim = Sim::start().await;
    let rate = |number: i64| {
        json!({
            "fundingTime": (NOVEMBER + number * 8 * HOUR).to_string(), "instId": "BTC-USDT-SWAP", "instType": "SWAP",
            "fundingRate": "0.0001", "realizedRate": "0.00012345678901234567",
        })
    };
    sim.histories().seed("public.get_funding_rate_history", (0..900).map(rate).collect()).expect("they can be seeded");
    let words = ["download", "funding-rates", "BTC-USDT-SWAP", "--from", "2026-11-02", "--to", "2026-11-05"];
    let ended = okx(&words).at(&sim).run();
    done(&ended, "9 funding rates of BTC-USDT-SWAP");
    assert_eq!(ended.stdout.lines().count(), 10);
    assert!(ended.stdout.contains(",0.00012345678901234567,"), "{ended:?}");
    let all = okx(&["download", "funding-rates", "BTC-USDT-SWAP", "--from", "2025-01-01", "--to", "2027-09-01"]);
    done(&all.at(&sim).run(), "900 funding rates of BTC-USDT-SWAP");
}

#[test]
fn ranges_and_formats_are_checked_before_anything_is_sent() {
    for (words, why) in [
        (&["trades", "BTC-USDT"][..], "--from"),
        (&["trades", "BTC-USDT", "--from", "2026-11-02", "--to", "2026-11-01"], "--to must be later than --from"),
        (&["trades", "BTC-USDT", "--from", "x"], "is not a time"),
        (&["fills", "--from", "2026-11-02", "--inst-type", "x"], "SPOT"),
        (&["fills", "--from", "2026-11-02", "--inst-type", "spot"], "need a key"),
        (&["candles", "BTC-USDT", "--from", "2026-11-02", "-o", "/dev/stdout"], "is not a file"),
    ] {
        let ended = okx(&["download"]).and(words).run();
        assert!(ended.code == Some(2) && ended.stderr.contains(why), "{words:?}: {ended:?}");
    }
}

#[cfg(feature = "parquet")]
mod parquet {
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    use ::parquet::record::{Field, RowAccessor as _};

    use super::*;

    /// The bills of a Parquet file: time, ID, and the change as text.
    fn bills(path: &Path) -> Vec<(i64, String, String)> {
        let reader = SerializedFileReader::new(fs::File::open(path).expect("it is there")).expect("it is Parquet");
        let rows = reader.get_row_iter(None).expect("it has rows");
        rows.map(|row| {
            let row = row.expect("it can be read");
            let place = |wire: &str| row.get_column_iter().position(|(name, _)| name == wire).expect("it has it");
            let change = row.get_decimal(place("balChg")).expect("it is a decimal");
            let number = i128::from_be_bytes(change.data().try_into().expect("16 bytes"));
            assert_eq!((change.precision(), change.scale()), (38, 18));
            let empty = row.get_column_iter().find(|(name, _)| *name == "px").map(|(_, field)| field.clone());
            assert_eq!(empty, Some(Field::Null));
            let id = row.get_string(place("billId")).expect("it is text").clone();
            (row.get_timestamp_millis(place("ts")).expect("it is a time"), id, number.to_string())
        })
        .collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_parquet_file_is_typed_exact_and_continued() {
        let sim = Sim::start().await;
        seed_bills(&sim, 700);
        let path = file("bills.parquet");
        let download =
            |to: &str| okx(&["download"]).and(&BILLS).and(&[to, "-o", &path.display().to_string()]).on(&sim).run();
        done(&download("2026-11-05"), "288 bills of USDT");
        assert_eq!(bills(&path)[0], (NOVEMBER, "1000".to_owned(), "-10000000000".to_owned()));
        done(&download("2026-11-30"), "412 bills of USDT");
        let found: Vec<String> = bills(&path).into_iter().map(|(_, id, _)| id).collect();
        assert_eq!(found, expected(700));
        let whole = fs::read(&path).expect("it is there");
        done(&download("2026-11-30"), "is up to date");
        assert_eq!(fs::read(&path).expect("it is there"), whole, "nothing new does not change the file");
        let folder = path.parent().expect("it is in a folder");
        let left = fs::read_dir(folder).expect("it can be read").filter_map(Result::ok);
        assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".bills.parquet")));
    }

    #[cfg(unix)]
    #[tokio::test(flavor = "multi_thread")]
    async fn a_continued_file_keeps_its_mode_and_the_link_to_it() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let sim = Sim::start().await;
        seed_bills(&sim, 700);
        let (path, link) = (file("private.parquet"), file("link.parquet"));
        let run = |to: &str, path: &Path| {
            okx(&["download"]).and(&BILLS).and(&[to, "-o", &path.display().to_string()]).on(&sim).run()
        };
        done(&run("2026-11-05", &path), "288 bills of USDT");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("it can be set");
        symlink(&path, &link).expect("it can be linked");
        done(&run("2026-11-30", &link), "412 bills of USDT");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        assert_eq!(bills(&path).len(), 700);
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn other_files_are_refused_and_not_changed() {
        let sim = Sim::start().await;
        seed_bills(&sim, 5);
        let path = file("other.parquet");
        let download = |what: &[&str]| to_file(what, &path).and(&["--from", "2026-11-01"]).on(&sim).run();
        for content in ["", "PAR1", "some notes"] {
            fs::write(&path, content).expect("it can be written");
            let refused = download(&["bills"]);
            assert!(refused.code == Some(2) && refused.stderr.contains("is not Parquet"), "{refused:?}");
            assert_eq!(read(&path), content);
        }
        fs::remove_file(&path).expect("it can be removed");
        assert_eq!(download(&["bills"]).code, Some(0));
        let whole = fs::read(&path).expect("it is there");
        let refused = download(&["candles", "BTC-USDT"]);
        assert!(refused.code == Some(2) && refused.stderr.contains("columns are not those of candles"), "{refused:?}");
        assert_eq!(fs::read(&path).expect("it is there"), whole);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_number_that_does_not_fit_is_an_error_and_what_came_before_stays() {
        let sim = Sim::start().await;
        let rate = |number: i64, rate: &str| {
            json!({
                "fundingTime": (NOVEMBER + number * HOUR).to_string(), "instId": "BTC-USDT-SWAP", "instType": "SWAP",
                "fundingRate": rate, "realizedRate": rate,
            })
        };
        let path = file("rates.parquet");
        let words = ["funding-rates", "BTC-USDT-SWAP", "--from", "2026-11-01", "--to", "2026-11-02"];
        let seed = |rows| sim.histories().seed("public.get_funding_rate_history", rows).expect("they can be seeded");
        seed(vec![rate(0, "0.000000000000000001")]);
        done(&to_file(&words, &path).at(&sim).run(), "1 funding rate of");
        let whole = fs::read(&path).expect("it is there");
        seed(vec![rate(0, "0.000000000000000001"), rate(1, "0.0000000000000000001")]);
        let refused = to_file(&words, &path).at(&sim).run();
        assert!(refused.code == Some(1) && refused.stderr.contains("does not fit a Parquet decimal"), "{refused:?}");
        assert_eq!(fs::read(&path).expect("it is there"), whole);
    }
}
