//! Matches the rows of a reply with the items of the request: by the IDs that both contain, and by position only if no row contradicts the
//! order.

use super::client_order_ids::ClientOrderIds;
use crate::api::Request;
use crate::error::Error;
use crate::facts::{Fields, Form, RowSink};
use crate::fields::decode;
use crate::fields::items::{field, wire_text};
use crate::fields::reader::Reader;
use crate::value::{Json, Text};

/// The values that identify an item or a row, by wire name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity(Vec<(&'static str, Text)>);

/// How the identity of a row relates to that of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// They have a value in common.
    Same,
    /// They have a field in common whose values differ.
    Different,
    /// They have no field in common.
    Incomparable,
}

/// The rows that were found for an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MatchedRows {
    /// The row at this index.
    One(usize),
    /// Several rows, at these indexes.
    Several(Vec<usize>),
    /// At its position there is a row about another item, identified by this value.
    Other(Text),
    /// No row.
    None,
}

impl Identity {
    /// The values of these fields of a request or a row.
    fn of(fields: &dyn Fields, wires: &[&'static str]) -> Self {
        let own = |wire: &str| wire_text(field(fields, wire)).map(|text| Text::from(&*text));
        // A raw member with the name of a field is sent instead of that field.
        let value = |wire: &&'static str| {
            let text = match fields.extra().and_then(|extra| extra.get(wire)) {
                Some(added) => single_text(added),
                None => own(wire),
            };
            text.map(|text| (*wire, text))
        };
        Self(wires.iter().filter_map(value).collect())
    }

    /// An identity with these values, for tests.
    #[cfg(test)]
    pub(crate) fn from_texts<const N: usize>(values: [(&'static str, &str); N]) -> Self {
        Self(values.into_iter().map(|(wire, text)| (wire, text.into())).collect())
    }

    /// The identities of a request's items, including the names that were generated for them.
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

    /// Wire names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(wire, text)| (*wire, &**text))
    }

    /// The value of the field with this wire name.
    pub(crate) fn get(&self, wire: &str) -> Option<&str> {
        self.iter().find_map(|(own, text)| (own == wire).then_some(text))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn relation(&self, row: &Self) -> Relation {
        let compared = self.iter().filter_map(|(wire, own)| row.get(wire).map(|found| own == found));
        compared.fold(Relation::Incomparable, |relation, is_same| match (relation, is_same) {
            (Relation::Different, _) | (_, false) => Relation::Different,
            (Relation::Same | Relation::Incomparable, true) => Relation::Same,
        })
    }

    /// The value that identifies a row that is not about `item`.
    fn value_unlike(&self, item: &Self) -> Text {
        let different = item.iter().find_map(|(wire, own)| self.get(wire).filter(|found| *found != own));
        different.or_else(|| self.iter().next().map(|(_, text)| text)).unwrap_or_default().into()
    }
}

/// The text of a JSON value; `None` if it identifies nothing, because it is empty, `null`, an array or an object.
fn single_text(json: &Json) -> Option<Text> {
    decode::text(&mut Reader::new(json.get())).ok().filter(|text| !text.is_empty())
}

/// Finds the rows of each item.
pub(super) fn match_rows(items: &[Identity], rows: &[Identity]) -> Vec<MatchedRows> {
    let mut rows_of = vec![Vec::new(); items.len()];
    let is_same = |item: usize, row: usize| items[item].relation(&rows[row]) == Relation::Same;
    let mut is_in_order = rows.len() == items.len();
    let is_in_position = |row: usize| row < items.len() && is_same(row, row);
    for row in (0..rows.len()).filter(|row| is_in_position(*row)) {
        rows_of[row].push(row);
    }
    for row in (0..rows.len()).filter(|row| !is_in_position(*row)) {
        let mut candidates = (0..items.len()).filter(|item| is_same(*item, row));
        let free = candidates.clone().find(|item| rows_of[*item].is_empty());
        if let Some(item) = free.or_else(|| candidates.next()) {
            rows_of[item].push(row);
            is_in_order = false;
        } else if items.iter().any(|item| item.relation(&rows[row]) == Relation::Different) {
            is_in_order = false;
        }
    }
    let matched = |(item, mut found): (usize, Vec<usize>)| match (found.pop(), rows.get(item)) {
        (Some(row), _) if found.is_empty() => MatchedRows::One(row),
        (Some(row), _) => MatchedRows::Several([found, vec![row]].concat()),
        // If all rows with an identity are in their positions, so are those without one.
        (None, Some(_)) if is_in_order => MatchedRows::One(item),
        (None, Some(row))
            if items[item].relation(row) == Relation::Different
                && !items.iter().any(|own| own.relation(row) == Relation::Same) =>
        {
            MatchedRows::Other(row.value_unlike(&items[item]))
        }
        (None, _) => MatchedRows::None,
    };
    rows_of.into_iter().enumerate().map(matched).collect()
}

/// A row sink that records the identity of each row, including rows that were rejected or could only be read in part.
pub(super) struct IdentityRecorder<'a> {
    rows: &'a mut dyn RowSink,
    wires: &'static [&'static str],
    identities: Vec<Identity>,
}

impl<'a> IdentityRecorder<'a> {
    pub(super) fn new(rows: &'a mut dyn RowSink, wires: &'static [&'static str]) -> Self {
        Self { rows, wires, identities: Vec::new() }
    }

    pub(super) fn into_identities(self) -> Vec<Identity> {
        self.identities
    }
}

impl RowSink for IdentityRecorder<'_> {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let Self { rows, wires, identities } = self;
        rows.add(&mut |fields| {
            let read = read(fields);
            identities.push(Identity::of(fields, wires));
            read
        });
    }

    fn attach_text(&mut self, row: &str) {
        self.rows.attach_text(row);
    }

    fn pop(&mut self) {
        self.rows.pop();
        self.identities.pop();
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
        self.identities.clear();
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

/// If a row is not about the only item of a request, the value that identifies what it is about.
pub(super) fn is_about_another(item: &Identity, row: &Identity) -> Option<Text> {
    (item.relation(row) == Relation::Different).then(|| row.value_unlike(item))
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
    fn matches(items: &[&str], rows: &[&str], expected: &[&str]) {
        let shown = |found: &MatchedRows| match found {
            MatchedRows::One(row) => row.to_string(),
            MatchedRows::Several(rows) => format!("{rows:?}"),
            MatchedRows::Other(other) => format!("about {other}"),
            MatchedRows::None => "nothing".to_owned(),
        };
        let found: Vec<_> = match_rows(&named(items), &named(rows)).iter().map(shown).collect();
        assert_eq!(found, expected, "{rows:?}");
    }

    #[test]
    fn rows_are_matched_by_identity() {
        matches(&["a", "b", "c"], &["a", "b", "c"], &["0", "1", "2"]);
        matches(&["a", "b", "c"], &["c", "a", "b"], &["1", "2", "0"]);
        matches(&["a", "b", "c"], &["a", "c"], &["0", "nothing", "1"]);
        matches(&["a", "b"], &["a", "x"], &["0", "about x"]);
        matches(&["a"], &["x"], &["about x"]);
    }

    #[test]
    fn surplus_rows_are_not_given_to_other_items() {
        matches(&["a", "b"], &["a", "a", "b"], &["[0, 1]", "2"]);
        matches(&["a", "b"], &["a", "b", "x"], &["0", "1"]);
        matches(&["a", "b"], &["a", "a"], &["[0, 1]", "nothing"]);
    }

    #[test]
    fn rows_without_identity_are_matched_by_position_unless_another_row_is_out_of_place() {
        matches(&["a", "b"], &["", ""], &["0", "1"]);
        matches(&["a", "b"], &["", "b"], &["0", "1"]);
        matches(&["a", "b"], &["", "a"], &["1", "nothing"]);
        matches(&["a", "b", "c"], &["", ""], &["nothing", "nothing", "nothing"]);
        matches(&["a", "b"], &["", "x"], &["nothing", "about x"]);
    }

    #[test]
    fn two_items_of_the_same_name_are_matched_by_position() {
        matches(&["a", "a"], &["a", "a"], &["0", "1"]);
    }
}
