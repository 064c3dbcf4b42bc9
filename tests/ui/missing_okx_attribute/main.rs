use okx_client::OkxRequest;

#[derive(OkxRequest)]
struct ReadNotes {}

fn main() {}
