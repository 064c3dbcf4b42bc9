//! Builds clients.

mod build;
mod from_env;

use std::fmt;
use std::io::Write;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use crate::api::Environment;
use crate::api::ids::InstId;
use crate::auth::credentials::{Credentials, CredentialsProvider, CredentialsSource};
use crate::carriers::rest::audit::{Audit, AuditRecord};
use crate::carriers::rest::{ProxyChoice, Transport};
use crate::carriers::ws::SocketConnector;
use crate::check::rules::Safeguards;
use crate::engine::SendRoute;
use crate::error::Error;
use crate::judge::breaker::CircuitBreaker;
use crate::judge::retry::RetryPolicy;
use crate::limits::{Hook, LimitAlert, LimitPolicy, Limits};
use crate::system::clock::{Clock, SystemClock};
use crate::system::random::{RandomSource, SystemRandom};

/// A builder for clients. `C` is the kind of client that `build` returns, asynchronous or blocking. Only the environment is required.
///
/// ```
/// use std::time::Duration;
/// use okx_client::environments::Region;
/// use okx_client::{Client, Credentials, Environment, RetryPolicy};
///
/// let client = Client::builder()
///     .environment(Environment::demo(Region::Eea))
///     .credentials(Credentials::new("key", "secret", "passphrase")?)
///     .request_timeout(Duration::from_secs(3))
///     .retry(RetryPolicy::default().attempts(2))
///     .build()?;
/// assert!(client.environment().is_demo());
/// # Ok::<(), okx_client::Error>(())
/// ```
#[must_use = "call `build` to create the client"]
pub struct ClientBuilder<C = Client> {
    environment: Option<Environment>,
    keys: Option<CredentialsProvider>,
    base_url: Option<String>,
    ws_url: Option<String>,
    proxy: ProxyChoice,
    local_address: Option<IpAddr>,
    connect_timeout: Duration,
    keep_alive: Duration,
    request_timeout: Duration,
    roots: Vec<Vec<u8>>,
    user_agent: String,
    account: Option<String>,
    master_account: Option<String>,
    lead_instruments: Vec<InstId>,
    instruments_max_age: Duration,
    retry: RetryPolicy,
    send_route: SendRoute,
    circuit_breaker: CircuitBreaker,
    limits: Option<Limits>,
    audit: Option<Audit>,
    strict_replies: bool,
    limit_policy: LimitPolicy,
    safeguards: Safeguards,
    limit_alerts: Vec<Hook>,
    transport: Option<Arc<dyn Transport>>,
    socket_connector: Option<Arc<dyn SocketConnector>>,
    recorder: Option<Box<dyn Write + Send>>,
    around: Option<Around>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
    makes: PhantomData<fn() -> C>,
}

/// A function that wraps a transport.
type Around = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

impl<C> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self {
            environment: None,
            keys: None,
            base_url: None,
            ws_url: None,
            proxy: ProxyChoice::None,
            local_address: None,
            connect_timeout: Duration::from_secs(5),
            keep_alive: Duration::from_secs(5),
            request_timeout: Duration::from_secs(10),
            roots: Vec::new(),
            user_agent: concat!("okx-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            account: None,
            master_account: None,
            lead_instruments: Vec::new(),
            instruments_max_age: Duration::from_secs(3_600),
            retry: RetryPolicy::default(),
            send_route: SendRoute::default(),
            circuit_breaker: CircuitBreaker::default(),
            limits: None,
            audit: None,
            strict_replies: false,
            limit_policy: LimitPolicy::default(),
            safeguards: Safeguards::default(),
            limit_alerts: Vec::new(),
            transport: None,
            socket_connector: None,
            recorder: None,
            around: None,
            clock: Arc::new(SystemClock::new()),
            random: Arc::new(SystemRandom),
            makes: PhantomData,
        }
    }

    /// Sets the environment. There is no default, so that real funds are never traded by omission.
    pub fn environment(self, environment: Environment) -> Self {
        Self { environment: Some(environment), ..self }
    }

    /// Sets the credentials. Without credentials, only public operations can be called.
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { keys: Some(CredentialsProvider::fixed(credentials)), ..self }
    }

    /// Sets an external source of credentials, such as a vault, which may change them while the program runs.
    pub fn credentials_from(self, source: CredentialsSource) -> Self {
        Self { keys: Some(CredentialsProvider::Source(source)), ..self }
    }

    /// Sends requests to this base URL instead of the environment's own, for example to a simulated exchange. It consists of scheme and
    /// host only, and must be `https`, or `http` for this machine.
    pub fn base_url(self, base_url: impl Into<String>) -> Self {
        Self { base_url: Some(base_url.into()), ..self }
    }

    /// Connects to the sockets of this URL instead of the environment's own. It consists of scheme and host only, and must be `wss`, or `ws`
    /// for this machine. Without it, a [`base_url`](Self::base_url) that is plain `http` to this machine is used for the sockets as well.
    pub fn ws_url(self, ws_url: impl Into<String>) -> Self {
        Self { ws_url: Some(ws_url.into()), ..self }
    }

    /// Records all frames of all sockets as lines of JSON, on a thread of its own. Pushes have the form that `okx decode --jsonl` reads; a
    /// login is recorded without its contents. If writing is slower than what arrives, frames are dropped and
    /// [counted](Client::unrecorded_frames): recording never delays a connection. Pushes of the private socket tell about the account, so
    /// keep the file private.
    pub fn record_frames(self, writer: impl Write + Send + 'static) -> Self {
        Self { recorder: Some(Box::new(writer)), ..self }
    }

    /// Opens the connections of sockets through this connector. Connection timeouts of its parts, root certificates and proxies are then its
    /// own responsibility.
    pub fn socket_connector(self, connector: Arc<dyn SocketConnector>) -> Self {
        Self { socket_connector: Some(connector), ..self }
    }

    /// Uses this proxy: `http://`, `https://`, `socks5://` or `socks5h://`, then `user:password@` if required, host, and port. With
    /// `socks5h`, the proxy resolves OKX's address. TLS is end to end with OKX, so the proxy only sees the name of the host. In user and
    /// password, characters other than letters and digits must be percent-encoded; they are never printed.
    ///
    /// Without this or [`proxy_from_env`](Self::proxy_from_env) no proxy is used, regardless of the environment, because an API key that is
    /// bound to this machine's IP address would be rejected from the proxy's. Plain `http` to this machine never uses a proxy.
    ///
    /// ```
    /// use okx_client::{Client, Environment, Region};
    ///
    /// let okx = Client::builder()
    ///     .environment(Environment::live(Region::Global))
    ///     .proxy("socks5h://desk:p%40ss@proxy.example.com:1080")
    ///     .build()?;
    /// # Ok::<(), okx_client::Error>(())
    /// ```
    pub fn proxy(self, url: impl Into<String>) -> Self {
        Self { proxy: ProxyChoice::named(url), ..self }
    }

    /// Connects from this address of the machine, to REST and sockets. OKX counts many limits per address, and keys may be restricted to some.
    pub fn local_address(self, address: IpAddr) -> Self {
        Self { local_address: Some(address), ..self }
    }

    /// Uses the proxy named by `HTTPS_PROXY` or, if that is not set, `ALL_PROXY`, unless `NO_PROXY` lists the host. Lower-case names are
    /// read as well. Empty variables count as not set.
    pub fn proxy_from_env(self) -> Self {
        Self { proxy: ProxyChoice::FromEnvironment, ..self }
    }

    /// Calls `audit` after every attempt to send a request, whatever its outcome; see [`AuditRecord`]. It runs on the task that sends the
    /// request, so it must return quickly. If it panics, the request continues.
    pub fn audit(self, audit: impl Fn(&AuditRecord<'_>) + Send + Sync + 'static) -> Self {
        Self { audit: Some(Audit::new(audit)), ..self }
    }

    /// Whether a row of a reply is an error if it contains a value that its field cannot hold exactly: a decimal with too many digits, or
    /// text that is not a number. By default only the value is affected: the decimal is rounded toward zero, any other such field is
    /// absent, and the original text is available in `extra` and the `kept_texts` of the row.
    pub fn strict_replies(self, strict_replies: bool) -> Self {
        Self { strict_replies, ..self }
    }

    /// The longest time to establish a connection; 5 s by default. It is measured by the system clock, even if [`clock`](Self::clock) is
    /// set.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// The interval of keep-alive probes on idle HTTP/2 connections, and the longest time to wait for their response; 5 s by default, and
    /// zero disables them. A connection that does not respond is closed: requests that wait for a reply on it fail, and the next request
    /// opens a new one. It is measured by the system clock, even if [`clock`](Self::clock) is set.
    pub fn keep_alive(self, keep_alive: Duration) -> Self {
        Self { keep_alive, ..self }
    }

    /// The longest time to wait for a reply, including the connection; 10 s by default. An order that times out has an unknown outcome,
    /// unless no connection had been established: then it was certainly not sent.
    pub fn request_timeout(self, request_timeout: Duration) -> Self {
        Self { request_timeout, ..self }
    }

    /// Trusts these certificate authorities in addition to the public ones: a PEM file, or a single DER certificate.
    pub fn root_certificates(mut self, file: impl Into<Vec<u8>>) -> Self {
        self.roots.push(file.into());
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        Self { user_agent: user_agent.into(), ..self }
    }

    /// Any name for the account or sub-account that the API key belongs to. Without a name, rate limits are counted per key, so the clients
    /// of several keys of one account must all use the same name. The name is printed with the usage of rate limits.
    pub fn account(self, name: impl Into<String>) -> Self {
        Self { account: Some(name.into()), ..self }
    }

    /// Any name for the master account of a sub-account. Clients with the same name share the rate limits that OKX counts per master
    /// account.
    pub fn master_account(self, name: impl Into<String>) -> Self {
        Self { master_account: Some(name.into()), ..self }
    }

    /// The instruments for which the account is a lead trader in copy trading. OKX accepts fewer orders for them.
    pub fn lead_instruments(self, inst_ids: impl IntoIterator<Item = impl Into<InstId>>) -> Self {
        Self { lead_instruments: inst_ids.into_iter().map(Into::into).collect(), ..self }
    }

    /// The age at which instruments are loaded again; one hour by default. Requests do not wait for that.
    pub fn instruments_max_age(self, max_age: Duration) -> Self {
        Self { instruments_max_age: max_age, ..self }
    }

    /// When and how often requests are retried.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// When to stop sending to a host that fails repeatedly.
    pub fn circuit_breaker(self, circuit_breaker: CircuitBreaker) -> Self {
        Self { circuit_breaker, ..self }
    }

    /// Sets the rate limits, to share them with other clients of the same account or the same IP address.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }

    /// What to do with a request when a rate limit is used up; it waits by default.
    pub fn limit_policy(self, limit_policy: LimitPolicy) -> Self {
        Self { limit_policy, ..self }
    }

    /// Disables the safeguards: rules that reject requests which OKX would accept, but which are almost never intended. Their errors say
    /// that they come from the client, and the documentation of an operation lists them among its rules.
    pub fn without_safeguards(self) -> Self {
        Self { safeguards: Safeguards::Off, ..self }
    }

    /// Calls `hook` when requests wait long for a rate limit or a limit stays nearly used up, as [`Limits::on_alert`] does.
    pub fn on_limit_alert(mut self, hook: impl Fn(&LimitAlert) + Send + Sync + 'static) -> Self {
        self.limit_alerts.push(Arc::new(hook));
        self
    }

    /// Sends requests through this transport. Connection timeouts, root certificates and proxies are then its own responsibility.
    pub fn transport(self, transport: Arc<dyn Transport>) -> Self {
        Self { transport: Some(transport), ..self }
    }

    /// Wraps the transport, for example to record requests and replies. `around` receives the transport that sends the requests.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use okx_client::transport::{HttpRequest, SendFuture, Transport};
    /// use okx_client::{Client, Environment, Region};
    ///
    /// struct Printing(Arc<dyn Transport>);
    ///
    /// impl Transport for Printing {
    ///     fn send(&self, request: HttpRequest) -> SendFuture<'_> {
    ///         println!("{request:?}");
    ///         self.0.send(request)
    ///     }
    /// }
    ///
    /// let okx = Client::builder()
    ///     .environment(Environment::live(Region::Global))
    ///     .around_transport(|transport| Arc::new(Printing(transport)))
    ///     .build()?;
    /// # Ok::<(), okx_client::Error>(())
    /// ```
    pub fn around_transport(
        self,
        around: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync + 'static,
    ) -> Self {
        Self { around: Some(Box::new(around)), ..self }
    }

    /// How requests that sockets accept are sent: orders, amendments and cancellations. Over the REST API by default.
    /// [`SendOptions::route`](crate::SendOptions::route) overrides it for one request.
    pub fn send_route(self, send_route: SendRoute) -> Self {
        Self { send_route, ..self }
    }

    /// Uses this clock instead of the system's.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Uses this source of random bits instead of the system's.
    pub fn random(self, random: Arc<dyn RandomSource>) -> Self {
        Self { random, ..self }
    }
}

impl ClientBuilder {
    /// Creates the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// No environment is set, the base URL or the WebSocket URL is not safe, a proxy or root certificate is invalid, or the user agent contains
    /// characters that are not allowed.
    pub fn build(self) -> Result<Client, Error> {
        self.client()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}
