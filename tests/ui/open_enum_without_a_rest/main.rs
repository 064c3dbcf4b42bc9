//! A value that OKX adds must not break anybody's build.

use okx_client::enums::Side;

fn main() {
    match Side::Buy {
        Side::Buy | Side::Sell => {}
    }
}
