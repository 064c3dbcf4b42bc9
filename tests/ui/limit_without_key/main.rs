use okx_client::OkxRequest;

#[derive(OkxRequest)]
#[okx(get = "/api/v5/notes", access = public, limit = "20/2s", row = okx_client::objects::Ticker)]
struct ReadNotes {}

#[derive(OkxRequest)]
#[okx(get = "/api/v5/notes", access = public, limit = "20/2s by ccy", row = okx_client::objects::Ticker)]
struct ReadMore {}

fn main() {}
