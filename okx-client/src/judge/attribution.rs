//! Which row of a reply is about which item of the request: by the identities that both have, and by the place only where no row says
//! otherwise.

use super::client_order_ids::ClientOrderIds;
use crate::api::Request;
use crate::error::Error;
use crate::facts::{Fields, Form, RowSink};
use crate::fields::decode;
use crate::fields::items::{field, wire_text};
use crate::fields::reader::Reader;
use crate::value::{Json, Text};

/// What tells a thing from all others, by wire name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity(Vec<(&'static str, Text)>);

/// How the identity of a row is related to that of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// They have one in common.
    Same,
    /// They have a field in common whose values differ.
    Other,
    /// They have nothing in common that could be compared.
    Silent,
}

/// What there is for an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Attributed {
    /// The row at this place.
    Row(usize),
    /// Several rows, at these places.
    Rows(Vec<usize>),
    /// In its place there is a row about something else, named here.
    Other(Text),
    /// Nothing.
    Nothing,
}

impl Identity {
    /// What these fields of a request or a row say.
    fn of(fields: &dyn Fields, wires: &[&'static str]) -> Self {
        let own = |wire: &str| wire_text(field(fields, wire)).map(|text| Text::from(&*text));
        // A member that was added under the name of a field is sent in its place.
        let told = |wire: &&'static str| {
            let text = match fields.extra().and_then(|extra| extra.get(wire)) {
                Some(added) => single_text(added),
                None => own(wire),
            };
            text.map(|text| (*wire, text))
        };
        Self(wires.iter().filter_map(told).collect())
    }

    /// What the items of a request say, with the names that were made for them.
    pub(crate) fn of_items(request: Request<'_>, ids: Option<&ClientOrderIds>) -> Vec<Self> {
        let of = |(index, item)| {
            let mut identity = Self::of(item, request.operation.identities);
            if let Some(made) = ids.and_then(|ids| ids.made(index)) {
                let wire = item.shape().wire[made.place];
                identity.0.retain(|(own, _)| *own != wire);
                identity.0.push((wire, made.text.into()));
            }
            identity
        };
        request.items.each().enumerate().map(of).collect()
    }

    /// Wire names and what they hold.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(wire, text)| (*wire, &**text))
    }

    /// What the field of this wire name holds.
    pub(crate) fn get(&self, wire: &str) -> Option<&str> {
        self.iter().find_map(|(own, text)| (own == wire).then_some(text))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn relation(&self, row: &Self) -> Relation {
        let compared = self.iter().filter_map(|(wire, own)| row.get(wire).map(|told| own == told));
        compared.fold(Relation::Silent, |relation, is_same| match (relation, is_same) {
            (Relation::Other, _) | (_, false) => Relation::Other,
            (Relation::Same | Relation::Silent, true) => Relation::Same,
        })
    }

    /// What it is called where it is not what was asked about.
    fn told_instead(&self, asked: &Self) -> Text {
        let other = asked.iter().find_map(|(wire, own)| self.get(wire).filter(|told| *told != own));
        other.or_else(|| self.iter().next().map(|(_, text)| text)).unwrap_or_default().into()
    }
}

/// The text of a JSON value; `None` where it identifies nothing, because it is empty, `null`, an array or an object.
fn single_text(json: &Json) -> Option<Text> {
    decode::text(&mut Reader::new(json.get())).ok().filter(|text| !text.is_empty())
}

/// Finds the row of each item.
pub(super) fn attribute(asked: &[Identity], told: &[Identity]) -> Vec<Attributed> {
    let mut rows_of = vec![Vec::new(); asked.len()];
    let is_same = |item: usize, row: usize| asked[item].relation(&told[row]) == Relation::Same;
    let mut is_in_order = told.len() == asked.len();
    let stands_in_place = |row: usize| row < asked.len() && is_same(row, row);
    for row in (0..told.len()).filter(|row| stands_in_place(*row)) {
        rows_of[row].push(row);
    }
    for row in (0..told.len()).filter(|row| !stands_in_place(*row)) {
        let mut candidates = (0..asked.len()).filter(|item| is_same(*item, row));
        let free = candidates.clone().find(|item| rows_of[*item].is_empty());
        if let Some(item) = free.or_else(|| candidates.next()) {
            rows_of[item].push(row);
            is_in_order = false;
        } else if asked.iter().any(|item| item.relation(&told[row]) == Relation::Other) {
            is_in_order = false;
        }
    }
    let attributed = |(item, mut rows): (usize, Vec<usize>)| match (rows.pop(), told.get(item)) {
        (Some(row), _) if rows.is_empty() => Attributed::Row(row),
        (Some(row), _) => Attributed::Rows([rows, vec![row]].concat()),
        // Where all rows that say what they are about stand in their places, so do those that do not say it.
        (None, Some(_)) if is_in_order => Attributed::Row(item),
        (None, Some(row))
            if asked[item].relation(row) == Relation::Other
                && !asked.iter().any(|own| own.relation(row) == Relation::Same) =>
        {
            Attributed::Other(row.told_instead(&asked[item]))
        }
        (None, _) => Attributed::Nothing,
    };
    rows_of.into_iter().enumerate().map(attributed).collect()
}

/// The rows of a reply, with a note of the identity of each, also of those that were refused or could not be read to their end.
pub(super) struct Noting<'a> {
    rows: &'a mut dyn RowSink,
    wires: &'static [&'static str],
    noted: Vec<Identity>,
}

impl<'a> Noting<'a> {
    pub(super) fn new(rows: &'a mut dyn RowSink, wires: &'static [&'static str]) -> Self {
        Self { rows, wires, noted: Vec::new() }
    }

    pub(super) fn into_noted(self) -> Vec<Identity> {
        self.noted
    }
}

impl RowSink for Noting<'_> {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let Self { rows, wires, noted } = self;
        rows.add(&mut |fields| {
            let read = read(fields);
            noted.push(Identity::of(fields, wires));
            read
        });
    }

    fn attach_text(&mut self, row: &str) {
        self.rows.attach_text(row);
    }

    fn pop(&mut self) {
        self.rows.pop();
        self.noted.pop();
    }

    fn row_size(&self) -> usize {
        self.rows.row_size() + size_of::<Identity>()
    }

    fn map_errors(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        self.rows.map_errors(change);
    }

    fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.noted.clear();
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn form(&self) -> Form {
        self.rows.form()
    }

    fn reports_outcomes(&self) -> bool {
        self.rows.reports_outcomes()
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        self.rows.row(index)
    }
}

/// Whether a row is about something else than the only item that was asked about; what, then.
pub(super) fn is_about_another(asked: &Identity, told: &Identity) -> Option<Text> {
    (asked.relation(told) == Relation::Other).then(|| told.told_instead(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Identity> {
        let identity =
            |name: &&str| if name.is_empty() { Identity::default() } else { Identity(vec![("id", (*name).into())]) };
        names.iter().map(identity).collect()
    }

    #[track_caller]
    fn finds(asked: &[&str], told: &[&str], expected: &[&str]) {
        let shown = |found: &Attributed| match found {
            Attributed::Row(row) => row.to_string(),
            Attributed::Rows(rows) => format!("{rows:?}"),
            Attributed::Other(other) => format!("about {other}"),
            Attributed::Nothing => "nothing".to_owned(),
        };
        let found: Vec<_> = attribute(&named(asked), &named(told)).iter().map(shown).collect();
        assert_eq!(found, expected, "{told:?}");
    }

    #[test]
    fn rows_are_found_by_their_identities() {
        finds(&["a", "b", "c"], &["a", "b", "c"], &["0", "1", "2"]);
        finds(&["a", "b", "c"], &["c", "a", "b"], &["1", "2", "0"]);
        finds(&["a", "b", "c"], &["a", "c"], &["0", "nothing", "1"]);
        finds(&["a", "b"], &["a", "x"], &["0", "about x"]);
        finds(&["a"], &["x"], &["about x"]);
    }

    #[test]
    fn rows_that_are_too_many_are_given_to_nobody_else() {
        finds(&["a", "b"], &["a", "a", "b"], &["[0, 1]", "2"]);
        finds(&["a", "b"], &["a", "b", "x"], &["0", "1"]);
        finds(&["a", "b"], &["a", "a"], &["[0, 1]", "nothing"]);
    }

    #[test]
    fn rows_that_do_not_say_what_they_are_about_stand_in_their_places_unless_another_does_not() {
        finds(&["a", "b"], &["", ""], &["0", "1"]);
        finds(&["a", "b"], &["", "b"], &["0", "1"]);
        finds(&["a", "b"], &["", "a"], &["1", "nothing"]);
        finds(&["a", "b", "c"], &["", ""], &["nothing", "nothing", "nothing"]);
        finds(&["a", "b"], &["", "x"], &["nothing", "about x"]);
    }

    #[test]
    fn two_items_of_one_name_have_the_rows_in_their_places() {
        finds(&["a", "a"], &["a", "a"], &["0", "1"]);
    }
}
