//! REST calls, and the rules of calls and objects for their fields.

use okx_spec::model::{Access, AskedBy, Batch, Endpoint, Model, PageCursor, PageOrder, Pages, Repeat, Rule, Shape};

use super::sockets::row;
use super::{About, Comparison, Conditions, Pair, conditions, paired};
use crate::finding::{Aspect, CallName, Grade, Part, Revision, Subject};

/// A rule with fields by name, for places differ as soon as a field is added.
pub(super) type NamedRule = (&'static str, Vec<String>, Conditions, bool);

impl Comparison<'_> {
    pub(super) fn calls(&mut self) {
        for pair in paired(&self.old.endpoints, &self.new.endpoints, |one| CallName::from(one).to_string()) {
            match pair {
                Pair::Old(one) => self.removed_or_moved(one),
                Pair::New(one) => {
                    let has_moved = find_named(self.old, &rust_path(self.new, one)).is_some();
                    if !has_moved {
                        self.added(Subject::Call(one.into()), Part::Whole, &one.at, Grade::Additive);
                    }
                }
                Pair::Both(old, new) => self.call(old, new),
            }
        }
    }

    /// A call of the same name at another path is the same call to those who use it.
    fn removed_or_moved(&mut self, old: &Endpoint) {
        let subject = Subject::Call(old.into());
        let new = find_named(self.new, &rust_path(self.old, old));
        let Some(new) = new.filter(|new| !has_call(self.old, new)) else {
            return self.removed(subject, Part::Whole, &old.at);
        };
        let about = About::both(subject, Part::Whole, &old.at, &new.at);
        self.find(&about, Grade::Additive, Revision::MovedCall { to: new.into() });
        self.call(old, new);
    }

    fn call(&mut self, old: &Endpoint, new: &Endpoint) {
        let Endpoint {
            does,
            guide,
            access,
            draws,
            deadline,
            reduces_risk,
            in_flight,
            repeat: _,
            asked_by,
            response,
            batch: _,
            rules: new_rules,
            pages: _,
            unpaged: _,
            // A shape of its own, compared with the shapes.
            request,
            // They are parts of its Rust path.
            name: _,
            type_name: _,
            chapter: _,
            // They were compared by the caller.
            method: _,
            path: _,
            at,
        } = new;
        let about = About::both(Subject::Call(old.into()), Part::Whole, &old.at, at);
        self.rust_name(&about, &rust_path(self.old, old), &rust_path(self.new, new));
        self.access(&about, old.access, *access);
        let rows = (&row(self.old, &old.response), &row(self.new, response));
        self.aspect(&about, Aspect::Reply, rows, Grade::Breaking);
        let grade = if *deadline { Grade::Additive } else { Grade::Breaking };
        self.aspect(&about, Aspect::Deadline, (&old.deadline, deadline), grade);
        self.aspect(&about, Aspect::ReducesRisk, (&old.reduces_risk, reduces_risk), Grade::Additive);
        let is_stricter = in_flight.is_some_and(|most| old.in_flight.is_none_or(|before| most < before));
        let grade = if is_stricter { Grade::Breaking } else { Grade::Additive };
        self.aspect(&about, Aspect::InFlight, (&old.in_flight, in_flight), grade);
        let repeats = (&repeat(self.old, old), &repeat(self.new, new));
        self.aspect(&about, Aspect::Repeat, repeats, Grade::Additive);
        let grade = if asked_by.is_some() { Grade::Additive } else { Grade::Breaking };
        let questions = (&question(self.old, old), &question(self.new, new));
        self.aspect(&about, Aspect::AskedBy, questions, grade);
        self.batch(&about, old, new);
        self.pages(&about, old, new);
        let before = rules(&old.rules, &self.old[old.request]);
        self.rules(&about, &before, &rules(new_rules, &self.new[*request]));
        self.draws(&about, &old.draws, draws);
        self.wording(&about, &[&old.does, &old.guide], &[does, guide]);
    }

    fn access(&mut self, about: &About<'_>, old: Access, new: Access) {
        if old != new {
            let grade = if rights(new) > rights(old) { Grade::Breaking } else { Grade::Additive };
            self.find(about, grade, Revision::Access { old, new });
        }
    }

    fn batch(&mut self, about: &About<'_>, old: &Endpoint, new: &Endpoint) {
        let parts = |model: &Model, one: &Endpoint| {
            one.batch.as_ref().map(|Batch { of, up_to }| (of.map(|of| model[of].name.clone()), *up_to))
        };
        let (before, after) = (parts(self.old, old), parts(self.new, new));
        let item = |batch: &Option<(Option<String>, usize)>| batch.as_ref().map(|(of, _)| of.clone());
        self.aspect(about, Aspect::BatchItem, (&item(&before), &item(&after)), Grade::Breaking);
        if let (Some((_, before)), Some((_, after))) = (before, after) {
            let grade = if after > before { Grade::Additive } else { Grade::Breaking };
            self.aspect(about, Aspect::BatchSize, (&before, &after), grade);
        }
    }

    fn pages(&mut self, about: &About<'_>, old: &Endpoint, new: &Endpoint) {
        let (before, after) = (pages(self.old, old), pages(self.new, new));
        let is_lost = before.is_some() && after.is_none();
        let rows = |model: &Model, one: &Endpoint| model[one.page_row(model)].name.clone();
        let is_other = before.is_some() && rows(self.old, old) != rows(self.new, new);
        let grade = if is_lost || is_other { Grade::Breaking } else { Grade::Additive };
        self.aspect(about, Aspect::Paging, (&before, &after), grade);
    }

    /// Compares the rules of both sides. A new one refuses what was accepted before.
    pub(super) fn rules(&mut self, about: &About<'_>, old: &[NamedRule], new: &[NamedRule]) {
        let is_stricter = new.iter().any(|rule| !old.contains(rule));
        let grade = if is_stricter { Grade::Breaking } else { Grade::Additive };
        self.aspect(about, Aspect::Rules, (&old, &new), grade);
    }
}

/// Rules for the fields of a shape.
pub(super) fn rules(rules: &[Rule], shape: &Shape) -> Vec<NamedRule> {
    let wires = |places: &[usize]| {
        places.iter().filter_map(|place| shape.fields.get(*place)).map(|field| field.wire.clone()).collect()
    };
    let named = |Rule { demand, when, ours, at: _ }: &Rule| {
        let (demand, places) = demand.parts();
        (demand, wires(places), conditions(when), ours.is_some())
    };
    rules.iter().map(named).collect()
}

/// How much a key must be allowed to do; nothing where no key is needed.
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

/// How the outcome of a call is asked for, with fields and the asked call by name.
fn question(model: &Model, endpoint: &Endpoint) -> Option<impl PartialEq + use<>> {
    let AskedBy { call, name, with, missing, made, remembered, at: _ } = endpoint.asked_by.as_ref()?;
    let call = &model[*call];
    let made = made.and_then(|place| model[call.response.row].fields.get(place)).map(|field| field.wire.clone());
    let taken = wires(model, endpoint, &[&[*name], &**with].concat());
    Some((rust_path(model, call), taken, missing.clone(), made, *remembered))
}

fn wires(model: &Model, endpoint: &Endpoint, places: &[usize]) -> Vec<String> {
    let fields = &model[endpoint.request].fields;
    places.iter().filter_map(|place| fields.get(*place)).map(|field| field.wire.clone()).collect()
}

/// How a list is paged, with fields by name.
fn pages(model: &Model, endpoint: &Endpoint) -> Option<impl PartialEq + use<>> {
    let Pages { order, size, up_to, id, rows, time, since, until, forming, at: _ } = endpoint.pages.as_ref()?;
    let sent = |place: usize| wires(model, endpoint, &[place]).join("");
    let row = model[endpoint.page_row(model)].fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
    let received = |place: usize| row.get(place).cloned().unwrap_or_default();
    let order = match order {
        PageOrder::Number(number) => (vec![sent(*number)], Vec::new(), false),
        PageOrder::Cursor(PageCursor { by, older, newer, includes, with }) => {
            let fields = vec![received(*by), sent(*older), newer.map(sent).unwrap_or_default()];
            let with = with.iter().map(|(place, value)| (sent(*place), value.clone())).collect();
            (fields, with, *includes)
        }
    };
    let list = rows.and_then(|place| model[endpoint.response.row].fields.get(place));
    let times = (time.map(received), since.map(sent), until.map(sent));
    let forming = forming.as_ref().map(|(place, value)| (received(*place), value.clone()));
    Some((order, size.map(sent), *up_to, id.map(received), list.map(|list| list.wire.clone()), times, forming))
}
