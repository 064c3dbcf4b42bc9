use okx_client::OkxRequest;

#[derive(OkxRequest)]
#[okx(get = "/api/v5/notes", access = public, limit = "20/2s by ip", row = okx_client::objects::Ticker, colour = red)]
struct ReadNotes {
    #[okx(name = "instId")]
    instrument: okx_client::ids::InstId,
    #[okx(wire = inst_id)]
    other: okx_client::ids::InstId,
}

fn main() {}
