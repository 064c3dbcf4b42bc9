//! The code that sends the request causes no second error.

use okx_client::OkxRequest;
use okx_client::endpoint::Endpoint;

#[derive(Default, OkxRequest)]
#[okx(get = "/api/v5/notes", access = anybody, limit = "20/2s by ip", row = okx_client::objects::Ticker)]
struct ReadNotes {}

fn send<E: Endpoint>(_: &E) -> Option<E::Reply> {
    None
}

fn main() {
    if let Some(ticker) = send(&ReadNotes {}) {
        println!("{}", ticker.last);
    }
}
