//! What is simulated, and what is answered with samples.

use okx_spec::Model;

use crate::calls;
use crate::sockets::SIMULATED_CHANNELS;

/// What a simulator simulates. All other calls and channels are checked and answered with samples: rows of the described
/// form whose values are made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// The calls, such as `POST /api/v5/trade/order`, in the order of the description.
    pub calls: Vec<String>,
    /// How many calls are answered with samples.
    pub sampled_calls: usize,
    /// The channels; those of candles stand for all their periods.
    pub channels: Vec<&'static str>,
}

impl Simulated {
    pub(crate) fn of(model: &Model) -> Self {
        let is_simulated = |name: &str| calls::simulated().any(|known| known == name);
        let calls: Vec<String> = model
            .endpoints
            .iter()
            .filter(|endpoint| is_simulated(&format!("{}.{}", model[endpoint.chapter].name, endpoint.name)))
            .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
            .collect();
        let sampled_calls = model.endpoints.len() - calls.len();
        Self { calls, sampled_calls, channels: SIMULATED_CHANNELS.to_vec() }
    }
}
