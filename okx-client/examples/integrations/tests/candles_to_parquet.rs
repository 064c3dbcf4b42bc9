//! The example `candles-to-parquet`: the file has every candle exactly, and nothing is left behind when it is stopped.

#[path = "../candles_to_parquet.rs"]
#[expect(dead_code, reason = "its `main` is not called")]
mod example;

use std::fs::File;
use std::future::{pending, ready};
use std::path::PathBuf;

use crate::client_of;
use example::download;
use okx_client::market::GetHistoryCandles;
use okx_client::objects::Candle;
use okx_client::{Client, Decimal, PageOptions};
use okx_sim::Sim;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("okx-candles-{name}-{}.parquet", std::process::id()))
}

/// The candles that the client reads.
async fn candles(okx: &Client, count: usize) -> Vec<Candle> {
    let request = GetHistoryCandles::new("BTC-USDT").bar("1H");
    let mut rows = okx.rows_with(&request, PageOptions::default().max_rows(count));
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        found.push(row.expect("a candle"));
    }
    found
}

/// The time and the decimals of a row of the file.
fn values(row: &Row) -> (i64, Vec<Decimal>) {
    let mut columns = row.get_column_iter();
    let time = match columns.next() {
        Some((_, Field::TimestampMillis(time))) => *time,
        other => panic!("no time: {other:?}"),
    };
    let decimals = columns.map(|(name, field)| match field {
        Field::Decimal(decimal) => {
            let bytes: [u8; 16] = decimal.data().try_into().expect("16 bytes");
            let scale = u32::try_from(decimal.scale()).expect("a scale");
            Decimal::from_i128_with_scale(i128::from_be_bytes(bytes), scale)
        }
        other => panic!("{name} is {other:?}"),
    });
    (time, decimals.collect())
}

#[tokio::test]
async fn the_file_has_every_candle_exactly() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let file = path("exact");
    let written = download(&okx, "BTC-USDT", "1H", 250, &file, pending()).await.expect("it downloads");
    assert_eq!(written, 250);
    let reader = SerializedFileReader::new(File::open(&file).expect("the file")).expect("a Parquet file");
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| values(&row.expect("a row"))).collect();
    std::fs::remove_file(&file).expect("the file is removed");
    // The newest candle is still open, so it may have changed.
    let expected = candles(&okx, 250).await.into_iter().map(|candle| {
        (candle.ts.as_millis(), vec![candle.o, candle.h, candle.l, candle.c, candle.vol.expect("a volume")])
    });
    assert_eq!(rows.len(), 250);
    for (row, candle) in rows.iter().zip(expected).skip(1) {
        assert_eq!(*row, candle);
    }
}

#[tokio::test]
async fn no_file_is_left_when_it_is_stopped_or_fails() {
    let sim = Sim::start().await;
    let okx = client_of(&sim);
    let file = path("stopped");
    download(&okx, "BTC-USDT", "1H", 250, &file, ready(())).await.expect_err("it was stopped");
    assert!(!file.exists() && !file.with_extension("unfinished").exists());
    let error = download(&okx, "NO-SUCH", "1H", 250, &file, pending()).await.expect_err("no such instrument");
    assert!(error.to_string().contains("51001") && !file.exists(), "{error}");
    assert!(!file.with_extension("unfinished").exists());
}
