//! Channels and operations.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::ChannelName,
        file: "ws/public.yaml",
        edit: Edit::Swap("names: [books, books-5]", "names: []"),
        says: "ws/public.yaml:9:3: `book` names no channel; give OKX's names in `names:` [channel-name]",
    },
    Fixture {
        law: Law::ChannelName,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "books 5"),
        says: "ws/public.yaml:12:20: `books 5` is no channel; it is letters and digits with `-` or `_` between them [channel-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "ws/private.yaml",
        edit: Edit::Swap("names: [orders]", "names: [orders, books]"),
        says: "ws/private.yaml:2:3: `orders` and `book` both tell of the channel `books`; leave it to one of them [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "ws/public.yaml",
        edit: Edit::Swap("  book:", "  update:"),
        says: "ws/public.yaml:9:3: this socket has a type `Update` already; give one of the two another name [duplicate-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/public.yaml",
        edit: Edit::Swap("  book:", "  Book:"),
        says: "ws/public.yaml:9:3: `Book` is no name for a channel; it is in snake_case [unfit-name]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/public.yaml",
        edit: Edit::Swap("  new_names:", "  book_channel:"),
        says: "ws/public.yaml:9:3: `book` names several channels, which become the type `BookChannel`; there is one already; give one of the two another name [name-collision]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "Books"),
        says: "ws/public.yaml:9:3: the channels `Books` and `books` are both `Books` in Rust; leave one to an entry of its own [name-collision]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/public.yaml",
        edit: Edit::Swap("books-5", "5-books"),
        says: "ws/public.yaml:9:3: the channel `5-books` makes no Rust name; leave it to an entry of its own [unfit-name]",
    },
    Fixture {
        law: Law::ArgumentForm,
        file: "ws/public.yaml",
        edit: Edit::Swap("instType: InstType?}", "asks: {type: \"Text[]\", means: Prices.}}"),
        says: "ws/public.yaml:13:33: `asks` is no plain value; a channel's argument is one, without grid [argument-form]",
    },
    Fixture {
        law: Law::LoginUnsaid,
        file: "ws/private.yaml",
        edit: Edit::Swap("    login: true\n", ""),
        says: "ws/private.yaml:2:3: `orders` is on the private socket; say `login: true` [login-unsaid]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "ws/private.yaml",
        edit: Edit::Swap("push: OrderAck", "push: OrdId"),
        says: "ws/private.yaml:7:11: a reply or a push is an object, `Object` for one row or `Object[]` for any number [response-shape]",
    },
    Fixture {
        law: Law::ResponseShape,
        file: "ws/public.yaml",
        edit: Edit::Swap("beside: Kept", "beside: Kept[]"),
        says: "ws/public.yaml:15:13: what stands beside the rows of a push is one object; remove `[]` [response-shape]",
    },
    Fixture {
        law: Law::Unused,
        file: "ws/public.yaml",
        edit: Edit::Swap("    beside: Kept\n", ""),
        says: "ws/public.yaml:5:3: nothing uses `Kept`; remove it [unused]",
    },
    Fixture {
        law: Law::UnknownType,
        file: "ws/public.yaml",
        edit: Edit::Swap("public.Names", "public.Name"),
        says: "ws/public.yaml:20:11: no type is named `public.Name`; describe it in ids.yaml, enums.yaml or objects.yaml [unknown-type]",
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
        says: "ws/operations.yaml:10:3: `place_orders` and `place_order` are both the operation `order`; remove one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "ws/operations.yaml",
        edit: Edit::Swap("  place_orders:", "  placeOrders:"),
        says: "ws/operations.yaml:10:3: `placeOrders` is no name for an operation; it is in snake_case [unfit-name]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("of: trade.place_orders", "of: public.order_book"),
        says: "ws/operations.yaml:10:3: `place_orders` is of `order_book`, which is a GET; an operation is of a POST [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("adds: {number:", "adds: {side:"),
        says: "ws/operations.yaml:9:12: `place_order` has the field `side` already; take it out of `adds:` [operation-form]",
    },
    Fixture {
        law: Law::OperationForm,
        file: "ws/operations.yaml",
        edit: Edit::Swap("{type: Number, means", "{type: Json, means"),
        says: "ws/operations.yaml:9:12: `number` is no plain value; an operation adds only such, without grid [operation-form]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "ws/operations.yaml",
        edit: Edit::Swap("20/2s by user", "20/2s by user, instTyp"),
        says: "ws/operations.yaml:16:12: `place_orders` draws on `ws.place_orders`, counted by `instTyp`, which it does not have; count it by a field that the call has [unknown-field]",
    },
    Fixture {
        law: Law::SymbolWithoutInstrument,
        file: "ws/operations.yaml",
        edit: Edit::Swap("    limit: 20/2s by user\n", "    without: [instId]\n    limit: 20/2s by symbol\n"),
        says: "ws/operations.yaml:10:3: `place_orders` draws on `ws.place_orders`, counted by symbol, and names no instrument; it needs `instId`, `instIdCode` or `instFamily` [symbol-without-instrument]",
    },
    Fixture {
        law: Law::UnknownBudget,
        file: "ws/operations.yaml",
        edit: Edit::Swap("limit: 20/2s by user", "draws: [order.plac]"),
        says: "ws/operations.yaml:16:13: no budget is named `order.plac`; did you mean `order.place`? [unknown-budget]",
    },
    Fixture {
        law: Law::MalformedLimit,
        file: "ws/operations.yaml",
        edit: Edit::Swap("20/2s by user", "20 by user"),
        says: "ws/operations.yaml:16:12: `20 by user` is no limit; it reads `COUNT/SECONDSs by KEY, KEY`, for example `60/2s` [malformed-limit]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "ws/operations.yaml",
        edit: Edit::Swap("socket: private\n    of: trade.place_orders", "socket: privat\n    of: trade.place_orders"),
        says: "ws/operations.yaml:14:13: `privat` is no `socket:`; did you mean `private`? [unknown-word]",
    },
    Fixture {
        law: Law::UnknownFile,
        file: "index.yaml",
        edit: Edit::Swap("files:", "files:\n  - ws/business.yml"),
        says: "index.yaml:11:5: the format knows no file `ws/business.yml`; did you mean `ws/business.yaml`? [unknown-file]",
    },
];
