//! A field that OKX adds must not break anybody's build.

use okx_client::objects::Ticker;

fn main() {
    let _ticker = Ticker { inst_id: "BTC-USDT".into(), extra: Default::default() };
}
