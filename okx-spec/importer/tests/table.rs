//! The table of calls and channels by their names.

use std::collections::BTreeSet;

use okx_importer::table;
use okx_spec::Model;

fn shipped() -> &'static Model {
    okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn every_call_and_channel_has_a_line() {
    let model = shipped();
    let calls = table::calls(model);
    assert_eq!(calls.len(), model.endpoints.len());
    let types: BTreeSet<&str> = calls.iter().map(|row| &*row.rust).collect();
    assert_eq!(types.len(), calls.len(), "each call has a type of its own");
    assert_eq!(calls.iter().filter(|row| row.operation.is_some()).count(), model.operations.len());
    let names: usize = model.channels.iter().map(|channel| channel.channels.len()).sum();
    assert_eq!(table::channels(model).len(), names);
}

#[test]
fn the_tables_can_be_read_in_three_forms() {
    let (markdown, csv, json) = (table::markdown(shipped()), table::csv(shipped()), table::json(shipped()));
    assert!(markdown.contains(
        "\n| `POST /api/v5/trade/order` | `okx_client::trade::PlaceOrder` | `okx call trade.place_order` | `order` (private) |\n"
    ));
    assert!(
        markdown.contains("\n| `candle1m` | business | `okx_client::ws::business::Candles` | `okx watch candle1m` |\n")
    );
    assert!(csv.lines().all(|line| line.split(',').count() == 7 && !line.contains('"')), "{csv}");
    assert!(
        csv.contains("\ncall,GET,/api/v5/market/ticker,okx_client::market::GetTicker,okx call market.get_ticker,,\n")
    );
    assert!(csv.contains("\nchannel,,tickers,okx_client::ws::public::Tickers,okx watch tickers,public,\n"));
    assert_eq!(json["calls"].as_array().map(Vec::len), Some(shipped().endpoints.len()));
    assert_eq!(json["channels"][0]["socket"], "public");
}
