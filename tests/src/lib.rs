//! Shared helpers for the tests in `tests/`, which need more than one crate.

pub mod clocks;
pub mod random;
pub mod soak;

use okx_client::{Client, ClientBuilder, Credentials, Environment, Region};
use okx_sim::Sim;

/// Returns a client builder for a simulated exchange, with the exchange's credentials and otherwise default settings.
///
/// # Panics
///
/// If the simulator's credentials are not well-formed, which would be a bug of the simulator.
pub fn client(sim: &Sim) -> ClientBuilder {
    let keys = sim.credentials();
    let credentials =
        Credentials::new(&keys.key, &keys.secret, &keys.passphrase).expect("okx-sim's keys are well-formed");
    Client::builder().environment(Environment::demo(Region::Global)).base_url(sim.url()).credentials(credentials)
}
