//! Rules of calls and of objects.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("at_most_one: [px, note]", "at_most_one: [px]"),
        says: "rest/trade.yaml:24:9: this rule must name at least 2 fields [pointless-rule]",
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
        says: "rest/trade.yaml:25:9: `sz` is required anyway; add `?` to its type, or remove it from the rule [pointless-rule]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "objects.yaml",
        edit: Edit::Swap("require: [px]", "require: [sz]"),
        says: "objects.yaml:18:9: `sz` is required anyway; add `?` to its type, or remove it from the rule [pointless-rule]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("require: [px]", "demand: [px]"),
        says: "objects.yaml:18:9: a rule has no key `demand`; its keys are `at_most_one`, `exactly_one`, `at_least_one`, `require`, `forbid`, `when`, `ours` and `reason` [unknown-key]\n\
             objects.yaml:18:9: a rule needs exactly one of `at_most_one:`, `exactly_one:`, `at_least_one:`, `require:` and `forbid:` [missing-key]",
    },
    // A user whose request is rejected although OKX accepts it must be told why.
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("- require: [px]", "- require: [px]\n        ours: true"),
        says: "objects.yaml:18:9: a rule with `ours: true` rejects requests that OKX accepts; add a `reason:` [missing-key]",
    },
    Fixture {
        law: Law::MissingKey,
        file: "objects.yaml",
        edit: Edit::Swap("- require: [px]", "- require: [px]\n        reason: It is so."),
        says: "objects.yaml:18:9: `reason:` is only for rules with `ours: true`; add that, or remove `reason:` [missing-key]",
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
        says: "objects.yaml:19:27: there is no field `flag` here; name a field that exists [unknown-field]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "objects.yaml",
        edit: Edit::Swap("instType: SPOT}", "instType: SPOTS}"),
        says: "objects.yaml:19:37: `SPOTS` is not a value of `InstType`; did you mean `SPOT`? [unknown-value]",
    },
    Fixture {
        law: Law::RuleInReply,
        file: "objects.yaml",
        edit: Edit::Swap(
            "fills: {type: \"Level[]\", means: What it is made of.}}",
            "fills: {type: \"Level[]\", means: What it is made of.}}\n    rules:\n      - require: [fills]",
        ),
        says: "objects.yaml:24:9: `Trade` is never sent, only received; only requests can have rules [rule-in-reply]",
    },
    Fixture {
        law: Law::RuleInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    response: Names",
            "    request: {side: Side?}\n    rules:\n      - require: [side]\n        when: {instType: SPOT}\n    response: Names",
        ),
        says: "rest/public.yaml:38:9: this rule depends on the instrument's type, but `ListNames` has no field `instId` for the instrument [rule-instrument]",
    },
    Fixture {
        law: Law::RuleInstrument,
        file: "rest/public.yaml",
        edit: Edit::Swap(
            "    response: Names",
            "    request: {attached: {type: \"Attached[]\", means: More.}}\n    response: Names",
        ),
        says: "objects.yaml:15:7: `sz` has the precision rule `order_size`, but `ListNames` has no field `instId` for the instrument [precision-instrument]\n\
             objects.yaml:18:9: this rule depends on the instrument's type, but `ListNames` has no field `instId` for the instrument [rule-instrument]\n\
             rest/public.yaml:36:15: `attached` is an object in the query of a GET; use a type that is not an object [object-in-query]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {side: [], "),
        says: "rest/trade.yaml:26:22: a condition needs a value to compare with, but this list is empty [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "limits.yaml",
        edit: Edit::Swap("instType: [SPOT], ", "instType: [], "),
        says: "limits.yaml:11:24: a condition needs a value to compare with, but this list is empty [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "precision.yaml",
        edit: Edit::Swap("{side: buy, instType: SPOT}", "{side: [], instType: SPOT}"),
        says: "precision.yaml:7:22: a condition needs a value to compare with, but this list is empty [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, instType: not OPTION}", r#"when: {side: "not []"}"#),
        says: "rest/trade.yaml:26:22: a condition needs a value to compare with; write `absent` for a field that is not given [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {note: [present, x], "),
        says: "rest/trade.yaml:26:23: `present` cannot be in a list; write it without a list, and `not [X, Y]` as one text [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {note: [x, not y], "),
        says: "rest/trade.yaml:26:26: `not y` cannot be in a list; write it without a list, and `not [X, Y]` as one text [condition-form]",
    },
    Fixture {
        law: Law::ConditionForm,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {side: [buy, buy], "),
        says: "rest/trade.yaml:26:16: the condition names `buy` twice; name it once [condition-form]",
    },
    Fixture {
        law: Law::ConditionField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {attached: buy, "),
        says: "rest/trade.yaml:26:16: `attached` is a list; a condition needs a field with one plain value [condition-field]",
    },
    Fixture {
        law: Law::ConditionField,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {attached: present, "),
        says: "rest/trade.yaml:26:16: `attached` is a list; a condition needs a field with one plain value [condition-field]",
    },
    Fixture {
        law: Law::ConditionField,
        file: "limits.yaml",
        edit: Edit::Swap("side: absent", "attached: absent"),
        says: "limits.yaml:11:32: `attached` is a list; a condition needs a field with one plain value [condition-field]",
    },
    Fixture {
        law: Law::ConditionField,
        file: "precision.yaml",
        edit: Edit::Swap("{side: buy, instType: SPOT}", "{attached: present, instType: SPOT}"),
        says: "precision.yaml:7:16: `attached` is a list; a condition needs a field with one plain value [condition-field]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {sz: many, "),
        says: "rest/trade.yaml:26:20: `many` is not a value of `Decimal`; write a number such as `0.1` [unknown-value]",
    },
    Fixture {
        law: Law::UnknownValue,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {clOrdId: not a-b, "),
        says: "rest/trade.yaml:26:25: `a-b` is not a value of `ClOrdId`; it is too long, or has characters that are not allowed [unknown-value]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("when: {side: buy, ", "when: {px: present, "),
        says: "rest/trade.yaml:25:9: this rule can never be broken, because its `when:` already requires that `px` is given; correct one of the two [pointless-rule]",
    },
    Fixture {
        law: Law::PointlessRule,
        file: "rest/trade.yaml",
        edit: Edit::Swap("require: [px]\n        when: {side: buy, ", "forbid: [px]\n        when: {px: absent, "),
        says: "rest/trade.yaml:25:9: this rule can never be broken, because its `when:` already requires that `px` is not given; correct one of the two [pointless-rule]",
    },
];
