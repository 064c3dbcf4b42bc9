//! Laws about paged lists.

use super::Checked;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Endpoint, Field, Kind, Method, Model, PageCursor, PageOrder, Pages, Presence, Scalar};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    paged_lists_are_described(model, sink);
    bounds_fit_the_rows(model, sink);
    numbers_and_sizes_are_whole(model, sink);
    rows_can_be_identified(model, sink);
    parameters_have_one_purpose(model, sink);
    times_bound_the_rows(model, sink);
}

/// Parameters that only paged lists have.
const TURNS: &[&str] = &["after", "before", "beginId", "endId", "page", "pageNo", "pageNum", "cursor"];

/// Parameters that bound a list. Together with the size of a page they belong to a paged list.
const BOUNDS: &[&str] = &["begin", "end", "beginTs", "endTs"];

/// The kind of a time.
const TIME: Kind = Kind::Scalar(Scalar::Timestamp);

/// The parameter for the size of a page.
const SIZE: &str = "limit";

/// The client must know how to read all pages of a list. Otherwise users would get only the first page.
fn paged_lists_are_described(model: &Model, sink: &mut Sink) {
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

/// Whether these parameters of a GET look like those of a paged list.
pub fn looks_paged<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let names: Vec<&str> = names.collect();
    let any_of = |known: &[&str]| names.iter().any(|name| known.contains(name));
    any_of(TURNS) || (any_of(BOUNDS) && any_of(&[SIZE]))
}

/// The value of a row's field is sent as the bound, so both must have the same type.
fn bounds_fit_the_rows(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let PageOrder::Cursor(cursor) = &pages.order else { continue };
        let by = &model[endpoint.page_row(model)].fields[cursor.by];
        if by.list || !by.kind.is_bound() {
            report(
                pages,
                sink,
                format_args!("`{}` is neither a time nor an id; the bound of a page must be one of these", by.wire),
            );
        }
        if cursor.includes && by.kind != TIME {
            report(pages, sink, format_args!("`{}` is not a `Timestamp`; `includes:` is only for times", by.wire));
        }
        for place in bounds(cursor) {
            let bound = &model[endpoint.request].fields[place];
            if bound.presence == Presence::Required || bound.list {
                report(
                    pages,
                    sink,
                    format_args!("`{}` is a bound, and the first page has no bound; add `?` to its type", bound.wire),
                );
            }
            if bound.kind != by.kind && bound.kind != Kind::Scalar(Scalar::Text) {
                let (is, takes) = (by.kind.word(model), bound.kind.word(model));
                report(
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

/// A parameter cannot have two purposes, because it has one value.
fn parameters_have_one_purpose(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let turning = match &pages.order {
            PageOrder::Number(number) => vec![*number],
            PageOrder::Cursor(cursor) => bounds(cursor).chain(cursor.with.iter().map(|(place, _)| *place)).collect(),
        };
        let times = pages.since.into_iter().chain(pages.until);
        let places: Vec<usize> = turning.into_iter().chain(pages.size).chain(times).collect();
        let twice = places.iter().enumerate().find(|(index, place)| places[..*index].contains(place));
        if let Some((_, place)) = twice {
            let wire = &model[endpoint.request].fields[*place].wire;
            report(pages, sink, format_args!("`{wire}` is used for two purposes; each parameter can have only one"));
        }
    }
}

/// The parameters that bound the time of the rows are left out where all rows are wanted.
fn times_bound_the_rows(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        for place in pages.since.into_iter().chain(pages.until) {
            let bound = &model[endpoint.request].fields[place];
            if bound.kind != TIME || bound.list || bound.presence == Presence::Required {
                report(pages, sink, format_args!("the type of `{}` must be `Timestamp?`", bound.wire));
            }
        }
    }
}

/// The number of a page and its size are whole numbers.
fn numbers_and_sizes_are_whole(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        let number = match pages.order {
            PageOrder::Number(number) => Some(number),
            PageOrder::Cursor(_) => None,
        };
        for place in number.into_iter().chain(pages.size) {
            let field = &model[endpoint.request].fields[place];
            let is_whole = matches!(field.kind, Kind::Scalar(scalar) if scalar.facts().is_whole_number());
            if !is_whole || field.list || field.presence == Presence::Required {
                report(pages, sink, format_args!("the type of `{}` must be `Integer?`", field.wire));
            }
        }
    }
}

/// Only a GET that returns a list has pages, and the client must be able to tell its rows apart.
fn rows_can_be_identified(model: &Model, sink: &mut Sink) {
    for (endpoint, pages) in paged(model) {
        if endpoint.method != Method::Get {
            report(pages, sink, format_args!("`{}` is a POST; only a GET has pages", endpoint.name));
        }
        if pages.rows.is_none() && !endpoint.response.many {
            report(
                pages,
                sink,
                format_args!("`{}` returns one row; name the list in that row with `rows:`", endpoint.name),
            );
        }
        let row = &model[endpoint.page_row(model)];
        let id = pages.id.map(|place| &row.fields[place]);
        if let Some(id) = id.filter(|id| !is_plain(id)) {
            report(pages, sink, format_args!("`{}` is not a plain value; `id:` must name a plain field", id.wire));
        }
        if let PageOrder::Cursor(cursor) = &pages.order
            && row.fields[cursor.by].kind != TIME
            && pages.id != Some(cursor.by)
        {
            let text = format_args!("`{}` already identifies the rows; remove `id:`", row.fields[cursor.by].wire);
            report(pages, sink, text);
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

fn report(pages: &Pages, sink: &mut Sink, text: std::fmt::Arguments<'_>) {
    sink.report(&pages.at, Law::PagesForm, text);
}
