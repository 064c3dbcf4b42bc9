//! A value that OKX adds must not break anybody's build.

// A name that no other crate has: the compiler writes the whole path of any other, and dependencies come and go.
use okx_client::enums::TgtCcy;

fn main() {
    match TgtCcy::BaseCcy {
        TgtCcy::BaseCcy | TgtCcy::QuoteCcy => {}
    }
}
