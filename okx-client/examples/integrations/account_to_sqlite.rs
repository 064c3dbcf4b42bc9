//! Copies balances, positions, orders and fills of the trading account into an SQLite database. Decimals are stored as text, exactly as they are.
//!
//! - On a simulated exchange: `cargo run -p okx-integrations --example account-to-sqlite -- account.db`
//! - On OKX's demo trading: the same with `OKX_ENVIRONMENT=demo` and demo keys in `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`
//! - Live: with `OKX_ENVIRONMENT=live` and live keys. It only reads; a key with the permission to read is enough.
//!
//! Run it again to bring the copy up to date. A copy is one transaction: after an error or ctrl-c the database is as it was before.

#[path = "../connect.rs"]
mod connect;

use std::error::Error;
use std::path::Path;

use okx_client::account::{GetBalance, GetPositions};
use okx_client::enums::InstType;
use okx_client::objects::Order;
use okx_client::trade::{Fill, GetFillsHistory, GetOrdersHistory, GetOrdersPending};
use okx_client::{Client, Timestamp};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{Sqlite, Transaction};

const USAGE: &str = "usage: account-to-sqlite FILE";

/// The columns of decimals are text: SQLite would turn a decimal in a column of another type into a float.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS balances (ccy TEXT PRIMARY KEY, equity TEXT, available TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS positions (inst_id TEXT, pos_id TEXT, contracts TEXT, entry TEXT, profit TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS orders (ord_id TEXT PRIMARY KEY, cl_ord_id TEXT, inst_id TEXT, side TEXT, state TEXT, price TEXT, size TEXT,
        filled TEXT, average TEXT, fee TEXT, updated INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS fills (bill_id INTEGER PRIMARY KEY, ord_id TEXT, inst_id TEXT, side TEXT, price TEXT, size TEXT, fee TEXT,
        fee_ccy TEXT, time INTEGER) STRICT;";

/// The types of instruments whose orders and fills are copied.
const TYPES: [InstType; 4] = [InstType::Spot, InstType::Swap, InstType::Futures, InstType::Option];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file] = arguments.as_slice() else { return Err(USAGE.into()) };
    let connection = connect::connect().await?;
    let options = SqliteConnectOptions::new().filename(Path::new(file)).create_if_missing(true);
    let database = SqlitePool::connect_with(options).await?;
    tokio::select! {
        () = connect::ctrl_c() => println!("stopped; nothing was changed"),
        fills = copy(&connection.okx, &database) => println!("copied to {file}: {} new fills", fills?),
    }
    database.close().await;
    Ok(())
}

/// Copies everything. Returns how many fills are new.
pub(crate) async fn copy(okx: &Client, database: &SqlitePool) -> Result<usize, Box<dyn Error>> {
    sqlx::raw_sql(TABLES).execute(database).await?;
    let mut changes = database.begin().await?;
    copy_balances(okx, &mut changes).await?;
    for order in okx.send(GetOrdersPending::new()).await?.all()? {
        store_order(&mut changes, &order).await?;
    }
    let mut new_fills = 0;
    for inst_type in TYPES {
        let mut orders = okx.rows(GetOrdersHistory::new(inst_type));
        while let Some(order) = orders.try_next().await? {
            store_order(&mut changes, &order).await?;
        }
        new_fills += copy_fills(okx, &mut changes, inst_type).await?;
    }
    changes.commit().await?;
    Ok(new_fills)
}

/// Replaces the balances and the positions.
async fn copy_balances(okx: &Client, changes: &mut Transaction<'_, Sqlite>) -> Result<(), Box<dyn Error>> {
    let (balance, positions) = (okx.send(GetBalance::new()).await?, okx.send(GetPositions::new()).await?.all()?);
    sqlx::raw_sql("DELETE FROM balances; DELETE FROM positions;").execute(&mut **changes).await?;
    for detail in balance.details {
        let insert = sqlx::query("INSERT INTO balances VALUES (?, ?, ?)").bind(detail.ccy.to_string());
        insert.bind(text(detail.eq)).bind(text(detail.avail_bal)).execute(&mut **changes).await?;
    }
    for position in positions {
        let insert = sqlx::query("INSERT INTO positions VALUES (?, ?, ?, ?, ?)").bind(position.inst_id.to_string());
        let insert = insert.bind(position.pos_id.map(|id| id.to_string())).bind(text(position.pos));
        insert.bind(text(position.avg_px)).bind(text(position.upl)).execute(&mut **changes).await?;
    }
    Ok(())
}

/// Copies the fills that are not in the database yet, newest first. Returns how many.
async fn copy_fills(
    okx: &Client,
    changes: &mut Transaction<'_, Sqlite>,
    inst_type: InstType,
) -> Result<usize, Box<dyn Error>> {
    let mut fills = okx.rows(GetFillsHistory::new(inst_type));
    let mut count = 0;
    while let Some(fill) = fills.try_next().await? {
        if !store_fill(changes, &fill).await? {
            break;
        }
        count += 1;
    }
    Ok(count)
}

async fn store_order(changes: &mut Transaction<'_, Sqlite>, order: &Order) -> Result<(), sqlx::Error> {
    let insert = sqlx::query("INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(order.ord_id.to_string());
    let insert =
        insert.bind(text(order.cl_ord_id.as_ref())).bind(text(order.inst_id.as_ref())).bind(text(order.side.as_ref()));
    let insert =
        insert.bind(text(order.state.as_ref())).bind(text(order.px)).bind(text(order.sz)).bind(text(order.acc_fill_sz));
    let insert = insert.bind(text(order.avg_px)).bind(text(order.fee)).bind(order.u_time.map(Timestamp::as_millis));
    insert.execute(&mut **changes).await.map(drop)
}

/// Stores a fill. Returns whether it is new.
async fn store_fill(changes: &mut Transaction<'_, Sqlite>, fill: &Fill) -> Result<bool, Box<dyn Error>> {
    let bill_id: i64 = fill.bill_id.as_ref().ok_or("a fill has no bill ID")?.as_str().parse()?;
    let insert = sqlx::query("INSERT OR IGNORE INTO fills VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").bind(bill_id);
    let insert = insert.bind(text(fill.ord_id.as_ref())).bind(fill.inst_id.to_string()).bind(text(fill.side.as_ref()));
    let insert =
        insert.bind(text(fill.fill_px)).bind(text(fill.fill_sz)).bind(text(fill.fee)).bind(text(fill.fee_ccy.as_ref()));
    let done = insert.bind(fill.fill_time.map(Timestamp::as_millis)).execute(&mut **changes).await?;
    Ok(done.rows_affected() == 1)
}

/// The value as text, exactly; NULL if there is none.
fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}
