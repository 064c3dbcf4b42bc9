//! Whether lists say how they are paged, and whether that can be done.

use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Endpoint, Field, Kind, Method, Model, PageCursor, PageOrder, Pages, Presence, Scalar};

/// Parameters that ask for another page of a list, whatever stands beside them.
const TURNS: &[&str] = &["after", "before", "beginId", "endId", "page", "pageNo", "pageNum", "cursor"];

/// Parameters that ask for another page of a list that takes the size of a page.
const BOUNDS: &[&str] = &["begin", "end", "beginTs", "endTs"];

/// What a time is.
const TIME: Kind = Kind::Scalar(Scalar::Timestamp);

/// The parameter for the size of a page.
const SIZE: &str = "limit";

/// Whoever reads a list to its end must know how; a call that nobody thought about would give its first page only.
pub(super) fn lists_say_how_they_are_paged(model: &Model, sink: &mut Sink) {
    let silent = model.endpoints.iter().filter(|one| one.pages.is_none() && one.unpaged.is_none());
    for endpoint in silent.filter(|one| one.method == Method::Get) {
        if looks_paged(model[endpoint.request].fields.iter().map(|field| field.wire.as_str())) {
            let right = "describe its pages with `pages:`, or give a reason with `pages: {cannot: REASON}`";
            sink.report(
                &endpoint.at,
                Law::PagesUnsaid,
                format_args!("`{}` looks like a paged list; {right}", endpoint.name),
            );
        }
    }
}

/// Whether these parameters of a GET look as if they led through a list.
pub fn looks_paged<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let names: Vec<&str> = names.collect();
    let any_of = |known: &[&str]| names.iter().any(|name| known.contains(name));
    any_of(TURNS) || (any_of(BOUNDS) && any_of(&[SIZE]))
}

/// What is taken from a row must be what the parameter takes, or OKX would be asked for something else.
pub(super) fn bounds_fit_the_rows(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let PageOrder::Cursor(cursor) = &pages.order else { continue };
        let by = &model[endpoint.page_row(model)].fields[cursor.by];
        if by.list || !by.kind.is_bound() {
            say(
                pages,
                sink,
                format_args!("`{}` is neither a time nor an id; pages are bounded by one of these", by.wire),
            );
        }
        if cursor.includes && by.kind != TIME {
            say(pages, sink, format_args!("`{}` is not a `Timestamp`; `includes:` is only for times", by.wire));
        }
        for place in bounds(cursor) {
            let bound = &model[endpoint.request].fields[place];
            if bound.presence == Presence::Required || bound.list {
                say(
                    pages,
                    sink,
                    format_args!("`{}` is a bound, and the first page has no bound; add `?` to its type", bound.wire),
                );
            }
            if bound.kind != by.kind && bound.kind != Kind::Scalar(Scalar::Text) {
                let (is, takes) = (by.kind.word(model), bound.kind.word(model));
                say(
                    pages,
                    sink,
                    format_args!(
                        "`{}` is `{is}`, and `{}` is `{takes}`; both must have the same type",
                        by.wire, bound.wire
                    ),
                );
            }
        }
    }
}

/// A parameter that has two jobs would be given one value for both of them.
pub(super) fn parameters_have_one_job(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let turning = match &pages.order {
            PageOrder::Number(number) => vec![*number],
            PageOrder::Cursor(cursor) => bounds(cursor).chain(cursor.with.iter().map(|(place, _)| *place)).collect(),
        };
        let places: Vec<usize> = turning.into_iter().chain(pages.size).collect();
        let twice = places.iter().enumerate().find(|(index, place)| places[..*index].contains(place));
        if let Some((_, place)) = twice {
            let wire = &model[endpoint.request].fields[*place].wire;
            say(pages, sink, format_args!("`{wire}` is named for two purposes; each parameter serves one"));
        }
    }
}

/// Pages are counted, and so are rows.
pub(super) fn numbers_and_sizes_are_whole(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let number = match pages.order {
            PageOrder::Number(number) => Some(number),
            PageOrder::Cursor(_) => None,
        };
        for place in number.into_iter().chain(pages.size) {
            let field = &model[endpoint.request].fields[place];
            let is_whole = matches!(field.kind, Kind::Scalar(scalar) if scalar.facts().is_whole_number());
            if !is_whole || field.list || field.presence == Presence::Required {
                say(pages, sink, format_args!("the type of `{}` must be `Integer?`", field.wire));
            }
        }
    }
}

/// A list has rows to page through, and its call is asked, not done.
pub(super) fn rows_are_told_apart(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        if endpoint.method != Method::Get {
            say(pages, sink, format_args!("`{}` is a POST; only a GET has pages", endpoint.name));
        }
        if pages.rows.is_none() && !endpoint.response.many {
            say(pages, sink, format_args!("`{}` gives one row; name the list in that row with `rows:`", endpoint.name));
        }
        let row = &model[endpoint.page_row(model)];
        let id = pages.id.map(|place| &row.fields[place]);
        if let Some(id) = id.filter(|id| !is_plain(id)) {
            say(pages, sink, format_args!("`{}` is not a plain value; `id:` must name a plain field", id.wire));
        }
        if let PageOrder::Cursor(cursor) = &pages.order
            && row.fields[cursor.by].kind != TIME
            && pages.id != Some(cursor.by)
        {
            let text = format_args!("`{}` identifies the rows already; remove `id:`", row.fields[cursor.by].wire);
            say(pages, sink, text);
        }
    }
}

fn paged(model: &Model) -> impl Iterator<Item = (&Endpoint, &Pages)> {
    model.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.pages.as_ref()?)))
}

fn bounds(cursor: &PageCursor) -> impl Iterator<Item = usize> {
    [cursor.older].into_iter().chain(cursor.newer)
}

fn is_plain(field: &Field) -> bool {
    !field.list && field.kind.is_plain()
}

fn say(pages: &Pages, sink: &mut Sink, text: std::fmt::Arguments<'_>) {
    sink.report(&pages.at, Law::PagesForm, text);
}
