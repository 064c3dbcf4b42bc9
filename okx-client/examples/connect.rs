//! Where the examples run: on a simulated exchange that they start, or on OKX if the environment says so. In a program of your own this is
//! the code of the second half of `connect`.

use std::env;
use std::error::Error;
use std::time::Duration;

use okx_client::{Client, ClientBuilder, Credentials, Environment, Region};
use okx_sim::Sim;

/// A client, and the simulated exchange that it uses, if any. The exchange stops when it is dropped.
pub(crate) struct Connection {
    pub(crate) okx: Client,
    pub(crate) sim: Option<Sim>,
}

/// Connects to OKX if `OKX_ENVIRONMENT` is `demo` or `live`, with the keys in `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE` if
/// there are any, and in the region `OKX_REGION`. Otherwise it starts a simulated exchange on which others trade as well.
pub(crate) async fn connect() -> Result<Connection, Box<dyn Error>> {
    connect_with(|builder| builder).await
}

/// Like [`connect`]; `add` adds more settings to the client.
pub(crate) async fn connect_with(
    add: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<Connection, Box<dyn Error>> {
    let Some(environment) = variable("OKX_ENVIRONMENT") else {
        if variable("OKX_API_KEY").is_some() {
            return Err("there are keys, but OKX_ENVIRONMENT does not say whether they are for `demo` or `live`".into());
        }
        let sim = Sim::builder().trade_every(Duration::from_millis(100)).start().await?;
        println!("on a simulated exchange at {}; set OKX_ENVIRONMENT to demo or live, and keys, for OKX", sim.url());
        return Ok(Connection { okx: add(builder_of(&sim)?).build()?, sim: Some(sim) });
    };
    let name = variable("OKX_REGION").unwrap_or_else(|| "global".to_owned());
    let region = Region::ALL.iter().copied().find(|region| region.name() == name);
    let region = region.ok_or_else(|| format!("OKX_REGION is `{name}`; the regions are global, eea and us"))?;
    let environment = match environment.as_str() {
        "demo" => Environment::demo(region),
        "live" => Environment::live(region),
        other => return Err(format!("OKX_ENVIRONMENT is `{other}`; it must be demo or live").into()),
    };
    let mut builder = Client::builder().environment(environment);
    if variable("OKX_API_KEY").is_some() {
        builder = builder.credentials(Credentials::from_env()?);
    }
    if let Some(url) = variable("OKX_BASE_URL") {
        builder = builder.base_url(url);
    }
    Ok(Connection { okx: add(builder).build()?, sim: None })
}

/// A client of a simulated exchange, with the keys of its account.
pub(crate) fn client_of(sim: &Sim) -> Result<Client, Box<dyn Error>> {
    Ok(builder_of(sim)?.build()?)
}

/// The builder of such a client.
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

/// A variable of the environment; `None` if it is not set or empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
