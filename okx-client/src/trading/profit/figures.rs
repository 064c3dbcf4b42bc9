//! The figures of a currency.

use std::ops::AddAssign;

use rust_decimal::Decimal;

use crate::api::account::Bill;

/// The type of bills about funding fees. Their `pnl` is the funding fee.
const FUNDING_FEE: &str = "8";

/// Sums of bills in one currency. Everything received is positive, and everything paid is negative, so the sum of all is the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfitFigures {
    /// Realized profit of derivatives and margin positions before fees; negative for a loss.
    pub realized: Decimal,
    /// Fees paid; negative or zero.
    pub fees_paid: Decimal,
    /// Rebates received; positive or zero. OKX writes a rebate as a positive fee.
    pub rebates: Decimal,
    /// Funding fees paid; negative or zero.
    pub funding_paid: Decimal,
    /// Funding fees received; positive or zero.
    pub funding_received: Decimal,
    /// Interest paid; negative or zero.
    pub interest: Decimal,
    /// How many bills were added up, including those that change nothing here, such as transfers.
    pub bills: usize,
}

impl ProfitFigures {
    /// The result: the sum of all amounts.
    pub fn net(&self) -> Decimal {
        self.realized + self.fees_paid + self.rebates + self.funding_paid + self.funding_received + self.interest
    }

    pub(super) fn of(bill: &Bill) -> Self {
        let (pnl, fee) = (bill.pnl.unwrap_or_default(), bill.fee.unwrap_or_default());
        let is_funding = bill.r#type.as_deref() == Some(FUNDING_FEE);
        let (realized, funding) = if is_funding { (Decimal::ZERO, pnl) } else { (pnl, Decimal::ZERO) };
        Self {
            realized,
            fees_paid: fee.min(Decimal::ZERO),
            rebates: fee.max(Decimal::ZERO),
            funding_paid: funding.min(Decimal::ZERO),
            funding_received: funding.max(Decimal::ZERO),
            // The guide does not give the sign of the amount. A bill only ever charges interest.
            interest: -bill.interest.unwrap_or_default().abs(),
            bills: 1,
        }
    }
}

impl AddAssign for ProfitFigures {
    fn add_assign(&mut self, other: Self) {
        self.realized += other.realized;
        self.fees_paid += other.fees_paid;
        self.rebates += other.rebates;
        self.funding_paid += other.funding_paid;
        self.funding_received += other.funding_received;
        self.interest += other.interest;
        self.bills += other.bills;
    }
}
