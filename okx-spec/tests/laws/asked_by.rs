//! How to find out whether a call was done.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

const FILE: &str = "rest/trade.yaml";
const ASKED_BY: &str =
    r#"asked_by: {call: get_order, name: clOrdId, with: [instId], missing: ["50061"], made: ts, remembered: 7200}"#;

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::MissingKey,
        file: FILE,
        edit: Edit::Swap(ASKED_BY, "asked_by: {call: get_order, with: [instId], missing: [\"50061\"]}"),
        says: "rest/trade.yaml:67:15: `asked_by:` needs `name:` [missing-key]",
    },
    Fixture {
        law: Law::UnknownEndpoint,
        file: FILE,
        edit: Edit::Swap("asked_by: {call: get_order,", "asked_by: {call: get_orders,"),
        says: "rest/trade.yaml:67:22: this chapter has no call `get_orders`; did you mean `get_order`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::UnknownField,
        file: FILE,
        edit: Edit::Swap("with: [instId]", "with: [instID]"),
        says: "rest/trade.yaml:67:55: there is no field `instID` here; did you mean `instId`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: FILE,
        edit: Edit::Swap("made: ts", "made: cTime"),
        says: "rest/trade.yaml:67:90: there is no field `cTime` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::UnknownCode,
        file: FILE,
        edit: Edit::Swap("[\"50061\"]", "[\"50062\"]"),
        says: "rest/trade.yaml:67:74: there is no error with the code `50062`; did you mean `50061`? [unknown-code]",
    },
    Fixture {
        law: Law::MalformedCount,
        file: FILE,
        edit: Edit::Swap("remembered: 7200", "remembered: 2h"),
        says: "rest/trade.yaml:67:106: `2h` is not a value of `remembered:`; write a whole number from 1 to 315360000 [malformed-count]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("asked_by: {call: get_order,", "asked_by: {call: place_order,"),
        says: "rest/trade.yaml:67:15: `place_order` is a POST; `asked_by:` must name a GET [asked-by-form]\n\
             rest/trade.yaml:67:92: there is no field `ts` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("with: [instId], ", ""),
        says: "rest/trade.yaml:67:15: `get_order` requires `instId`; add it to `with:` [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("missing: [\"50061\"], ", ""),
        says: "rest/trade.yaml:67:15: `get_order` returns one row; list the codes that mean `not found` in `missing: [CODE]` [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("made: ts", "made: px"),
        says: "rest/trade.yaml:67:15: `px` is not a `Timestamp`; name the field with the time of creation [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("name: clOrdId, with: [instId]", "name: instId, with: [clOrdId]"),
        says: "rest/trade.yaml:67:15: `repeat: by` names `clOrdId` and `asked_by:` names `instId`; both must name the same field [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap("    repeat: by clOrdId\n    asked_by", "    repeat: always\n    asked_by"),
        says: "rest/trade.yaml:67:15: a call with `repeat: always` is sent again, so its outcome is never looked up; remove `asked_by:` [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap(
            "request: {instId: InstId, clOrdId: ClOrdId?}\n    response: Trade",
            "request: {instId: InstId, clOrdId: {type: Text?, means: Name.}}\n    response: Trade",
        ),
        says: "rest/trade.yaml:67:15: `clOrdId` has a different type in `get_order` [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: FILE,
        edit: Edit::Swap(
            "    batch: {of: place_order, up_to: 20}",
            "    batch: {of: place_order, up_to: 20}\n    asked_by: {call: get_order, name: clOrdId, with: [instId], missing: [\"50061\"]}",
        ),
        says: "rest/trade.yaml:36:15: a batch has the `asked_by:` of its single call; remove it here [asked-by-form]",
    },
    Fixture {
        law: Law::AskedByForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("with: [instId], missing", "with: [instId, clOrdId], missing"),
        says: "rest/trade.yaml:67:15: `clOrdId` is named twice and would be sent twice; name it once [asked-by-form]",
    },
];
