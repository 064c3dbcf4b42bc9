//! A client in the making.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::Client;
use crate::api::Environment;
use crate::api::ids::InstId;
use crate::auth::credentials::{Credentials, CredentialsSource, Keys};
use crate::carriers::Carrier;
use crate::carriers::rest::audit::{Audit, AuditRecord};
use crate::carriers::rest::{Address, Https, ProxyChoice, Rest, Roots, Transport};
use crate::check::rules::Safeguards;
use crate::engine::{Engine, Parts};
use crate::error::Error;
use crate::judge::breaker::CircuitBreaker;
use crate::judge::retry::RetryPolicy;
use crate::limits::{Hook, LimitAlert, LimitPolicy, Limits};
use crate::system::clock::{Clock, SystemClock};
use crate::system::random::{RandomSource, SystemRandom};

/// A client in the making; `C` is the kind of client that `build` makes, asynchronous or blocking. Only the environment must be named.
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
#[must_use = "`build` makes the client"]
pub struct ClientBuilder<C = Client> {
    environment: Option<Environment>,
    keys: Option<Keys>,
    base_url: Option<String>,
    proxy: ProxyChoice,
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
    circuit_breaker: CircuitBreaker,
    limits: Option<Limits>,
    audit: Option<Audit>,
    strict_replies: bool,
    limit_policy: LimitPolicy,
    safeguards: Safeguards,
    limit_alerts: Vec<Hook>,
    transport: Option<Arc<dyn Transport>>,
    around: Option<Around>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn RandomSource>,
    makes: PhantomData<fn() -> C>,
}

/// What is put around a transport.
type Around = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

impl<C> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self {
            environment: None,
            keys: None,
            base_url: None,
            proxy: ProxyChoice::None,
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
            circuit_breaker: CircuitBreaker::default(),
            limits: None,
            audit: None,
            strict_replies: false,
            limit_policy: LimitPolicy::default(),
            safeguards: Safeguards::default(),
            limit_alerts: Vec::new(),
            transport: None,
            around: None,
            clock: Arc::new(SystemClock::new()),
            random: Arc::new(SystemRandom),
            makes: PhantomData,
        }
    }

    /// Which OKX to talk to. There is no default: nobody should trade with real funds, or fail to, by omission.
    pub fn environment(self, environment: Environment) -> Self {
        Self { environment: Some(environment), ..self }
    }

    /// Who asks. Without credentials only public calls can be made.
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { keys: Some(Keys::fixed(credentials)), ..self }
    }

    /// Who asks, told by somebody else who keeps the credentials and may change them, such as a vault.
    pub fn credentials_from(self, source: CredentialsSource) -> Self {
        Self { keys: Some(Keys::Asked(source)), ..self }
    }

    /// The address requests go to instead of the environment's own, such as that of a simulated exchange: scheme and host, nothing after
    /// it. It must be `https`, or `http` on this very machine.
    pub fn base_url(self, base_url: impl Into<String>) -> Self {
        Self { base_url: Some(base_url.into()), ..self }
    }

    /// Goes through this proxy: `http://`, `https://`, `socks5://` or `socks5h://`, then `user:password@` if it wants them, its host and
    /// its port. `socks5h` leaves it to the proxy to look up OKX's address. TLS goes through the proxy to OKX itself, so the proxy sees
    /// which host is called and nothing else. What stands before the `@` is percent-encoded where it is not letters and digits,
    /// and is never shown.
    ///
    /// Without this and [`proxy_from_env`](Self::proxy_from_env) no proxy is used, whatever the environment says: orders take no detour
    /// that nobody asked for, and a key bound to this machine's address is refused from a proxy's. Plain `http` to this very machine
    /// never goes through a proxy.
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

    /// Goes through the proxy that `HTTPS_PROXY` or else `ALL_PROXY` names, unless `NO_PROXY` lists the host; each in capitals or else in
    /// small letters. A variable that is empty or not set names none.
    pub fn proxy_from_env(self) -> Self {
        Self { proxy: ProxyChoice::FromEnvironment, ..self }
    }

    /// Tells this of every sending when it is over, whatever became of it; see [`AuditRecord`]. It is called on the task that sends,
    /// so it should be quick. If it panics, the request goes on.
    pub fn audit(self, audit: impl Fn(&AuditRecord<'_>) + Send + Sync + 'static) -> Self {
        Self { audit: Some(Audit::new(audit)), ..self }
    }

    /// Whether a row of a reply is an error when it has a value that its field cannot hold exactly: a decimal of too many digits, or text
    /// that is not a number. Unless this is set, such a value costs only itself: the decimal is read toward zero, any other such field is
    /// absent, and the text of either is in `extra` and among the `kept_texts` of the row.
    pub fn strict_replies(self, strict_replies: bool) -> Self {
        Self { strict_replies, ..self }
    }

    /// How long making a connection may take; 5 s unless set. It is measured by the machine's clock, because only the connection itself
    /// knows when it stands.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// After how long without traffic an HTTP/2 connection is asked for a sign of life, and how long that may take; 5 s unless set, and never where it is zero. A
    /// connection that gives none is closed: what waits for a reply on it fails then, and the next request makes a new one. It is measured by the
    /// machine's clock.
    pub fn keep_alive(self, keep_alive: Duration) -> Self {
        Self { keep_alive, ..self }
    }

    /// How long a reply may take, connection included; 10 s unless set. An order that is not answered in time has an unknown outcome, unless
    /// there was no connection yet: then it was certainly not sent.
    pub fn request_timeout(self, request_timeout: Duration) -> Self {
        Self { request_timeout, ..self }
    }

    /// Trusts these certificate authorities beside the public ones: a PEM file, or one certificate in DER.
    pub fn root_certificates(mut self, file: impl Into<Vec<u8>>) -> Self {
        self.roots.push(file.into());
        self
    }

    /// What the client calls itself.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        Self { user_agent: user_agent.into(), ..self }
    }

    /// Any name for the account, or sub-account, that the key belongs to. Limits tell accounts apart by their key unless they are named,
    /// so the clients of several keys of one account must all give it the same name. The name is printed where use of limits is.
    pub fn account(self, name: impl Into<String>) -> Self {
        Self { account: Some(name.into()), ..self }
    }

    /// Any name for the master account that a sub-account's key belongs to: clients with the same name share the limits that OKX counts
    /// for the master account.
    pub fn master_account(self, name: impl Into<String>) -> Self {
        Self { master_account: Some(name.into()), ..self }
    }

    /// The instruments on which the account leads others in copy trading: OKX takes fewer orders for them.
    pub fn lead_instruments(self, inst_ids: impl IntoIterator<Item = impl Into<InstId>>) -> Self {
        Self { lead_instruments: inst_ids.into_iter().map(Into::into).collect(), ..self }
    }

    /// How old instruments may get before they are loaded again; an hour unless set. Requests do not wait for that.
    pub fn instruments_max_age(self, max_age: Duration) -> Self {
        Self { instruments_max_age: max_age, ..self }
    }

    /// How often and how long requests are tried.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self { retry, ..self }
    }

    /// When to leave a host alone that fails again and again.
    pub fn circuit_breaker(self, circuit_breaker: CircuitBreaker) -> Self {
        Self { circuit_breaker, ..self }
    }

    /// The limits to keep to, shared with other clients of the same account or the same address.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }

    /// What to do with requests for which a limit has no room; they wait unless set.
    pub fn limit_policy(self, limit_policy: LimitPolicy) -> Self {
        Self { limit_policy, ..self }
    }

    /// Switches off the safeguards: the rules that refuse what OKX takes, because it is hardly ever meant. Their errors say that they are
    /// the client's own, and a call's documentation lists them under its rules.
    pub fn without_safeguards(self) -> Self {
        Self { safeguards: Safeguards::Off, ..self }
    }

    /// Calls this when requests wait long for a limit or a limit stays nearly full, as [`Limits::on_alert`] does.
    pub fn on_limit_alert(mut self, hook: impl Fn(&LimitAlert) + Send + Sync + 'static) -> Self {
        self.limit_alerts.push(Arc::new(hook));
        self
    }

    /// Carries requests in another way. Timeouts of connections, root certificates and proxies are then its own affair.
    pub fn transport(self, transport: Arc<dyn Transport>) -> Self {
        Self { transport: Some(transport), ..self }
    }

    /// Puts something around the transport: a recorder of what is sent and answered, say. It is given the transport that carries requests.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use okx_client::transport::{Answer, HttpRequest, Transport};
    /// use okx_client::{Client, Environment, Region};
    ///
    /// struct Told(Arc<dyn Transport>);
    ///
    /// impl Transport for Told {
    ///     fn send(&self, request: HttpRequest) -> Answer<'_> {
    ///         println!("{request:?}");
    ///         self.0.send(request)
    ///     }
    /// }
    ///
    /// let okx = Client::builder()
    ///     .environment(Environment::live(Region::Global))
    ///     .around_transport(|transport| Arc::new(Told(transport)))
    ///     .build()?;
    /// # Ok::<(), okx_client::Error>(())
    /// ```
    pub fn around_transport(
        self,
        around: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync + 'static,
    ) -> Self {
        Self { around: Some(Box::new(around)), ..self }
    }

    /// Takes the time from this clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Takes random bits from here.
    pub fn random(self, random: Arc<dyn RandomSource>) -> Self {
        Self { random, ..self }
    }

    /// The asynchronous client that it describes.
    pub(crate) fn client(self) -> Result<Client, Error> {
        let environment = self.environment.ok_or_else(|| {
            Error::setup(
                "no environment was named; say `.environment(Environment::demo(Region::Global))` or another of the six",
            )
        })?;
        if !self.user_agent.chars().all(|character| matches!(character, ' '..='~')) {
            return Err(Error::setup("the user agent can only have visible ASCII characters and spaces"));
        }
        let address = Address::parse(self.base_url.as_deref().unwrap_or(environment.rest()))?;
        let mut roots = Roots::public();
        self.roots.iter().try_for_each(|file| roots.add(file))?;
        let transport = if let Some(transport) = self.transport {
            transport
        } else {
            let proxy = self.proxy.find()?;
            Arc::new(Https::new(&address, &roots, proxy.as_ref(), self.connect_timeout, self.keep_alive)?)
        };
        let transport = match self.around {
            Some(around) => around(transport),
            None => transport,
        };
        let limits = self.limits.unwrap_or_else(|| Limits::with_clock(Arc::clone(&self.clock)));
        self.limit_alerts.into_iter().for_each(|hook| limits.add_hook(hook));
        let rest = Arc::new(Rest {
            address: Arc::new(address),
            user_agent: self.user_agent.into(),
            is_demo: environment.is_demo(),
            transport,
            audit: self.audit,
            clock: Arc::clone(&self.clock),
        });
        let carrier = Arc::clone(&rest) as Arc<dyn Carrier>;
        let engine = Engine::new(Parts {
            environment,
            keys: self.keys,
            account: self.account,
            master_account: self.master_account,
            lead_instruments: self.lead_instruments,
            instruments_max_age: self.instruments_max_age,
            request_timeout: self.request_timeout,
            retry: self.retry,
            circuit_breaker: self.circuit_breaker,
            limits,
            strict_replies: self.strict_replies,
            limit_policy: self.limit_policy,
            safeguards: self.safeguards,
            carrier,
            clock: self.clock,
            random: self.random,
        });
        Ok(Client { engine, rest })
    }
}

impl ClientBuilder {
    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// No environment was named, the base address is not safe, a proxy or a root certificate cannot be used, or the user agent cannot be a header.
    pub fn build(self) -> Result<Client, Error> {
        self.client()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}
