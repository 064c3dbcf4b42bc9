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
];
