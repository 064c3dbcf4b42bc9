//! The connection: environment, region, host and credentials.

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

use crate::configuration::{KeySource, Setting, Settings, Trading};
use crate::ending::Failure;
use crate::files;
use crate::send_monitor::{MonitoredTransport, SendMonitor};

/// The arguments that choose environment, region, host and credentials.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArguments {
    /// Use the settings of this profile, or of none if it is `none`; `okx profile` keeps profiles
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Demo trading, with play money
    #[arg(long, conflicts_with = "live")]
    pub(crate) demo: bool,
    /// Live trading, with real funds. Signed calls other than GET need --demo, --live or a profile
    #[arg(long)]
    pub(crate) live: bool,
    /// The region of the account; global if nothing says otherwise
    #[arg(long, value_parser = PossibleValuesParser::new(regions()), ignore_case = true)]
    pub(crate) region: Option<String>,
    /// A file with `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE` that other users cannot read; otherwise the environment or
    /// the profile has the keys
    #[arg(long, value_name = "FILE")]
    pub(crate) credentials: Option<PathBuf>,
    /// Send requests to this URL instead of OKX; plain http only on this machine
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Open sockets at this URL instead of OKX's; plain ws only on this machine. Without it, a plain http --base-url is used for sockets
    /// too, and the other way round
    #[arg(long, value_name = "URL")]
    pub(crate) ws_url: Option<String>,
    /// Trust the certificate authorities in this file (PEM or DER) as well as the public ones; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) root_certificate: Vec<PathBuf>,
}

/// What a connection is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uses {
    /// Only public data. A command that prints keys is not run, because it may ask for a passphrase.
    PublicData,
    /// Requests or channels that need keys.
    Keys,
}

impl Uses {
    /// What calls with this access are.
    pub(crate) fn of(access: Access) -> Self {
        if matches!(access, Access::Public | Access::Either) { Self::PublicData } else { Self::Keys }
    }
}

/// The maximum size of a file of root certificates, five times the size of all that browsers trust.
const LARGEST_ROOTS: u64 = 1024 * 1024;

/// A client and how it was built.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// Whether a call was sent.
    pub(crate) monitor: SendMonitor,
    settings: Settings,
    /// Why calls cannot be signed.
    pub(crate) unsigned: Option<Error>,
}

impl Connection {
    /// A client for these arguments.
    pub(crate) fn open(arguments: &ConnectionArguments, uses: Uses) -> Result<Self, Failure> {
        Self::open_with(arguments, uses, |builder| builder)
    }

    /// The same with further settings.
    pub(crate) fn open_with(
        arguments: &ConnectionArguments,
        uses: Uses,
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let settings = Settings::resolve(arguments)?;
        let credentials = credentials(arguments, &settings.keys, uses)?;
        Self::build(arguments, settings, credentials, |builder, monitor| {
            let builder = configure(builder.proxy_from_env());
            builder.around_transport(|inner| Arc::new(MonitoredTransport { inner, monitor }))
        })
    }

    /// A client that sends nothing, for dry runs. Without credentials it signs with placeholders, which are never shown.
    pub(crate) fn offline(arguments: &ConnectionArguments) -> Result<Self, Failure> {
        let settings = Settings::resolve(arguments)?;
        let credentials = credentials(arguments, &settings.keys, Uses::PublicData)?
            .map(|found| found.or_else(|_| Credentials::new("key", "secret", "passphrase")));
        let credentials = credentials.unwrap_or_else(|| Credentials::new("key", "secret", "passphrase"));
        Self::build(arguments, settings, Some(credentials), |builder, _| builder.transport(Arc::new(Offline)))
    }

    fn build(
        arguments: &ConnectionArguments,
        settings: Settings,
        credentials: Option<Result<Credentials, Error>>,
        transport: impl FnOnce(ClientBuilder, SendMonitor) -> ClientBuilder,
    ) -> Result<Self, Failure> {
        let mut builder = configured(&settings);
        let mut unsigned = None;
        match credentials {
            Some(Ok(credentials)) => builder = builder.credentials(credentials),
            Some(Err(error)) => unsigned = Some(error),
            None => {}
        }
        for file in &arguments.root_certificate {
            builder = builder.root_certificates(files::read(file, LARGEST_ROOTS)?);
        }
        let monitor = SendMonitor::default();
        let client = transport(builder, monitor.clone()).build()?;
        Ok(Self { client, monitor, settings, unsigned })
    }

    /// Refuses a call that cannot be signed, or that could trade with real funds by mistake.
    pub(crate) fn admits(&self, model: &Model, endpoint: &Endpoint) -> Result<(), Failure> {
        if Uses::of(endpoint.access) == Uses::PublicData {
            return Ok(());
        }
        let name = full_name(model, endpoint);
        self.needs_credentials(&format!("{name} must be signed"))?;
        if endpoint.method != Method::Get {
            self.may_change_something(&name)?;
        }
        Ok(())
    }

    /// Refuses a request that could trade with real funds by mistake. `name` is what would be done.
    fn may_change_something(&self, name: &str) -> Result<(), Failure> {
        if self.settings.is_chosen() || is_on_this_machine(&self.settings) {
            return Ok(());
        }
        Err(Failure::Usage(match &self.settings.profile {
            Some(chosen) => format!(
                "{name} is not a GET, and the default profile `{0}` is for live trading: pass --live or --profile {0}",
                chosen.name
            ),
            None => format!(
                "{name} is not a GET: pass --demo or --live, or set OKX_ENVIRONMENT to demo or live, or name a profile with --profile"
            ),
        }))
    }

    /// Refuses what needs credentials if there are none. `why` says what needs them.
    pub(crate) fn needs_credentials(&self, why: &str) -> Result<(), Failure> {
        let Some(error) = &self.unsigned else { return Ok(()) };
        Err(Failure::Usage(format!(
            "{why}, but there are no credentials: {error}. Set OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE, or name a file with --credentials, or a profile with --profile; \
             `okx help keys` explains it"
        )))
    }
}

/// The credentials. Those of a file that a flag names must be valid; others may be missing. `None` if they come from a command that need not
/// be run.
fn credentials(
    arguments: &ConnectionArguments,
    keys: &Setting<KeySource>,
    uses: Uses,
) -> Result<Option<Result<Credentials, Error>>, Failure> {
    if uses == Uses::PublicData && matches!(keys.value, KeySource::Command(_)) {
        return Ok(None);
    }
    let found = keys.value.fetch()?;
    if arguments.credentials.is_some() { Ok(Some(Ok(found?))) } else { Ok(Some(found)) }
}

/// A builder with these settings, without credentials.
pub(crate) fn configured(settings: &Settings) -> ClientBuilder {
    let region = settings.region.value;
    let is_demo = settings.environment.as_ref().is_some_and(|environment| environment.value == Trading::Demo);
    let environment = if is_demo { Environment::demo(region) } else { Environment::live(region) };
    let mut builder = Client::builder().environment(environment);
    if let Some(base_url) = base_url(settings) {
        builder = builder.base_url(base_url);
    }
    if let Some(ws_url) = &settings.ws_url {
        builder = builder.ws_url(&ws_url.value);
    }
    if let Some(account) = &settings.account {
        builder = builder.account(account);
    }
    match settings.limits {
        Some(limits) => builder.limit_policy(limits),
        None => builder,
    }
}

/// The URL for requests, if it is not OKX's. A simulated exchange on this machine has its sockets on the same port.
fn base_url(settings: &Settings) -> Option<String> {
    let of_sockets = || {
        let rest = settings.ws_url.as_ref()?.value.strip_prefix("ws://")?;
        let is_loopback = ["127.", "localhost", "[::1]"].iter().any(|host| rest.starts_with(host));
        // The client explains why it refuses plain sockets to another host.
        is_loopback.then(|| format!("http://{rest}"))
    };
    settings.base_url.as_ref().map(|url| url.value.clone()).or_else(of_sockets)
}

/// Whether requests go to this machine, where no real funds are. The client refuses plain http elsewhere.
fn is_on_this_machine(settings: &Settings) -> bool {
    base_url(settings).is_some_and(|url| url.starts_with("http://"))
}

/// The names of all regions.
pub(crate) fn regions() -> Vec<&'static str> {
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
