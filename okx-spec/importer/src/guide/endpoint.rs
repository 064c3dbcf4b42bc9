//! REST calls.

use okx_spec::model::{Access, DEADLINE, Method};

use super::example::Example;
use super::field::Field;
use super::guess::{GuessKind, Guesses, excerpt};
use super::layout::{self, Topic};
use super::limit::{Limit, LimitRule};
use super::outline::{FieldTable, Outline};
use super::section::Section;

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
    /// The permissions a key needs, where the guide states them; one of them is enough.
    pub permissions: Vec<Access>,
    /// Its rate limits.
    pub limits: Vec<Limit>,
    /// By what they are counted.
    pub limit_rules: Vec<LimitRule>,
    /// Its parameters.
    pub parameters: Vec<Field>,
    /// The fields of one row of its reply, without the envelope around the rows.
    pub fields: Vec<Field>,
    /// The guide's text about it, paragraph by paragraph.
    pub about: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// A section that names more calls than this does not describe them.
const MOST_CALLS: usize = 4;

/// The endpoints of a section: none, one, or one for each path it names.
pub(super) fn endpoints(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<Endpoint> {
    if outline.calls.is_empty() {
        return Vec::new();
    }
    if outline.calls.len() > 1 {
        guesses.note(GuessKind::SeveralCalls { count: outline.calls.len(), most: MOST_CALLS });
    }
    let (requests, responses) = tables_by_side(outline, guesses);
    note_what_is_missing(outline, &requests, &responses, guesses);
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

/// Notes what most sections have and this one does not: it may state it in a way that the reader does not understand.
fn note_what_is_missing(
    outline: &Outline<'_>,
    requests: &[&FieldTable<'_>],
    responses: &[&FieldTable<'_>],
    guesses: &mut Guesses,
) {
    if requests.iter().any(|table| !table.rows.has_required()) {
        guesses.note(GuessKind::RequiredNotStated);
    }
    if responses.is_empty() {
        guesses.note(GuessKind::NoReplyFields);
    }
    if outline.permission.is_none() {
        guesses.note(GuessKind::NoPermission);
    }
    note_missing_limit(outline, guesses);
}

/// Notes a missing rate limit, and a missing rule for it.
pub(super) fn note_missing_limit(outline: &Outline<'_>, guesses: &mut Guesses) {
    if outline.limits.is_empty() {
        guesses.note(GuessKind::NoLimit);
    } else if outline.limit_rules.is_empty() {
        guesses.note(GuessKind::NoLimitKey);
    }
}

/// The tables of the request and of the response. Some are under the wrong heading: a table with a column for what is required, in a section
/// without one under request, lists parameters; one without that column, after one with it, lists reply fields.
fn tables_by_side<'o, 'a>(
    outline: &'o Outline<'a>,
    guesses: &mut Guesses,
) -> (Vec<&'o FieldTable<'a>>, Vec<&'o FieldTable<'a>>) {
    let has_request = outline.tables(&Topic::Request).next().is_some();
    let (mut requests, mut responses): (Vec<&FieldTable<'_>>, Vec<&FieldTable<'_>>) = (Vec::new(), Vec::new());
    for table in &outline.field_tables {
        let has_required = table.rows.has_required();
        match table.topic {
            Topic::Request if !has_required && requests.iter().any(|table| table.rows.has_required()) => {
                guesses.note(GuessKind::ReplyTableUnderRequest);
                responses.push(table);
            }
            Topic::Response if has_required && !has_request && requests.is_empty() && responses.is_empty() => {
                guesses.note(GuessKind::ParametersUnderResponse);
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
            guesses.note(GuessKind::SecondTable);
        }
        fields.extend(table.rows.fields(table.caption, guesses));
    }
    fields
}

fn unplaced_tables(outline: &Outline<'_>, guesses: &mut Guesses) {
    for table in outline.tables(&Topic::Other) {
        let what = if table.rows.has_required() { "parameters" } else { "fields" };
        guesses.note(GuessKind::UnplacedTable { what });
    }
}

/// Most tables begin at the row, some at the envelope: `code`, `msg`, and usually `data` with the row nested in it.
fn without_envelope(fields: Vec<Field>, guesses: &mut Guesses) -> Vec<Field> {
    let starts_at_envelope = fields.first().is_some_and(|field| field.name == "code")
        && fields.get(1).is_some_and(|field| field.name == "msg");
    if !starts_at_envelope {
        return fields;
    }
    guesses.note(GuessKind::EnvelopeInTable);
    let mut fields = fields;
    match fields.iter().position(|field| field.name == "data") {
        Some(data) => fields.swap_remove(data).fields,
        None => fields.split_off(2),
    }
}

/// A text that calls it public takes precedence over the line with the permission, which some public calls have as well.
fn permissions(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<Access> {
    let text = outline.permission.as_deref().unwrap_or_default();
    let words = text.split(['/', ',', '，']).map(str::trim).filter(|word| !word.is_empty());
    let named: Vec<Access> = words.filter_map(|word| permission(word, guesses)).collect();
    if named.is_empty() || named.contains(&Access::Public) {
        return named;
    }
    let about = outline.about.iter().map(|prose| prose.text.to_lowercase()).collect::<Vec<_>>().join("\n");
    if layout::says_public(&section.title.to_lowercase(), &about) {
        guesses.note(GuessKind::PublicByText { text: excerpt(text) });
        return vec![Access::Public];
    }
    named
}

fn permission(word: &str, guesses: &mut Guesses) -> Option<Access> {
    let Some((access, is_usual)) = layout::permission(word) else {
        guesses.note(GuessKind::UnknownPermission { word: excerpt(word) });
        return None;
    };
    if !is_usual {
        guesses.note(GuessKind::Trading);
    }
    Some(access)
}

/// The anchors of the calls and operations that accept a deadline, if this section is the one that lists them: the deadline is its only
/// parameter, and it has links. The sections about calls do not state it, for there it is a header.
pub(super) fn deadlines(outline: &Outline<'_>) -> Vec<String> {
    let is_about_something_else = !outline.calls.is_empty() || outline.url_path.is_some();
    let has_deadline = outline.field_tables.iter().any(|table| table.rows.has_required() && table.rows.names(DEADLINE));
    if is_about_something_else || !has_deadline {
        return Vec::new();
    }
    outline.items.iter().flat_map(|item| item.links.iter().cloned()).collect()
}
