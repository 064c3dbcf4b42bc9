#[okx_client::okx_api(path = "nowhere.yaml")]
mod notes {}

fn main() {}
