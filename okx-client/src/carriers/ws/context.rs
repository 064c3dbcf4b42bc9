//! What all sessions of a client share.

use std::sync::Arc;
use std::time::Duration;

use super::SocketAddress;
use super::connect::{ConnectError, SocketConnector};
use super::link::Link;
use super::login::Login;
use super::recorder::Recorder;
use super::states::StateSender;
use crate::api::ws::CONNECTION;
use crate::auth::server_time::ServerTime;
use crate::limits::Limits;
use crate::system::clock::Clock;

/// What all sessions of a client share.
pub(super) struct Context {
    pub(super) address: SocketAddress,
    pub(super) connector: Arc<dyn SocketConnector>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) time: Arc<ServerTime>,
    pub(super) limits: Limits,
    pub(super) login: Login,
    pub(super) states: StateSender,
    pub(super) recorder: Option<Recorder>,
    /// The longest time to open a connection, including the upgrade.
    pub(super) connect_timeout: Duration,
}

impl Context {
    /// Waits for the turn to open a connection, and opens it.
    pub(super) async fn connect(&self, url: &str) -> Result<Box<Link>, ConnectError> {
        self.limits.connect_turn(self.address.origin(), CONNECTION.connects).await;
        tokio::select! {
            biased;
            opened = self.connector.connect(url) => Ok(Box::new(Link::new(opened?).await)),
            () = self.clock.sleep(self.connect_timeout) => {
                Err(ConnectError::new(format!("{url} was not reached within {} ms", self.connect_timeout.as_millis())))
            }
        }
    }
}
