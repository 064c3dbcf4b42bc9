//! Parses stored replies and pushes through their types, and serializes them again.

mod row_parts;

use std::borrow::Cow;
use std::fmt;

use super::{channel, find};
use crate::api::refused;
use crate::error::Error;
use crate::facts::Fields;
use crate::fields::reader::Reader;
use crate::fields::undescribed as undescribed_in;
use crate::fields::{DecodeError, DecodePolicy, KeptText, decode, kept_texts_at};
use crate::judge::envelope::{self, DONE};
use crate::value::{Json, Text};
use row_parts::{Extras, RowParts};

/// A part of a message: a row, or the members besides the rows.
#[derive(Clone)]
pub struct RereadPart {
    /// The part, serialized again from its type. If it could not be read, it is unchanged, so that nothing is lost.
    pub value: Json,
    /// Why it could not be read ([`is_unreadable`](Error::is_unreadable)), or the rejection that the row reports.
    pub error: Option<Error>,
}

impl fmt::Debug for RereadPart {
    /// Omits the value, which may contain a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RereadPart").field("error", &self.error).finish_non_exhaustive()
    }
}

/// A stored reply, parsed through its typed rows.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reread {
    /// OKX's code for the request as a whole: `0` if it succeeded, or for a batch, if all items did.
    pub code: Text,
    /// OKX's message for the request as a whole.
    pub message: Text,
    /// The rows.
    pub rows: Vec<RereadPart>,
    /// Members that are not described, such as `data[0].details[1].newMember`. They are nevertheless contained in the value.
    pub undescribed: Vec<String>,
    /// Fields whose values could not be represented exactly, such as `data[0].maxIcebergSz`, with their text. The value contains them
    /// unchanged.
    pub kept: Vec<KeptText>,
    /// The whole reply, with its rows serialized again.
    pub value: Json,
}

impl Reread {
    /// Why rows could not be read. Rejections by OKX are not included; see [`refusal`](Self::refusal) and the rows.
    pub fn faults(&self) -> impl Iterator<Item = &Error> {
        faults(&self.rows)
    }

    /// OKX's rejection of the request as a whole, if [`code`](Self::code) reports one. For a batch, check its rows first.
    pub fn refusal(&self) -> Option<Error> {
        (self.code != DONE).then(|| refused(&self.code, None, &self.message))
    }
}

impl fmt::Debug for Reread {
    /// Omits values, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, message, rows, undescribed, kept, value: _ } = self;
        let mut shown = f.debug_struct("Reread");
        shown.field("code", code).field("message", message).field("rows", rows);
        shown.field("undescribed", undescribed).field("kept", kept).finish_non_exhaustive()
    }
}

/// A stored push, parsed through the types of its channel.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RereadPush {
    /// The arguments of the subscription, and `uid` after a login.
    pub arg: RereadPart,
    /// The members besides the rows, as one object.
    pub beside: RereadPart,
    /// The rows.
    pub rows: Vec<RereadPart>,
    /// Members that are not described, such as `data[0].details[1].newMember`. They are nevertheless contained in the value.
    pub undescribed: Vec<String>,
    /// Fields whose values could not be represented exactly, such as `data[0].maxIcebergSz`, with their text. The value contains them
    /// unchanged.
    pub kept: Vec<KeptText>,
    /// The whole push, serialized again.
    pub value: Json,
}

impl RereadPush {
    /// Why parts of it could not be read.
    pub fn faults(&self) -> impl Iterator<Item = &Error> {
        faults([&self.arg, &self.beside].into_iter().chain(&self.rows))
    }
}

fn faults<'a>(parts: impl IntoIterator<Item = &'a RereadPart>) -> impl Iterator<Item = &'a Error> {
    parts.into_iter().filter_map(|part| part.error.as_ref()).filter(|error| error.is_unreadable())
}

/// Parses the text of a reply to an operation, named as for [`Client::call`](crate::Client::call), and serializes it again. That includes
/// replies that reject the request. A row that cannot be read is an error in its position, and is kept unchanged.
///
/// ```
/// let reply = r#"{"code":"0","msg":"","data":[{"ts":"1597026383085","new":1}]}"#;
/// let reread = okx_client::dynamic::reread("public.get_time", reply)?;
/// assert_eq!(reread.undescribed, ["data[0].new"]);
/// assert_eq!(reread.value.get(), reply);
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such operation, or the text is not a reply from OKX.
pub fn reread(name: &str, reply: &str) -> Result<Reread, Error> {
    let described = find(name)?;
    let mut parts = RowParts::of(described.row);
    let lenient = DecodePolicy::default();
    let head = envelope::read(reply.as_bytes(), &mut parts, &lenient)
        .map_err(|error| error.in_call(described.operation.name))?;
    let members = members(&mut Reader::new(reply))?;
    let known = |name: &str| envelope::MEMBERS.contains(&name);
    let mut extras = Extras::default();
    extras.undescribed.extend(members.iter().filter(|(name, _)| !known(name)).map(|(name, _)| name.to_string()));
    let data = members.iter().find(|(name, _)| name == DATA).map_or("[]", |(_, data)| data);
    let rows = parts.finish(data, &mut extras, |error| error.in_call(described.operation.name));
    let written =
        members.iter().map(|(name, value)| (name.clone(), if name == DATA { rows.data.get() } else { *value }));
    let value = object(&written.collect::<Vec<_>>());
    let Extras { undescribed, kept } = extras;
    Ok(Reread { code: head.code, message: head.message, rows: rows.rows, undescribed, kept, value })
}

/// Parses the text of a push of a channel, given by OKX's name, and serializes it again. A part that cannot be read is an error in its
/// position, and is kept unchanged. The channel name in `arg` is not checked.
///
/// ```
/// let push = r#"{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["9.5","1","0","2"]],"ts":"1597026383085"}]}"#;
/// let reread = okx_client::dynamic::reread_push("bbo-tbt", push)?;
/// assert_eq!((reread.faults().count(), reread.value.get()), (0, push));
/// # Ok::<(), okx_client::Error>(())
/// ```
///
/// # Errors
///
/// There is no such channel, or the text is not a push. Other WebSocket messages are not pushes: replies to `subscribe` and `login`, errors
/// and notices have an `event`, replies to operations are parsed by [`reread()`], and `pong` is not JSON.
pub fn reread_push(name: &str, push: &str) -> Result<RereadPush, Error> {
    let described = channel::find(name)?;
    let members = push_members(push).map_err(|error| error.in_call(described.facts.name))?;
    let of = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let besides: Vec<_> = members.iter().filter(|(name, _)| name != ARG && name != DATA).cloned().collect();
    let data = of(DATA).unwrap_or("[]");

    let mut extras = Extras::default();
    let lenient = DecodePolicy::default();
    let complete = |error: Error| error.in_call(described.facts.name);
    let arg = arg((described.arg)(), of(ARG).unwrap_or("null"), &mut extras).map_error(complete);
    let beside = beside((described.beside)(), object(&besides).get(), &mut extras).map_error(complete);
    let mut parts = RowParts::of(described.row);
    envelope::data(&mut Reader::of_reply(data, &lenient), &mut parts)?;
    let rows = parts.finish(data, &mut extras, complete);

    let value = written_push(&arg.value, &beside.value, &rows.data)?;
    let Extras { undescribed, kept } = extras;
    Ok(RereadPush { arg, beside, rows: rows.rows, undescribed, kept, value })
}

/// The arguments of the subscription, and the rows.
const ARG: &str = "arg";
const DATA: &str = "data";
const LOGGED_IN: &str = "arg.uid";

/// A member with its value as received.
type Member<'a> = (Cow<'a, str>, &'a str);

fn push_members(push: &str) -> Result<Vec<Member<'_>>, Error> {
    let members = members(&mut Reader::new(push))?;
    if let Some((_, event)) = members.iter().find(|(name, _)| name == "event") {
        return Err(Error::unreadable(format!("this is a WebSocket event ({event}); a push has no `event`")));
    }
    for wanted in [ARG, DATA] {
        match members.iter().filter(|(name, _)| name == wanted).count() {
            1 => {}
            0 => return Err(Error::unreadable(format!("this is not a push: it has no `{wanted}`"))),
            _ => return Err(DecodeError::duplicate(wanted).into()),
        }
    }
    Ok(members)
}

fn written_push(arg: &Json, beside: &Json, data: &Json) -> Result<Json, Error> {
    let besides = members(&mut Reader::new(beside.get()))?;
    let arg = (Cow::from(ARG), arg.get());
    let data = (Cow::from(DATA), data.get());
    Ok(object(&[vec![arg], besides, vec![data]].concat()))
}

/// Reads the arguments of the subscription. OKX adds the ID of the user and sometimes omits an argument, which is not an error.
fn arg(mut fields: Box<dyn Fields>, text: &str, extras: &mut Extras) -> RereadPart {
    let value = match decode::decode_reply(text, &mut *fields, &DecodePolicy::default()) {
        Ok(()) => Json::of(&*fields),
        Err(fault) if fault.is_missing() => Json::from_valid(text),
        Err(fault) => return unread(text, ARG, fault),
    };
    extras.undescribed.extend(undescribed_in(&*fields, ARG).into_iter().filter(|path| path != LOGGED_IN));
    extras.kept.extend(kept_texts_at(&*fields, ARG));
    RereadPart { value, error: None }
}

/// Reads the members besides the rows.
fn beside(mut fields: Box<dyn Fields>, text: &str, extras: &mut Extras) -> RereadPart {
    if let Err(fault) = decode::decode_reply(text, &mut *fields, &DecodePolicy::default()) {
        return unread(text, "", fault);
    }
    extras.undescribed.extend(undescribed_in(&*fields, ""));
    extras.kept.extend(kept_texts_at(&*fields, ""));
    RereadPart { value: Json::of(&*fields), error: None }
}

/// A part that could not be read, as received.
fn unread(text: &str, path: &str, fault: DecodeError) -> RereadPart {
    let error = Error::from(fault);
    let error = if path.is_empty() { error } else { error.within(path) };
    RereadPart { value: Json::from_valid(text), error: Some(error) }
}

impl RereadPart {
    fn map_error(mut self, change: impl FnOnce(Error) -> Error) -> Self {
        self.error = self.error.map(change);
        self
    }
}

/// The members of an object that is the whole text.
pub(super) fn members<'a>(reader: &mut Reader<'a>) -> Result<Vec<Member<'a>>, DecodeError> {
    let mut members = Vec::new();
    decode::expect_start(reader, b'{', "an object")?;
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        members.push((name, reader.any()?));
    }
    reader.end()?;
    Ok(members)
}

/// An object with these members.
pub(super) fn object(members: &[Member<'_>]) -> Json {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", Json::from(&**name).get())).collect();
    Json::from_valid(&format!("{{{}}}", members.join(",")))
}
