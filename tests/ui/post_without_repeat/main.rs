use okx_client::OkxRequest;

#[derive(OkxRequest)]
#[okx(post = "/api/v5/notes", access = trade, limit = "20/2s by user", row = okx_client::objects::Ticker)]
struct WriteNote {}

fn main() {}
