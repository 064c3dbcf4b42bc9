//! The shipped description. It is compiled in, so that it is part of a published package and cargo notices every edit.

use std::borrow::Cow;

use crate::{Location, Source};

macro_rules! files {
    ($($name:literal,)*) => {
        /// The shipped files, index.yaml first.
        pub(crate) const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../data/", $name)))),*];
    };
}

files! {
    "index.yaml",
    "fields.yaml",
    "ids.yaml",
    "enums.yaml",
    "objects.yaml",
    "precision.yaml",
    "limits.yaml",
    "errors.yaml",
    "rest/trade.yaml",
    "rest/account.yaml",
    "rest/market.yaml",
    "rest/public.yaml",
    "rest/algo.yaml",
    "rest/funding.yaml",
    "rest/sub_account.yaml",
    "rest/convert.yaml",
    "rest/grid.yaml",
    "rest/dca.yaml",
    "rest/recurring_buy.yaml",
    "rest/signal_bot.yaml",
    "rest/copy_trading.yaml",
    "rest/spread.yaml",
    "rest/block.yaml",
    "rest/statistics.yaml",
    "rest/earn.yaml",
    "rest/onchain_earn.yaml",
    "rest/eth_staking.yaml",
    "rest/sol_staking.yaml",
    "rest/stable_rewards.yaml",
    "rest/dual_investment.yaml",
    "rest/flexible_loan.yaml",
    "rest/fiat.yaml",
    "rest/affiliate.yaml",
    "rest/announcements.yaml",
    "rest/status.yaml",
    "rest/sbe.yaml",
    "ws/public.yaml",
    "ws/private.yaml",
    "ws/business.yaml",
    "ws/operations.yaml",
}

/// The line of an entry of the shipped description, from the top of the repository: `okx-spec/data/rest/trade.yaml:239`.
pub fn place(at: &Location) -> String {
    format!("okx-spec/data/{}:{}", at.file, at.line)
}

/// The shipped files.
pub fn sources() -> Vec<Source> {
    let source = |(name, text): &(&'static str, &'static str)| Source {
        name: Cow::Borrowed(*name),
        bytes: Cow::Borrowed(text.as_bytes()),
    };
    FILES.iter().map(source).collect()
}
