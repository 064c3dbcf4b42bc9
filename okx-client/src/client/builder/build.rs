//! Puts a client together.

use std::sync::Arc;

use super::ClientBuilder;
use crate::api::Environment;
use crate::auth::server_time::ServerTime;
use crate::carriers::Carrier;
use crate::carriers::rest::{Address, Https, Rest, Roots, Transport};
use crate::carriers::ws::{
    HttpUpgrade, Recorder, SocketAddress, SocketCarrier, SocketConnector, Sockets, SocketsConfig,
};
use crate::client::Client;
use crate::engine::{Engine, EngineConfig};
use crate::error::Error;
use crate::limits::Limits;

impl<C> ClientBuilder<C> {
    /// The asynchronous client with this configuration.
    pub(crate) fn client(self) -> Result<Client, Error> {
        let environment = self.environment.ok_or_else(|| {
            Error::setup(
                "no environment set; add `.environment(Environment::demo(Region::Global))`, or another of the six \
                 environments",
            )
        })?;
        if !self.user_agent.chars().all(|character| matches!(character, ' '..='~')) {
            return Err(Error::setup("the user agent may only contain visible ASCII characters and spaces"));
        }
        let Network { address, transport, ws_address, connector } = self.network(environment)?;
        let limits = self.limits.unwrap_or_else(|| Limits::with_clock(Arc::clone(&self.clock)));
        self.limit_alerts.into_iter().for_each(|hook| limits.add_hook(hook));
        let rest = Arc::new(Rest {
            address: Arc::new(address),
            user_agent: self.user_agent.into(),
            is_demo: environment.is_demo(),
            transport: match self.around {
                Some(around) => around(transport),
                None => transport,
            },
            audit: self.audit,
            clock: Arc::clone(&self.clock),
        });
        let keys = self.keys.map(Arc::new);
        let time = Arc::new(ServerTime::new(Arc::clone(&self.clock)));
        let sockets = Sockets::new(SocketsConfig {
            address: ws_address,
            connector,
            keys: keys.clone(),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            time: Arc::clone(&time),
            limits: limits.clone(),
            recorder: self.recorder.map(Recorder::start).transpose()?,
            connect_timeout: self.request_timeout,
            request_timeout: self.request_timeout,
        });
        let sender = Arc::new(sockets.clone());
        let socket = SocketCarrier::new(sender, rest.audit.clone(), Arc::clone(&self.clock));
        let engine = Engine::new(EngineConfig {
            environment,
            keys,
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
            rest: Arc::clone(&rest) as Arc<dyn Carrier>,
            socket: Arc::new(socket),
            send_route: self.send_route,
            time,
            clock: self.clock,
            random: self.random,
        });
        let measure = Arc::downgrade(&engine);
        sockets.measure_with(measure);
        Ok(Client { engine, rest, sockets, attached: Arc::default() })
    }

    /// What connects the client to the network.
    fn network(&self, environment: Environment) -> Result<Network, Error> {
        let address = Address::parse(self.base_url.as_deref().unwrap_or(environment.rest()))?;
        let ws_address = ws_address(self.ws_url.as_deref(), &address, environment)?;
        let mut roots = Roots::public();
        self.roots.iter().try_for_each(|file| roots.add(file))?;
        let needs_proxy = self.transport.is_none() || self.socket_connector.is_none();
        let proxy = if needs_proxy { self.proxy.find()? } else { None };
        let transport = match &self.transport {
            Some(transport) => Arc::clone(transport),
            None => Arc::new(Https::new(
                &address,
                &roots,
                proxy.as_ref(),
                self.local_address,
                self.connect_timeout,
                self.keep_alive,
            )?),
        };
        let connector = match &self.socket_connector {
            Some(connector) => Arc::clone(connector),
            None => Arc::new(HttpUpgrade::new(
                &ws_address,
                &roots,
                proxy.as_ref(),
                self.local_address,
                self.connect_timeout,
                self.user_agent.as_str().into(),
                Arc::clone(&self.random),
            )?),
        };
        Ok(Network { address, transport, ws_address, connector })
    }
}

/// What connects a client to the network.
struct Network {
    address: Address,
    transport: Arc<dyn Transport>,
    ws_address: SocketAddress,
    connector: Arc<dyn SocketConnector>,
}

/// The address of the sockets: as configured, beside a REST API on this machine, or the environment's own.
fn ws_address(ws_url: Option<&str>, rest: &Address, environment: Environment) -> Result<SocketAddress, Error> {
    match ws_url {
        Some(url) => SocketAddress::parse(url),
        None if !rest.is_encrypted() => Ok(SocketAddress::beside(rest)),
        None => SocketAddress::parse(environment.ws()),
    }
}
