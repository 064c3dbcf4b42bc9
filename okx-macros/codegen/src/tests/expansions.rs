//! One small expansion for each generated item.

use quote::quote;

use super::{ENVIRONMENTS, expands, shared_expands};

#[test]
fn id() {
    let yaml = "
ids:
  Tag: {does: Label of a note., of: Text, max_length: 16, letters: alphanumeric}
  NoteId: {does: Number of a note., of: Number}
  Lock: {does: Opens a note., of: Text, secret: true}
objects:
  Note: {does: A note., fields: {id: {type: NoteId, means: Its number.}, lock: {type: Lock, means: Opens it.}}}
endpoints:
  read: {READS, request: {tag: {type: Tag, means: Its label.}}, response: Note}
";
    expands(
        "id",
        yaml,
        &[
            "struct Tag",
            "text_id Tag",
            "struct NoteId",
            "number_id NoteId",
            "struct Lock",
            "text_id Lock",
            "impl Table for Note",
        ],
    );
}

#[test]
fn open_enum() {
    let yaml = "
enums:
  Mood:
    does: How a note reads.
    values:
      up_beat: Makes you smile.
      \"1\": {as: Level, means: \"Neither `up` nor [down].\"}
objects:
  Note: {does: A note., fields: {mood: {type: Mood, means: How it reads.}}}
endpoints:
  read: {READS, response: Note}
";
    expands("enum", yaml, &["enum Mood", "impl Word for Mood", "impl Mood", "word Mood"]);
}

#[test]
fn object() {
    let yaml = "
objects:
  Note:
    does: A note.
    fields:
      type: {type: Text, means: What sort it is.}
      instId: {type: InstId?, means: What it is about.}
      told: {type: Text?, means: What came of it.}
      lines: {type: \"Text[]\", means: What it says.}
    outcome: {code: type, message: told}
endpoints:
  read: {READS, response: Note}
";
    let labels = ["struct Note", "impl Table for Note", "fields Note"];
    expands("object", yaml, &labels);
}

#[test]
fn object_with_rules() {
    let yaml = "
objects:
  Margin:
    does: What stands beside the text.
    fields: {left: {type: Text?, means: On the left.}, right: {type: Text?, means: On the right.}}
    rules:
      - at_most_one: [left, right]
      - forbid: [right]
        when: {left: absent, instType: SPOT}
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 20/2s by user
    repeat: never
    request: {instId: InstId, margins: {type: \"Margin[]\", means: What stands beside it.}}
    response: Ticker
";
    expands("object_with_rules", yaml, &["struct Margin", "impl Table for Margin"]);
}

#[test]
fn row() {
    let yaml = "
objects:
  Level: {does: One price level., row: {at: {type: Decimal, means: Its price.}, many: {type: Number, means: Its orders.}}}
endpoints:
  read: {READS, response: \"Level[]\"}
";
    expands("row", yaml, &["struct Level", "impl Table for Level"]);
}

#[test]
fn bare() {
    let yaml = "
objects:
  Names: {does: Names of notes., bare: {names: {type: \"Text[]\", means: The names.}}}
endpoints:
  read: {READS, response: Names}
";
    expands("bare", yaml, &["struct Names", "impl Table for Names"]);
}

#[test]
fn pages() {
    let yaml = "
objects:
  Notes:
    does: Some notes.
    fields: {lines: {type: \"Line[]\", means: The lines.}}
  Line:
    does: One line.
    fields: {lineId: {type: Integer, means: Its number.}, written: {type: Timestamp, means: When it was written.}}
endpoints:
  read_lines:
    does: Reads lines.
    guide: get-lines
    call: GET /api/v5/lines
    access: public
    limit: 20/2s by ip
    request:
      after: {type: Timestamp?, means: Only older ones.}
      before: {type: Timestamp?, means: Only newer ones.}
      limit: {type: Integer?, means: How many.}
      sort: {type: Text?, means: What the bounds are.}
    response: Notes
    pages: {by: written, older: after, newer: before, up_to: 100, id: lineId, rows: lines, with: {sort: time}}
  read_notes:
    does: Reads notes.
    guide: get-notes
    call: GET /api/v5/notes
    access: public
    limit: 20/2s by ip
    request:
      page: {type: Integer?, means: Which page.}
      begin: {type: Timestamp?, means: Only later ones.}
      end: {type: Timestamp?, means: Only earlier ones.}
    response: Line[]
    pages: {number: page, up_to: 20, time: written, since: begin, until: end, forming: {lineId: \"0\"}}
";
    expands("pages", yaml, &["impl Paged for ReadLines", "impl Paged for ReadNotes"]);
}

#[test]
fn request() {
    let yaml = "
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user, symbol
    deadline: true
    repeat: by clOrdId
    request:
      instId: {type: InstId, means: What it is about.}
      clOrdId: {type: ClOrdId?, means: Its name.}
      lines: {type: \"Text[]\", means: What it says.}
    rules:
      - require: [lines]
        when: {clOrdId: present}
    response: Ticker
";
    expands("request", yaml, &["impl Write", "impl Endpoint for Write"]);
}

#[test]
fn clearable() {
    let yaml = "
endpoints:
  change:
    does: Changes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: always
    request:
      title: {type: Text, empty: clears, means: Its title.}
      px: {type: Decimal?, empty: clears, means: Its price.}
    response: Ticker
";
    expands("clearable", yaml, &["struct Change", "impl Table for Change", "impl Change"]);
}

#[test]
fn required_fields_of_one_type() {
    let yaml = "
endpoints:
  move:
    does: Moves a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: never
    request:
      from: {type: Text, means: From where.}
      to: {type: Text, means: To where.}
      tag: {type: Text?, means: Its label.}
    response: Ticker
";
    expands("required_fields_of_one_type", yaml, &["impl Move", "struct MoveRequired", "impl From for Move"]);
}

#[test]
fn asked_by() {
    let yaml = "
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: by clOrdId
    asked_by: {call: find, name: clOrdId, with: [instId], missing: [\"51603\"], made: ts, remembered: 7200}
    request:
      instId: {type: InstId, means: What it is about.}
      clOrdId: {type: ClOrdId?, means: Its name.}
    response: Ticker
  find:
    does: Finds a note.
    guide: get-note
    call: GET /api/v5/note
    access: read
    limit: 60/2s by user
    request:
      instId: {type: InstId, means: What it is about.}
      clOrdId: {type: ClOrdId?, means: Its name.}
    response: Ticker
";
    expands("asked_by", yaml, &["impl Endpoint for Write", "impl Resolvable for Write"]);
}

#[test]
fn batch() {
    let yaml = "
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: never
    request: {instId: {type: InstId, means: What it is about.}}
    response: Ticker
  write_all:
    does: Writes notes.
    guide: post-notes
    call: POST /api/v5/notes
    access: trade
    draws: [sub_account.orders]
    repeat: never
    batch: {of: write, up_to: 20}
    response: Ticker[]
";
    expands("batch", yaml, &["struct WriteAll", "impl WriteAll", "impl Endpoint for WriteAll"]);
}

#[test]
fn batch_of_its_own_items() {
    let yaml = "
endpoints:
  forget:
    does: Forgets notes.
    guide: post-forget
    call: POST /api/v5/forget
    access: trade
    draws: [sub_account.orders]
    repeat: always
    request: {instId: InstId, note: {type: Text?, means: Its name.}}
    batch: {up_to: 10}
    response: Ticker[]
";
    let labels = ["struct ForgetItem", "impl ForgetItem", "struct Forget", "impl Endpoint for Forget"];
    expands("batch_of_its_own_items", yaml, &labels);
}

#[test]
fn budget() {
    let yaml = "
budgets:
  notes.write:
    does: Notes of one sub-account.
    limit: 1000/2s by user, symbol, ccy
    lead_trader: 4/2s
    counts: orders
    exempt: {instType: [SPOT, MARGIN]}
    account_figure: true
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    draws: [notes.write]
    repeat: never
    request: {instId: {type: InstId, means: What it is about.}, ccy: {type: Ccy, means: In which currency.}}
    response: Ticker
";
    expands("budget", yaml, &["static NOTES_WRITE"]);
}

#[test]
fn error_code() {
    let yaml = "
errors:
  \"50011\": {name: RateLimitReached, http: 429, class: rate_limit, verdict: wait, means: Too many requests., advice: Wait.}
  \"50000_1\": {name: EmptyBody, class: parameter, verdict: never, means: The body is empty.}
  \"4005\": {name: CloseBufferFull, class: socket, verdict: unknown, means: Nothing was read., closes: wait}
";
    let labels = ["const RATE_LIMIT_REACHED", "const CLOSE_BUFFER_FULL", "static ALL", "static CLOSE_CODES"];
    shared_expands("error", "errors.yaml", yaml, &quote!(errors), &labels);
}

#[test]
fn environment() {
    let labels = ["enum Region", "impl Region", "static HOSTS"];
    shared_expands("environment", "index.yaml", ENVIRONMENTS, &quote!(environments), &labels);
}

#[test]
fn described_calls() {
    let yaml = "
chapter: Notes
does: Notes.
guide: notes
objects:
  Note: {does: A note., fields: {line: {type: Text, means: What it says.}}}
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: trade
    limit: 60/2s by user
    repeat: never
    request: {line: {type: Text, means: What it says.}}
    response: Note
  write_all:
    does: Writes notes.
    guide: post-notes
    call: POST /api/v5/notes
    access: trade
    limit: 60/2s by user
    repeat: never
    batch: {of: write, up_to: 20}
    response: Note[]
  forget:
    does: Forgets notes.
    guide: post-forget
    call: POST /api/v5/forget
    access: trade
    limit: 60/2s by user
    repeat: always
    request: {line: {type: Text, means: What it says.}}
    batch: {up_to: 10}
    response: Note
";
    shared_expands("calls", "rest/notes.yaml", yaml, &quote!(calls), &["static ALL"]);
}
