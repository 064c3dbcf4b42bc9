//! A dead-man switch that is renewed by the client's thread.

use std::time::Duration;

use super::Client;
use crate::api::ids::OrderTag;
use crate::error::Error;
use crate::trading::cancel_all_after;

/// A dead-man switch in the making; made by [`Client::cancel_all_after`].
#[derive(Debug)]
#[must_use = "nothing is switched on before `arm` is called"]
pub struct CancelAllAfter {
    client: Client,
    making: cancel_all_after::CancelAllAfter,
}

/// A dead-man switch that is on; see [`okx_client::DeadManSwitch`](crate::DeadManSwitch). The client's thread renews it.
#[derive(Debug)]
#[must_use = "when it is dropped it is no longer renewed, and OKX cancels all orders"]
pub struct DeadManSwitch {
    /// Held, because the thread that renews ends with the client.
    client: Client,
    switch: cancel_all_after::DeadManSwitch,
}

impl Client {
    /// A dead-man switch; see [`Client::cancel_all_after`](crate::Client::cancel_all_after).
    pub fn cancel_all_after(&self, time: Duration) -> CancelAllAfter {
        CancelAllAfter { client: self.clone(), making: self.inner().cancel_all_after(time) }
    }
}

impl CancelAllAfter {
    /// Only orders with this tag; see [`CancelAllAfter::tag`](crate::CancelAllAfter::tag).
    pub fn tag(self, tag: impl Into<OrderTag>) -> Self {
        Self { making: self.making.tag(tag), ..self }
    }

    /// Is told of each renewal that failed. It is called on the client's thread, so it must not block, and the client refuses calls there.
    pub fn on_failure(self, tell: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        Self { making: self.making.on_failure(tell), ..self }
    }

    /// Switches it on; see [`CancelAllAfter::arm`](crate::CancelAllAfter::arm).
    ///
    /// # Errors
    ///
    /// As there, and inside an async runtime.
    pub fn arm(self) -> Result<DeadManSwitch, Error> {
        let switch = self.client.wait(self.making.arm())??;
        Ok(DeadManSwitch { client: self.client, switch })
    }
}

impl DeadManSwitch {
    /// Whether the last renewal was taken and its time is not over.
    pub fn is_healthy(&self) -> bool {
        self.switch.is_healthy()
    }

    /// Why the last renewal failed; `None` when it did not.
    pub fn last_error(&self) -> Option<Error> {
        self.switch.last_error()
    }

    /// How long OKX waits before it cancels the orders if it hears nothing more; see
    /// [`DeadManSwitch::remaining`](crate::DeadManSwitch::remaining).
    pub fn remaining(&self) -> Duration {
        self.switch.remaining()
    }

    /// Whether the time was over at some moment since it was armed; see [`DeadManSwitch::has_lapsed`](crate::DeadManSwitch::has_lapsed).
    pub fn has_lapsed(&self) -> bool {
        self.switch.has_lapsed()
    }

    /// Switches it off: OKX leaves the orders alone; see [`DeadManSwitch::disarm`](crate::DeadManSwitch::disarm).
    ///
    /// # Errors
    ///
    /// As there. Inside an async runtime it is not switched off, and as it is not renewed any more, OKX cancels the orders.
    pub fn disarm(self) -> Result<(), Error> {
        self.client.wait(self.switch.disarm())?
    }
}
