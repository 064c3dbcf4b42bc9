//! Where the examples run: on a simulated exchange that they start, or on OKX if the environment says so. A program of your own needs only
//! `Client::from_env()`.

use std::env;
use std::error::Error;
use std::time::Duration;

use okx_client::{Client, ClientBuilder, Credentials, Environment, Region};
use okx_sim::Sim;

/// A client, and the simulated exchange that it uses, if any. The exchange stops when it is dropped.
pub(crate) struct Connection {
    pub(crate) okx: Client,
    _sim: Option<Sim>,
}

/// Connects to OKX if there are keys or `OKX_ENVIRONMENT` is set; see `Client::from_env`. Otherwise it starts a simulated exchange on which
/// others trade as well.
pub(crate) async fn connect() -> Result<Connection, Box<dyn Error>> {
    connect_with(|builder| builder).await
}

/// Like [`connect`]; `add` adds more settings to the client.
pub(crate) async fn connect_with(
    add: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<Connection, Box<dyn Error>> {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("OKX_ENVIRONMENT") || is_set("OKX_API_KEY") {
        return Ok(Connection { okx: add(Client::builder().with_env()?).build()?, _sim: None });
    }
    let sim = Sim::builder().trade_every(Duration::from_millis(100)).start().await?;
    println!("on a simulated exchange; set OKX_ENVIRONMENT to demo or live, and keys, to run it on OKX");
    Ok(Connection { okx: add(builder_of(&sim)?).build()?, _sim: Some(sim) })
}

/// The builder of a client of a simulated exchange, with the keys of its account.
pub(crate) fn builder_of(sim: &Sim) -> Result<ClientBuilder, Box<dyn Error>> {
    let keys = sim.credentials();
    let builder = Client::builder().environment(Environment::demo(Region::Global)).base_url(sim.url());
    Ok(builder.credentials(Credentials::new(&keys.key, &keys.secret, &keys.passphrase)?))
}

/// Ends when the user presses ctrl-c, or right away if that cannot be noticed.
pub(crate) async fn ctrl_c() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("ctrl-c cannot be noticed, so this ends now: {error}");
    }
}
