//! The connection: environment, region, host and credentials.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::builder::PossibleValuesParser;
use okx_client::transport::{HttpRequest, SendFuture, Transport, TransportError};
use okx_client::{Client, ClientBuilder, Credentials, Environment, Error, Region};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Access, Endpoint, Method};
use tokio::runtime::{Builder, Runtime};

use crate::ending::Failure;
use crate::files;
use crate::send_monitor::{MonitoredTransport, SendMonitor};

/// The arguments that choose environment, region, host and credentials.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArguments {
    /// Send requests to this URL instead of OKX; plain http only on loopback.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Open sockets at this URL instead of OKX's; plain ws only on loopback, where requests go to the same port without --base-url
    /// [default: the host of a plain http --base-url, otherwise OKX].
    #[arg(long, value_name = "URL")]
    ws_url: Option<String>,
    /// The region of the account [default: `OKX_REGION`, otherwise global].
    #[arg(long, value_parser = PossibleValuesParser::new(regions()))]
    region: Option<String>,
    /// Demo trading, with play money [default: `OKX_ENVIRONMENT`].
    #[arg(long, conflicts_with = "live")]
    demo: bool,
    /// Live trading, with real funds. Signed calls other than GET need --demo or --live.
    #[arg(long)]
    live: bool,
    /// A file with `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE` that other users cannot read [default: the environment].
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Trust the certificate authorities in this file (PEM or DER) as well as the public ones; may be repeated.
    #[arg(long, value_name = "FILE")]
    root_certificate: Vec<PathBuf>,
}

/// The maximum size of a file of root certificates, five times the size of all that browsers trust.
const LARGEST_ROOTS: u64 = 1024 * 1024;

/// A client and how it was built.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// Whether a call was sent.
    pub(crate) monitor: SendMonitor,
    /// Whether live or demo trading was chosen explicitly.
    chosen: bool,
    /// Why calls cannot be signed.
    pub(crate) unsigned: Option<Error>,
}

impl Connection {
    /// A client for these arguments.
    pub(crate) fn open(arguments: &ConnectionArguments) -> Result<Self, Failure> {
        Self::open_with(arguments, |builder| builder)
    }

    /// The same with further settings.
    pub(crate) fn open_with(
        arguments: &ConnectionArguments,
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let credentials = credentials(arguments)?;
        Self::build(arguments, credentials, |builder, monitor| {
            let builder = configure(builder.proxy_from_env());
            builder.around_transport(|inner| Arc::new(MonitoredTransport { inner, monitor }))
        })
    }

    /// A client that sends nothing, for dry runs. Without credentials it signs with placeholders, which are never shown.
    pub(crate) fn offline(arguments: &ConnectionArguments) -> Result<Self, Failure> {
        let credentials = credentials(arguments)?.or_else(|_| Credentials::new("key", "secret", "passphrase"));
        Self::build(arguments, credentials, |builder, _| builder.transport(Arc::new(Offline)))
    }

    fn build(
        arguments: &ConnectionArguments,
        credentials: Result<Credentials, Error>,
        transport: impl FnOnce(ClientBuilder, SendMonitor) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let demo = demo(arguments)?;
        let region = region(arguments)?;
        let environment = if demo == Some(true) { Environment::demo(region) } else { Environment::live(region) };
        let mut builder = Client::builder().environment(environment);
        let mut unsigned = None;
        match credentials {
            Ok(credentials) => builder = builder.credentials(credentials),
            Err(error) => unsigned = Some(error),
        }
        if let Some(base_url) = base_url(arguments) {
            builder = builder.base_url(base_url);
        }
        if let Some(ws_url) = &arguments.ws_url {
            builder = builder.ws_url(ws_url);
        }
        for file in &arguments.root_certificate {
            builder = builder.root_certificates(files::read(file, LARGEST_ROOTS)?);
        }
        let monitor = SendMonitor::default();
        let client = transport(builder, monitor.clone()).build()?;
        Ok(Self { client, monitor, chosen: demo.is_some(), unsigned })
    }

    /// Refuses a call that cannot be signed, or that could trade with real funds by mistake.
    pub(crate) fn admits(&self, model: &Model, endpoint: &Endpoint) -> Result<(), Failure> {
        if matches!(endpoint.access, Access::Public | Access::Either) {
            return Ok(());
        }
        let name = full_name(model, endpoint);
        self.needs_credentials(&format!("{name} must be signed"))?;
        if endpoint.method != Method::Get && !self.chosen {
            return Err(Failure::Usage(format!(
                "{name} is not a GET: pass --demo or --live, or set OKX_ENVIRONMENT to demo or live"
            )));
        }
        Ok(())
    }

    /// Refuses what needs credentials if there are none. `why` says what needs them.
    pub(crate) fn needs_credentials(&self, why: &str) -> Result<(), Failure> {
        let Some(error) = &self.unsigned else { return Ok(()) };
        Err(Failure::Usage(format!(
            "{why}, but there are no credentials: {error}. Set OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE, or pass a file with --credentials"
        )))
    }
}

/// The credentials of the given file, which must be valid, or of the environment, which may have none.
fn credentials(arguments: &ConnectionArguments) -> Result<Result<Credentials, Error>, Failure> {
    match &arguments.credentials {
        Some(file) => Ok(Ok(Credentials::from_file(file)?)),
        None => Ok(Credentials::from_env()),
    }
}

/// The URL for requests, if it is not OKX's. A simulated exchange on this machine has its sockets on the same port.
fn base_url(arguments: &ConnectionArguments) -> Option<String> {
    let of_sockets = || {
        let rest = arguments.ws_url.as_ref()?.strip_prefix("ws://")?;
        let is_loopback = ["127.", "localhost", "[::1]"].iter().any(|host| rest.starts_with(host));
        // The client explains why it refuses plain sockets to another host.
        is_loopback.then(|| format!("http://{rest}"))
    };
    arguments.base_url.clone().or_else(of_sockets)
}

/// Whether demo trading was chosen. A plain http URL on loopback counts as live unless demo is chosen.
fn demo(arguments: &ConnectionArguments) -> Result<Option<bool>, Failure> {
    if arguments.demo || arguments.live {
        return Ok(Some(arguments.demo));
    }
    match env::var("OKX_ENVIRONMENT").as_deref() {
        Ok("demo") => Ok(Some(true)),
        Ok("live") => Ok(Some(false)),
        Ok("") | Err(_) => Ok(base_url(arguments).filter(|url| url.starts_with("http://")).map(|_| false)),
        Ok(other) => Err(Failure::Usage(format!("OKX_ENVIRONMENT is `{other}`; it must be demo or live"))),
    }
}

fn region(arguments: &ConnectionArguments) -> Result<Region, Failure> {
    let name = arguments.region.clone().or_else(|| env::var("OKX_REGION").ok().filter(|name| !name.is_empty()));
    let name = name.as_deref().unwrap_or("global");
    let found = Region::ALL.iter().copied().find(|region| region.hosts().region == name);
    found.ok_or_else(|| Failure::Usage(format!("OKX_REGION is `{name}`; it must be one of {}", regions().join(", "))))
}

fn regions() -> Vec<&'static str> {
    Region::ALL.iter().map(|region| region.hosts().region).collect()
}

/// The runtime. Requests are made one after another, so one thread is enough.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::Machine(format!("the network cannot be used: {error}")))
}

/// A transport that sends nothing.
struct Offline;

impl Transport for Offline {
    fn send(&self, _: HttpRequest) -> SendFuture<'_> {
        Box::pin(async { Err(TransportError::not_sent("nothing is sent in a dry run")) })
    }
}
