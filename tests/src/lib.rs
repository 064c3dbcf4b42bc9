//! The tests that need more than one crate are in `tests/`; here is what they share. The README is held to the truth as well: its code
//! compiles.

use okx_client::{Client, ClientBuilder, Credentials, Environment, Region};
use okx_sim::Sim;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// A client of a simulated exchange, in the making: with the exchange's own keys, and otherwise as users would make it.
///
/// # Panics
///
/// When the simulator's keys are not well-formed, which would be a mistake of the simulator.
pub fn client(sim: &Sim) -> ClientBuilder {
    let keys = sim.credentials();
    let credentials =
        Credentials::new(&keys.key, &keys.secret, &keys.passphrase).expect("okx-sim's keys are well-formed");
    Client::builder().environment(Environment::demo(Region::Global)).base_url(sim.url()).credentials(credentials)
}
