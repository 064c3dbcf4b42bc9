//! Fields and objects.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

/// Sixteen fields for each letter.
macro_rules! sixteen {
    ($($letter:literal)*) => { concat!($(sixteen!(@ $letter a b c d e f g h i j k l m n o p)),*) };
    (@ $letter:literal $($other:ident)*) => { concat!($($letter, stringify!($other), ": {type: Integer, means: One.}, "),*) };
}

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::UnexplainedField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("note: {type: Text?, means: Anything.}", "note: Text?"),
        says: "rest/trade.yaml:20:7: the meaning of `note` is missing; write `note: {type: …, means: …}` [unexplained-field]",
    },
    Fixture {
        law: Law::UnusualType,
        file: "objects.yaml",
        edit: Edit::Swap("tickSz: Decimal,", "tickSz: Text,"),
        says: "objects.yaml:4:50: the dictionary gives `tickSz` the type `Decimal`; if the type is different here, write `tickSz: {type: …, means: …}` [unusual-type]",
    },
    Fixture {
        law: Law::DictionaryType,
        file: "fields.yaml",
        edit: Edit::Swap("tickSz: {type: Decimal,", "tickSz: {type: Decimal?,"),
        says: "fields.yaml:4:18: types in the dictionary have no `?`, `[]` or rule; write `Decimal` here, and the rest where the field is used [dictionary-type]",
    },
    Fixture {
        law: Law::RequiredAfterOptional,
        file: "rest/trade.yaml",
        edit: Edit::Swap("kind: {type: Text?,", "kind: {type: Text,"),
        says: "rest/trade.yaml:21:7: `kind` is required but comes after `note`, which is optional; move it up, or add `?` to its type [required-after-optional]",
    },
    Fixture {
        law: Law::RequiredAfterOptional,
        file: "objects.yaml",
        edit: Edit::Swap(
            "      sz: Decimal(order_size)\n      px: Decimal?",
            "      px: Decimal?\n      sz: Decimal(order_size)",
        ),
        says: "objects.yaml:16:7: `sz` is required but comes after `px`, which is optional; move it up, or add `?` to its type [required-after-optional]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "rest/trade.yaml",
        edit: Edit::Swap("note: {type: Text?,", "note: {type: Text?, empty: removes,"),
        says: "rest/trade.yaml:20:34: `removes` is not a value of `empty:`; it must be one of `clears` [unknown-word]",
    },
    Fixture {
        law: Law::EmptyClears,
        file: "rest/public.yaml",
        edit: Edit::Swap("sort: {type: Text?,", "sort: {type: Text?, empty: clears,"),
        says: "rest/public.yaml:49:7: `sort` is not sent in the body of a request, or is part of a reply too, so an empty text cannot clear it; \
               remove `empty: clears` [empty-clears]",
    },
    Fixture {
        law: Law::EmptyClears,
        file: "rest/public.yaml",
        edit: Edit::Swap("      ts: Timestamp\n  Names", "      ts: {type: Timestamp, empty: clears}\n  Names"),
        says: "rest/public.yaml:9:7: `ts` is not sent in the body of a request, or is part of a reply too, so an empty text cannot clear it; \
               remove `empty: clears` [empty-clears]",
    },
    Fixture {
        law: Law::EmptyClears,
        file: "rest/trade.yaml",
        edit: Edit::Swap("attached: {type: \"Attached[]\",", "attached: {type: \"Attached[]\", empty: clears,"),
        says: "rest/trade.yaml:22:7: `attached` is a list, or is not in an object with `fields:`, so an empty text cannot clear it; remove `empty: clears` \
               [empty-clears]",
    },
    Fixture {
        law: Law::EmptyClears,
        file: "rest/trade.yaml",
        edit: Edit::Swap("note: {type: Text?,", "note: {type: Json?, empty: clears,"),
        says: "rest/trade.yaml:20:7: `note` is not a plain value, so an empty text cannot clear it; remove `empty: clears` [empty-clears]",
    },
    Fixture {
        law: Law::PrecisionInReply,
        file: "rest/public.yaml",
        edit: Edit::Swap("      ts: Timestamp", "      px: Decimal(order_price)\n      ts: Timestamp"),
        says: "rest/public.yaml:9:7: `px` is part of a reply; only fields of requests can have a precision rule [precision-in-reply]",
    },
    Fixture {
        law: Law::PrecisionOfOther,
        file: "rest/trade.yaml",
        edit: Edit::Swap("note: {type: Text?,", "note: {type: Text(order_size)?,"),
        says: "rest/trade.yaml:20:20: only a `Decimal` can have a precision rule; remove `(order_size)` [precision-of-other]",
    },
    Fixture {
        law: Law::BareFields,
        file: "rest/public.yaml",
        edit: Edit::Swap("bare: {names", "bare: {ts: Timestamp, names"),
        says: "rest/public.yaml:10:3: `Names` is `bare:` and has 2 fields; it must have exactly one [bare-fields]",
    },
    Fixture {
        law: Law::TooManyFields,
        file: "objects.yaml",
        edit: Edit::Swap(
            "row: {px",
            concat!("row: {", sixteen!("a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p"), "px"),
        ),
        says: "objects.yaml:9:3: `Level` has 258 fields, and the maximum is 255; use `Json` for a part of it [too-many-fields]",
    },
    Fixture {
        law: Law::OutcomeForm,
        file: "objects.yaml",
        edit: Edit::Swap(
            "    row: {px: Decimal, sz: Decimal}",
            "    row: {px: Decimal, sCode: Text, sMsg: Text}\n    outcome: {code: sCode, message: sMsg}",
        ),
        says: "objects.yaml:12:14: only an object with `fields:` can have an `outcome:` [outcome-form]",
    },
    Fixture {
        law: Law::OutcomeForm,
        file: "objects.yaml",
        edit: Edit::Swap("code: sCode", "code: ordId"),
        says: "objects.yaml:8:21: the fields of an `outcome:` must be `Text` or `Text?`, and `ordId` is not [outcome-form]",
    },
    Fixture {
        law: Law::RecursiveObject,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "      ts: Timestamp",
            "      ts: Timestamp\n      inner: {type: Book?, means: The next one.}",
        ),
        says: "rest/public.yaml:10:7: `Book` contains itself through `inner`; use `Json` here [recursive-object]",
    },
    Fixture {
        law: Law::Unused,
        file: "ids.yaml",
        edit: Edit::Swap("  OrdId:", "  TradeId: {does: Name of a trade., of: Text}\n  OrdId:"),
        says: "ids.yaml:3:3: `TradeId` is not used; remove it [unused]",
    },
    Fixture {
        law: Law::Unused,
        file: "fields.yaml",
        edit: Edit::Swap("  px:", "  fee: {type: Decimal, means: What it cost.}\n  px:"),
        says: "fields.yaml:10:3: no field has the name `fee`; remove the entry [unused]",
    },
    Fixture {
        law: Law::Unused,
        file: "limits.yaml",
        edit: Edit::Swap(
            "  sub_account.orders:",
            "  order.cancel: {does: Cancellations., limit: 60/2s by user}\n  sub_account.orders:",
        ),
        says: "limits.yaml:7:3: `order.cancel` is not used; remove it [unused]",
    },
    Fixture {
        law: Law::OutcomeForm,
        file: "objects.yaml",
        edit: Edit::Swap("message: sMsg", "message: sCode"),
        says: "objects.yaml:8:14: `code:`, `message:` and `sub_code:` must name different fields [outcome-form]",
    },
];
