//! Precision rules.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("step: lotSz", "step: lotSize"),
        says: "precision.yaml:9:9: the object `InstrumentDetails` has no field `lotSize` of the type `Decimal`; did you mean `lotSz`? [precision-attribute]",
    },
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("min: minSz", "min: instType"),
        says: "precision.yaml:9:9: the object `InstrumentDetails` has no field `instType` of the type `Decimal`; use one that exists [precision-attribute]",
    },
    Fixture {
        law: Law::PrecisionInstrument,
        file: "precision.yaml",
        edit: Edit::Swap("kind: size\n    instrument: instId", "kind: size\n    instrument: instrumentId"),
        says: "objects.yaml:15:7: `sz` has the precision rule `order_size`, but `PlaceOrder` has no field `instrumentId` for the instrument [precision-instrument]\n\
             rest/trade.yaml:16:7: `sz` has the precision rule `order_size`, but `PlaceOrder` has no field `instrumentId` for the instrument [precision-instrument]",
    },
    Fixture {
        law: Law::LastCase,
        file: "precision.yaml",
        edit: Edit::Swap("- {unit: base currency,", "- {when: {side: sell}, unit: base currency,"),
        says: "precision.yaml:9:9: the last case of `order_size` has a `when:`; add a case without `when:` at the end [last-case]",
    },
    Fixture {
        law: Law::LastCase,
        file: "precision.yaml",
        edit: Edit::Swap(
            "    cases:\n      - when: {side: buy, instType: SPOT}\n        unit: quote currency\n      - {unit: base currency, step: lotSz, min: minSz}",
            "    cases: []",
        ),
        says: "precision.yaml:2:3: `order_size` has no cases; add a case without `when:` [last-case]",
    },
    Fixture {
        law: Law::UnreachableCase,
        file: "precision.yaml",
        edit: Edit::Swap(
            "      - when: {side: buy, instType: SPOT}\n        unit: quote currency",
            "      - unit: quote currency",
        ),
        says: "precision.yaml:8:9: an earlier case has no `when:` and always applies; give it a `when:`, or remove this case [unreachable-case]",
    },
    Fixture {
        law: Law::BandsOfSize,
        file: "precision.yaml",
        edit: Edit::Swap("min: minSz}", "min: minSz, bands: true}"),
        says: "precision.yaml:9:9: tick bands are only for prices, but this rule is for a size; remove `bands:` [bands-of-size]",
    },
    Fixture {
        law: Law::AllowedValue,
        file: "precision.yaml",
        edit: Edit::Swap("allow: [\"-1\"]", "allow: [all]"),
        says: r#"precision.yaml:10:3: `all` in `allow:` is not a number; write one such as `"-1"` [allowed-value]"#,
    },
    Fixture {
        law: Law::PrecisionAttribute,
        file: "precision.yaml",
        edit: Edit::Swap("step: szStep", "step: szStep, min: minSz"),
        says: "precision.yaml:26:9: the object `Spread` has no field `minSz` of the type `Decimal`; use one that exists [precision-attribute]",
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
        says: "precision.yaml:27:3: `place_orders` is not a GET that returns a list; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]\n\
             precision.yaml:34:9: the object `OrderAck` has no field `pxStep` of the type `Decimal`; use one that exists [precision-attribute]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("request: {sprdId: Text?}", "request: {sprdId: Text}"),
        says: "precision.yaml:20:3: `spreads` requires the parameter `sprdId`; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]\n\
             precision.yaml:27:3: `spreads` requires the parameter `sprdId`; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "rest/public.yaml",
        edit: Edit::Swap("response: Spread[]", "response: Spread[]\n    pages: {cannot: It gives the newest only.}"),
        says: "precision.yaml:20:3: `spreads` returns its list in pages; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]\n\
             precision.yaml:27:3: `spreads` returns its list in pages; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "objects.yaml",
        edit: Edit::Swap("fields: {sprdId: Text,", "fields: {instId: InstId,"),
        says: "precision.yaml:20:3: `spreads` returns rows without the field `sprdId` that identifies them; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]\n\
             precision.yaml:27:3: `spreads` returns rows without the field `sprdId` that identifies them; `listed_by:` must name a GET that returns its whole list at once [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "precision.yaml",
        edit: Edit::Swap("- {unit: lots,", "- {when: {instType: SPOT}, unit: any}\n      - {unit: lots,"),
        says: "precision.yaml:26:9: only instruments have an `instType`; remove the condition [listed-by-form]",
    },
    Fixture {
        law: Law::ListedByForm,
        file: "precision.yaml",
        edit: Edit::Swap(
            "    signed: true\n    cases:\n      - {unit: ticks,",
            "    cases:\n      - {unit: ticks, bands: true,",
        ),
        says: "precision.yaml:33:9: only instruments have tick bands; remove `bands:` [listed-by-form]",
    },
    Fixture {
        law: Law::SignedForm,
        file: "precision.yaml",
        edit: Edit::Swap(
            "listed_by: public.spreads\n    cases",
            "listed_by: public.spreads\n    signed: true\n    cases",
        ),
        says: "precision.yaml:20:3: a size is never negative; remove `signed:` [signed-form]",
    },
    Fixture {
        law: Law::SignedForm,
        file: "precision.yaml",
        edit: Edit::Swap("step: pxStep", "step: pxStep, min: pxStep"),
        says: "precision.yaml:34:9: a signed price has only a step; remove `bands:`, `min:` and `max:`, or remove `signed:` [signed-form]",
    },
    Fixture {
        law: Law::BandsWithoutStep,
        file: "precision.yaml",
        edit: Edit::Swap("step: tickSz, bands: true", "bands: true"),
        says: "precision.yaml:19:9: instruments without tick bands need a step; add `step:` [bands-without-step]",
    },
    Fixture {
        law: Law::PrecisionInstrument,
        file: "precision.yaml",
        edit: Edit::Swap("kind: price\n    instrument: instId", "kind: price\n    instrument: sz"),
        says: "precision.yaml:10:3: `sz` names the instrument but is not a text; name another field [precision-instrument]",
    },
];
