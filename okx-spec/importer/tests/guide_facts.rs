//! The guide as it is read here against an independent extraction of it. Where the two differ on purpose, a comment gives the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use okx_importer::guide::{BaseType, Endpoint, Field, GuideModel, Limit, Requirement, Role};
use okx_spec::model::{Counts, Method};
use serde_json::Value;

/// Codes the guide lists that the extraction leaves out: what goes well, and tables outside the chapter of error codes.
const CODES_ONLY_HERE: [&str; 7] = ["0", "1", "2", "55123", "55124", "55186", "60034"];

/// The extraction took a table of account modes for more fields: 57 names a second time, without types.
const WITH_A_TABLE_OF_MODES: &str = "trading-account-rest-api-get-balance";

/// Limits that the extraction did not read: a sentence, and the second of two in one line.
const LIMITS_ONLY_HERE: [(&str, u64); 2] = [
    ("trading-account-rest-api-adjust-demo-account-balance", 24 * 60 * 60),
    ("block-trading-rest-api-create-rfq", 12 * 60 * 60),
];

/// A line that says two ways to count, which the extraction kept as one.
const WITH_TWO_KEYS: &str = "announcement-get-announcements";

/// Names that the extraction did not find: one is only in the text, one contains a space.
const CHANNELS_ONLY_HERE: [&str; 2] = ["books-elp", "index-candle2H"];

/// Another one, which the table has in the row of the list instead of the row of `channel`.
const CHANNEL_IN_THE_LIST: &str = "sprd-bbo-tbt";

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/okx-v5"))
}

/// The guide as read, or `None` where it is not at hand.
fn guide() -> Option<&'static GuideModel> {
    static GUIDE: OnceLock<Option<GuideModel>> = OnceLock::new();
    let guide = GUIDE.get_or_init(|| {
        let page = fs::read_to_string(folder().join("okx-docs-v5.html")).ok()?;
        Some(GuideModel::read(&page))
    });
    if guide.is_none() {
        println!("skipped: there is no saved guide beside the repository");
    }
    guide.as_ref()
}

fn facts(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder().join(name)).expect("the facts stand beside the guide");
    list(&serde_json::from_str(&text).expect("the facts are JSON")).to_vec()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// One field in a form that both sides have: path, type, requirement, values.
type Line = (String, String, String, Vec<String>);

fn extracted(fields: &Value, under: &str, lines: &mut Vec<Line>) {
    for field in list(fields) {
        let path = format!("{under}/{}", text(field, "name"));
        let values = list(&field["tokens"]).iter().filter_map(Value::as_str).map(str::to_owned).collect();
        lines.push((path.clone(), text(field, "type").to_lowercase(), text(field, "required").to_lowercase(), values));
        extracted(&field["fields"], &path, lines);
    }
}

fn read(fields: &[Field], under: &str, lines: &mut Vec<Line>) {
    for field in fields {
        let path = format!("{under}/{}", field.name);
        lines.push((
            path.clone(),
            type_words(field),
            requirement_word(field.required),
            field.description.ticked.clone(),
        ));
        read(&field.fields, &path, lines);
    }
}

fn type_words(field: &Field) -> String {
    let base = match field.data_type.base {
        BaseType::Text => "string",
        BaseType::Boolean => "boolean",
        BaseType::Integer => "integer",
        BaseType::Number => "number",
        BaseType::Object => "object",
        BaseType::Unknown => "",
    };
    match field.data_type.lists {
        0 => base.to_owned(),
        1 if base.is_empty() => "array".to_owned(),
        1 => format!("array of {base}s"),
        _ => "array of arrays".to_owned(),
    }
}

fn requirement_word(required: Option<Requirement>) -> String {
    let word = match required {
        Some(Requirement::Required) => "yes",
        Some(Requirement::Optional) => "no",
        Some(Requirement::Conditional) => "conditional",
        None => "",
    };
    word.to_owned()
}

/// The extraction keeps the guide's own words; these are the ones it uses beside the usual ones.
fn usual(mut line: Line) -> Line {
    line.1 = match line.1.as_str() {
        "int" => "integer".to_owned(),
        "string." => "string".to_owned(),
        "array of object" => "array of objects".to_owned(),
        other => other.to_owned(),
    };
    line.2 = match line.2.as_str() {
        "true" | "是" => "yes".to_owned(),
        "optional" => "no".to_owned(),
        other => other.to_owned(),
    };
    // Two rows of one page have these cells the wrong way round.
    if line.2 == "string" {
        line = (line.0, line.2, line.1, line.3);
    }
    line
}

/// The extraction leaves out values longer than this.
const LONGEST_VALUE: usize = 60;

#[track_caller]
fn same_fields(what: &str, theirs: &Value, ours: &[Field]) {
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    extracted(theirs, "", &mut expected);
    read(ours, "", &mut found);
    let expected: Vec<Line> = expected.into_iter().map(usual).collect();
    for line in &mut found {
        line.3.retain(|value| value.len() <= LONGEST_VALUE);
    }
    assert_eq!(found.len(), expected.len(), "{what}: number of fields");
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected, "{what}");
    }
}

/// The extraction keeps the envelope where a table starts at it; the guide model keeps the row alone.
fn row(fields: &Value) -> Value {
    let names: Vec<&str> = list(fields).iter().map(|field| text(field, "name")).collect();
    if !names.starts_with(&["code", "msg"]) {
        return fields.clone();
    }
    match names.iter().position(|name| *name == "data") {
        Some(data) => fields[data]["fields"].clone(),
        None => Value::Array(list(fields).get(2..).unwrap_or_default().to_vec()),
    }
}

fn by_call(guide: &GuideModel) -> BTreeMap<(&str, &str), &Endpoint> {
    let method = |one: &Endpoint| match one.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    guide.endpoints.iter().map(|one| ((method(one), one.path.as_str()), one)).collect()
}

fn call(endpoint: &Value) -> (&str, &str) {
    (text(endpoint, "method"), text(endpoint, "path"))
}

#[test]
fn endpoints_are_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let found = by_call(guide);
    let expected = facts("endpoints.json");
    assert_eq!((guide.endpoints.len(), found.len(), expected.len()), (379, 379, 379));
    for theirs in &expected {
        let ours = found[&call(theirs)];
        assert_eq!(ours.title, text(theirs, "title"), "{}", ours.anchor);
        same_fields(&format!("{}: request", ours.anchor), &theirs["request"], &ours.parameters);
        let mut response = row(&theirs["response"]);
        if let (WITH_A_TABLE_OF_MODES, Value::Array(fields)) = (ours.anchor.as_str(), &mut response) {
            fields.retain(|field| !text(field, "type").is_empty());
        }
        same_fields(&format!("{}: response", ours.anchor), &response, &ours.fields);
    }
}

#[test]
fn limits_are_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let found = by_call(guide);
    for theirs in &facts("endpoints.json") {
        let ours = found[&call(theirs)];
        let is_known =
            |limit: &&Limit| !LIMITS_ONLY_HERE.contains(&(ours.anchor.as_str(), limit.rate.window_ms / 1000));
        let found: Vec<_> = ours.limits.iter().filter(is_known).map(limit_line).collect();
        let extracted: Vec<_> = list(&theirs["rate_limits"]).iter().map(extracted_limit).collect();
        assert_eq!(found, extracted, "{}", ours.anchor);
        let rules = list(&theirs["rate_limit_rules"]);
        assert_eq!(
            ours.limit_rules.len(),
            if ours.anchor == WITH_TWO_KEYS { 2 } else { rules.len() },
            "{}",
            ours.anchor
        );
        assert_eq!(ours.permissions.len(), list(&theirs["permission"]).len(), "{}", ours.anchor);
    }
}

type LimitLine = (u64, bool, u64, String);

fn limit_line(limit: &Limit) -> LimitLine {
    let scope = limit.scope.clone().unwrap_or_default().to_lowercase();
    (u64::from(limit.rate.count), limit.counts == Counts::Orders, limit.rate.window_ms / 1000, scope)
}

fn extracted_limit(limit: &Value) -> LimitLine {
    let number = |key: &str| limit[key].as_u64().unwrap_or_default();
    (number("limit"), text(limit, "unit") == "order", number("per_seconds"), text(limit, "scope").to_lowercase())
}

#[test]
fn examples_are_at_least_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let calls = by_call(guide);
    for theirs in &facts("endpoints.json") {
        let ours = calls[&call(theirs)];
        let found: Vec<Value> = ours
            .examples
            .iter()
            .filter(|example| example.role == Role::Response)
            .flat_map(|example| &example.json)
            .map(|json| serde_json::from_str(&json.text).expect("what was mended is JSON"))
            .collect();
        for example in list(&theirs["examples"]["response"]).iter().flat_map(|example| list(&example["json"])) {
            assert!(found.contains(example), "{}: an example is missing: {example}", ours.anchor);
        }
    }
}

#[test]
fn channels_are_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let expected = facts("channels.json");
    assert_eq!((guide.channels.len(), expected.len()), (51, 51));
    for theirs in &expected {
        let ours = guide.channels.iter().find(|one| one.anchor == text(theirs, "id")).expect("it is there");
        let mut names: Vec<&str> = ours.names.iter().map(String::as_str).collect();
        names.retain(|name| !CHANNELS_ONLY_HERE.contains(name) && *name != CHANNEL_IN_THE_LIST);
        names.sort_unstable();
        assert_eq!(names, list(&theirs["channels"]).iter().filter_map(Value::as_str).collect::<Vec<_>>());
        assert_eq!(
            (&theirs["login"], &theirs["url_paths"][0]),
            (&ours.socket.login.into(), &ours.socket.path.as_str().into())
        );
        let request = list(&theirs["request"]);
        let arguments = request.iter().find(|field| text(field, "name") == "args").map(|args| &args["fields"]);
        same_fields(&format!("{}: args", ours.anchor), arguments.unwrap_or(&Value::Null), &ours.arguments);
        same_fields(&format!("{}: reply", ours.anchor), &theirs["response"], &ours.reply);
        same_fields(&format!("{}: push", ours.anchor), &theirs["push"], &ours.push);
    }
}

#[test]
fn channels_that_only_the_text_names_are_found() {
    let Some(guide) = guide() else { return };
    for name in CHANNELS_ONLY_HERE {
        assert!(guide.channels.iter().any(|channel| channel.names.iter().any(|known| known == name)), "{name}");
        assert!(
            guide.guesses.iter().any(|guess| guess.kind.to_string().contains(&format!("`{name}`"))),
            "{name} is a guess"
        );
    }
}

#[test]
fn a_channel_that_only_the_row_of_the_list_names_is_found() {
    let Some(guide) = guide() else { return };
    let spread = "spread-trading-websocket-public-channel-order-book-channel";
    let channel = guide.channels.iter().find(|channel| channel.anchor == spread).expect("it is there");
    assert_eq!(channel.names, [CHANNEL_IN_THE_LIST, "sprd-books5", "sprd-books-l2-tbt"]);
}

#[test]
fn operations_are_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let expected = facts("ws_operations.json");
    assert_eq!((guide.operations.len(), expected.len()), (11, 11));
    for theirs in &expected {
        let ours = guide.operations.iter().find(|one| one.anchor == text(theirs, "id")).expect("it is there");
        assert_eq!(ours.op, theirs["ops"][0], "{}", ours.anchor);
        assert!(ours.socket.login, "{}", ours.anchor);
        let limits: Vec<_> = ours.limits.iter().map(limit_line).collect();
        assert_eq!(
            limits,
            list(&theirs["rate_limits"]).iter().map(extracted_limit).collect::<Vec<_>>(),
            "{}",
            ours.anchor
        );
        same_fields(&format!("{}: request", ours.anchor), &theirs["request"], &ours.request);
        same_fields(&format!("{}: reply", ours.anchor), &theirs["response"], &ours.reply);
    }
}

#[test]
fn codes_are_the_extracted_ones() {
    let Some(guide) = guide() else { return };
    let expected: BTreeMap<String, Option<u64>> =
        facts("errors.json").iter().map(|one| (text(one, "code").to_owned(), one["http"].as_u64())).collect();
    assert_eq!((guide.error_codes.len(), expected.len()), (1047 + CODES_ONLY_HERE.len(), 1047));
    for ours in &guide.error_codes {
        let key = ours.key();
        if CODES_ONLY_HERE.contains(&key.as_str()) {
            assert!(!expected.contains_key(&key), "{key} was extracted too");
            continue;
        }
        match expected[&key] {
            Some(status) => assert!(ours.http.iter().any(|http| u64::from(*http) == status), "{key}: {status}"),
            None => assert!(ours.http.is_empty(), "{key}"),
        }
    }
}
