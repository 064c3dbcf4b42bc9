//! A field added by OKX must not break a user's build.

use okx_client::objects::Ticker;

fn main() {
    let _ticker = Ticker { inst_id: "BTC-USDT".into(), extra: Default::default() };
}
