use okx_client::{OkxRequest, OkxRow, okx_api};

#[okx_api(path = "notes.yaml", crate = "not a path")]
mod no_path {}

#[okx_api(crate = okx_client, path = "notes.yaml")]
mod no_text {}

#[okx_api(path = "notes.yaml", crate)]
mod no_value {}

#[okx_api(crate = "okx_client", path = "notes.yaml", crate = "okx_client")]
mod twice {}

#[okx_api(crate = "okx_client")]
mod nothing_to_expand {}

#[derive(Default, OkxRow)]
#[okx(crate = "okx-client")]
struct NoPath {
    inst_id: String,
}

#[derive(Default, OkxRow)]
#[okx(crates = "okx_client")]
struct Misspelt {
    inst_id: String,
}

#[derive(Default, OkxRow)]
#[okx(crate = "okx")]
struct NoSuchCrate {
    inst_id: okx_client::ids::InstId,
}

#[derive(Default, OkxRequest)]
#[okx(get = "/a", access = public, limit = "1/1s by ip", row = NoPath, crate = "okx_client::")]
struct HalfAPath {
    inst_id: okx_client::ids::InstId,
}

fn main() {}
