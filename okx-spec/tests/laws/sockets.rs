//! Channels and operations.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::ChannelName,
        file: "ws/public.yaml",
        edit: Edit::Swap("names: [books, books-5]", "names: []"),
        says: "ws/public.yaml:9:3: `book` has no channel; list OKX's names of the channels in `names:` [channel-name]",
    },
    Fixture {
        law: Law::ChannelName,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "books 5"),
        says: "ws/public.yaml:12:20: `books 5` is not the name of a channel; a name has letters and digits with `-` or `_` between them [channel-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "ws/private.yaml",
        edit: Edit::Swap("names: [orders]", "names: [orders, books]"),
        says: "ws/private.yaml:2:3: `orders` and `book` both name the channel `books`; remove it from one of them [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "ws/public.yaml",
        edit: Edit::Swap("  book:", "  update:"),
        says: "ws/public.yaml:9:3: in this socket's file, the type `Update` already exists; rename one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/public.yaml",
        edit: Edit::Swap("  book:", "  Book:"),
        says: "ws/public.yaml:9:3: `Book` is not a name for a channel; write it in snake_case [unfit-name]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/public.yaml",
        edit: Edit::Swap("  new_names:", "  book_channel:"),
        says: "ws/public.yaml:9:3: `book` has several channels, for which the type `BookChannel` is generated; a type with that name already exists; rename one of the two [name-collision]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "Books"),
        says: "ws/public.yaml:9:3: the channels `Books` and `books` are both `Books` in Rust; give one of them an entry of its own [name-collision]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "5-books"),
        says: "ws/public.yaml:9:3: the channel `5-books` cannot be turned into a Rust name; give it an entry of its own [unfit-name]",
    },
    Fixture {
        law: Law::ArgumentForm,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "asks: {type: \"Text[]\", means: Prices.}}"),
        says: "ws/public.yaml:13:33: `asks` is not a plain value; an argument must not be a list or an object, and must not have a precision rule [argument-form]",
    },
    Fixture {
        law: Law::LoginUnsaid,
        file: "ws/private.yaml",
        edit: Edit::Swap("names: [orders]\n    login: true\n", "names: [orders]\n"),
        says: "ws/private.yaml:2:3: `orders` is on the private socket; add `login: true` [login-unsaid]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "ws/private.yaml",
        edit: Edit::Swap("push: OrderAck", "push: OrdId"),
        says: "ws/private.yaml:7:11: a reply or a push must be an object: `Object` for one row, `Object[]` for any number of rows [response-shape]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "ws/public.yaml",
        edit: Edit::Swap("beside: Kept", "beside: Kept[]"),
        says: "ws/public.yaml:15:13: `beside:` must be one object; remove `[]` [response-shape]",
    },
    Fixture {
        law: Law::Unused,
        file: "ws/public.yaml",
        edit: Edit::Swap("    beside: Kept\n", ""),
        says: "ws/public.yaml:5:3: `Kept` is not used; remove it [unused]",
    },
    Fixture {
        law: Law::UnknownType,
        file: "ws/public.yaml",
        edit: Edit::Swap("public.Names", "public.Name"),
        says: "ws/public.yaml:20:11: there is no type `public.Name`; describe it in ids.yaml, enums.yaml or objects.yaml [unknown-type]",
    },
    Fixture {
        law: Law::UnknownEndpoint,
        file: "ws/operations.yaml",
        edit: Edit::Swap("of: trade.place_orders", "of: trade.place_ordrs"),
        says: "ws/operations.yaml:15:9: there is no call `trade.place_ordrs`; did you mean `trade.place_orders`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "ws/operations.yaml",
        edit: Edit::Swap("[instId, attached]", "[intsId, attached]"),
        says: "ws/operations.yaml:8:15: there is no field `intsId` here; did you mean `instId`? [unknown-field]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "ws/operations.yaml",
        edit: Edit::Swap("op: batch-orders", "op: order"),
        says: "ws/operations.yaml:10:3: `place_orders` and `place_order` both name the operation `order`; remove one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/operations.yaml",
        edit: Edit::Swap("  place_orders:", "  placeOrders:"),
        says: "ws/operations.yaml:10:3: `placeOrders` is not a name for an operation; write it in snake_case [unfit-name]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("of: trade.place_orders", "of: public.order_book"),
        says: "ws/operations.yaml:10:3: `place_orders` names `order_book` in `of:`, which is a GET; an operation must name a POST [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("adds: {number:", "adds: {side:"),
        says: "ws/operations.yaml:9:12: `place_order` already has the field `side`; remove it from `adds:` [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("{type: Number, means", "{type: Json, means"),
        says: "ws/operations.yaml:9:12: `number` is not a plain value; a field in `adds:` must not be a list or an object, and must not have a precision rule [operation-form]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "ws/operations.yaml",
        edit: Edit::Swap("20/2s by user", "20/2s by user, instTyp"),
        says: "ws/operations.yaml:16:12: `place_orders` draws on `ws.place_orders`, which is counted by `instTyp`, but has no such field; count by a field of the call [unknown-field]",
    },
    Fixture {
        law: Law::SymbolWithoutInstrument,
        file: "ws/operations.yaml",
        edit: Edit::Swap("    limit: 20/2s by user\n", "    without: [instId]\n    limit: 20/2s by symbol\n"),
        says: "ws/operations.yaml:10:3: `place_orders` draws on `ws.place_orders`, which is counted by symbol, but has no field for an instrument; add `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]",
    },
    Fixture {
        law: Law::UnknownBudget,
        file: "ws/operations.yaml",
        edit: Edit::Swap("limit: 20/2s by user", "draws: [order.plac]"),
        says: "ws/operations.yaml:16:13: there is no budget `order.plac`; did you mean `order.place`? [unknown-budget]",
    },
    Fixture {
        law: Law::MalformedLimit,
        file: "ws/operations.yaml",
        edit: Edit::Swap("20/2s by user", "20 by user"),
        says: "ws/operations.yaml:16:12: `20 by user` is not a limit; write `COUNT/SECONDSs by KEY, KEY`, for example `60/2s` [malformed-limit]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "ws/operations.yaml",
        edit: Edit::Swap("socket: private\n    of: trade.place_orders", "socket: privat\n    of: trade.place_orders"),
        says: "ws/operations.yaml:14:13: `privat` is not a value of `socket:`; did you mean `private`? [unknown-word]",
    },
    Fixture {
        law: Law::UnknownFile,
        file: "index.yaml",
        edit: Edit::Swap("files:", "files:\n  - ws/business.yml"),
        says: "index.yaml:11:5: `ws/business.yml` is not the name of a file of the format; did you mean `ws/business.yaml`? [unknown-file]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/public.yaml",
        edit: Edit::Swap(
            "  new_names:",
            "  book_1:\n    does: Tells of old books.\n    guide: public-old-channel\n    names: [old-books]\n    push: Update[]\n  book1:\n    does: Tells of older books.\n    guide: public-old-channel\n    names: [older-books]\n    push: Update[]\n  new_names:",
        ),
        says: "ws/public.yaml:21:3: `book1` and `book_1` are both `Book1` in Rust; rename one of them [name-collision]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "index.yaml",
        edit: Edit::Swap(
            "files:\n",
            "  site_1: {does: A site., rest: https://rest.example.com, socket: wss://a.example.com, demo_socket: wss://b.example.com}\n  site1: {does: A site., rest: https://rest.example.com, socket: wss://a.example.com, demo_socket: wss://b.example.com}\nfiles:\n",
        ),
        says: "index.yaml:11:3: `site1` and `site_1` are both `Site1` in Rust; rename one of them [name-collision]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "channel: {type: Text, means: Which.}}"),
        says: "ws/public.yaml:13:33: `book` cannot have an argument `channel`, because OKX's messages use this name [reserved-name]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "uid: {type: Text?, means: Whose.}}"),
        says: "ws/public.yaml:13:33: `book` cannot have an argument `uid`, because OKX's messages use this name [reserved-name]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "op: {type: Text?, means: What.}}"),
        says: "ws/public.yaml:13:33: `book` cannot have an argument `op`, because OKX's messages use this name [reserved-name]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "level: {type: Text?, means: How deep., as: channel}}"),
        says: "ws/public.yaml:13:33: `book` cannot have an argument `channel`, because OKX's messages use this name [reserved-name]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/public.yaml",
        edit: Edit::Swap("fields: {action:", "fields: {data: {type: Text?, means: Rows.}, action:"),
        says: "ws/public.yaml:7:14: every push already has the member `data`; remove it from the object in `beside:` [reserved-name]",
    },
    Fixture {
        law: Law::ReservedName,
        file: "ws/operations.yaml",
        edit: Edit::Swap("op: batch-orders", "op: subscribe"),
        says: "ws/operations.yaml:10:3: `subscribe` is an operation of the socket itself; write the `op` of the call [reserved-name]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("op: batch-orders", "op: batch orders"),
        says: "ws/operations.yaml:10:3: `batch orders` is not the name of an operation; a name has letters and digits with `-` or `_` between them [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("[instId, attached]", "[instId, clOrdId]"),
        says: "ws/operations.yaml:2:3: `place_order` has `repeat: by clOrdId`, so `place_order` cannot leave it out [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("[instId, attached]", "[instId, attached, instId]"),
        says: "ws/operations.yaml:2:3: `place_order` leaves out `instId` twice; name it once [operation-form]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/operations.yaml",
        edit: Edit::Swap("adds: {number: {", "adds: {inst_id: {"),
        says: "ws/operations.yaml:9:12: `inst_id` and `instId` are both `inst_id` in Rust; give one of them another Rust name with `as:` [name-collision]",
    },
];
