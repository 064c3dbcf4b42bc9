//! Keys, words, counts, limits, addresses.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::WrongForm,
        file: "ids.yaml",
        edit: Edit::Swap("{does: Name of an order., of: Text}", "Text"),
        says: "ids.yaml:3:10: an id is a map, and this is a text [wrong-form]",
    },
    Fixture {
        law: Law::WrongForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("draws: [order.place, sub_account.orders]", "draws: order.place"),
        says: "limits.yaml:7:3: nothing uses `sub_account.orders`; remove it [unused]\n\
             rest/trade.yaml:10:12: `draws:` is a list, and this is a text [wrong-form]",
    },
    Fixture {
        law: Law::WrongForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("does: Places one order.", "does: [Places, one, order]"),
        says: "rest/trade.yaml:6:11: `does:` is a text, and this is a list [wrong-form]",
    },
    Fixture {
        law: Law::UnknownKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("deadline: true", "deadlin: true"),
        says: "rest/trade.yaml:11:5: an endpoint has no key `deadlin`; did you mean `deadline`? [unknown-key]",
    },
    Fixture {
        law: Law::UnknownKey,
        file: "fields.yaml",
        edit: Edit::Swap(
            "means: Name of the order chosen by the client.",
            "means: Name of the order, chosen by the client.",
        ),
        says: "fields.yaml:8:54: an entry of the dictionary has no key `chosen by the client.`; a text that holds a comma must be quoted [unknown-key]",
    },
    Fixture {
        law: Law::UnknownKey,
        file: "ids.yaml",
        edit: Edit::Swap("Name of an order., of: Text", "Name of an order., of: Text, colour: red"),
        says: "ids.yaml:3:46: an id has no key `colour`; it may have `of`, `does`, `max_length`, `letters` and `secret` [unknown-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    access: trade\n    draws", "    draws"),
        says: "rest/trade.yaml:6:5: an endpoint needs `access:` [missing-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "enums.yaml",
        edit: Edit::Swap("{as: Choice, means: The right to buy or to sell later.}", "{as: Choice}"),
        says: "enums.yaml:6:15: a value needs `means:` [missing-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("    row: {px: Decimal, sz: Decimal}\n", ""),
        says: "objects.yaml:9:3: the object `Level` needs one of `fields:`, `row:` and `bare:` [missing-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "rest/trade.yaml",
        edit: Edit::Swap("- at_most_one: [px, note]", "- when: {side: buy}"),
        says: "rest/trade.yaml:24:9: a rule needs one of `at_most_one:`, `exactly_one:`, `at_least_one:`, `require:` and `forbid:` [missing-key]",
    },
    Fixture {
        law: Law::EmptyText,
        file: "objects.yaml",
        edit: Edit::Swap("does: One price level.", "does:"),
        says: "objects.yaml:10:9: `does:` is empty; say it in a sentence of your own [empty-text]",
    },
    Fixture {
        law: Law::EmptyText,
        file: "enums.yaml",
        edit: Edit::Swap("sell: Sell.", r#"sell: """#),
        says: "enums.yaml:11:13: `sell:` is empty; say it in a sentence of your own [empty-text]",
    },
    Fixture {
        law: Law::EmptyText,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, instType: not OPTION}", "when: {}"),
        says: "rest/trade.yaml:26:15: `when:` has no condition; leave it out [empty-text]",
    },
    Fixture {
        law: Law::EmptyText,
        file: "precision.yaml",
        edit: Edit::Swap("{side: buy, instType: SPOT}", r#"{side: "", instType: SPOT}"#),
        says: "precision.yaml:7:22: a condition compares with a value; for one that is not given write `absent` [empty-text]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "rest/trade.yaml",
        edit: Edit::Swap("    access: trade\n    draws", "    access: trad\n    draws"),
        says: "rest/trade.yaml:9:13: `trad` is no `access:`; did you mean `trade`? [unknown-word]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "errors.yaml",
        edit: Edit::Swap("class: parameter", "class: elephants"),
        says: "errors.yaml:14:39: `elephants` is no `class:`; it is one of `authentication`, `permission`, `clock`, `rate_limit`, `parameter`, `precision`, `price_limit`, `balance`, `position`, `order`, `account`, `instrument`, `risk`, `transfer`, `system`, `maintenance`, `region`, `socket` and `other` [unknown-word]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "errors.yaml",
        edit: Edit::Swap("verdict: never", "verdict: nevr"),
        says: "errors.yaml:14:59: `nevr` is no `verdict:`; did you mean `never`? [unknown-word]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "rest/trade.yaml",
        edit: Edit::Swap("deadline: true", "deadline: yes"),
        says: "rest/trade.yaml:11:15: `yes` is no `deadline:`; it is one of `true` and `false` [unknown-word]",
    },
    Fixture {
        law: Law::UnknownWord,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: clOrdId\n    request"),
        says: "rest/trade.yaml:12:13: `clOrdId` is no `repeat:`; it is `always`, `never` or `by FIELD` [unknown-word]",
    },
    Fixture {
        law: Law::MalformedCount,
        file: "errors.yaml",
        edit: Edit::Swap("http: 429", "http: 4290"),
        says: "errors.yaml:4:11: `4290` is no `http:`; it is a whole number from 100 to 599 [malformed-count]",
    },
    Fixture {
        law: Law::MalformedCount,
        file: "ids.yaml",
        edit: Edit::Swap("max_length: 32", "max_length: -1"),
        says: "ids.yaml:4:75: `-1` is no `max_length:`; it is a whole number from 1 to 10000 [malformed-count]",
    },
    Fixture {
        law: Law::MalformedDate,
        file: "index.yaml",
        edit: Edit::Swap(r#""2026-06-27""#, "27.6.2026"),
        says: "index.yaml:2:9: `27.6.2026` is no date; it reads `YYYY-MM-DD`, in quotes [malformed-date]",
    },
    Fixture {
        law: Law::MalformedUrl,
        file: "index.yaml",
        edit: Edit::Swap("https://rest.example.com", "http://rest.example.com"),
        says: "index.yaml:7:11: `http://rest.example.com` is no address for `rest:`; it reads `https://HOST…` [malformed-url]",
    },
    Fixture {
        law: Law::MalformedUrl,
        file: "index.yaml",
        edit: Edit::Swap("wss://demo.example.com:8443", "https://demo.example.com"),
        says: "index.yaml:9:18: `https://demo.example.com` is no address for `demo_socket:`; it reads `wss://HOST…` [malformed-url]",
    },
    Fixture {
        law: Law::MalformedAnchor,
        file: "rest/trade.yaml",
        edit: Edit::Swap("guide: post-place-order\n", "guide: \"#post-place-order\"\n"),
        says: "rest/trade.yaml:7:12: `#post-place-order` is no anchor; it is lower-case letters and digits with `-` between them, without `#` [malformed-anchor]",
    },
    Fixture {
        law: Law::MalformedType,
        file: "objects.yaml",
        edit: Edit::Swap("tickSz: Decimal,", "tickSz: Decimal ?,"),
        says: "objects.yaml:4:58: `Decimal ?` is no type; it is one word such as `Text`, then perhaps `(rule)`, `[]` or `?`, without spaces [malformed-type]",
    },
    Fixture {
        law: Law::OptionalList,
        file: "rest/trade.yaml",
        edit: Edit::Swap(r#""Attached[]""#, r#""Attached[]?""#),
        says: "rest/trade.yaml:22:24: `Attached[]?` is a list with `?`; an absent list is an empty one, write `Attached[]` [optional-list]",
    },
    Fixture {
        law: Law::MalformedLimit,
        file: "limits.yaml",
        edit: Edit::Swap("60/2s by user, symbol", "60 per 2s by user, symbol"),
        says: "limits.yaml:5:12: `60 per 2s by user, symbol` is no limit; it reads `COUNT/SECONDSs by KEY, KEY`, for example `60/2s` [malformed-limit]",
    },
    Fixture {
        law: Law::LimitWithoutKey,
        file: "limits.yaml",
        edit: Edit::Swap("60/2s by user, symbol", "60/2s"),
        says: "limits.yaml:5:12: the limit `60/2s` lacks a key; add what it is counted by, such as `by user, symbol` or `by ip` [limit-without-key]",
    },
    Fixture {
        law: Law::LimitWithoutKey,
        file: "limits.yaml",
        edit: Edit::Swap("60/2s by user, symbol", "60/2s by user,"),
        says: "limits.yaml:5:12: the limit `60/2s by user,` lacks a key; add what it is counted by, such as `by user, symbol` or `by ip` [limit-without-key]",
    },
    Fixture {
        law: Law::ZeroLimit,
        file: "limits.yaml",
        edit: Edit::Swap("lead_trader: 4/2s", "lead_trader: 0/2s"),
        says: "limits.yaml:6:18: `0/2s` lets nothing through, ever; count and seconds are at least 1 [zero-limit]",
    },
    Fixture {
        law: Law::ZeroLimit,
        file: "rest/public.yaml",
        edit: Edit::Swap("20/2s by ip", "20/0s by ip"),
        says: "rest/public.yaml:19:12: `20/0s by ip, instType` lets nothing through, ever; count and seconds are at least 1 [zero-limit]",
    },
    Fixture {
        law: Law::MalformedCall,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "PUT /api/v5/trade/order\n"),
        says: "rest/trade.yaml:8:11: `PUT /api/v5/trade/order` is no call; it reads `GET /path` or `POST /path` [malformed-call]",
    },
    Fixture {
        law: Law::ForeignPath,
        file: "rest/trade.yaml",
        edit: Edit::Swap("POST /api/v5/trade/order\n", "POST /api/v4/trade/order\n"),
        says: "rest/trade.yaml:8:11: the path `/api/v4/trade/order` is none of this API; it begins with `/api/v5/` and has no query [foreign-path]",
    },
    Fixture {
        law: Law::ForeignPath,
        file: "rest/public.yaml",
        edit: Edit::Swap("GET /api/v5/public/book", "GET /api/v5/public/book?full=1"),
        says: "rest/public.yaml:25:11: the path `/api/v5/public/book?full=1` is none of this API; it begins with `/api/v5/` and has no query [foreign-path]",
    },
    Fixture {
        law: Law::NumberWithLetters,
        file: "ids.yaml",
        edit: Edit::Swap("client., of: Text", "client., of: Number"),
        says: "ids.yaml:4:3: `ClOrdId` is a number; `max_length:`, `letters:` and `secret:` are for `of: Text`; remove them [number-with-letters]",
    },
    Fixture {
        law: Law::NumberWithLetters,
        file: "ids.yaml",
        edit: Edit::Swap("of: Text, max_length: 32, letters: alphanumeric", "of: Number, secret: true"),
        says: "ids.yaml:4:3: `ClOrdId` is a number; `max_length:`, `letters:` and `secret:` are for `of: Text`; remove them [number-with-letters]",
    },
];
