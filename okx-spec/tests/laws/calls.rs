//! Calls, batches, budgets.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::DuplicatePath,
        file: "rest/public.yaml",
        edit: Edit::Swap("/api/v5/public/names", "/api/v5/public/book"),
        says: "rest/public.yaml:30:3: `list_names` and `order_book` are the same call; GET /api/v5/public/book is described once [duplicate-path]",
    },
    Fixture {
        law: Law::ObjectInQuery,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "request: {instId: InstId}",
            r#"request: {instId: InstId, level: {type: "Level[]", means: Levels.}}"#,
        ),
        says: "rest/public.yaml:28:31: `level` is an object in the query of a GET; use a plain type [object-in-query]",
    },
    Fixture {
        law: Law::ObjectInQuery,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "request: {instId: InstId}",
            "request: {instId: InstId, level: {type: Json?, means: Levels.}}",
        ),
        says: "rest/public.yaml:28:31: `level` is an object in the query of a GET; use a plain type [object-in-query]",
    },
    Fixture {
        law: Law::RepeatUnsaid,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    repeat: by clOrdId\n    request", "    request"),
        says: "rest/trade.yaml:5:3: `place_order` does not say whether a second sending is safe; say `repeat: always`, `repeat: never` or `repeat: by FIELD` [repeat-unsaid]",
    },
    Fixture {
        law: Law::SmallBatch,
        file: "rest/trade.yaml",
        edit: Edit::Swap("up_to: 20", "up_to: 1"),
        says: "rest/trade.yaml:35:12: a batch takes two items or more; a call for one is no batch [small-batch]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    batch: {of", "    request: {instId: InstId}\n    batch: {of"),
        says: "rest/trade.yaml:28:3: a batch has the fields of the call it is made of; remove `request:` [batch-form]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "    repeat: by clOrdId\n    batch: {of: place_order, up_to: 20}",
            "    repeat: never\n    batch: {up_to: 20}",
        ),
        says: "rest/trade.yaml:28:3: `place_orders` draws on `trade.place_orders`, counted by symbol, and names no instrument; it needs `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]\n\
             rest/trade.yaml:35:12: nobody says what an item of this batch is; name a call, `of: CALL`, or give `request:` beside it [batch-form]",
    },
    Fixture {
        law: Law::SmallBatch,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "batch: {of: place_order, up_to: 20}",
            "request: {instId: InstId, clOrdId: ClOrdId?}\n    batch: {up_to: 0}",
        ),
        says: "rest/trade.yaml:36:12: a batch takes one item or more; nothing could be sent [small-batch]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/batch-orders", "GET /api/v5/trade/batch-orders"),
        says: "rest/trade.yaml:35:12: a batch travels in a body, which only a POST has [batch-form]\n\
             ws/operations.yaml:10:3: `place_orders` is of `place_orders`, which is a GET; an operation is of a POST [operation-form]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("of: place_order,", "of: place_orders,"),
        says: "rest/trade.yaml:28:3: `place_orders` draws on `trade.place_orders`, counted by symbol, and names no instrument; it needs `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]\n\
             rest/trade.yaml:34:13: there is no field `clOrdId` here; name one of those that are there [unknown-field]\n\
             rest/trade.yaml:35:12: a batch is made of single calls, and this one is a batch itself [batch-form]",
    },
    Fixture {
        law: Law::Unlimited,
        file: "rest/public.yaml",
        edit: Edit::Swap("    limit: 20/2s by ip, instType\n", ""),
        says: "rest/public.yaml:14:3: `instruments` draws on no budget; every call has a limit; give it `limit:` or `draws:` [unlimited]",
    },
    Fixture {
        law: Law::SymbolWithoutInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    access: either\n    limit: 40/2s by ip",
            "    access: either\n    limit: 40/2s by symbol",
        ),
        says: "rest/public.yaml:30:3: `list_names` draws on `public.list_names`, counted by symbol, and names no instrument; it needs `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]",
    },
    Fixture {
        law: Law::UserKeyInPublic,
        file: "rest/public.yaml",
        edit: Edit::Swap("20/2s by ip, instType", "20/2s by user"),
        says: "rest/public.yaml:14:3: `instruments` is public and draws on `public.instruments`, counted by user; count it by ip, or say whose key it takes [user-key-in-public]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Book", "response: InstType"),
        says: "rest/public.yaml:5:3: nothing uses `Book`; remove it [unused]\n\
             rest/public.yaml:29:15: a reply or a push is an object, `Object` for one row or `Object[]` for any number [response-shape]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Book", "response: Book?"),
        says: "rest/public.yaml:29:15: a reply or a push is an object, `Object` for one row or `Object[]` for any number [response-shape]",
    },
    Fixture {
        law: Law::DoubleDraw,
        file: "rest/trade.yaml",
        edit: Edit::Swap("[order.place, sub_account.orders]", "[order.place, sub_account.orders, order.place]"),
        says: "rest/trade.yaml:10:46: `order.place` is drawn on already; name it once [double-draw]",
    },
];
