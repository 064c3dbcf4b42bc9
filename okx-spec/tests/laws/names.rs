//! Names that Rust takes, and that mean one thing.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::UnfitName,
        file: "objects.yaml",
        edit: Edit::Swap("  Level:", "  price_level:\n    does: Unused.\n    row: {px: Decimal}\n  Level:"),
        says: "objects.yaml:9:3: `price_level` is not a name for a type; write it in PascalCase [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "rest/trade.yaml",
        edit: Edit::Swap("  place_order:\n", "  placeOrder:\n"),
        says: "rest/trade.yaml:5:3: `placeOrder` is not a name for a call; write it in snake_case [unfit-name]\n\
             rest/trade.yaml:35:17: this chapter has no call `place_order`; did you mean `placeOrder`? [unknown-endpoint]\n\
             ws/operations.yaml:7:9: there is no call `trade.place_order`; did you mean `trade.placeOrder`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "rest/trade.yaml",
        edit: Edit::Swap("  place_orders:\n", "  text:\n"),
        says: "rest/trade.yaml:28:3: `Text` already has another meaning in Rust; choose another name [unfit-name]\n\
             ws/operations.yaml:15:9: there is no call `trade.place_orders`; did you mean `trade.place_order`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "index.yaml",
        edit: Edit::Swap("  global:", "  Global:"),
        says: "index.yaml:5:3: `Global` is not a name for an environment; write it in snake_case [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "limits.yaml",
        edit: Edit::Swap("  order.place:", "  Order-Place:"),
        says: "limits.yaml:3:3: `Order-Place` is not a name for a budget; write `group.purpose` in snake_case [unfit-name]\n\
             rest/trade.yaml:10:13: there is no budget `order.place`; did you mean `Order-Place`? [unknown-budget]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "enums.yaml",
        edit: Edit::Swap("{as: Choice, means", "{as: choice, means"),
        says: "enums.yaml:6:7: `OPTION` cannot be turned into a Rust name; write `{as: Name, means: …}` [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "enums.yaml",
        edit: Edit::Swap("      buy: Buy.", "      \"1\": Buy.\n      buy: Buy."),
        says: "enums.yaml:10:7: `1` cannot be turned into a Rust name; write `{as: Name, means: …}` [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "enums.yaml",
        edit: Edit::Swap("      buy: Buy.", "      unknown: Nobody knows.\n      buy: Buy."),
        says: "enums.yaml:10:7: `unknown` cannot be turned into a Rust name; write `{as: Name, means: …}` [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "rest/trade.yaml",
        edit: Edit::Swap("as: order_kind", "as: new"),
        says: "rest/trade.yaml:21:7: every generated type uses the name `new`; give the field another Rust name with `as:` [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "rest/trade.yaml",
        edit: Edit::Swap("      note: {", "      24h: {type: Text?, means: Anything.}\n      note: {"),
        says: "rest/trade.yaml:20:7: `24h` cannot be turned into a Rust name; write `{type: …, as: rust_name}` [unfit-name]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "errors.yaml",
        edit: Edit::Swap("name: SideWrong", "name: side_wrong"),
        says: "errors.yaml:14:3: `side_wrong` is not a name for an error; write it in PascalCase [unfit-name]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "endpoints:\n",
            "objects:\n  MoveRequired: {does: A move., fields: {instId: InstId}}\nendpoints:\n  move:\n    does: Moves.\n    \
             guide: post-move\n    call: POST /api/v5/trade/move\n    access: trade\n    limit: 1/1s by user\n    repeat: never\n    \
             request: {from: {type: Text, means: Here.}, to: {type: Text, means: There.}}\n    response: MoveRequired\n",
        ),
        says: "rest/trade.yaml:7:3: `Move` has required fields of the same type, for which the type `MoveRequired` is generated; \
               that type already exists; rename one of the two [name-collision]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "objects.yaml",
        edit: Edit::Swap("  Level:\n", "  Side:\n    does: Another side.\n    row: {px: Decimal}\n  Level:\n"),
        says: "objects.yaml:9:3: the type `Side` already exists; rename one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "  Names:\n    does: Names",
            "  Level:\n    does: Another level.\n    row: {px: Decimal}\n  Names:\n    does: Names",
        ),
        says: "rest/public.yaml:10:3: the shared type `Level` already exists; rename one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "rest/public.yaml",
        edit: Edit::Swap("  list_names:\n    does", "  book:\n    does"),
        says: "rest/public.yaml:30:3: in this chapter, the type `Book` already exists; rename one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "rest/trade.yaml",
        edit: Edit::Swap(
            "endpoints:\n",
            "objects:\n  ForgetNotesItem: {does: An item., fields: {instId: InstId}}\nendpoints:\n",
        ),
        says: "rest/trade.yaml:39:3: in this chapter, the type `ForgetNotesItem` already exists; rename one of the two [duplicate-name]",
    },
    Fixture {
        law: Law::DuplicateName,
        file: "errors.yaml",
        edit: Edit::Swap("OrderLimitReached", "RateLimitReached"),
        says: "errors.yaml:8:3: `RateLimitReached` is already the name of the code `50011`; choose another name [duplicate-name]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "rest/trade.yaml",
        edit: Edit::Swap("      note: {", "      clOrdID: {type: Text?, means: Anything.}\n      note: {"),
        says: "rest/trade.yaml:20:7: `clOrdID` and `clOrdId` are both `cl_ord_id` in Rust; give one of them another Rust name with `as:` [name-collision]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "enums.yaml",
        edit: Edit::Swap("      sell: Sell.", "      sell: Sell.\n      SELL: Sell it."),
        says: "enums.yaml:12:7: `SELL` and `sell` are both `Sell` in Rust; remove the misspelt one, or give one of them another Rust name with `as:` [name-collision]",
    },
    Fixture {
        law: Law::NameCollision,
        file: "limits.yaml",
        edit: Edit::Swap(
            "  sub_account.orders:",
            "  order_place:\n    does: Orders.\n    limit: 1/2s by user\n  sub_account.orders:",
        ),
        says: "limits.yaml:7:3: `order_place` and `order.place` are both `ORDER_PLACE` in Rust; rename one of them [name-collision]",
    },
    Fixture {
        law: Law::UnfitValue,
        file: "enums.yaml",
        edit: Edit::Swap("      sell: Sell.", "      \"\": {as: Nothing, means: Nothing.}\n      sell: Sell."),
        says: r#"enums.yaml:11:7: "" is not a value that OKX sends; a value must not be empty or begin or end with a space [unfit-value]"#,
    },
    Fixture {
        law: Law::UnfitValue,
        file: "enums.yaml",
        edit: Edit::Swap("      sell: Sell.", "      \" sell\": {as: Give, means: Sell.}\n      sell: Sell."),
        says: r#"enums.yaml:11:7: " sell" is not a value that OKX sends; a value must not be empty or begin or end with a space [unfit-value]"#,
    },
    Fixture {
        law: Law::UnfitValue,
        file: "enums.yaml",
        edit: Edit::Swap("    values:\n      buy: Buy.\n      sell: Sell.", "    values: {}"),
        says: "enums.yaml:7:3: `Side` has no values; use `Text` instead of an enum without values [unfit-value]",
    },
    Fixture {
        law: Law::MalformedCode,
        file: "errors.yaml",
        edit: Edit::Swap(r#""51000_1""#, r#""51000-1""#),
        says: r#"errors.yaml:14:3: `51000-1` is not a result code; write `"50011"`, or `"51000_1"` with a sub-code [malformed-code]"#,
    },
    Fixture {
        law: Law::UnfitWire,
        file: "rest/trade.yaml",
        edit: Edit::Swap("      note: {", r#"      "no te": {"#),
        says: "rest/trade.yaml:20:7: \"no te\" is not the name of a field; a name has letters and digits without spaces [unfit-wire]\n\
             rest/trade.yaml:24:27: there is no field `note` here; did you mean `no te`? [unknown-field]",
    },
    Fixture {
        law: Law::UnfitWire,
        file: "rest/trade.yaml",
        edit: Edit::Swap("      note: {type: Text?,", r#"      "note&x": {as: note, type: Text?,"#),
        says: "rest/trade.yaml:20:7: \"note&x\" is not the name of a field; a name has letters and digits without spaces [unfit-wire]\n\
             rest/trade.yaml:24:27: there is no field `note` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::UnfitName,
        file: "rest/ws.yaml",
        edit: Edit::Whole(b"chapter: More\ndoes: More.\nguide: more\nendpoints: {}\n"),
        says: "rest/ws.yaml:1:1: index.yaml does not list this file; add it to `files:`, or delete it [unlisted-file]\n\
             rest/ws.yaml:1:1: `ws` is already the name of another module; rename the file [unfit-name]",
    },
];
