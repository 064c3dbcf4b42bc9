//! What channels push, what connections accept, and requests in progress.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

const PRIVATE: &str = "ws/private.yaml";

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::MalformedDuration,
        file: PRIVATE,
        edit: Edit::Swap("at_most: 60s", "at_most: 60"),
        says: "ws/private.yaml:16:24: `60` is not a value of `at_most:`; write a number of seconds, such as `60s` [malformed-duration]",
    },
    Fixture {
        law: Law::MalformedDuration,
        file: PRIVATE,
        edit: Edit::Swap("{at_most: 60s, unless: side}", "0s"),
        says: "ws/private.yaml:16:14: `0s` is not a value of `silence:`; write a number of seconds, such as `60s` [malformed-duration]",
    },
    Fixture {
        law: Law::UnknownField,
        file: PRIVATE,
        edit: Edit::Swap("unless: side", "unless: sid"),
        says: "ws/private.yaml:16:37: there is no field `sid` here; did you mean `side`? [unknown-field]",
    },
    Fixture {
        law: Law::SilenceForm,
        file: PRIVATE,
        edit: Edit::Swap("unless: side", "unless: instId"),
        says: "ws/private.yaml:16:14: every subscription has `instId`, so the limit never applies; name an optional argument in `unless:` [silence-form]",
    },
    Fixture {
        law: Law::UnknownChannel,
        file: PRIVATE,
        edit: Edit::Swap("excludes: {trade-1m: [trade-1h]}", "excludes: {trade-2m: [trade-1h]}"),
        says: "ws/private.yaml:17:16: `trades` has no channel `trade-2m`; did you mean `trade-1m`? [unknown-channel]",
    },
    Fixture {
        law: Law::UnknownChannel,
        file: PRIVATE,
        edit: Edit::Swap("excludes: {trade-1m: [trade-1h]}", "excludes: {trade-1m: [trade-2h]}"),
        says: "ws/private.yaml:17:27: there is no channel `trade-2h`; did you mean `trade-1h`? [unknown-channel]",
    },
    Fixture {
        law: Law::UnknownChannel,
        file: PRIVATE,
        edit: Edit::Swap("heavy: [trade-1m]", "heavy: [trade-2m]"),
        says: "ws/private.yaml:8:3: `trades` has no channel `trade-2m`; did you mean `trade-1m`? [unknown-channel]",
    },
    Fixture {
        law: Law::ExcludesForm,
        file: PRIVATE,
        edit: Edit::Swap("excludes: {trade-1m: [trade-1h]}", "excludes: {trade-1m: [books]}"),
        says: "ws/private.yaml:17:27: `trade-1m` and `books` exclude each other, but have different arguments; use channels with the same ones [excludes-form]",
    },
    Fixture {
        law: Law::ExcludesForm,
        file: PRIVATE,
        edit: Edit::Swap("excludes: {trade-1m: [trade-1h]}", "excludes: {trade-1m: [trade-1m]}"),
        says: "ws/private.yaml:17:27: `trade-1m` excludes itself; name another channel [excludes-form]",
    },
    Fixture {
        law: Law::EmptyText,
        file: PRIVATE,
        edit: Edit::Swap("excludes: {trade-1m: [trade-1h]}", "excludes: {trade-1m: []}"),
        says: "ws/private.yaml:17:26: `trade-1m:` is empty; add a name or remove the key [empty-text]",
    },
    Fixture {
        law: Law::UnknownField,
        file: PRIVATE,
        edit: Edit::Swap("- by: [ordId, ts]", "- by: [ordId, tss]"),
        says: "ws/private.yaml:20:21: there is no field `tss` here; did you mean `ts`? [unknown-field]",
    },
    Fixture {
        law: Law::OnceForm,
        file: PRIVATE,
        edit: Edit::Swap("- by: [ordId, ts]", "- by: [ordId, fills]"),
        says: "ws/private.yaml:20:9: `fills` is not a plain value; name a field that is not a list or an object [once-form]",
    },
    Fixture {
        law: Law::OnceForm,
        file: PRIVATE,
        edit: Edit::Swap("when: {px: present}", "when: {px: absent}"),
        says: "ws/private.yaml:19:30: `px` is compared in another way; a key of `once:` applies to rows with one of several values, or with `present` [once-form]",
    },
    Fixture {
        law: Law::OnceForm,
        file: PRIVATE,
        edit: Edit::Swap("- {by: [ordId], when: {px: present}}", "- {by: [ordId]}"),
        says: "ws/private.yaml:20:9: the key before this one applies to every row; move it to the end [once-form]",
    },
    Fixture {
        law: Law::OnceForm,
        file: PRIVATE,
        edit: Edit::Swap(
            "once:\n      - {by: [ordId], when: {px: present}}\n      - by: [ordId, ts]",
            "once: {sequence: ordId, previous: px}",
        ),
        says: "ws/private.yaml:8:3: `ordId` is not a sequence ID; name a field of the type `Number` [once-form]\nws/private.yaml:8:3: `px` is not a sequence ID; name a field of the type `Number` [once-form]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: PRIVATE,
        edit: Edit::Swap("when: {px: present}", "when: {px: much}"),
        says: "ws/private.yaml:19:34: `much` is not a value of `Decimal`; write a number such as `0.1` [unknown-value]",
    },
    Fixture {
        law: Law::CountedForm,
        file: "ws/public.yaml",
        edit: Edit::Swap("    beside: Kept\n", "    beside: Kept\n    counted: true\n"),
        says: "ws/public.yaml:9:3: `book` is counted by account but needs no login; add `login: true` or remove `counted:` [counted-form]",
    },
    Fixture {
        law: Law::SnapshotForm,
        file: PRIVATE,
        edit: Edit::Swap("snapshot: {page: page, last: last,", "snapshot: {page: last, last: last,"),
        says: "ws/private.yaml:8:3: `last` cannot be `page:`; name a field of the type `Number` [snapshot-form]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: PRIVATE,
        edit: Edit::Swap("snapshot: {page: page, last: last, repeats: true}", "snapshot: ful"),
        says: "ws/private.yaml:23:15: `ful` is not a value of `snapshot:`; did you mean `full`? [unknown-word]",
    },
    Fixture {
        law: Law::UnknownField,
        file: PRIVATE,
        edit: Edit::Swap("snapshot: {page: page,", "snapshot: {page: pages,"),
        says: "ws/private.yaml:23:22: there is no field `pages` here; did you mean `page`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownEndpoint,
        file: PRIVATE,
        edit: Edit::Swap("call: trade.list_own_trades", "call: trade.list_own_trade"),
        says: "ws/private.yaml:28:18: there is no call `trade.list_own_trade`; did you mean `trade.list_own_trades`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap(
            "call: trade.list_own_trades, takes: [instId], bar: {sort: trade-}, each: {instType: [SPOT, OPTION]},",
            "call: trade.get_order, takes: [instId],",
        ),
        says: "ws/private.yaml:28:11: `get_order` is not a list that is paged by its rows; name a GET with `pages: {by: …}` [filled-by-form]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap("takes: [instId], bar", "bar"),
        says: "ws/private.yaml:28:11: `list_own_trades` requires `instId`, which no argument gives; add it to `takes:`, `bar:` or `each:` [filled-by-form]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap("bar: {sort: trade-}", "bar: {sort: trade-1m}"),
        says: "ws/private.yaml:28:11: `trade-1m` does not have a value of `sort` after `trade-1m`; write the beginning that all names share [filled-by-form]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap("bar: {sort: trade-}", "bar: {}"),
        says: "ws/private.yaml:28:63: `bar:` has one parameter, with the beginning of the channel's name that is not part of the value [filled-by-form]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap("time: ts", "time: px"),
        says: "ws/private.yaml:25:7: `px` is not a time; name a field of the type `Timestamp` [filled-by-form]",
    },
    Fixture {
        law: Law::FilledByForm,
        file: PRIVATE,
        edit: Edit::Swap("fields: {ordId: OrdId,", "fields: {ordId: {type: Text, means: Which order it was.},"),
        says: "ws/private.yaml:28:11: the rows of `list_own_trades` have no `ordId` of the same type; name a field that the pushes and the rows of all calls have [filled-by-form]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: PRIVATE,
        edit: Edit::Swap("each: {instType: [SPOT, OPTION]}", "each: {instType: [SPOT, OPTIONS]}"),
        says: "ws/private.yaml:28:103: `OPTIONS` is not a value of `InstType`; did you mean `OPTION`? [unknown-value]",
    },
    Fixture {
        law: Law::EmptyText,
        file: PRIVATE,
        edit: Edit::Swap(
            "calls:\n        - {call: trade.list_own_trades, takes: [instId], bar: {sort: trade-}, each: {instType: [SPOT, OPTION]}, complete: true}",
            "calls: []",
        ),
        says: "ws/private.yaml:27:14: `calls:` is empty; name at least one call [empty-text]",
    },
    Fixture {
        law: Law::CloseCode,
        file: "errors.yaml",
        edit: Edit::Swap("    advice: Send fewer orders.\n", "    advice: Send fewer orders.\n    closes: wait\n"),
        says: "errors.yaml:8:3: `50061` is not a close code, which is from 1000 to 4999; remove `closes:` [close-code]",
    },
    Fixture {
        law: Law::InFlightForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    repeat: never\n", "    repeat: never\n    in_flight: 3\n"),
        says: "rest/trade.yaml:70:3: `place_spread_order` does not say which order it is about; `in_flight:` is only for a POST with an id that has `identity: true` [in-flight-form]",
    },
    Fixture {
        law: Law::MalformedCount,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    repeat: never\n", "    repeat: never\n    in_flight: many\n"),
        says: "rest/trade.yaml:77:16: `many` is not a value of `in_flight:`; write a whole number from 1 to 1000 [malformed-count]",
    },
    Fixture {
        law: Law::SocketPath,
        file: "index.yaml",
        edit: Edit::Swap("public: /ws/v5/public", "public: ws/v5/public"),
        says: "index.yaml:24:19: `ws/v5/public` is not the path of a socket; write `/…`, without a host or a query [socket-path]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "index.yaml",
        edit: Edit::Swap("  idle: 30s\n", ""),
        says: "index.yaml:24:3: `sockets:` needs `idle:` [missing-key]",
    },
    Fixture {
        law: Law::MalformedLimit,
        file: "index.yaml",
        edit: Edit::Swap("connects: 3/1s", "connects: 3"),
        says: "index.yaml:25:13: `3` is not a limit; write `COUNT/SECONDSs`, for example `60/2s` [malformed-limit]",
    },
];
