//! Examples that contradict the guide.

/// The call, channel or operation, a part of the mistake found in its example, and the slip of the guide that causes
/// it.
pub(crate) type Slip = (&'static str, &'static str, &'static str);

pub(crate) const OPERATIONS: &[Slip] = &[(
    "batch-orders",
    "undescribed subCode",
    "one example has `subCode` next to the rows, but the table only has it in the rows",
)];

pub(crate) const CALLS: &[Slip] = &[
    (
        "POST /api/v5/account/account-level-switch-preset",
        "not an OKX reply: it has no `code`",
        "the examples show a row without the envelope",
    ),
    ("GET /api/v5/finance/sfp/dcd/order-history", "undescribed data[0].redeemEndime", "a misspelt `redeemEndTime`"),
    (
        "POST /api/v5/finance/staking-defi/purchase",
        "expected an object",
        "the second example only shows the list of `investData`",
    ),
    (
        "GET /api/v5/public/opt-summary",
        "`instFamily`: is missing",
        "the example uses `uly`, which is no longer in the table, and omits a required parameter",
    ),
    (
        "GET /api/v5/rfq/maker-instrument-settings",
        "undescribed data[2].instType:",
        "the name of `instType` contains a colon",
    ),
    ("GET /api/v5/sprd/order", "undescribed data[0].instId", "the example has `instId`, but the table has `sprdId`"),
    (
        "POST /api/v5/trade/one-click-repay",
        "undescribed data[1].fillFromSz",
        "`fillFromSz` and `fillToSz` are in the example but not in any table",
    ),
];

/// The index of the slip that explains a mistake.
pub(crate) fn explaining_slip(slips: &[Slip], name: &str, mistake: &str) -> Option<usize> {
    slips.iter().position(|(of, part, _)| *of == name && mistake.contains(part))
}
