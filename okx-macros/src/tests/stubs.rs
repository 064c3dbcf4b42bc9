//! What stands in for a module that cannot be made.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{call, golden, items, label, printed, read_described, read_own};
use crate::refusal::Refusal;
use crate::stub;

const FIVE_MISTAKES: &str = "chapter: My calls
does: Calls of my own.
guide: my-calls
enums:
  Mood: {does: How a note reads., values: {up: It smiles., UP: It smiles more.}}
endpoints:
  write:
    does: Writes a note.
    guide: post-note
    call: POST /api/v5/note
    access: anybody
    limit: 20/2s
    request: {mood: {type: Mod, means: How it reads.}}
    response: Ticker
";

/// Complaints of the reader, and what it saw declared, at a place in the user's code.
fn refusal(yaml: &str) -> Refusal {
    let failure = read_own(yaml).err().expect("the file has mistakes");
    let complaints = failure.complaints.iter().map(|complaint| complaint.at.to_string()).collect();
    Refusal { span: Span::call_site(), complaints, declared: failure.declared }
}

fn stubbed(arguments: TokenStream, refusal: &Refusal) -> String {
    printed(&items(&stub::module(&call(arguments), refusal)))
}

#[test]
fn own_file() {
    golden("stub_of_own_file", FIVE_MISTAKES, &stubbed(quote!(path = "my.yaml"), &refusal(FIVE_MISTAKES)));
}

#[test]
fn shipped_mistakes_are_told_once() {
    let silent = Refusal { complaints: Vec::new(), ..refusal(FIVE_MISTAKES) };
    let stub = stubbed(quote!(errors), &silent);
    golden("stub_of_shipped_file", "a mistake in a shipped file, seen from `errors`", &stub);
}

#[test]
fn what_is_not_declared_here_has_no_stub() {
    let silent = Refusal { complaints: Vec::new(), ..refusal(FIVE_MISTAKES) };
    let stub = stubbed(quote!(ids), &silent);
    assert_eq!(stub, "");
}

#[test]
fn what_a_socket_declares_has_a_stub() {
    let yaml = "
objects:
  Note: {does: A note., fields: {line: {type: Texd, means: What it says.}}}
channels:
  notes: {does: Tells of notes., guide: ws-notes, names: [notes, notes-5], push: \"Note[]\"}
";
    let failure = read_described(&[("ws/public.yaml", yaml)]).expect_err("there is a mistake in it");
    let refusal = Refusal { span: Span::call_site(), complaints: Vec::new(), declared: failure.declared };
    let stubs = |arguments| items(&stub::module(&call(arguments), &refusal)).iter().map(label).collect::<Vec<_>>();
    assert_eq!(stubs(quote!(socket = "public")), ["type Note", "type Notes", "type NotesChannel"]);
    assert_eq!(stubs(quote!(socket = "private")), [""; 0]);
    assert_eq!(stubs(quote!(channels)), ["static ALL"]);
}
