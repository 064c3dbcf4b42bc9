use okx_client::{OkxRow, ids::InstId};

#[derive(Default, OkxRow)]
struct Note(InstId);

#[derive(OkxRow)]
enum Notes {
    None,
}

#[derive(Default, OkxRow)]
struct Holding<T> {
    what: T,
}

fn main() {}
