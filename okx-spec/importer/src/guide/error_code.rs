//! Result codes, collected from every table that lists them.

use std::collections::{BTreeMap, BTreeSet};

use super::guess::{GuessKind, Guesses, excerpt};
use super::outline::Outline;
use super::table::Rows;

/// One code as the guide states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The code.
    pub code: String,
    /// The sub-code, where the row is about one.
    pub sub_code: Option<String>,
    /// The HTTP statuses it comes with; the guide gives some codes two.
    pub http: Vec<u16>,
    /// Its texts. They are only compared.
    pub messages: Vec<String>,
    /// The sections that list it.
    pub anchors: Vec<String>,
}

impl ErrorCode {
    /// Code and sub-code as our description writes them: `51008_1000`.
    pub fn key(&self) -> String {
        match &self.sub_code {
            Some(sub_code) => format!("{}_{sub_code}", self.code),
            None => self.code.clone(),
        }
    }
}

/// Codes as they are collected; the same code in two tables is one code.
#[derive(Debug, Default)]
pub(super) struct ErrorCodes {
    codes: Vec<ErrorCode>,
    places: BTreeMap<(String, Option<String>), usize>,
    /// The texts found so far, each with the place of its code.
    noted: BTreeSet<(usize, String)>,
}

impl ErrorCodes {
    /// Adds the codes of one section.
    pub(super) fn add(&mut self, anchor: &str, outline: &Outline<'_>, guesses: &mut Guesses) {
        for row in outline.code_tables.iter().flat_map(Rows::codes) {
            let Some((code, sub_code)) = read_code(row.code) else {
                guesses.note(GuessKind::NotACode { text: excerpt(row.code) });
                continue;
            };
            let place = self.place(code, sub_code);
            let code = &mut self.codes[place];
            note_http(code, row.http, guesses);
            if !row.message.text.is_empty() && self.noted.insert((place, row.message.text.clone())) {
                code.messages.push(row.message.text.clone());
            }
            if code.anchors.last().is_none_or(|last| last != anchor) {
                code.anchors.push(anchor.to_owned());
            }
        }
    }

    pub(super) fn finish(self) -> Vec<ErrorCode> {
        self.codes
    }

    /// The place of a code, made if it is new.
    fn place(&mut self, code: &str, sub_code: Option<&str>) -> usize {
        *self.places.entry((code.to_owned(), sub_code.map(str::to_owned))).or_insert_with_key(|(code, sub_code)| {
            self.codes.push(ErrorCode {
                code: code.clone(),
                sub_code: sub_code.clone(),
                http: Vec::new(),
                messages: Vec::new(),
                anchors: Vec::new(),
            });
            self.codes.len() - 1
        })
    }
}

/// `51008` or `51008_1000`.
fn read_code(text: &str) -> Option<(&str, Option<&str>)> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (code, sub_code) = text.trim().split_once('_').map_or((text.trim(), None), |(code, sub)| (code, Some(sub)));
    (digits(code) && sub_code.is_none_or(digits)).then_some((code, sub_code))
}

fn note_http(code: &mut ErrorCode, text: &str, guesses: &mut Guesses) {
    let Ok(status) = text.trim().parse::<u16>() else {
        if !text.trim().is_empty() {
            guesses.note(GuessKind::UnknownHttpStatus { code: code.key(), text: excerpt(text) });
        }
        return;
    };
    if code.http.contains(&status) {
        return;
    }
    if !code.http.is_empty() {
        let others = code.http.iter().map(u16::to_string).collect::<Vec<_>>().join(" and ");
        guesses.note(GuessKind::SeveralHttpStatuses { code: code.key(), status, others });
    }
    code.http.push(status);
}
