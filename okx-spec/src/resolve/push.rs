//! What is known about the pushes of channels.

use std::fmt;

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{Channel, Field, Fill, FillCall, Once, Pushed, RowKey, Silence, Snapshot};
use crate::parse::{RawFill, RawFillCall, RawOnce, RawRowKey, RawSilence, RawSnapshot, Text};
use crate::{Law, nearest};

impl Resolver<'_> {
    pub(super) fn silence(&self, raw: &RawSilence, pushed: Pushed, sink: &mut Sink) -> Option<Silence> {
        let arguments = &self.model[pushed.arguments].fields;
        let unless = match &raw.unless {
            Some(name) => Some(field_place(name, arguments, sink)?),
            None => None,
        };
        Some(Silence { at_most: raw.at_most, unless, at: raw.at.clone() })
    }

    pub(super) fn once(&self, raw: &RawOnce, pushed: Pushed, sink: &mut Sink) -> Option<Once> {
        let row = &self.model[pushed.row].fields;
        match raw {
            RawOnce::Sequence { id, previous } => {
                let id = id.as_ref().and_then(|name| field_place(name, row, sink));
                let previous = previous.as_ref().and_then(|name| field_place(name, row, sink));
                Some(Once::Sequence { id: id?, previous: previous? })
            }
            RawOnce::Keys(keys) => Some(Once::Keys(keys.iter().map(|key| self.row_key(key, row, sink)).collect())),
        }
    }

    fn row_key(&self, raw: &RawRowKey, row: &[Field], sink: &mut Sink) -> RowKey {
        let by = raw.by.iter().filter_map(|name| field_place(name, row, sink)).collect();
        let when = raw.when.iter().filter_map(|(name, values)| self.values_of(name, values, row, sink)).collect();
        RowKey { when, by, at: raw.at.clone() }
    }

    /// A field, and values that it can have.
    fn values_of(
        &self,
        name: &Text,
        values: &[Text],
        fields: &[Field],
        sink: &mut Sink,
    ) -> Option<(usize, Vec<String>)> {
        let place = field_place(name, fields, sink)?;
        Some((place, self.values(values, Some(fields[place].kind), sink)))
    }

    pub(super) fn snapshot(&self, raw: &RawSnapshot, pushed: Pushed, sink: &mut Sink) -> Option<Snapshot> {
        let RawSnapshot::Paged { page, last, repeats } = raw else { return Some(Snapshot::Full) };
        let beside = pushed.beside.map_or(&[] as &[Field], |beside| &self.model[beside].fields);
        let page = page.as_ref().and_then(|name| field_place(name, beside, sink));
        let last = last.as_ref().and_then(|name| field_place(name, beside, sink));
        Some(Snapshot::Paged { page: page?, last: last?, repeats: *repeats })
    }

    /// All names are looked up before the first failure ends the function, so that all mistakes are reported.
    pub(super) fn fill(&self, raw: &RawFill, pushed: Pushed, sink: &mut Sink) -> Option<Fill> {
        let row = &self.model[pushed.row].fields;
        let id = raw.id.iter().filter_map(|name| field_place(name, row, sink)).collect();
        let time = raw.time.as_ref().and_then(|name| field_place(name, row, sink));
        let calls = raw.calls.iter().filter_map(|call| self.fill_call(call, pushed, sink)).collect();
        Some(Fill { id, time: time?, calls, at: raw.at.clone() })
    }

    fn fill_call(&self, raw: &RawFillCall, pushed: Pushed, sink: &mut Sink) -> Option<FillCall> {
        let call = self.call(None, raw.call.as_ref()?, sink)?;
        let arguments = &self.model[pushed.arguments].fields;
        let parameters = &self.model[self.model[call].request].fields;
        let taken = |name: &Text, sink: &mut Sink| {
            let argument = field_place(name, arguments, sink);
            let parameter = field_place(name, parameters, sink);
            argument.zip(parameter)
        };
        let bar = raw.bar.as_ref().and_then(|(parameter, prefix)| {
            field_place(parameter, parameters, sink).map(|place| (place, prefix.value.clone()))
        });
        Some(FillCall {
            call,
            takes: raw.takes.iter().filter_map(|name| taken(name, sink)).collect(),
            bar,
            each: raw.each.iter().filter_map(|(name, values)| self.values_of(name, values, parameters, sink)).collect(),
            complete: raw.complete,
            at: raw.at.clone(),
        })
    }

    /// Channels that exclude each other are written once. Here each of the two gets an entry.
    pub(super) fn exclude(&mut self, sink: &mut Sink) {
        for (place, (_, _, raw)) in self.channels.clone().into_iter().enumerate() {
            for (own, others) in &raw.excludes {
                let own_channels = &self.model.channels[place..=place];
                if named(own_channels, own, format_args!("`{}` has no", raw.name.value), sink).is_none() {
                    continue;
                }
                for other in others {
                    let Some(found) = named(&self.model.channels, other, format_args!("there is no"), sink) else {
                        continue;
                    };
                    if self.may_exclude((place, own), (found, other), sink) {
                        excluded(&mut self.model.channels[place], &own.value, &other.value);
                        excluded(&mut self.model.channels[found], &other.value, &own.value);
                    }
                }
            }
        }
    }

    /// Channels exclude each other for the same arguments, which they must therefore have in common. A channel does not exclude itself.
    fn may_exclude(&self, (place, own): (usize, &Text), (found, other): (usize, &Text), sink: &mut Sink) -> bool {
        let (own, at, other) = (&own.value, &other.at, &other.value);
        let wires = |place: usize| {
            self.model[self.model.channels[place].arguments].fields.iter().map(|field| &field.wire).collect::<Vec<_>>()
        };
        if own == other {
            sink.report(at, Law::ExcludesForm, format_args!("`{own}` excludes itself; name another channel"));
        } else if wires(place) != wires(found) {
            let text = format_args!("`{own}` and `{other}` exclude each other, but have different arguments");
            sink.report(at, Law::ExcludesForm, format_args!("{text}; use channels with the same ones"));
        } else {
            return true;
        }
        false
    }
}

/// The place of the entry with a channel. `whose` begins the diagnostic if there is none.
fn named(channels: &[Channel], name: &Text, whose: fmt::Arguments<'_>, sink: &mut Sink) -> Option<usize> {
    let place = channels.iter().position(|channel| channel.channels.contains(&name.value));
    if place.is_none() {
        let right = nearest::suggestion(&name.value, names(channels), "use a name that OKX has");
        sink.report(&name.at, Law::UnknownChannel, format_args!("{whose} channel `{}`; {right}", name.value));
    }
    place
}

fn names(channels: &[Channel]) -> impl Iterator<Item = &str> {
    channels.iter().flat_map(|channel| channel.channels.iter().map(String::as_str))
}

/// Adds a channel to those that one of an entry's channels excludes.
fn excluded(channel: &mut Channel, own: &str, other: &str) {
    match channel.excludes.iter_mut().find(|(name, _)| name == own) {
        Some((_, others)) if others.iter().any(|name| name == other) => {}
        Some((_, others)) => others.push(other.to_owned()),
        None => channel.excludes.push((own.to_owned(), vec![other.to_owned()])),
    }
}
