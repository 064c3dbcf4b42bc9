//! Rows of all shapes with fields removed, emptied or made unreadable. All other fields of the row are decoded, and
//! the text of unreadable values is kept. Only a missing essential field makes the row unreadable, and then the text
//! of the whole row is kept.

use okx_client::dynamic::{RereadPart, reread, reread_push};
use okx_spec::Model;
use okx_spec::model::{Field, Form, Kind, Presence, Scalar, Shape};

/// The number of damaged rows per shape.
const ROUNDS: usize = 24;

fn model() -> &'static Model {
    okx_spec::shipped().expect("the shipped description is valid")
}

/// A reproducible random number generator.
struct Choices(u64);

impl Choices {
    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }
}

/// A value as it is sent.
struct Sent {
    json: String,
    /// How it is encoded again and how many texts are kept in it; `None` if it cannot be decoded.
    again: Option<Again>,
    /// The number of texts kept in the readable entries of a list that cannot be decoded as a whole.
    kept_in_entries: usize,
}

#[derive(Clone)]
struct Again {
    json: String,
    kept: usize,
}

/// The expected result for a member.
enum Expected {
    /// It is encoded again.
    Written(Again),
    Absent,
    /// Its text is kept, and this many texts within it.
    Kept(usize),
    /// The object cannot be decoded without it.
    Fatal,
}

/// An object of a shape, in which one field in `one_in` is damaged.
fn object(shape: &Shape, choices: &mut Choices, one_in: usize, depth: usize) -> Sent {
    let outcome = shape.outcome.map(|outcome| outcome.code);
    let (mut sent, mut again) = (Vec::new(), Some(Again { json: String::new(), kept: 0 }));
    let mut written = Vec::new();
    for (place, field) in shape.fields.iter().enumerate() {
        let is_code = outcome == Some(place);
        if depth > 3 && field.presence == Presence::Optional && shape.form == Form::Object {
            continue;
        }
        let is_damaged = shape.form != Form::Bare && choices.below(one_in) == 0;
        let (json, becomes) = if is_damaged {
            damaged(shape, field, is_code, choices)
        } else {
            let Sent { json, again, kept_in_entries } = whole(field, is_code, choices, one_in, depth);
            let is_fatal = field.presence == Presence::Required && !field.list || shape.form == Form::Bare;
            (
                Some(json),
                again.map_or(
                    if is_fatal { Expected::Fatal } else { Expected::Kept(kept_in_entries) },
                    Expected::Written,
                ),
            )
        };
        let absent = if field.list { "[]" } else { "null" };
        match (&becomes, &mut again) {
            (Expected::Written(part), Some(whole)) => {
                whole.kept += part.kept;
                written.push(member(shape, field, &part.json));
            }
            (Expected::Kept(within), Some(whole)) => {
                whole.kept += 1 + within;
                written.push(member(shape, field, json.as_deref().expect("the field was sent")));
            }
            (Expected::Absent, Some(_)) if shape.form == Form::Row => written.push(absent.to_owned()),
            (Expected::Fatal, whole) => *whole = None,
            _ => {}
        }
        sent.extend(json.map(|json| member(shape, field, &json)));
    }
    let around = |members: &[String]| match shape.form {
        Form::Object => format!("{{{}}}", members.join(",")),
        Form::Row => format!("[{}]", members.join(",")),
        Form::Bare => members.concat(),
    };
    let again = again.map(|again| Again { json: around(&written), ..again });
    Sent { json: around(&sent), again, kept_in_entries: 0 }
}

fn member(shape: &Shape, field: &Field, json: &str) -> String {
    if shape.form == Form::Object { format!("{:?}:{json}", field.wire) } else { json.to_owned() }
}

/// An undamaged field as OKX sends it; values nested in it may be damaged.
fn whole(field: &Field, is_code: bool, choices: &mut Choices, one_in: usize, depth: usize) -> Sent {
    if !field.list {
        return entry(field, is_code, choices, one_in, depth);
    }
    let entries: Vec<Sent> = (0..2).map(|_| entry(field, is_code, choices, one_in, depth)).collect();
    let list = |entries: Vec<&str>| format!("[{}]", entries.join(","));
    let json = list(entries.iter().map(|entry| &*entry.json).collect());
    let again: Option<Vec<&Again>> = entries.iter().map(|entry| entry.again.as_ref()).collect();
    let again = again.map(|entries| Again {
        json: list(entries.iter().map(|entry| &*entry.json).collect()),
        kept: entries.iter().map(|entry| entry.kept).sum(),
    });
    let kept_in_entries = entries.iter().filter_map(|entry| entry.again.as_ref()).map(|again| again.kept).sum();
    Sent { json, again, kept_in_entries }
}

fn entry(field: &Field, is_code: bool, choices: &mut Choices, one_in: usize, depth: usize) -> Sent {
    let json = match field.kind {
        Kind::Shape(id) => return object(&model()[id], choices, one_in, depth + 1),
        _ if is_code => "\"0\"".to_owned(),
        Kind::Enum(id) => format!("{:?}", model()[id].values[0].wire),
        Kind::Id(id) if model()[id].number => "7".to_owned(),
        Kind::Id(_) | Kind::Scalar(Scalar::Text) => "\"text\"".to_owned(),
        Kind::Scalar(Scalar::Decimal) => "\"-1.50\"".to_owned(),
        Kind::Scalar(Scalar::Integer | Scalar::Timestamp) => "\"1597026383085\"".to_owned(),
        Kind::Scalar(Scalar::Number) => "8".to_owned(),
        Kind::Scalar(Scalar::Bool) => "true".to_owned(),
        Kind::Scalar(Scalar::Json) => r#"{"any":[1.0]}"#.to_owned(),
    };
    Sent { json: json.clone(), again: Some(Again { json, kept: 0 }), kept_in_entries: 0 }
}

/// A field that is missing, empty or unreadable.
fn damaged(shape: &Shape, field: &Field, is_code: bool, choices: &mut Choices) -> (Option<String>, Expected) {
    let is_required = is_code || field.presence == Presence::Required && !field.list;
    let lacking = || if is_required { Expected::Fatal } else { Expected::Absent };
    match choices.below(3) {
        0 if shape.form == Form::Object => (None, lacking()),
        1 if !is_code => {
            let empty = choices.one_of(&["\"\"", "null"]);
            let becomes = match field.kind {
                Kind::Scalar(Scalar::Json) if is_required => {
                    Expected::Written(Again { json: empty.to_owned(), kept: 0 })
                }
                Kind::Scalar(Scalar::Text) | Kind::Enum(_) if is_required && empty == "\"\"" => {
                    Expected::Written(Again { json: empty.to_owned(), kept: 0 })
                }
                Kind::Id(id) if is_required && empty == "\"\"" && !model()[id].number => {
                    Expected::Written(Again { json: empty.to_owned(), kept: 0 })
                }
                _ => lacking(),
            };
            (Some(empty.to_owned()), becomes)
        }
        _ if field.kind == Kind::Scalar(Scalar::Json) && !field.list => {
            let json = "[7]".to_owned();
            (Some(json.clone()), Expected::Written(Again { json, kept: 0 }))
        }
        _ => {
            let json = unreadable(field, choices);
            (Some(json), if is_required { Expected::Fatal } else { Expected::Kept(0) })
        }
    }
}

/// A value that the field cannot represent.
fn unreadable(field: &Field, choices: &mut Choices) -> String {
    let texts: &[&str] = match field.kind {
        _ if field.list => &["{\"0\": 1}", "\"none\"", "17", "true"],
        Kind::Scalar(Scalar::Text) | Kind::Enum(_) => &["{\"a\": \"b\"}", "[\"x\"]", "[]"],
        Kind::Id(id) if !model()[id].number => &["{\"a\": \"b\"}", "[\"x\"]", "[]"],
        Kind::Scalar(Scalar::Decimal) => {
            &["\"0.01000000eth\"", "\"20 00\"", "{}", "[1]", "true", "\"79228162514264337593543950336\""]
        }
        Kind::Scalar(Scalar::Integer | Scalar::Number) | Kind::Id(_) => {
            &["\"1.5\"", "\"many\"", "{}", "9223372036854775808", "false"]
        }
        Kind::Scalar(Scalar::Timestamp) => &["\"noon\"", "\"2026-10-31\"", "[]", "1.5"],
        Kind::Scalar(Scalar::Bool) => &["\"maybe\"", "1", "{}"],
        Kind::Shape(id) if model()[id].form == Form::Row => &["{}", "\"row\"", "3"],
        Kind::Shape(_) | Kind::Scalar(Scalar::Json) => &["[{}]", "\"object\"", "3"],
    };
    choices.one_of(texts).to_owned()
}

#[track_caller]
fn arrives(name: &str, sent: &Sent, row: &RereadPart, kept: usize, undescribed: &[String]) {
    let Sent { json, again, .. } = sent;
    if let Some(again) = again {
        assert!(row.error.is_none(), "{name}: {json}: {:?}", row.error);
        assert_eq!((row.value.get(), kept), (&*again.json, again.kept), "{name}: {json}");
        assert_eq!(undescribed, <[String; 0]>::default(), "{name}: {json}");
    } else {
        assert!(row.error.as_ref().is_some_and(okx_client::Error::is_unreadable), "{name}: {json}: {:?}", row.error);
        assert_eq!(row.value.get(), json, "{name}: the text of the row is kept");
    }
}

/// Rows of a shape: first an undamaged one, then damaged ones.
fn rows(shape: &Shape) -> impl Iterator<Item = Sent> {
    let mut choices = Choices(0x9e37_79b9_7f4a_7c15);
    (0..ROUNDS).map(move |round| object(shape, &mut choices, if round == 0 { usize::MAX } else { 2 + round / 3 }, 0))
}

#[test]
fn a_damaged_field_of_a_reply_does_not_affect_other_fields() {
    let mut rows_read = 0;
    for endpoint in &model().endpoints {
        let name = format!("{} {}", endpoint.method, endpoint.path);
        for sent in rows(&model()[endpoint.response.row]) {
            let reply = format!(r#"{{"code":"0","msg":"","data":[{}]}}"#, sent.json);
            let reread = reread(&name, &reply).expect("a valid reply");
            let [row] = reread.rows.as_slice() else { panic!("{name}: {reply} has {} rows", reread.rows.len()) };
            arrives(&name, &sent, row, reread.kept.len(), &reread.undescribed);
            rows_read += usize::from(row.error.is_none());
        }
    }
    assert!(rows_read > model().endpoints.len() * 5, "only {rows_read} rows can be decoded");
}

#[test]
fn a_damaged_field_of_a_push_does_not_affect_other_fields() {
    for channel in &model().channels {
        let name = &channel.channels[0];
        for sent in rows(&model()[channel.push.row]) {
            let push = format!(r#"{{"arg":{{"channel":{name:?}}},"data":[{}]}}"#, sent.json);
            let reread = reread_push(name, &push).expect("a valid push");
            let [row] = reread.rows.as_slice() else { panic!("{name}: {push} has {} rows", reread.rows.len()) };
            arrives(name, &sent, row, reread.kept.len(), &reread.undescribed);
        }
    }
}
