//! The expansions of channels and operations.

use quote::quote;

use super::{SOCKETS, described, expanded, keeps, shared_expands};

#[test]
fn channel() {
    let yaml = "
objects:
  Note: {does: A note., fields: {line: {type: Text, means: What it says.}}}
channels:
  notes:
    does: Tells of notes.
    guide: ws-notes
    names: [notes]
    login: true
    arguments: {depth: {type: Integer?, means: How many.}}
    push: Note[]
";
    let labels = ["struct Notes", "impl Notes", "impl Channel for Notes"];
    shared_expands("channel", "ws/public.yaml", yaml, &quote!(socket = "public"), &labels);
}

#[test]
fn channels_with_the_same_arguments() {
    let yaml = "
objects:
  Note: {does: A note., fields: {line: {type: Text, means: What it says.}}}
  NoteMessage: {does: What else is told., fields: {page: {type: Number?, means: Which page it is.}}}
channels:
  notes:
    does: Tells of notes.
    guide: ws-notes
    names: [notes, notes-5]
    arguments: {about: {type: Text, means: What they are about.}}
    push: Note[]
    beside: NoteMessage
";
    let labels = ["enum NotesChannel", "impl Notes", "impl Channel for Notes"];
    shared_expands("channels_that_are_alike", "ws/business.yaml", yaml, &quote!(socket = "business"), &labels);
    shared_expands("channel_table", "ws/business.yaml", yaml, &quote!(channels), &["static ALL"]);
}

#[test]
fn pushes() {
    let calls = "
chapter: Notes
does: Notes.
guide: notes
objects:
  Note:
    does: A note.
    fields:
      id: {type: Text, means: Which note it is.}
      ts: {type: Timestamp, means: When it was written.}
      seqId: {type: Number?, means: Its number.}
endpoints:
  list:
    does: Lists notes.
    guide: get-notes
    call: GET /api/v5/notes
    access: public
    limit: 60/2s by ip
    request:
      bar: {type: Text, means: How long they are.}
      about: {type: Text?, means: What they are about.}
      after: {type: Timestamp?, means: Only older ones.}
    response: Note[]
    pages: {by: ts, older: after, up_to: 100, id: id}
";
    let channels = "
channels:
  notes:
    does: Pushes notes.
    guide: ws-notes
    names: [note1m, note1H]
    arguments: {about: {type: Text?, means: What they are about.}}
    push: notes.Note[]
    silence: {at_most: 5s, unless: about}
    excludes: {note1m: [note1H]}
    once:
      - {by: [id], when: {seqId: present}}
      - by: [id, ts]
    heavy: [note1m]
    snapshot: full
    filled_by:
      id: [id]
      time: ts
      calls: [{call: notes.list, takes: [about], bar: {bar: note}, each: {about: [a, b]}, complete: true}]
";
    let spec = described(&[("rest/notes.yaml", calls), ("ws/public.yaml", channels)]);
    keeps("pushes", channels, &expanded(quote!(socket = "public"), &spec), &["impl Channel for Notes"]);
}

#[test]
fn connection() {
    let spec = described(&[("ids.yaml", "ids: {}\n")]);
    keeps("connection", SOCKETS, &expanded(quote!(environments), &spec), &["static CONNECTION"]);
}

#[test]
fn operation() {
    let calls = "
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
    request: {line: {type: Text, means: What it says.}, place: {type: Text?, means: Where it hangs.}}
    response: Note
";
    let operations = "
operations:
  write:
    does: Writes a note over a socket.
    guide: ws-write
    op: note
    socket: private
    of: notes.write
    without: [place]
    adds: {code: {type: Number, means: Where it hangs.}}
    limit: 5/2s by user
";
    let spec = described(&[("rest/notes.yaml", calls), ("ws/operations.yaml", operations)]);
    let labels = ["impl SocketEndpoint for :: okx_client :: api :: notes :: Write", "static ALL"];
    keeps("operation", operations, &expanded(quote!(operations), &spec), &labels);
    let call = expanded(quote!(chapter = "notes"), &spec);
    keeps("call_with_operation", operations, &call, &["struct Write"]);
}
