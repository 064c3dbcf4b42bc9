//! The one follower of a client and its clones.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::follower::Follower;
use crate::client::Client;
use crate::error::Error;

/// The follower of a client's orders, once an order was placed. It stays until the client is dropped, so that placing orders one after another
/// does not use up the subscriptions that OKX allows in an hour.
#[derive(Debug, Default)]
pub(super) struct OrderHub(Mutex<Option<Arc<Follower>>>);

impl OrderHub {
    /// The follower of a client's orders, which is started if necessary.
    pub(super) async fn follower(client: &Client) -> Result<Arc<Follower>, Error> {
        let hub = client.attached::<Self>();
        let mut follower = hub.0.lock().await;
        match &*follower {
            Some(known) if !known.has_ended() => Ok(Arc::clone(known)),
            _ => {
                let new = Arc::new(Follower::start(client.without_attached()).await?);
                *follower = Some(Arc::clone(&new));
                Ok(new)
            }
        }
    }
}
