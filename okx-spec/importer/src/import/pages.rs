//! How the list of a call is paged, as far as the guide states it without doubt.

use okx_spec::internals::looks_paged;
use okx_spec::model::Method;

use super::entry::{quoted, todo, word};
use super::new_field::NewField;
use super::target::Target;
use super::{Importer, Once};
use crate::guide;

/// What the parameters of a bound are called: of older rows, and of newer ones.
const BOUNDS: &[(&str, &str)] = &[("after", "before"), ("endId", "beginId"), ("end", "begin"), ("endTs", "beginTs")];

/// The type of a time.
const TIME: &str = "Timestamp";

/// The parameter for the size of a page.
const SIZE: &str = "limit";

/// The times at which a row comes into being, by their usual names.
const CREATED: &[&str] = &["cTime", "ts"];

/// How many rows a page has at most where the guide does not say.
const USUAL: usize = 100;

impl Importer<'_> {
    /// The line of a new call for its paging; none where its list does not look paged.
    pub(super) fn pages_line(&self, call: &guide::Endpoint, request: &[NewField]) -> Option<String> {
        let is_paged = call.method == Method::Get && looks_paged(request.iter().map(|field| field.wire.as_str()));
        is_paged.then(|| {
            let counts = |field: &NewField| field.wire != SIZE || field.type_name == "Integer?";
            let is_known = request.iter().all(counts);
            let known = is_known.then(|| self.numbered(call, request).or_else(|| self.bounded(call, request)));
            format!("pages: {}", known.flatten().unwrap_or_else(unknown))
        })
    }

    /// Adds the key for paging to a call that looks paged because of a new parameter.
    pub(super) fn add_paging(&mut self, target: &Target) -> Option<()> {
        let Some(call) = self.call_of(target.shape).filter(|_| target.travel.query) else { return Some(()) };
        let is_silent = call.pages.is_none() && call.unpaged.is_none();
        let is_paged = looks_paged(target.siblings.iter().map(|field| field.name.as_str()));
        if is_silent && is_paged && self.is_first(Once::Pages { path: call.path.clone() }) {
            self.set_of_call(call, "pages", &unknown())?;
        }
        Some(())
    }

    fn bounded(&self, call: &guide::Endpoint, request: &[NewField]) -> Option<String> {
        let given = |wire: &str| request.iter().find(|field| field.wire == wire && !field.required);
        let (older, newer) = BOUNDS.iter().find_map(|(older, newer)| Some((given(older)?, given(newer))))?;
        let told = call.parameters.iter().find(|field| field.name == older.wire)?;
        let by =
            told.description.ticked.iter().find_map(|name| call.fields.iter().find(|field| field.name == *name))?;
        let by_type = self.plain_type(by)?;
        let fits = |bound: &NewField| {
            let bound_type = bound.type_name.trim_end_matches('?');
            bound_type == "Text" || bound_type == by_type
        };
        let newer = newer.filter(|bound| fits(bound)).map(|bound| format!(", newer: {}", word(&bound.wire)));
        fits(older).then(|| {
            let (by, older, newer) = (word(&by.name), word(&older.wire), newer.unwrap_or_default());
            let time = if by_type == TIME { String::new() } else { self.time(call) };
            format!("{{by: {by}, older: {older}{newer}, up_to: {}{time}}}", most(call))
        })
    }

    fn numbered(&self, call: &guide::Endpoint, request: &[NewField]) -> Option<String> {
        let number = request.iter().find(|field| field.wire == "page" && field.type_name == "Integer?")?;
        Some(format!("{{number: {}, up_to: {}{}}}", number.wire, most(call), self.time(call)))
    }

    /// The time of a row, for a list that is not paged by a time.
    fn time(&self, call: &guide::Endpoint) -> String {
        let times = || call.fields.iter().filter(|field| self.plain_type(field).is_some_and(|of| of == TIME));
        let created = times().find(|field| CREATED.contains(&field.name.as_str()));
        match created {
            Some(field) => format!(", time: {}", word(&field.name)),
            None if times().next().is_some() => ", time: none".to_owned(),
            None => String::new(),
        }
    }
}

/// The text where the guide states too little.
fn unknown() -> String {
    format!("{{cannot: {}}}", quoted(&todo("say how its list is paged")))
}

/// The largest number of rows that the guide mentions.
fn most(call: &guide::Endpoint) -> usize {
    let size = call.parameters.iter().find(|field| field.name == SIZE);
    let words = size.map(|size| size.description.text.as_str()).unwrap_or_default();
    let numbers = words.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok());
    numbers.filter(|number| (1..=10_000).contains(number)).max().unwrap_or(USUAL)
}
