//! Laws about the pushes of channels.

use super::Checked;
use crate::diagnostic::Sink;
use crate::model::{Channel, Field, Fill, FillCall, Kind, Method, Model, Once, PageOrder, Presence, Scalar, Snapshot};
use crate::{Law, Location, nearest};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    for channel in &model.channels {
        silence_depends_on_an_optional_argument(model, channel, sink);
        rows_can_be_told_apart(model, channel, sink);
        counted_channels_need_a_login(channel, sink);
        heavy_channels_are_of_the_entry(channel, sink);
        pages_of_snapshots_are_marked(model, channel, sink);
        if let Some(fill) = &channel.filled_by {
            for call in &fill.calls {
                gaps_are_filled_by_paged_lists(model, call, sink);
                rows_have_the_fields_of_the_pushes(model, channel, fill, call, sink);
                parameters_are_given(model, channel, call, sink);
                candle_lengths_are_in_the_names(model, channel, call, sink);
            }
            times_are_times(model, channel, fill, sink);
        }
    }
}

/// Every subscription has a required argument, so the limit would never apply.
fn silence_depends_on_an_optional_argument(model: &Model, channel: &Channel, sink: &mut Sink) {
    let Some(silence) = &channel.silence else { return };
    let required = silence.unless.map(|place| &model[channel.arguments].fields[place]);
    if let Some(argument) = required.filter(|argument| argument.presence == Presence::Required) {
        let text = format_args!("every subscription has `{}`, so the limit never applies", argument.wire);
        sink.report(&silence.at, Law::SilenceForm, format_args!("{text}; name an optional argument in `unless:`"));
    }
}

/// Whether rows are the same is decided by comparing texts and numbers.
fn rows_can_be_told_apart(model: &Model, channel: &Channel, sink: &mut Sink) {
    let row = &model[channel.push.row].fields;
    match &channel.once {
        None => {}
        Some(Once::Sequence { id, previous }) => {
            for field in [&row[*id], &row[*previous]] {
                if field.kind != Kind::Scalar(Scalar::Number) || field.list {
                    let text = format_args!("`{}` is not a sequence ID; name a field of the type `Number`", field.wire);
                    sink.report(&channel.at, Law::OnceForm, text);
                }
            }
            if id == previous {
                let text = format_args!("`{}` cannot be both `sequence:` and `previous:`", row[*id].wire);
                sink.report(&channel.at, Law::OnceForm, text);
            }
        }
        Some(Once::Keys(keys)) => {
            for key in keys {
                let places = key.by.iter().chain(key.when.iter().map(|(place, _)| place));
                plain(row, places, &key.at, Law::OnceForm, sink);
            }
            let always = keys.iter().position(|key| key.when.is_empty());
            if let Some(late) = always.and_then(|place| keys.get(place + 1)) {
                let text = "the key before this one applies to every row; move it to the end";
                sink.report(&late.at, Law::OnceForm, text);
            }
        }
    }
}

fn plain<'p>(fields: &[Field], places: impl Iterator<Item = &'p usize>, at: &Location, law: Law, sink: &mut Sink) {
    for field in places.map(|place| &fields[*place]) {
        if field.list || !field.kind.is_plain() {
            let text =
                format_args!("`{}` is not a plain value; name a field that is not a list or an object", field.wire);
            sink.report(at, law, text);
        }
    }
}

/// The connections of an account are counted, and only a login says whose account it is.
fn counted_channels_need_a_login(channel: &Channel, sink: &mut Sink) {
    if channel.counted && !channel.login {
        let text = format_args!("`{}` is counted by account but needs no login", channel.name);
        sink.report(&channel.at, Law::CountedForm, format_args!("{text}; add `login: true` or remove `counted:`"));
    }
}

/// A misspelt name would leave a channel unprotected.
fn heavy_channels_are_of_the_entry(channel: &Channel, sink: &mut Sink) {
    for name in channel.heavy.iter().filter(|name| !channel.channels.contains(name)) {
        let own = channel.channels.iter().map(String::as_str);
        let right = nearest::suggestion(name, own, "use one of its `names:`");
        let text = format_args!("`{}` has no channel `{name}`; {right}", channel.name);
        sink.report(&channel.at, Law::UnknownChannel, text);
    }
}

/// Whoever puts the pages together counts them, and must know which is the last one.
fn pages_of_snapshots_are_marked(model: &Model, channel: &Channel, sink: &mut Sink) {
    let Some((Snapshot::Paged { page, last, repeats: _ }, beside)) = channel.snapshot.as_ref().zip(channel.beside)
    else {
        return;
    };
    let wanted = [(*page, Scalar::Number, "page"), (*last, Scalar::Bool, "last")];
    for (field, scalar, key) in wanted.map(|(place, scalar, key)| (&model[beside].fields[place], scalar, key)) {
        if field.kind != Kind::Scalar(scalar) || field.list {
            let kind = Kind::Scalar(scalar).word(model);
            let text = format_args!("`{}` cannot be `{key}:`; name a field of the type `{kind}`", field.wire);
            sink.report(&channel.at, Law::SnapshotForm, text);
        }
    }
}

/// A gap is read page by page until its beginning.
fn gaps_are_filled_by_paged_lists(model: &Model, fill: &FillCall, sink: &mut Sink) {
    let call = &model[fill.call];
    let pages = call.pages.as_ref();
    let is_list = pages.is_some_and(|pages| pages.rows.is_none() && matches!(pages.order, PageOrder::Cursor(_)));
    if call.method != Method::Get || !is_list {
        let text = format_args!("`{}` is not a list that is paged by its rows", call.name);
        sink.report(&fill.at, Law::FilledByForm, format_args!("{text}; name a GET with `pages: {{by: …}}`"));
    }
}

/// A row of the call is read as a row of the pushes, by the names of its fields.
fn rows_have_the_fields_of_the_pushes(model: &Model, channel: &Channel, fill: &Fill, call: &FillCall, sink: &mut Sink) {
    let pushed = &model[channel.push.row].fields;
    let listed = &model[model[call.call].response.row];
    for field in fill.id.iter().chain([&fill.time]).map(|place| &pushed[*place]) {
        let same = listed.field(&field.wire).is_some_and(|other| other.kind == field.kind && other.list == field.list);
        if !same {
            let text =
                format_args!("the rows of `{}` have no `{}` of the same type", model[call.call].name, field.wire);
            let right = "name a field that the pushes and the rows of all calls have";
            sink.report(&call.at, Law::FilledByForm, format_args!("{text}; {right}"));
        }
    }
}

/// A call without a required parameter is refused. A parameter that takes every value in turn is an enum or a text.
fn parameters_are_given(model: &Model, channel: &Channel, fill: &FillCall, sink: &mut Sink) {
    let call = &model[fill.call];
    let parameters = &model[call.request].fields;
    let arguments = &model[channel.arguments].fields;
    let each = |place: usize| fill.each.iter().any(|(each, _)| *each == place);
    let certain = |argument: usize| arguments[argument].presence == Presence::Required;
    let given = |place: usize| {
        let taken = fill.takes.iter().any(|(argument, parameter)| *parameter == place && certain(*argument));
        taken || each(place) || fill.bar.as_ref().is_some_and(|(bar, _)| *bar == place)
    };
    for (place, parameter) in parameters.iter().enumerate() {
        if parameter.presence == Presence::Required && !given(place) {
            let text = format_args!("`{}` requires `{}`, which no argument gives", call.name, parameter.wire);
            sink.report(&fill.at, Law::FilledByForm, format_args!("{text}; add it to `takes:`, `bar:` or `each:`"));
        }
        let plain = parameter.kind.is_plain();
        if (given(place) || fill.takes.iter().any(|(_, taken)| *taken == place)) && !plain {
            let text = format_args!("`{}` is not a plain value", parameter.wire);
            sink.report(&fill.at, Law::FilledByForm, format_args!("{text}; name a parameter that is not an object"));
        }
    }
}

/// The length of a candle is the part of the channel's name after the prefix.
fn candle_lengths_are_in_the_names(model: &Model, channel: &Channel, fill: &FillCall, sink: &mut Sink) {
    let Some((parameter, prefix)) = &fill.bar else { return };
    let other = channel.channels.iter().find(|name| name.strip_prefix(prefix.as_str()).is_none_or(str::is_empty));
    if let Some(name) = other {
        let wire = &model[model[fill.call].request].fields[*parameter].wire;
        let text = format_args!("`{name}` does not have a value of `{wire}` after `{prefix}`");
        sink.report(&fill.at, Law::FilledByForm, format_args!("{text}; write the beginning that all names share"));
    }
}

/// Rows are ordered by a time, and a gap is one between two times.
fn times_are_times(model: &Model, channel: &Channel, fill: &Fill, sink: &mut Sink) {
    let row = &model[channel.push.row].fields;
    let time = &row[fill.time];
    if time.kind != Kind::Scalar(Scalar::Timestamp) || time.list {
        let text = format_args!("`{}` is not a time; name a field of the type `Timestamp`", time.wire);
        sink.report(&fill.at, Law::FilledByForm, text);
    }
    plain(row, fill.id.iter(), &fill.at, Law::FilledByForm, sink);
}
