//! Calls.

use okx_spec::model::{Access, Endpoint, Model, PageOrder, Repeat};

use super::rule::rules;
use super::{About, Comparison, Pair, paired};
use crate::diff::call_name;
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn calls(&mut self) {
        for pair in paired(&self.old.endpoints, &self.new.endpoints, |one| call_name(one.method, &one.path)) {
            match pair {
                Pair::Old(one) => self.gone_or_moved(one),
                Pair::New(one) => {
                    let has_moved = find_named(self.old, &rust_path(self.new, one)).is_some();
                    if !has_moved {
                        self.fresh(&call_name(one.method, &one.path), "", &one.at, Grade::Additive);
                    }
                }
                Pair::Both(old, new) => self.call(old, new),
            }
        }
    }

    /// A call of the same name on another path is the same call to those who use it.
    fn gone_or_moved(&mut self, old: &Endpoint) {
        let subject = call_name(old.method, &old.path);
        let new = find_named(self.new, &rust_path(self.old, old));
        let Some(new) = new.filter(|new| !has_call(self.old, new)) else {
            return self.gone(&subject, "", &old.at);
        };
        let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
        let text = format!("it is now {}", call_name(new.method, &new.path));
        self.find(&about, Change::Moved, Grade::Additive, text);
        self.call(old, new);
    }

    fn call(&mut self, old: &Endpoint, new: &Endpoint) {
        let subject = call_name(old.method, &old.path);
        let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
        self.renamed(&about, &rust_path(self.old, old), &rust_path(self.new, new));
        if old.access != new.access {
            let text = format!("`{}` is `{}` now", old.access.as_str(), new.access.as_str());
            let grade = if rights(new.access) > rights(old.access) { Grade::Breaking } else { Grade::Additive };
            self.find(&about, Change::Access, grade, text);
        }
        let row = |model: &Model, one: &Endpoint| (model[one.response.row].name.clone(), one.response.many);
        self.same(&about, &row(self.old, old), &row(self.new, new), Grade::Breaking, "what comes back");
        let grade = if new.deadline { Grade::Additive } else { Grade::Breaking };
        self.same(&about, &old.deadline, &new.deadline, grade, "whether it takes a deadline");
        self.same(&about, &old.reduces_risk, &new.reduces_risk, Grade::Additive, "whether it reduces risk");
        let repeats = (repeat(self.old, old), repeat(self.new, new));
        self.same(&about, &repeats.0, &repeats.1, Grade::Additive, "what makes a second sending safe");
        let questions = (asked_by(self.old, old), asked_by(self.new, new));
        let grade = if questions.1.is_some() { Grade::Additive } else { Grade::Breaking };
        self.same(&about, &questions.0, &questions.1, grade, "how it is asked what became of it");
        self.batch(&about, old, new);
        self.pages(&about, old, new);
        let demands = |model: &Model, one: &Endpoint| rules(&one.rules, &model[one.request]);
        self.demands(&about, &demands(self.old, old), &demands(self.new, new));
        self.draws(&about, &old.draws, &new.draws);
        let words = |one: &Endpoint| format!("{}\n{}", one.does, one.guide);
        self.sentence(&about, &words(old), &words(new));
    }

    fn batch(&mut self, about: &About<'_>, old: &Endpoint, new: &Endpoint) {
        let item =
            |model: &Model, one: &Endpoint| one.batch.as_ref().map(|batch| batch.of.map(|of| model[of].name.clone()));
        self.same(about, &item(self.old, old), &item(self.new, new), Grade::Breaking, "what it is a batch of");
        let up_to = |one: &Endpoint| one.batch.as_ref().map(|batch| batch.up_to);
        let grade = if up_to(new) > up_to(old) { Grade::Additive } else { Grade::Breaking };
        if up_to(old).is_some() && up_to(new).is_some() {
            self.same(about, &up_to(old), &up_to(new), grade, "how many items it takes");
        }
    }

    fn pages(&mut self, about: &About<'_>, old: &Endpoint, new: &Endpoint) {
        let (before, after) = (pages(self.old, old), pages(self.new, new));
        let is_lost = before.is_some() && after.is_none();
        let rows = |model: &Model, one: &Endpoint| model[one.page_row(model)].name.clone();
        let is_other = before.is_some() && rows(self.old, old) != rows(self.new, new);
        let grade = if is_lost || is_other { Grade::Breaking } else { Grade::Additive };
        self.same(about, &before, &after, grade, "how its list is paged");
    }
}

/// How much a key must be allowed; nothing where there need be none.
fn rights(access: Access) -> u8 {
    match access {
        Access::Public | Access::Either => 0,
        Access::Read => 1,
        Access::Trade => 2,
        Access::Withdraw => 3,
    }
}

fn find_named<'m>(model: &'m Model, path: &str) -> Option<&'m Endpoint> {
    model.endpoints.iter().find(|one| rust_path(model, one) == path)
}

fn has_call(model: &Model, call: &Endpoint) -> bool {
    model.endpoints.iter().any(|one| (one.method, &one.path) == (call.method, &call.path))
}

/// `trade::PlaceOrder`.
fn rust_path(model: &Model, endpoint: &Endpoint) -> String {
    format!("{}::{}", model[endpoint.chapter].name, endpoint.type_name)
}

fn repeat(model: &Model, endpoint: &Endpoint) -> String {
    match endpoint.repeat {
        Repeat::Always => "always".to_owned(),
        Repeat::Never => "never".to_owned(),
        Repeat::By(place) => wires(model, endpoint, &[place]).join(""),
    }
}

/// The question with fields and its call by name.
fn asked_by(model: &Model, endpoint: &Endpoint) -> Option<impl PartialEq + use<>> {
    let asked_by = endpoint.asked_by.as_ref()?;
    let question = &model[asked_by.call];
    let made = asked_by.made.and_then(|place| model[question.response.row].fields.get(place));
    let taken = wires(model, endpoint, &[&[asked_by.name], &*asked_by.with].concat());
    let made = made.map(|field| field.wire.clone());
    Some((rust_path(model, question), taken, asked_by.missing.clone(), made, asked_by.remembered))
}

fn wires(model: &Model, endpoint: &Endpoint, places: &[usize]) -> Vec<String> {
    let fields = &model[endpoint.request].fields;
    places.iter().filter_map(|place| fields.get(*place)).map(|field| field.wire.clone()).collect()
}

/// How a list is paged with fields by name.
fn pages(model: &Model, endpoint: &Endpoint) -> Option<impl PartialEq + use<>> {
    let pages = endpoint.pages.as_ref()?;
    let sent = |place: usize| wires(model, endpoint, &[place]).join("");
    let row = model[endpoint.page_row(model)].fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
    let told = |place: usize| row.get(place).cloned().unwrap_or_default();
    let order = match &pages.order {
        PageOrder::Number(number) => (vec![sent(*number)], Vec::new(), false),
        PageOrder::Cursor(cursor) => {
            let fields = vec![told(cursor.by), sent(cursor.older), cursor.newer.map(sent).unwrap_or_default()];
            let with = cursor.with.iter().map(|(place, value)| (sent(*place), value.clone())).collect();
            (fields, with, cursor.includes)
        }
    };
    let list = pages.rows.and_then(|place| model[endpoint.response.row].fields.get(place));
    Some((order, pages.size.map(sent), pages.up_to, pages.id.map(told), list.map(|list| list.wire.clone())))
}
