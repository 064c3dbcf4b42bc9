//! Prints a valuation for people.

use std::fmt;

use super::{HoldingSource, PriceSource, PriceStep, UnvaluedReason, Valuation};

impl fmt::Display for Valuation {
    /// The total, then a line for each holding and for everything that is not part of the total.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} as of {}", self.total, self.ccy, self.as_of)?;
        for holding in &self.holdings {
            write!(f, "\n{}: {} {} = {} {}", holding.source, holding.amount, holding.ccy, holding.value, self.ccy)?;
            for step in &holding.steps {
                write!(f, ", {step}")?;
            }
        }
        for missing in &self.unvalued {
            let amount = missing.amount.map_or_else(|| "an unknown amount of".to_owned(), |amount| amount.to_string());
            write!(f, "\nnot included: {amount} {} in {}: {}", missing.ccy, missing.source, missing.reason)?;
        }
        for missing in &self.unread {
            write!(f, "\nnot included: {}, which could not be read: {}", missing.source, missing.error)?;
        }
        match self.okx.as_ref().map(|okx| okx.total_bal) {
            Ok(Some(total)) => write!(f, "\nOKX's own total: {total} {}", self.ccy),
            Ok(None) => write!(f, "\nOKX did not report a total of its own"),
            Err(error) => write!(f, "\nOKX's own total could not be read: {error}"),
        }
    }
}

impl fmt::Display for PriceStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match self.source {
            PriceSource::Index => "index",
            PriceSource::LastTrade => "last trade",
        };
        write!(f, "{source} {} {} at {}", self.inst_id, self.price, self.ts)
    }
}

impl fmt::Display for HoldingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Trading => "trading account",
            Self::Funding => "funding account",
            Self::Savings => "Simple Earn",
            Self::OnchainEarn => "On-chain Earn",
            Self::TradingBots => "trading bots",
        })
    }
}

impl fmt::Display for UnvaluedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAmount => "OKX did not report the amount",
            Self::NoPrice => "there is no price",
            Self::TooLarge => "the value is too large to be represented",
            Self::MaybeInEquity => "the equity of the trading account may already contain it",
        })
    }
}
