//! The examples of a section.

use okx_spec::model::Method;

use super::guess::{GuessKind, Guesses, excerpt};
use super::json::{self, Json};
use super::layout;
use super::page::Code;

/// One labelled example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What the page calls it.
    pub label: String,
    /// What it shows.
    pub role: Role,
    /// The request lines in it: method and path with query.
    pub calls: Vec<(Method, String)>,
    /// The JSON in it.
    pub json: Vec<Json>,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// What comes back when it failed.
    Failure,
    /// What is pushed.
    Push,
    /// The label does not say.
    Other,
}

impl Example {
    pub(super) fn labelled(label: &str) -> Self {
        Self { label: label.to_owned(), role: layout::role(label), calls: Vec::new(), json: Vec::new() }
    }

    /// Adds what a block of code contains. Programs are left out.
    pub(super) fn add(&mut self, code: &Code, guesses: &mut Guesses) {
        if is_program(code) {
            return;
        }
        let mut rest = code.text.as_str();
        while let Some((found, after)) = next(rest, &self.label, guesses) {
            match found {
                Piece::Call(method, target) => self.calls.push((method, target)),
                Piece::Json(json) => self.json.push(json),
                Piece::Nothing => {}
            }
            rest = after;
        }
    }

    /// Whether nothing was found in it.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.json.is_empty()
    }

    /// Corrects a label that its own content contradicts.
    pub(super) fn settle(mut self, guesses: &mut Guesses) -> Self {
        if self.role == Role::Response && self.json.is_empty() && !self.calls.is_empty() {
            guesses.note(GuessKind::RequestUnderResponse { label: excerpt(&self.label) });
            self.role = Role::Request;
        }
        self
    }
}

fn is_program(code: &Code) -> bool {
    code.language.as_deref().is_some_and(layout::is_program)
}

enum Piece {
    Call(Method, String),
    Json(Json),
    Nothing,
}

/// Takes the next line, or the whole JSON value that begins on it.
fn next<'a>(text: &'a str, label: &str, guesses: &mut Guesses) -> Option<(Piece, &'a str)> {
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        return Some(json_piece(text, label, guesses));
    }
    let line = text.lines().next()?;
    let after_line = text.get(line.len()..).unwrap_or_default();
    Some((call(line).map_or(Piece::Nothing, |(method, target)| Piece::Call(method, target)), after_line))
}

/// What could not be read is not read again, so that the time stays proportional to the text.
fn json_piece<'a>(text: &'a str, label: &str, guesses: &mut Guesses) -> (Piece, &'a str) {
    match json::read(text) {
        Ok(found) => {
            for repair in found.repairs {
                let repair = repair.to_string();
                guesses.note(GuessKind::RepairedJson { label: excerpt(label), repair });
            }
            (Piece::Json(found.json), text.get(found.end..).unwrap_or_default())
        }
        Err(at) => {
            guesses.note(GuessKind::UnreadableJson { label: excerpt(label) });
            let unread = text.get(at..).unwrap_or_default();
            (Piece::Nothing, unread.split_once('\n').map_or("", |(_, after)| after))
        }
    }
}

/// `GET /path?query`. Anything before the method on the line is ignored.
fn call(line: &str) -> Option<(Method, String)> {
    let mut words = line.split_whitespace();
    let method = words.find_map(layout::method)?;
    let target = words.next().filter(|word| word.starts_with('/'))?;
    Some((method, target.to_owned()))
}
