//! Pages.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

const FILE: &str = "rest/public.yaml";
const PAGES: &str = r#"pages: {by: ts, older: after, newer: before, up_to: 100, id: ordId, with: {sort: "2"}}"#;

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::PagesUnsaid,
        file: FILE,
        edit: Edit::Swap(PAGES, "deadline: false"),
        says: "rest/public.yaml:37:3: `list_trades` looks like a paged list; describe its pages with `pages:`, or give a reason with `pages: {cannot: REASON}` [pages-unsaid]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, number: limit, older: after, up_to: 100}"),
        says: "rest/public.yaml:51:12: `pages:` needs exactly one of `by:`, `number:` and `cannot:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {up_to: 100}"),
        says: "rest/public.yaml:51:12: `pages:` needs exactly one of `by:`, `number:` and `cannot:` [pages-form]",
    },
    Fixture {
        law: Law::UnknownKey,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {number: limit, older: after, up_to: 100, time: ts}"),
        says: "rest/public.yaml:51:12: `limit` is used for two purposes; each parameter can have only one [pages-form]\n\
             rest/public.yaml:51:28: `pages:` has no key `older`; its keys are `cannot`, `by`, `number`, `size`, `id`, `rows`, `time`, `since`, `until`, `up_to` and `forming` [unknown-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts}"),
        says: "rest/public.yaml:51:12: `pages:` needs `older:` [missing-key]\n\
             rest/public.yaml:51:12: `pages:` needs `up_to:` [missing-key]",
    },
    Fixture {
        law: Law::UnknownField,
        file: FILE,
        edit: Edit::Swap(
            PAGES,
            "pages: {by: tss, older: aftr, newer: befor, up_to: 100, id: ordIdd, size: limitt, with: {sid: buy}}",
        ),
        says: "rest/public.yaml:51:17: there is no field `tss` here; did you mean `ts`? [unknown-field]\n\
             rest/public.yaml:51:29: there is no field `aftr` here; did you mean `after`? [unknown-field]\n\
             rest/public.yaml:51:42: there is no field `befor` here; did you mean `before`? [unknown-field]\n\
             rest/public.yaml:51:65: there is no field `ordIdd` here; did you mean `ordId`? [unknown-field]\n\
             rest/public.yaml:51:79: there is no field `limitt` here; did you mean `limit`? [unknown-field]\n\
             rest/public.yaml:51:94: there is no field `sid` here; did you mean `side`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, with: {side: bye}}"),
        says: "rest/public.yaml:51:60: `Side` has no value `bye`; use one that exists [unknown-value]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: px, older: after, up_to: 100, time: ts}"),
        says: "rest/public.yaml:51:12: `px` is neither a time nor an id; the bound of a page must be one of these [pages-form]\n\
             rest/public.yaml:51:12: `px` is `Decimal`, and `after` is `Timestamp`; both must have the same type [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: instId, up_to: 100}"),
        says: "rest/public.yaml:51:12: `instId` is a bound, and the first page has no bound; add `?` to its type [pages-form]\n\
             rest/public.yaml:51:12: `ts` is `Timestamp`, and `instId` is `InstId`; both must have the same type [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: after, up_to: 100, time: ts}"),
        says: "rest/public.yaml:51:12: `ordId` is `OrdId`, and `after` is `Timestamp`; both must have the same type [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {number: side, up_to: 100, time: ts}"),
        says: "rest/public.yaml:51:12: the type of `side` must be `Integer?` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, size: after}"),
        says: "rest/public.yaml:51:12: the type of `after` must be `Integer?` [pages-form]\n\
             rest/public.yaml:51:12: `after` is used for two purposes; each parameter can have only one [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, id: fills}"),
        says: "rest/public.yaml:51:12: `fills` is not a plain value; `id:` must name a plain field [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: px, older: after, up_to: 100, rows: fills}"),
        says: "rest/public.yaml:51:12: `px` is neither a time nor an id; the bound of a page must be one of these [pages-form]\n\
             rest/public.yaml:51:12: `px` is `Decimal`, and `after` is `Timestamp`; both must have the same type [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, rows: px}"),
        says: "rest/public.yaml:51:53: `px` is not a list of objects; name the field that has the rows [pages-form]",
    },
    Fixture {
        law: Law::MalformedCount,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 0}"),
        says: "rest/public.yaml:51:42: `0` is not a value of `up_to:`; write a whole number from 1 to 10000 [malformed-count]",
    },
    Fixture {
        law: Law::EmptyText,
        file: FILE,
        edit: Edit::Swap(PAGES, r#"pages: {cannot: ""}"#),
        says: "rest/public.yaml:51:21: `cannot:` is empty; write a sentence [empty-text]",
    },
    Fixture {
        law: Law::PagesUnsaid,
        file: FILE,
        edit: Edit::Swap(
            r#"      after: {type: Timestamp?, means: Only older ones.}
      before: {type: Timestamp?, means: Only newer ones.}
      limit: {type: Integer?, means: How many.}
      side: Side?
      sort: {type: Text?, means: What the bounds are.}
    response: Trade[]
    pages: {by: ts, older: after, newer: before, up_to: 100, id: ordId, with: {sort: "2"}}"#,
            "      begin: {type: Timestamp?, means: Only later ones.}
      limit: {type: Integer?, means: How many.}
    response: Trade[]",
        ),
        says: "rest/public.yaml:37:3: `list_trades` looks like a paged list; describe its pages with `pages:`, or give a reason with `pages: {cannot: REASON}` [pages-unsaid]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap("response: Trade[]", "response: Trade"),
        says: "rest/public.yaml:51:12: `list_trades` returns one row; name the list in that row with `rows:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap("GET /api/v5/public/trades", "POST /api/v5/public/trades\n    repeat: always"),
        says: "rest/public.yaml:52:12: `list_trades` is a POST; only a GET has pages [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100, time: ts, id: ts}"),
        says: "rest/public.yaml:51:12: `ordId` already identifies the rows; remove `id:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100, time: ts, includes: true}"),
        says: "rest/public.yaml:51:12: `ordId` is not a `Timestamp`; `includes:` is only for times [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("older: after, newer: before", "older: after, newer: after"),
        says: "rest/public.yaml:51:12: `after` is used for two purposes; each parameter can have only one [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("up_to: 100, id", "up_to: 100, size: after, id"),
        says: "rest/public.yaml:51:12: the type of `after` must be `Integer?` [pages-form]\n\
             rest/public.yaml:51:12: `after` is used for two purposes; each parameter can have only one [pages-form]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "rest/public.yaml",
        edit: Edit::Swap("side: Side?\n      sort: {type: Text?,", "side: Side?\n      sort: {type: Bool?,"),
        says: "rest/public.yaml:51:86: `2` is not a value of `Bool`; write `true` or `false` [unknown-value]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100}"),
        says: "rest/public.yaml:51:12: the rows have times such as `ts`; name the one at which a row came into being with `time:`, or write `time: none` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100, time: px}"),
        says: "rest/public.yaml:51:55: `px` is not a `Timestamp`; `time:` names the time of a row [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100, time: ts, since: side, until: sort}"),
        says: "rest/public.yaml:51:12: `sort` is used for two purposes; each parameter can have only one [pages-form]\n\
             rest/public.yaml:51:12: the type of `side` must be `Timestamp?` [pages-form]\n\
             rest/public.yaml:51:12: the type of `sort` must be `Timestamp?` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, time: ts}"),
        says: "rest/public.yaml:51:53: the list is paged by a time already; remove `time:`, `since:` and `until:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, since: before}"),
        says: "rest/public.yaml:51:54: the list is paged by a time already; remove `time:`, `since:` and `until:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ordId, older: sort, up_to: 100, time: none, since: after}"),
        says: "rest/public.yaml:51:68: without a time of the rows nothing is bounded; remove `since:` and `until:` [pages-form]",
    },
    Fixture {
        law: Law::PagesForm,
        file: FILE,
        edit: Edit::Swap(PAGES, "pages: {by: ts, older: after, up_to: 100, forming: {ordId: x, px: y}}"),
        says: "rest/public.yaml:51:67: `forming:` has one field with its value [pages-form]",
    },
];
