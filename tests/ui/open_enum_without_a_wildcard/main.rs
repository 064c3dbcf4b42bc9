//! A value added by OKX must not break a user's build.

// `TgtCcy` is a name that no other crate uses. For other names the compiler's message would depend on the dependencies.
use okx_client::enums::TgtCcy;

fn main() {
    match TgtCcy::BaseCcy {
        TgtCcy::BaseCcy | TgtCcy::QuoteCcy => {}
    }
}
