//! Downloads the candles of an instrument into a Parquet file. Prices and volumes are stored exactly, as DECIMAL(38, 18), which DuckDB, Polars,
//! pandas and Spark read.
//!
//! - On a simulated exchange: `cargo run -p okx-integrations --example candles-to-parquet -- BTC-USDT 1H 1000 candles.parquet`
//! - On OKX: the same with `OKX_ENVIRONMENT=live` or `demo`. Candles are public, so it needs no keys.
//!
//! The file appears when it is complete. After ctrl-c there is none.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use okx_client::market::GetHistoryCandles;
use okx_client::objects::Candle;
use okx_client::{Client, Decimal, PageOptions, RowStream};
use parquet::basic::Compression;
use parquet::data_type::{FixedLenByteArray, FixedLenByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

const USAGE: &str = "usage: candles-to-parquet INSTRUMENT BAR CANDLES FILE, such as candles-to-parquet BTC-USDT 1H 1000 candles.parquet";

/// How many decimal places are stored.
const PLACES: u32 = 18;

/// How many candles are written at a time.
const GROUP: usize = 10_000;

/// The columns. A decimal is an integer of 16 bytes, of which the last 18 digits are decimal places.
const SCHEMA: &str = "message candles {
    REQUIRED INT64 ts (TIMESTAMP(MILLIS, true));
    REQUIRED FIXED_LEN_BYTE_ARRAY (16) open (DECIMAL(38, 18));
    REQUIRED FIXED_LEN_BYTE_ARRAY (16) high (DECIMAL(38, 18));
    REQUIRED FIXED_LEN_BYTE_ARRAY (16) low (DECIMAL(38, 18));
    REQUIRED FIXED_LEN_BYTE_ARRAY (16) close (DECIMAL(38, 18));
    REQUIRED FIXED_LEN_BYTE_ARRAY (16) volume (DECIMAL(38, 18));
}";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [inst_id, bar, count, file] = arguments.as_slice() else { return Err(USAGE.into()) };
    let count = count.parse().map_err(|_| USAGE)?;
    let connection = connect::connect().await?;
    let written = download(&connection.okx, inst_id, bar, count, Path::new(file), connect::ctrl_c()).await?;
    println!("{written} candles written to {file}");
    Ok(())
}

/// Downloads the latest candles, up to `count`, newest first. Returns how many were written.
pub(crate) async fn download(
    okx: &Client,
    inst_id: &str,
    bar: &str,
    count: usize,
    file: &Path,
    stop: impl Future<Output = ()>,
) -> Result<usize, Box<dyn Error>> {
    let unfinished = file.with_extension("unfinished");
    let writer = CandleWriter::create(&unfinished)?;
    let request = GetHistoryCandles::new(inst_id).bar(bar);
    let candles = okx.rows_with(request, PageOptions::default().max_rows(count));
    let written = tokio::select! {
        biased;
        () = stop => Err("stopped; nothing was written".into()),
        written = write(writer, candles) => written,
    };
    match written {
        Ok(_) => std::fs::rename(&unfinished, file)?,
        Err(_) => std::fs::remove_file(&unfinished)?,
    }
    written
}

/// Writes all candles. A row that cannot be read is an error, so that no candle is missing from the file.
async fn write(mut writer: CandleWriter, mut candles: RowStream<GetHistoryCandles>) -> Result<usize, Box<dyn Error>> {
    while let Some(candle) = candles.try_next().await? {
        writer.add(candle)?;
    }
    writer.finish()
}

/// Writes candles in groups.
struct CandleWriter {
    file: SerializedFileWriter<File>,
    group: Vec<Candle>,
    written: usize,
}

impl CandleWriter {
    fn create(path: &Path) -> Result<Self, Box<dyn Error>> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let file = SerializedFileWriter::new(File::create(path)?, schema, properties)?;
        Ok(Self { file, group: Vec::new(), written: 0 })
    }

    fn add(&mut self, candle: Candle) -> Result<(), Box<dyn Error>> {
        self.group.push(candle);
        if self.group.len() == GROUP { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> Result<(), Box<dyn Error>> {
        let group = std::mem::take(&mut self.group);
        self.written += group.len();
        let mut writer = self.file.next_row_group()?;
        let times: Vec<i64> = group.iter().map(|candle| candle.ts.as_millis()).collect();
        if let Some(mut column) = writer.next_column()? {
            column.typed::<Int64Type>().write_batch(&times, None, None)?;
            column.close()?;
        }
        let volume = |candle: &Candle| candle.vol.unwrap_or_default();
        let columns: [&dyn Fn(&Candle) -> Decimal; 5] =
            [&|candle| candle.o, &|candle| candle.h, &|candle| candle.l, &|candle| candle.c, &volume];
        for value in columns {
            let values: Vec<FixedLenByteArray> =
                group.iter().map(|candle| stored(value(candle))).collect::<Result<_, _>>()?;
            if let Some(mut column) = writer.next_column()? {
                column.typed::<FixedLenByteArrayType>().write_batch(&values, None, None)?;
                column.close()?;
            }
        }
        writer.close()?;
        Ok(())
    }

    fn finish(mut self) -> Result<usize, Box<dyn Error>> {
        self.write_group()?;
        self.file.close()?;
        Ok(self.written)
    }
}

/// The decimal as it is stored. An error if it has more decimal places than there is room for, rather than a rounded value.
fn stored(value: Decimal) -> Result<FixedLenByteArray, String> {
    let value = value.normalize();
    let missing =
        PLACES.checked_sub(value.scale()).ok_or_else(|| format!("{value} has more than {PLACES} decimal places"))?;
    let integer = value.mantissa().checked_mul(10_i128.pow(missing)).ok_or_else(|| format!("{value} is too large"))?;
    Ok(FixedLenByteArray::from(integer.to_be_bytes().to_vec()))
}
