use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;

fn main() {
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, 0.001);
    let _ = order.px(60_000.5);
}
