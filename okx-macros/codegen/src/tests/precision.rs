//! The expansions of precision rules.

use super::expands;

#[test]
fn precision() {
    let yaml = "
precision:
  note_size:
    does: Size of a note.
    kind: size
    instrument: instId
    allow: [\"-1\"]
    cases:
      - {when: {side: buy}, unit: quote currency}
      - {unit: contracts, step: lotSz, min: minSz, max: maxLmtSz}
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: never
    request:
      instId: {type: InstId, means: What it is about.}
      side: {type: Side, means: Whether to buy.}
      sz: {type: Decimal(note_size), means: How much.}
    response: Ticker
";
    expands("precision", yaml, &["static NOTE_SIZE"]);
}

#[test]
fn precision_of_what_is_listed() {
    let yaml = "
objects:
  PaperSort:
    does: A sort of paper, with a grid of its own.
    fields:
      name: {type: Text, means: Its name.}
      step: {type: Decimal, means: Step of prices.}
precision:
  note_price:
    does: Price of a note.
    kind: price
    instrument: name
    listed_by: my.papers
    signed: true
    cases:
      - {unit: quote currency, step: step}
endpoints:
  papers:
    does: Lists sorts of paper.
    guide: get-papers
    call: GET /api/v5/papers
    access: public
    limit: 60/2s by ip
    response: PaperSort[]
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: never
    request:
      name: {type: Text, means: On which paper.}
      px: {type: Decimal(note_price), means: For how much.}
    response: PaperSort
";
    expands("precision_of_what_is_listed", yaml, &["static NOTE_PRICE", "struct Write"]);
}
