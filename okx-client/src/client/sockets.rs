//! Subscribing to channels of OKX's sockets.

use super::Client;
use crate::api::IntoChannel;
use crate::carriers::ws::Connections;
use crate::facts::Socket;
use crate::streams::{StreamSource, Subscribe, SubscribeRaw};
use crate::value::Json;

impl Client {
    /// Subscribes to a channel: `.await` it to get a typed stream. The connection is opened if necessary, to the right socket, and logged in
    /// if the channel needs that. Streams of the same channel with the same arguments share one subscription at OKX.
    ///
    /// ```
    /// use okx_client::ws::public::Tickers;
    /// # use okx_client::{Client, Environment, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let mut tickers = okx.subscribe(Tickers::new("BTC-USDT")).latest().await?;
    /// if let Some(rows) = tickers.next_rows().await? {
    ///     println!("last trade at {:?}", rows.one()?.last);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// OKX refuses the subscription or the login, the client has no credentials for a channel that needs a login, or OKX does not acknowledge
    /// in time.
    pub fn subscribe<C: IntoChannel>(&self, channel: C) -> Subscribe<C::Channel> {
        Subscribe::new(self.stream_source(), channel.into_channel())
    }

    /// Subscribes to a channel that this version does not describe. `arg` is its name and its arguments, as OKX's guide shows them; the
    /// stream yields the text of each push.
    ///
    /// ```
    /// use okx_client::value::Json;
    /// use okx_client::ws::Socket;
    /// # use okx_client::{Client, Environment, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let arg = Json::parse(r#"{"channel":"tickers","instId":"BTC-USDT"}"#)?;
    /// let mut pushes = okx.subscribe_raw(Socket::Public, &arg).await?;
    /// if let Some(update) = pushes.try_next().await? {
    ///     println!("{}", update.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`subscribe`](Self::subscribe), and if `arg` is not an object with a channel.
    pub fn subscribe_raw(&self, socket: Socket, arg: &Json) -> SubscribeRaw {
        SubscribeRaw::new(self.stream_source(), socket, arg)
    }

    /// The connections to OKX's sockets, with their states and figures, and what happens to them from now on.
    ///
    /// ```
    /// use okx_client::sockets::{ConnectionEventKind, ConnectionState};
    /// use okx_client::ws::public::Tickers;
    /// # use okx_client::{Client, Environment, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build()?;
    /// let mut connections = okx.connections();
    /// let tickers = okx.subscribe(Tickers::new("BTC-USDT")).await?;
    /// while let Some(event) = connections.next().await {
    ///     println!("{}: connection {} to the {:?} socket: {:?}", event.at, event.connection, event.socket, event.kind);
    ///     if event.kind == ConnectionEventKind::State(ConnectionState::Connected) {
    ///         break;
    ///     }
    /// }
    /// println!("{} messages so far", connections.all()[0].figures.messages);
    /// # drop(tickers);
    /// # Ok(())
    /// # }
    /// ```
    pub fn connections(&self) -> Connections {
        self.sockets.connections()
    }

    /// The number of frames that [`record_frames`](crate::ClientBuilder::record_frames) could not record, because writing was too slow or
    /// failed.
    pub fn unrecorded_frames(&self) -> u64 {
        self.sockets.unrecorded()
    }

    pub(crate) fn stream_source(&self) -> StreamSource {
        StreamSource { sockets: self.sockets.clone(), engine: self.engine.clone() }
    }
}
