//! What is generated in place of a module with mistakes.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{call, golden, items, label, printed, read_described, read_own};
use crate::stub::{self, Failure};

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

/// The places of the reader's diagnostics and the declared types, at a place in the user's code.
fn failure(yaml: &str) -> Failure {
    let failure = read_own(yaml).err().expect("the file has mistakes");
    let diagnostics = failure.diagnostics.iter().map(|diagnostic| diagnostic.at.to_string()).collect();
    Failure { span: Span::call_site(), diagnostics, declared: failure.declared }
}

fn stubbed(arguments: TokenStream, failure: &Failure) -> String {
    printed(&items(&stub::module(&call(arguments), failure)))
}

#[test]
fn own_file() {
    golden("stub_of_own_file", FIVE_MISTAKES, &stubbed(quote!(path = "my.yaml"), &failure(FIVE_MISTAKES)));
}

#[test]
fn mistakes_in_shipped_files_are_reported_once() {
    let silent = Failure { diagnostics: Vec::new(), ..failure(FIVE_MISTAKES) };
    let stub = stubbed(quote!(errors), &silent);
    golden("stub_of_shipped_file", "a mistake in a shipped file, seen from `errors`", &stub);
}

#[test]
fn what_is_not_declared_here_has_no_stub() {
    let silent = Failure { diagnostics: Vec::new(), ..failure(FIVE_MISTAKES) };
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
    let described = read_described(&[("ws/public.yaml", yaml)]).expect_err("there is a mistake in it");
    let failure = Failure { span: Span::call_site(), diagnostics: Vec::new(), declared: described.declared };
    let stubs = |arguments| items(&stub::module(&call(arguments), &failure)).iter().map(label).collect::<Vec<_>>();
    assert_eq!(stubs(quote!(socket = "public")), ["type Note", "type Notes", "type NotesChannel"]);
    assert_eq!(stubs(quote!(socket = "private")), [""; 0]);
    assert_eq!(stubs(quote!(channels)), ["static ALL"]);
}
