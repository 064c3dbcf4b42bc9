//! A dead man's switch that is renewed by the client's thread.

use std::time::Duration;

use super::Client;
use crate::api::ids::OrderTag;
use crate::error::Error;
use crate::trading::dead_man_switch;

/// A builder for a dead man's switch; returned by [`Client::cancel_all_after`].
#[derive(Debug)]
#[must_use = "the switch is not armed before `arm` is called"]
pub struct DeadManSwitchBuilder {
    client: Client,
    builder: dead_man_switch::DeadManSwitchBuilder,
}

/// An armed dead man's switch; see [`okx_client::DeadManSwitch`](crate::DeadManSwitch). The client's thread renews it.
#[derive(Debug)]
#[must_use = "if it is dropped it is no longer renewed, and OKX cancels all orders"]
#[doc(alias("kill switch", "cancel on disconnect"))]
pub struct DeadManSwitch {
    /// Keeps the thread that renews the switch alive.
    client: Client,
    switch: dead_man_switch::DeadManSwitch,
}

impl Client {
    /// Builds a dead man's switch; see [`Client::cancel_all_after`](crate::Client::cancel_all_after).
    pub fn cancel_all_after(&self, time: Duration) -> DeadManSwitchBuilder {
        DeadManSwitchBuilder { client: self.clone(), builder: self.inner().cancel_all_after(time) }
    }
}

impl DeadManSwitchBuilder {
    /// Applies to orders with this tag only; see [`DeadManSwitchBuilder::tag`](crate::DeadManSwitchBuilder::tag).
    pub fn tag(self, tag: impl Into<OrderTag>) -> Self {
        Self { builder: self.builder.tag(tag), ..self }
    }

    /// Calls `hook` for each failed renewal. It runs on the client's thread, so it must not block, and cannot use the client.
    pub fn on_failure(self, hook: impl Fn(&Error) + Send + Sync + 'static) -> Self {
        Self { builder: self.builder.on_failure(hook), ..self }
    }

    /// Arms the switch; see [`DeadManSwitchBuilder::arm`](crate::DeadManSwitchBuilder::arm).
    ///
    /// # Errors
    ///
    /// As for the asynchronous switch, or the call is made inside an async runtime.
    pub fn arm(self) -> Result<DeadManSwitch, Error> {
        let switch = self.client.wait(self.builder.arm())??;
        Ok(DeadManSwitch { client: self.client, switch })
    }
}

impl DeadManSwitch {
    /// Whether the last renewal succeeded and the countdown has not expired.
    pub fn is_healthy(&self) -> bool {
        self.switch.is_healthy()
    }

    /// Why the last renewal failed; `None` if it succeeded.
    pub fn last_error(&self) -> Option<Error> {
        self.switch.last_error()
    }

    /// The time until OKX cancels the orders if it receives no further renewal; see
    /// [`DeadManSwitch::remaining`](crate::DeadManSwitch::remaining).
    pub fn remaining(&self) -> Duration {
        self.switch.remaining()
    }

    /// Whether the countdown has expired at any time since the switch was armed; see
    /// [`DeadManSwitch::has_lapsed`](crate::DeadManSwitch::has_lapsed).
    pub fn has_lapsed(&self) -> bool {
        self.switch.has_lapsed()
    }

    /// Disarms the switch: OKX keeps the orders; see [`DeadManSwitch::disarm`](crate::DeadManSwitch::disarm).
    ///
    /// # Errors
    ///
    /// As for the asynchronous switch. Inside an async runtime it fails without disarming the switch, and because the switch is no longer
    /// renewed, OKX cancels the orders.
    pub fn disarm(self) -> Result<(), Error> {
        self.client.wait(self.switch.disarm())?
    }
}
