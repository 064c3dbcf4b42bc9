//! All mistakes of the file are reported, and no errors about code that uses its types.

#[okx_client::okx_api(path = "notes.yaml")]
pub mod notes {}

use notes::{Mood, Note, ReadNotes, WriteNote};

struct Diary {
    note: Note,
    moods: Vec<Mood>,
}

fn asked<E: okx_client::endpoint::Endpoint>(_: &E) {}

fn main() {
    let request = WriteNote::new("BTC-USDT").px(okx_client::Decimal::ONE);
    asked(&request);
    asked(&ReadNotes::new());
    let diary = Diary { note: Note::default(), moods: vec![Mood::Up] };
    match diary.note.mood {
        Mood::Unknown(text) => println!("{text}"),
        _ => println!("{:?}", diary.moods),
    }
}
