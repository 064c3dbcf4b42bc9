//! REST calls.

use okx_spec::model::{Access, Method};

use super::example::Example;
use super::field::Field;
use super::guess::Guesses;
use super::limit::{Limit, LimitRule};
use super::outline::{FieldTable, Outline};
use super::section::Section;
use super::topic::Topic;

/// One REST call as the guide states it.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The id of its heading.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The headings above it.
    pub chapter: Vec<String>,
    /// HTTP method.
    pub method: Method,
    /// Path.
    pub path: String,
    /// The rights a key needs, where the guide tells.
    pub permissions: Vec<Access>,
    /// Its rate limits.
    pub limits: Vec<Limit>,
    /// By what they are counted.
    pub limit_rules: Vec<LimitRule>,
    /// Its parameters.
    pub parameters: Vec<Field>,
    /// The fields of one row of its reply, without the envelope around the rows.
    pub fields: Vec<Field>,
    /// What the guide says of it, paragraph by paragraph.
    pub about: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// A section that names more calls than this is no description of them.
const MOST_CALLS: usize = 4;

/// The endpoints of a section: none, one, or one for each path it names.
pub(super) fn endpoints(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<Endpoint> {
    if outline.calls.is_empty() {
        return Vec::new();
    }
    if outline.calls.len() > 1 {
        guesses.say(format!(
            "the section names {} calls; the first {MOST_CALLS} get the same fields",
            outline.calls.len()
        ));
    }
    let (requests, responses) = tables_by_side(outline, guesses);
    say_what_is_lacking(outline, &requests, &responses, guesses);
    let parameters = fields_of(requests, guesses);
    let fields = without_envelope(fields_of(responses, guesses), guesses);
    unplaced_tables(outline, guesses);
    let permissions = permissions(section, outline, guesses);
    outline
        .calls
        .iter()
        .take(MOST_CALLS)
        .map(|(method, path)| Endpoint {
            anchor: section.anchor.clone(),
            title: section.title.clone(),
            chapter: section.chapter.clone(),
            method: *method,
            path: path.clone(),
            permissions: permissions.clone(),
            limits: outline.limits.clone(),
            limit_rules: outline.limit_rules.clone(),
            parameters: parameters.clone(),
            fields: fields.clone(),
            about: outline.about.iter().map(|prose| prose.text.clone()).collect(),
            examples: outline.examples.clone(),
        })
        .collect()
}

/// What most sections have and this one has not: it may be told in a way that nobody here can read.
fn say_what_is_lacking(
    outline: &Outline<'_>,
    requests: &[&FieldTable<'_>],
    responses: &[&FieldTable<'_>],
    guesses: &mut Guesses,
) {
    if requests.iter().any(|table| !table.rows.tells_required()) {
        guesses.say("a table of parameters does not say which of them are required");
    }
    if responses.is_empty() {
        guesses.say("no table of reply fields is given");
    }
    if outline.permission.is_none() {
        guesses.say("no permission is given");
    }
    say_what_limits_lack(outline, guesses);
}

/// The same of the rate limit.
pub(super) fn say_what_limits_lack(outline: &Outline<'_>, guesses: &mut Guesses) {
    if outline.limits.is_empty() {
        guesses.say("no rate limit is given");
    } else if outline.limit_rules.is_empty() {
        guesses.say("it is not given by what the rate limit is counted");
    }
}

/// The tables of the request and of the response. Some stand under the wrong heading: a table that says what is required while the section has
/// none under request is one of parameters, and one that does not say so after one that does is one of reply fields.
fn tables_by_side<'o, 'a>(
    outline: &'o Outline<'a>,
    guesses: &mut Guesses,
) -> (Vec<&'o FieldTable<'a>>, Vec<&'o FieldTable<'a>>) {
    let has_request = outline.tables(&Topic::Request).next().is_some();
    let (mut requests, mut responses): (Vec<&FieldTable<'_>>, Vec<&FieldTable<'_>>) = (Vec::new(), Vec::new());
    for table in &outline.field_tables {
        let tells = table.rows.tells_required();
        match table.topic {
            Topic::Request if !tells && requests.iter().any(|table| table.rows.tells_required()) => {
                guesses.mention("a table under request is one of reply fields");
                responses.push(table);
            }
            Topic::Response if tells && !has_request && requests.is_empty() && responses.is_empty() => {
                guesses.mention("a table under response is one of parameters");
                requests.push(table);
            }
            Topic::Request => requests.push(table),
            Topic::Response => responses.push(table),
            _ => {}
        }
    }
    (requests, responses)
}

/// The fields of several tables. A caption above a table names a variant.
pub(super) fn fields_of<'o, 'a: 'o>(
    tables: impl IntoIterator<Item = &'o FieldTable<'a>>,
    guesses: &mut Guesses,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for table in tables {
        if !fields.is_empty() && table.caption.is_none() {
            guesses.say("a second table without a caption was added to the first");
        }
        fields.extend(table.rows.fields(table.caption, guesses));
    }
    fields
}

fn unplaced_tables(outline: &Outline<'_>, guesses: &mut Guesses) {
    for table in outline.tables(&Topic::Other) {
        let what = if table.rows.tells_required() { "parameters" } else { "fields" };
        guesses.say(format!("a table of {what} stands under neither request nor response and was left out"));
    }
}

/// Most tables begin at the row, some at the envelope: `code`, `msg`, and mostly `data` with the row under it.
fn without_envelope(fields: Vec<Field>, guesses: &mut Guesses) -> Vec<Field> {
    let starts_at_envelope = fields.first().is_some_and(|field| field.name == "code")
        && fields.get(1).is_some_and(|field| field.name == "msg");
    if !starts_at_envelope {
        return fields;
    }
    guesses.mention("the table of the response starts at the envelope".to_owned());
    let mut fields = fields;
    match fields.iter().position(|field| field.name == "data") {
        Some(data) => fields.swap_remove(data).fields,
        None => fields.split_off(2),
    }
}

/// What the page says in words about who may call goes before the line with the permission, which some public calls have as well.
fn permissions(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<Access> {
    let text = outline.permission.as_deref().unwrap_or_default();
    let words = text.split(['/', ',', '，']).map(str::trim).filter(|word| !word.is_empty());
    let named: Vec<Access> = words.filter_map(|word| permission(word, guesses)).collect();
    if named.is_empty() || named.contains(&Access::Public) {
        return named;
    }
    let about = outline.about.iter().map(|prose| prose.text.to_lowercase()).collect::<Vec<_>>().join("\n");
    if says_public(&section.title.to_lowercase(), &about) {
        guesses.mention(format!("the page calls it public and its permission `{text}`, taken for public"));
        return vec![Access::Public];
    }
    named
}

fn says_public(title: &str, about: &str) -> bool {
    let in_words = ["this public endpoint", "authentication is optional"];
    title.ends_with("(public)")
        || about.starts_with("public endpoint")
        || in_words.iter().any(|words| about.contains(words))
}

fn permission(word: &str, guesses: &mut Guesses) -> Option<Access> {
    match word.to_lowercase().as_str() {
        "public" => Some(Access::Public),
        "read" => Some(Access::Read),
        "trade" => Some(Access::Trade),
        "withdraw" => Some(Access::Withdraw),
        "trading" => {
            guesses.mention("the permission is called `Trading`, taken for Trade");
            Some(Access::Trade)
        }
        _ => {
            guesses.say(format!("the permission is called `{word}` and was left out"));
            None
        }
    }
}

/// A word that is a method and nothing else.
pub(super) fn method(word: &str) -> Option<Method> {
    match word {
        "GET" => Some(Method::Get),
        "POST" => Some(Method::Post),
        _ => None,
    }
}
