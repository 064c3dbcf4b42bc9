//! The open positions of an account.

use crate::api::account::GetPositions;
use crate::api::enums::{MgnMode, PosSide};
use crate::api::ids::InstId;
use crate::api::ws::private::PositionUpdate;
use crate::client::Client;
use crate::error::Error;
use crate::fields::decode;

/// The open positions, returned by [`Client::positions`].
///
/// Its rows have the type that [`AccountView::positions`](crate::AccountView::positions) returns. This is a snapshot, the view is kept
/// current.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenPositions {
    rows: Vec<PositionUpdate>,
}

impl Client {
    /// Reads the open positions.
    ///
    /// ```
    /// # use okx_client::{Client, Credentials, Environment, Region, dec};
    /// use okx_client::enums::{MgnMode, OrdType, PosSide, Side, TdMode};
    /// use okx_client::trade::PlaceOrder;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// okx.send(PlaceOrder::new("BTC-USDT-SWAP", TdMode::Cross, Side::Buy, OrdType::Market, dec!(1))).await?;
    /// let positions = okx.positions().await?;
    /// let position = positions.get("BTC-USDT-SWAP", PosSide::Net, MgnMode::Cross).expect("it was just opened");
    /// assert_eq!(position.pos, Some(dec!(1)));
    /// assert_eq!(positions.in_instrument("ETH-USDT-SWAP").count(), 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The positions, or a row of them, cannot be read.
    pub async fn positions(&self) -> Result<OpenPositions, Error> {
        let rows = self.send(GetPositions::new()).await?.all()?;
        let rows = rows.iter().map(|row| decode::convert(row)).collect::<Result<_, _>>()?;
        Ok(OpenPositions { rows })
    }
}

impl OpenPositions {
    /// All open positions, newest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PositionUpdate> {
        self.rows.iter()
    }

    /// The positions in one instrument: several if long and short positions, or cross and isolated ones, are held at once.
    pub fn in_instrument(&self, inst_id: impl Into<InstId>) -> impl Iterator<Item = &PositionUpdate> {
        let inst_id = inst_id.into();
        self.rows.iter().filter(move |position| position.inst_id == inst_id)
    }

    /// The position in an instrument with this side and margin mode, which together identify it. In net mode the side is
    /// [`PosSide::Net`], and the sign of `pos` gives the direction.
    pub fn get(&self, inst_id: impl Into<InstId>, pos_side: PosSide, mgn_mode: MgnMode) -> Option<&PositionUpdate> {
        self.in_instrument(inst_id).find(|position| {
            // OKX leaves the side out in net mode in some replies.
            position.pos_side.as_ref().unwrap_or(&PosSide::Net) == &pos_side
                && position.mgn_mode.as_ref() == Some(&mgn_mode)
        })
    }
}
