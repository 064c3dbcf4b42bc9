//! Calls, batches, budgets.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::UnfitAlias,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    does: Places one order.\n", "    does: Places one order.\n    aka: [buy, Buy]\n"),
        says: "rest/trade.yaml:7:16: `aka:` has `Buy` twice; remove one of the two [unfit-alias]",
    },
    Fixture {
        law: Law::UnfitAlias,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "    does: Places one order.\n",
            "    does: Places one order.\n    aka: [\"trader's order\"]\n",
        ),
        says: "rest/trade.yaml:7:11: \"trader's order\" is not a word to search for; it must not have quotation marks, or spaces at its ends [unfit-alias]",
    },
    Fixture {
        law: Law::ExampleForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("    request: {instId: InstId}\n", "    request: {instId: InstId}\n    example: {}\n"),
        says: "rest/public.yaml:29:14: the example needs `instId`, which is required [example-form]",
    },
    Fixture {
        law: Law::UnknownCode,
        file: "rest/public.yaml",
        edit: Edit::Swap("    request: {instId: InstId}\n", "    request: {instId: InstId}\n    codes: [\"50012\"]\n"),
        says: "rest/public.yaml:29:13: there is no error with the code `50012`; did you mean `50011`? [unknown-code]",
    },
    Fixture {
        law: Law::DuplicatePath,
        file: "rest/public.yaml",
        edit: Edit::Swap("/api/v5/public/names", "/api/v5/public/book"),
        says: "rest/public.yaml:30:3: `list_names` and `order_book` have the same method and path; describe GET /api/v5/public/book only once [duplicate-path]",
    },
    Fixture {
        law: Law::ObjectInQuery,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "request: {instId: InstId}",
            r#"request: {instId: InstId, level: {type: "Level[]", means: Levels.}}"#,
        ),
        says: "rest/public.yaml:28:31: `level` is an object in the query of a GET; use a type that is not an object [object-in-query]",
    },
    Fixture {
        law: Law::ObjectInQuery,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "request: {instId: InstId}",
            "request: {instId: InstId, level: {type: Json?, means: Levels.}}",
        ),
        says: "rest/public.yaml:28:31: `level` is an object in the query of a GET; use a type that is not an object [object-in-query]",
    },
    Fixture {
        law: Law::RepeatUnsaid,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    repeat: by clOrdId\n    request", "    request"),
        says: "rest/trade.yaml:5:3: `place_order` does not say whether it is safe to send it twice; add `repeat: always`, `repeat: never` or `repeat: by FIELD` [repeat-unsaid]",
    },
    Fixture {
        law: Law::SmallBatch,
        file: "rest/trade.yaml",
        edit: Edit::Swap("up_to: 20", "up_to: 1"),
        says: "rest/trade.yaml:35:12: a batch of another call must take at least two items [small-batch]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    batch: {of", "    request: {instId: InstId}\n    batch: {of"),
        says: "rest/trade.yaml:28:3: the items of this batch have the fields of the call that `of:` names; remove `request:` [batch-form]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "    repeat: by clOrdId\n    batch: {of: place_order, up_to: 20}",
            "    repeat: never\n    batch: {up_to: 20}",
        ),
        says: "rest/trade.yaml:35:12: the items of this batch are not described; name a call with `of: CALL`, or add a `request:` to the endpoint [batch-form]",
    },
    Fixture {
        law: Law::SmallBatch,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "batch: {of: place_order, up_to: 20}",
            "request: {instId: InstId, clOrdId: ClOrdId?}\n    batch: {up_to: 0}",
        ),
        says: "rest/trade.yaml:36:12: a batch must take at least one item [small-batch]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/batch-orders", "GET /api/v5/trade/batch-orders"),
        says: "rest/trade.yaml:35:12: a batch is sent in a body, which only a POST has [batch-form]\n\
             ws/operations.yaml:10:3: `place_orders` names `place_orders` in `of:`, which is a GET; an operation must name a POST [operation-form]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("of: place_order,", "of: place_orders,"),
        says: "rest/trade.yaml:35:12: `of:` must name a call for a single item, but this is a batch [batch-form]",
    },
    Fixture {
        law: Law::Unlimited,
        file: "rest/public.yaml",
        edit: Edit::Swap("    limit: 20/2s by ip, instType\n", ""),
        says: "rest/public.yaml:14:3: `instruments` has no rate limit; add `limit:`, `draws:` or both [unlimited]",
    },
    Fixture {
        law: Law::SymbolWithoutInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    access: either\n    limit: 40/2s by ip",
            "    access: either\n    limit: 40/2s by symbol",
        ),
        says: "rest/public.yaml:30:3: `list_names` draws on `public.list_names`, which is counted by symbol, but has no field for an instrument; add `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]",
    },
    Fixture {
        law: Law::UserKeyInPublic,
        file: "rest/public.yaml",
        edit: Edit::Swap("20/2s by ip, instType", "20/2s by user"),
        says: "rest/public.yaml:14:3: `instruments` is public but draws on `public.instruments`, which is counted by user; count by ip, or change `access:` [user-key-in-public]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Book", "response: InstType"),
        says: "rest/public.yaml:29:15: a reply or a push must be an object: `Object` for one row, `Object[]` for any number of rows [response-shape]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Book", "response: Book?"),
        says: "rest/public.yaml:29:15: a reply or a push must be an object: `Object` for one row, `Object[]` for any number of rows [response-shape]",
    },
    Fixture {
        law: Law::DoubleDraw,
        file: "rest/trade.yaml",
        edit: Edit::Swap("[order.place, sub_account.orders]", "[order.place, sub_account.orders, order.place]"),
        says: "rest/trade.yaml:10:46: `order.place` is listed twice; remove one of the two [double-draw]",
    },
    Fixture {
        law: Law::RewrittenPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade/../asset/withdrawal\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/../asset/withdrawal` would be sent as another one; no part of it is empty or consists of dots [rewritten-path]",
    },
    Fixture {
        law: Law::RewrittenPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade//order\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade//order` would be sent as another one; no part of it is empty or consists of dots [rewritten-path]",
    },
    Fixture {
        law: Law::RewrittenPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade/./order\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/./order` would be sent as another one; no part of it is empty or consists of dots [rewritten-path]",
    },
    Fixture {
        law: Law::RewrittenPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade/order/\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/order/` would be sent as another one; no part of it is empty or consists of dots [rewritten-path]",
    },
    Fixture {
        law: Law::RewrittenPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/..\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/..` would be sent as another one; no part of it is empty or consists of dots [rewritten-path]",
    },
    Fixture {
        law: Law::ForeignPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade/%2e%2e/order\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/%2e%2e/order` is not part of this API; a path must begin with `/api/v5/` and must not have a query [foreign-path]",
    },
    Fixture {
        law: Law::ForeignPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v5/trade/or der\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/or der` is not part of this API; a path must begin with `/api/v5/` and must not have a query [foreign-path]",
    },
    Fixture {
        law: Law::ForeignPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "\"POST /api/v5/trade/order#top\"\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v5/trade/order#top` is not part of this API; a path must begin with `/api/v5/` and must not have a query [foreign-path]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: by sz\n    request"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by sz`: the field is `Decimal`; it must be `Text` or an id that is text [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: by flag\n    request"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by flag`: the field is `Bool`; it must be `Text` or an id that is text [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: by side\n    request"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by side`: the field is `Side`; it must be `Text` or an id that is text [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: by attached\n    request"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by attached`: the field is a list, but an id is one text [repeat-field]\n\
             ws/operations.yaml:2:3: `place_order` has `repeat: by attached`, so `place_order` cannot leave it out [operation-form]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "ids.yaml",
        edit: Edit::Swap("max_length: 32", "max_length: 16"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by clOrdId`: `ClOrdId` holds at most 16 characters, but the ids that the client generates have 24 [repeat-field]\n\
             rest/trade.yaml:60:3: `close_order` cannot have `repeat: by clOrdId`: `ClOrdId` holds at most 16 characters, but the ids that the client generates have 24 [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "ids.yaml",
        edit: Edit::Swap("letters: alphanumeric", "secret: true"),
        says: "rest/trade.yaml:5:3: `place_order` cannot have `repeat: by clOrdId`: the field is secret, but the ids that the client generates appear in messages and logs [repeat-field]\n\
             rest/trade.yaml:60:3: `close_order` cannot have `repeat: by clOrdId`: the field is secret, but the ids that the client generates appear in messages and logs [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    limit: 40/2s by ip\n    request: {instId: InstId}\n",
            "    limit: 40/2s by ip\n    repeat: by instId\n    request: {instId: InstId}\n",
        ),
        says: "rest/public.yaml:22:3: `order_book` cannot have `repeat: by instId`: a GET changes nothing, so it can always be sent again; remove `repeat:` [repeat-field]",
    },
    Fixture {
        law: Law::RepeatField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    batch", "repeat: by sz\n    batch"),
        says: "rest/trade.yaml:28:3: `place_orders` cannot have `repeat: by sz`: the field is `Decimal`; it must be `Text` or an id that is text [repeat-field]",
    },
    Fixture {
        law: Law::BatchForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "batch: {of: place_order, up_to: 20}\n    response: OrderAck[]",
            "batch: {of: place_order, up_to: 20}\n    response: OrderAck",
        ),
        says: r#"rest/trade.yaml:28:3: `place_orders` is a batch but returns one row; write `response: "OrderAck[]"` [batch-form]"#,
    },
    Fixture {
        law: Law::LimitKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("20/2s by user, instId", "20/2s by user, user"),
        says: "rest/trade.yaml:42:12: `trade.forget_notes` is counted by `user` twice; name it once [limit-key]",
    },
    Fixture {
        law: Law::LimitKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    limit: 300/2s by user, symbol\n", "    limit: 300/2s by user, attached\n"),
        says: "rest/trade.yaml:33:12: `place_orders` draws on `trade.place_orders`, which is counted by `attached` of the type `Attached[]`; count it by a text, a number or an enum [limit-key]",
    },
    Fixture {
        law: Law::LimitKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    limit: 300/2s by user, symbol\n", "    limit: 300/2s by user, sz\n"),
        says: "rest/trade.yaml:33:12: `place_orders` draws on `trade.place_orders`, which is counted by `sz` of the type `Decimal`; count it by a text, a number or an enum [limit-key]",
    },
    Fixture {
        law: Law::LimitKey,
        file: "errors.yaml",
        edit: Edit::Swap(
            "class: rate_limit\n    verdict: wait\n    means: The sub",
            "class: order\n    verdict: wait\n    means: The sub",
        ),
        says: "limits.yaml:7:3: `sub_account.orders` has `refused_with: 50061`, whose class is not `rate_limit`; use the code that OKX sends when the budget is used up [limit-key]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "limits.yaml",
        edit: Edit::Swap(
            "  sub_account.orders:\n",
            "  trade.place_orders:\n    does: Batches.\n    limit: 1/2s by user\n  sub_account.orders:\n",
        ),
        says: "limits.yaml:7:3: `trade.place_orders` is already the name of a call's own budget; choose another name [duplicate-name]",
    },
];
