//! The description for assistants.

use okx_importer::llms;
use okx_spec::Model;

fn shipped() -> &'static Model {
    okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn the_file_in_the_repository_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../okx-client/llms.txt");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == llms::short(shipped()), "run `cargo spec llms > okx-client/llms.txt`");
}

#[test]
fn the_short_text_does_not_change_with_single_calls() {
    let mut model = shipped().clone();
    let more = model.endpoints.len() - 1;
    model.endpoints.truncate(more);
    assert_eq!(llms::short(&model), llms::short(shipped()));
    assert!(llms::short(&model).len() < 12_000, "{}", llms::short(&model).len());
}

#[test]
fn the_reference_has_every_call_and_channel_in_a_line() {
    let (model, full) = (shipped(), llms::full(shipped()));
    assert!(full.len() < 120_000, "{}", full.len());
    for endpoint in &model.endpoints {
        let start = format!("- `{}::{}(", model[endpoint.chapter].name, endpoint.type_name);
        assert_eq!(full.lines().filter(|line| line.starts_with(&start)).count(), 1, "{start}");
    }
    for channel in &model.channels {
        let start = format!("- `ws::{}::{}(", channel.socket, channel.type_name);
        assert_eq!(full.lines().filter(|line| line.starts_with(&start)).count(), 1, "{start}");
    }
    for line in [
        "- `trade::CancelOrder(inst_id: InstId; ord_id, cl_ord_id) -> CancelAck` trade key. Cancels an open order. ",
        "- `ws::public::Tickers(inst_id: InstId) -> Ticker` tickers. ",
    ] {
        assert!(full.lines().any(|own| own.starts_with(line)), "{line}");
    }
    assert!(full.contains("`trade::PlaceOrders(items: up to 20 trade.place_order) -> [OrderAck]`"));
    assert!(full.contains(" -> pages of [Order]`"));
}
