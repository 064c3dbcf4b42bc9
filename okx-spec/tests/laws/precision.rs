//! Precision rules.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("step: lotSz", "step: lotSize"),
        says: "precision.yaml:9:9: the object `Instrument` has no decimal field `lotSize`; did you mean `lotSz`? [precision-attribute]",
    },
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("min: minSz", "min: instType"),
        says: "precision.yaml:9:9: the object `Instrument` has no decimal field `instType`; name one that is there [precision-attribute]",
    },
    Fixture {
        law: Law::PrecisionInstrument,
        file: "precision.yaml",
        edit: Edit::Swap("kind: size\n    instrument: instId", "kind: size\n    instrument: instrumentId"),
        says: "objects.yaml:15:7: `sz` is held to `order_size`, and `PlaceOrder` has no field `instrumentId` that would name the instrument [precision-instrument]\n\
             rest/trade.yaml:16:7: `sz` is held to `order_size`, and `PlaceOrder` has no field `instrumentId` that would name the instrument [precision-instrument]",
    },
    Fixture {
        law: Law::LastCase,
        file: "precision.yaml",
        edit: Edit::Swap("- {unit: base currency,", "- {when: {side: sell}, unit: base currency,"),
        says: "precision.yaml:9:9: the last case of `order_size` has a `when:`; add one that always holds [last-case]",
    },
    Fixture {
        law: Law::LastCase,
        file: "precision.yaml",
        edit: Edit::Swap(
            "    cases:\n      - when: {side: buy, instType: SPOT}\n        unit: quote currency\n      - {unit: base currency, step: lotSz, min: minSz}",
            "    cases: []",
        ),
        says: "precision.yaml:2:3: `order_size` has no case; add one that always holds [last-case]",
    },
    Fixture {
        law: Law::UnreachableCase,
        file: "precision.yaml",
        edit: Edit::Swap(
            "      - when: {side: buy, instType: SPOT}\n        unit: quote currency",
            "      - unit: quote currency",
        ),
        says: "precision.yaml:8:9: the case before this one always holds; give that one a `when:`, or remove this one [unreachable-case]",
    },
    Fixture {
        law: Law::BandsOfSize,
        file: "precision.yaml",
        edit: Edit::Swap("min: minSz}", "min: minSz, bands: true}"),
        says: "precision.yaml:9:9: tick bands are about prices, and this is a size; remove `bands:` [bands-of-size]",
    },
    Fixture {
        law: Law::AllowedValue,
        file: "precision.yaml",
        edit: Edit::Swap("allow: [\"-1\"]", "allow: [all]"),
        says: r#"precision.yaml:10:3: `allow:` holds `all`; it holds numbers such as `"-1"` [allowed-value]"#,
    },
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("step: szStep", "step: szStep, min: minSz"),
        says: "precision.yaml:26:9: the object `Spread` has no decimal field `minSz`; name one that is there [precision-attribute]",
    },
    Fixture {
        law: Law::UnknownEndpoint,
        file: "precision.yaml",
        edit: Edit::Swap("listed_by: public.spreads\n    signed", "listed_by: public.spread\n    signed"),
        says: "precision.yaml:31:16: there is no call `public.spread`; did you mean `public.spreads`? [unknown-endpoint]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "precision.yaml",
        edit: Edit::Swap("listed_by: public.spreads\n    signed", "listed_by: trade.place_orders\n    signed"),
        says: "precision.yaml:27:3: `place_orders` is no GET that gives a list; name a call that lists all it has, by name [listed-by-form]\n\
             precision.yaml:34:9: the object `OrderAck` has no decimal field `pxStep`; name one that is there [precision-attribute]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("request: {sprdId: Text?}", "request: {sprdId: Text}"),
        says: "precision.yaml:20:3: `spreads` needs `sprdId`, and nobody would say which; name a call that lists all it has, by name [listed-by-form]\n\
             precision.yaml:27:3: `spreads` needs `sprdId`, and nobody would say which; name a call that lists all it has, by name [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Spread[]", "response: Spread[]\n    pages: {cannot: It gives the newest only.}"),
        says: "precision.yaml:20:3: `spreads` gives its list in parts; name a call that lists all it has, by name [listed-by-form]\n\
             precision.yaml:27:3: `spreads` gives its list in parts; name a call that lists all it has, by name [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "objects.yaml",
        edit: Edit::Swap("fields: {sprdId: Text,", "fields: {instId: InstId,"),
        says: "precision.yaml:20:3: `spreads` gives rows without a field `sprdId` that would name each; name a call that lists all it has, by name [listed-by-form]\n\
             precision.yaml:27:3: `spreads` gives rows without a field `sprdId` that would name each; name a call that lists all it has, by name [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "precision.yaml",
        edit: Edit::Swap("- {unit: lots,", "- {when: {instType: SPOT}, unit: any}\n      - {unit: lots,"),
        says: "precision.yaml:26:9: `instType` is asked of instruments, and this is about something else; remove it [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "precision.yaml",
        edit: Edit::Swap(
            "    signed: true\n    cases:\n      - {unit: ticks,",
            "    cases:\n      - {unit: ticks, bands: true,",
        ),
        says: "precision.yaml:33:9: tick bands are those of instruments; remove `bands:` [listed-by-form]",
    },
    Fixture {
        law: Law::SignedForm,
        file: "precision.yaml",
        edit: Edit::Swap(
            "listed_by: public.spreads\n    cases",
            "listed_by: public.spreads\n    signed: true\n    cases",
        ),
        says: "precision.yaml:20:3: a size is never below zero; remove `signed:` [signed-form]",
    },
    Fixture {
        law: Law::SignedForm,
        file: "precision.yaml",
        edit: Edit::Swap("step: pxStep", "step: pxStep, min: pxStep"),
        says: "precision.yaml:34:9: what is signed has a step and nothing else; remove `bands:`, `min:` and `max:`, or `signed:` [signed-form]",
    },
];
