//! Examples that contradict the guide they stand in.

/// A call, channel or operation, a part of what is found wrong with its example, and the guide's slip that causes it.
pub(crate) type Slip = (&'static str, &'static str, &'static str);

pub(crate) const OPERATIONS: &[Slip] = &[(
    "batch-orders",
    "undescribed subCode",
    "one example has `subCode` beside the rows, where the table has it within them only",
)];

pub(crate) const CALLS: &[Slip] = &[
    (
        "POST /api/v5/account/account-level-switch-preset",
        "the reply has no `code`",
        "the examples show a row without the envelope around it",
    ),
    ("GET /api/v5/finance/sfp/dcd/order-history", "undescribed data[0].redeemEndime", "a misspelt `redeemEndTime`"),
    (
        "POST /api/v5/finance/staking-defi/purchase",
        "expected an object",
        "the second example is only the list that belongs into `investData`",
    ),
    (
        "GET /api/v5/public/opt-summary",
        "`instFamily`: is missing",
        "the example asks by `uly`, which the table no longer has, and leaves out what it calls needed",
    ),
    (
        "GET /api/v5/rfq/maker-instrument-settings",
        "undescribed data[2].instType:",
        "a colon slipped into the name of `instType`",
    ),
    ("GET /api/v5/sprd/order", "undescribed data[0].instId", "the example says `instId` where the table says `sprdId`"),
    (
        "POST /api/v5/trade/one-click-repay",
        "undescribed data[1].fillFromSz",
        "`fillFromSz` and `fillToSz` are in the example and in no table",
    ),
];

/// The place of the slip that explains a mistake.
pub(crate) fn excuse(slips: &[Slip], name: &str, mistake: &str) -> Option<usize> {
    slips.iter().position(|(of, part, _)| *of == name && mistake.contains(part))
}
