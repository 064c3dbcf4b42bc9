//! Rules of calls and of objects.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("at_most_one: [px, note]", "at_most_one: [px]"),
        says: "rest/trade.yaml:24:9: this rule names too few fields; it says something about 2 or more [pointless-rule]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("at_most_one: [px, note]", "at_most_one: [px, px]"),
        says: "rest/trade.yaml:24:9: this rule names `px` twice; name it once [pointless-rule]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("require: [px]", "require: [sz]"),
        says: "rest/trade.yaml:25:9: `sz` is always given; give it `?`, or take it out of the rule [pointless-rule]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "objects.yaml",
        edit: Edit::Swap("require: [px]", "require: [sz]"),
        says: "objects.yaml:18:9: `sz` is always given; give it `?`, or take it out of the rule [pointless-rule]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("require: [px]", "demand: [px]"),
        says: "objects.yaml:18:9: a rule has no key `demand`; it may have `at_most_one`, `exactly_one`, `at_least_one`, `require`, `forbid`, `when`, `ours` and `reason` [unknown-key]\n\
             objects.yaml:18:9: a rule needs one of `at_most_one:`, `exactly_one:`, `at_least_one:`, `require:` and `forbid:` [missing-key]",
    },
    // Whoever is refused what OKX takes must be told why.
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("- require: [px]", "- require: [px]\n        ours: true"),
        says: "objects.yaml:18:9: a rule of ours refuses what OKX takes; say why with `reason:` [missing-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("- require: [px]", "- require: [px]\n        reason: It is so."),
        says: "objects.yaml:18:9: `reason:` is for a rule that OKX does not have; add `ours: true`, or remove it [missing-key]",
    },
    Fixture {
        law: Law::UnknownField,
        file: "objects.yaml",
        edit: Edit::Swap("require: [px]", "require: [pxx]"),
        says: "objects.yaml:18:19: there is no field `pxx` here; did you mean `px`? [unknown-field]",
    },
    // A field of the request around the object is none of the object's.
    Fixture {
        law: Law::UnknownField,
        file: "objects.yaml",
        edit: Edit::Swap("instType: SPOT}", "flag: true}"),
        says: "objects.yaml:19:27: there is no field `flag` here; name one of those that are there [unknown-field]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "objects.yaml",
        edit: Edit::Swap("instType: SPOT}", "instType: SPOTS}"),
        says: "objects.yaml:19:37: `SPOTS` is no value of `InstType`; did you mean `SPOT`? [unknown-value]",
    },
    Fixture {
        law: Law::RuleInReply,
        file: "objects.yaml",
        edit: Edit::Swap(
            "fills: {type: \"Level[]\", means: What it is made of.}}",
            "fills: {type: \"Level[]\", means: What it is made of.}}\n    rules:\n      - require: [fills]",
        ),
        says: "objects.yaml:24:9: `Trade` is part of a reply and never sent; only what is sent is held to rules [rule-in-reply]",
    },
    Fixture {
        law: Law::RuleInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    response: Names",
            "    request: {side: Side?}\n    rules:\n      - require: [side]\n        when: {instType: SPOT}\n    response: Names",
        ),
        says: "rest/public.yaml:38:9: this rule asks for the instrument's type, and `ListNames` has no field `instId` that would name the instrument [rule-instrument]",
    },
    Fixture {
        law: Law::RuleInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    response: Names",
            "    request: {attached: {type: \"Attached[]\", means: More.}}\n    response: Names",
        ),
        says: "objects.yaml:15:7: `sz` is held to `order_size`, and `ListNames` has no field `instId` that would name the instrument [precision-instrument]\n\
             objects.yaml:18:9: this rule asks for the instrument's type, and `ListNames` has no field `instId` that would name the instrument [rule-instrument]\n\
             rest/public.yaml:36:15: `attached` is an object in the query of a GET; use a plain type [object-in-query]",
    },
];
