use okx_client::Client;
use okx_client::market::GetTicker;
use okx_client::ws::public::Tickers;

fn run(okx: Client) {
    let _ = okx.rows(GetTicker::new("BTC-USDT"));
    let _ = okx.send(Tickers::new("BTC-USDT"));
}

fn main() {}
