//! The expansions of channels and operations.

use quote::quote;

use super::{described, expanded, keeps, shared_expands};

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
    shared_expands("channel", "ws/public.yaml", yaml, quote!(socket = "public"), &labels);
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
    shared_expands("channels_that_are_alike", "ws/business.yaml", yaml, quote!(socket = "business"), &labels);
    shared_expands("channel_table", "ws/business.yaml", yaml, quote!(channels), &["static ALL"]);
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
