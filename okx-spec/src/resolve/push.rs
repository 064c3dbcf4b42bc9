//! What is known about the pushes of channels.

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
        let named = |channels: &[Channel], name: &str| {
            channels.iter().position(|channel| channel.channels.iter().any(|own| own == name))
        };
        for (place, (_, _, raw)) in self.channels.clone().into_iter().enumerate() {
            let channels = &mut self.model.channels;
            for (own, others) in &raw.excludes {
                if !channels[place].channels.contains(&own.value) {
                    let text = format_args!("`{}` has no channel `{}`", raw.name.value, own.value);
                    let right =
                        nearest::suggestion(&own.value, names(&channels[place..=place]), "use one of its `names:`");
                    sink.report(&own.at, Law::UnknownChannel, format_args!("{text}; {right}"));
                    continue;
                }
                for other in others {
                    let Some(found) = named(channels, &other.value) else {
                        let right = nearest::suggestion(&other.value, names(channels), "use a name that OKX has");
                        let text = format_args!("there is no channel `{}`; {right}", other.value);
                        sink.report(&other.at, Law::UnknownChannel, text);
                        continue;
                    };
                    excluded(&mut channels[place], &own.value, &other.value);
                    excluded(&mut channels[found], &other.value, &own.value);
                }
            }
        }
    }
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
