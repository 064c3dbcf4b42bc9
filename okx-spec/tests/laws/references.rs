//! Names that lead somewhere.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::UnknownType,
        file: "objects.yaml",
        edit: Edit::Swap("tickSz: Decimal,", "tickSz: Decmal,"),
        says: "objects.yaml:4:58: there is no type `Decmal`; did you mean `Decimal`? [unknown-type]",
    },
    Fixture {
        law: Law::UnknownType,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Book", "response: Elephant"),
        says: "rest/public.yaml:29:15: there is no type `Elephant`; describe it in ids.yaml, enums.yaml or objects.yaml [unknown-type]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("- require: [px]", "- require: [pxx]"),
        says: "rest/trade.yaml:25:19: there is no field `pxx` here; did you mean `px`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, instType: not OPTION}", "when: {sied: buy}"),
        says: "rest/trade.yaml:26:16: there is no field `sied` here; did you mean `side`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("repeat: by clOrdId\n    request", "repeat: by clOrd\n    request"),
        says: "rest/trade.yaml:12:13: there is no field `clOrd` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "objects.yaml",
        edit: Edit::Swap("message: sMsg", "message: message"),
        says: "objects.yaml:8:37: there is no field `message` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "rest/public.yaml",
        edit: Edit::Swap("20/2s by ip, instType", "20/2s by ip, instTyp"),
        says: "rest/public.yaml:19:12: `instruments` draws on `public.instruments`, which is counted by `instTyp`, but has no such field; did you mean `instType`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "limits.yaml",
        edit: Edit::Swap("side: absent", "sid: absent"),
        says: "limits.yaml:11:32: no call that draws on this budget has a field `sid`; did you mean `side`? [unknown-field]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "precision.yaml",
        edit: Edit::Swap("{side: buy, instType: SPOT}", "{ordType: market, instType: SPOT}"),
        says: "precision.yaml:7:16: no request with this precision rule has a field `ordType`; the condition would never hold, so remove it [unknown-field]",
    },
    Fixture {
        law: Law::UnknownPrecision,
        file: "rest/trade.yaml",
        edit: Edit::Swap("sz: Decimal(order_size)", "sz: Decimal(order_sizes)"),
        says: "rest/trade.yaml:16:11: there is no precision rule `order_sizes`; did you mean `order_size`? [unknown-precision]",
    },
    Fixture {
        law: Law::UnknownBudget,
        file: "rest/trade.yaml",
        edit: Edit::Swap("[order.place, sub", "[order.plce, sub"),
        says: "rest/trade.yaml:10:13: there is no budget `order.plce`; did you mean `order.place`? [unknown-budget]",
    },
    Fixture {
        law: Law::UnknownEndpoint,
        file: "rest/trade.yaml",
        edit: Edit::Swap("of: place_order,", "of: place_ordr,"),
        says: "rest/trade.yaml:35:17: this chapter has no call `place_ordr`; did you mean `place_order`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy,", "when: {side: byu,"),
        says: "rest/trade.yaml:26:22: `byu` is not a value of `Side`; did you mean `buy`? [unknown-value]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "precision.yaml",
        edit: Edit::Swap("not OPTION", r#""not [OPTION, FUTURE]""#),
        says: "precision.yaml:16:26: `FUTURE` is not a value of `InstType`; add it to the enum if OKX takes it [unknown-value]",
    },
    Fixture {
        law: Law::UnknownCode,
        file: "limits.yaml",
        edit: Edit::Swap(r#"refused_with: "50061""#, r#"refused_with: "50062""#),
        says: "limits.yaml:12:19: there is no error with the code `50062`; did you mean `50061`? [unknown-code]",
    },
    Fixture {
        law: Law::UnknownCode,
        file: "limits.yaml",
        edit: Edit::Swap(r#"refused_with: "50011""#, r#"refused_with: "50099""#),
        says: "limits.yaml:1:15: there is no error with the code `50099`; describe it in errors.yaml [unknown-code]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "rest/trade.yaml",
        edit: Edit::Swap("require: [px]", "forbid: [px]\n        when: {flag: yes}\n      - require: [px]"),
        says: "rest/trade.yaml:26:22: `yes` is not a value of `Bool`; write `true` or `false` [unknown-value]",
    },
];
