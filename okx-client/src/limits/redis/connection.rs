//! The connection to Redis. A task of its own opens, uses and reopens it, so that no request waits for that longer than necessary.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, Cmd, Pipeline, RedisError};
use okx_facts::Printable;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::request::{Settlement, SharedRequest};
use crate::system::clock::Clock;

/// The pause after the first failed connection attempt; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How many settlements are sent at once.
const AT_ONCE: usize = 256;

/// The connection to Redis.
pub(super) struct RedisConnection {
    client: Client,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    /// Started on first use, because it needs a runtime; and again after that runtime has ended.
    task: Mutex<Option<TaskHandle>>,
}

/// Redis's reply to a request for admission.
#[derive(Debug)]
pub(super) struct AdmitReply {
    /// Identifies the data set of the Redis server.
    pub(super) generation: String,
    /// The budget that has no room; `None` if the request was admitted.
    pub(super) shortage: Option<Shortage>,
}

/// A budget that has no room.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Shortage {
    /// The index of the budget within the request.
    pub(in super::super) budget: usize,
    /// How long until it may have room.
    pub(in super::super) wait: Duration,
    /// How many of its units are used.
    pub(in super::super) used: u64,
}

/// Why Redis is unavailable, as a clause.
#[derive(Clone, Debug)]
pub(super) struct Unavailable(pub(super) Arc<str>);

struct TaskHandle {
    state: watch::Receiver<ConnectionState>,
    commands: mpsc::UnboundedSender<TaskCommand>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
enum ConnectionState {
    Connecting,
    Connected(Connected),
    Unavailable(Unavailable),
}

enum TaskCommand {
    Settle(Settlement),
    /// The connection of this number no longer works.
    Reconnect(u64, Unavailable),
}

#[derive(Clone)]
struct Connected {
    number: u64,
    connection: MultiplexedConnection,
    admit: Arc<str>,
    settle: Arc<str>,
}

impl RedisConnection {
    pub(super) fn new(client: Client, timeout: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { client, timeout, clock, task: Mutex::default() }
    }

    /// Asks Redis to admit a request. If the connection turns out to be broken, it is reopened once and the request is repeated, which has
    /// no further effect.
    pub(super) async fn admit(
        &self,
        request: &SharedRequest,
        generation: &str,
        longest_arrival: Duration,
    ) -> Result<AdmitReply, Unavailable> {
        let (mut state, commands) = self.task();
        let mut broken = 0;
        loop {
            let connected = newer_than(&mut state, broken).await?;
            // Another process may just have begun its longest pause when this one reconnected.
            let longest_absence = LONGEST_PAUSE + self.timeout;
            let command = request.admit_command(&connected.admit, generation, longest_arrival, longest_absence);
            let error = match connected.admit(command).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            let unavailable = unavailable(&error, self.timeout);
            // If the task has ended with its runtime, so has this request.
            let _ = commands.send(TaskCommand::Reconnect(connected.number, unavailable.clone()));
            if broken > 0 || error.is_timeout() {
                return Err(unavailable);
            }
            broken = connected.number;
        }
    }

    /// Reports the outcome of a request to Redis as soon as possible.
    pub(super) fn settle(&self, settlement: Settlement) {
        if let Some(handle) = &*self.task.lock().unwrap_or_else(PoisonError::into_inner) {
            // If the task has ended, Redis releases the request's units by itself.
            let _ = handle.commands.send(TaskCommand::Settle(settlement));
        }
    }

    fn task(&self) -> (watch::Receiver<ConnectionState>, mpsc::UnboundedSender<TaskCommand>) {
        let mut handle = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if handle.as_ref().is_some_and(|handle| handle.task.is_finished()) {
            *handle = None;
        }
        let TaskHandle { state, commands, .. } = handle.get_or_insert_with(|| self.spawn());
        (state.clone(), commands.clone())
    }

    fn spawn(&self) -> TaskHandle {
        let (commands, receiver) = mpsc::unbounded_channel();
        let (sender, state) = watch::channel(ConnectionState::Connecting);
        let task = ConnectionTask {
            client: self.client.clone(),
            timeout: self.timeout,
            clock: Arc::clone(&self.clock),
            state: sender,
            commands: receiver,
            unsent: Vec::new(),
        };
        TaskHandle { state, commands, task: tokio::spawn(task.run()) }
    }
}

/// Waits for a connection that is newer than one that broke.
async fn newer_than(state: &mut watch::Receiver<ConnectionState>, broken: u64) -> Result<Connected, Unavailable> {
    let is_decided = |state: &ConnectionState| match state {
        ConnectionState::Connecting => false,
        ConnectionState::Connected(connected) => connected.number > broken,
        ConnectionState::Unavailable(_) => true,
    };
    match state.wait_for(is_decided).await.as_deref() {
        Ok(ConnectionState::Connected(connected)) => Ok(connected.clone()),
        Ok(ConnectionState::Unavailable(unavailable)) => Err(unavailable.clone()),
        Ok(ConnectionState::Connecting) | Err(_) => Err(Unavailable("the connection task has ended".into())),
    }
}

/// Describes an error for the user. Apart from its code, the text of Redis is left out, because it may repeat what was sent.
fn unavailable(error: &RedisError, timeout: Duration) -> Unavailable {
    let why = match error.code() {
        _ if error.is_timeout() => format!("no reply within {} ms", timeout.as_millis()),
        _ if error.is_connection_refusal() => "connection refused".to_owned(),
        Some(code) => format!("it replied with {code}"),
        None => format!("connection failed ({})", error.category()),
    };
    Unavailable(why.into())
}

/// The task that owns the connection.
struct ConnectionTask {
    client: Client,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    state: watch::Sender<ConnectionState>,
    commands: mpsc::UnboundedReceiver<TaskCommand>,
    unsent: Vec<Settlement>,
}

impl ConnectionTask {
    async fn run(mut self) {
        let (mut number, mut pause) = (0, FIRST_PAUSE);
        // It ends when the limits are dropped.
        while !self.commands.is_closed() {
            number += 1;
            match self.connect(number).await {
                Ok(connected) => {
                    tracing::info!("connected to Redis for shared rate limits");
                    pause = FIRST_PAUSE;
                    self.state.send_replace(ConnectionState::Connected(connected.clone()));
                    let Some(Unavailable(why)) = self.serve(&connected).await else { return };
                    tracing::warn!(why = %Printable(&why), "reconnecting to Redis for shared rate limits");
                    self.state.send_replace(ConnectionState::Connecting);
                }
                Err(error) => {
                    let Unavailable(why) = unavailable(&error, self.timeout);
                    if !matches!(*self.state.borrow(), ConnectionState::Unavailable(_)) {
                        tracing::warn!(why = %Printable(&why), "Redis for shared rate limits is unavailable");
                    }
                    self.state.send_replace(ConnectionState::Unavailable(Unavailable(why)));
                    self.clock.sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    async fn connect(&self, number: u64) -> Result<Connected, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout));
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let admit = load(&mut connection, include_str!("admit.lua")).await?;
        let settle = load(&mut connection, include_str!("settle.lua")).await?;
        Ok(Connected { number, connection, admit, settle })
    }

    /// Sends settlements until the connection breaks; `None` when the limits were dropped.
    async fn serve(&mut self, connected: &Connected) -> Option<Unavailable> {
        loop {
            if let Err(error) = connected.settle(&self.unsent).await {
                return Some(unavailable(&error, self.timeout));
            }
            self.unsent.clear();
            let mut commands = Vec::new();
            if self.commands.recv_many(&mut commands, AT_ONCE).await == 0 {
                return None;
            }
            let mut broken = None;
            for command in commands {
                match command {
                    TaskCommand::Settle(settlement) => self.unsent.push(settlement),
                    TaskCommand::Reconnect(number, unavailable) if number == connected.number => {
                        broken = Some(unavailable);
                    }
                    // A late report about an earlier connection.
                    TaskCommand::Reconnect(..) => {}
                }
            }
            if broken.is_some() {
                return broken;
            }
        }
    }
}

impl Connected {
    async fn admit(&self, command: Cmd) -> Result<AdmitReply, RedisError> {
        let (generation, short, micros, used): (String, usize, u64, u64) =
            command.query_async(&mut self.connection.clone()).await?;
        let wait = Duration::from_micros(micros);
        Ok(AdmitReply { generation, shortage: short.checked_sub(1).map(|budget| Shortage { budget, wait, used }) })
    }

    async fn settle(&self, settlements: &[Settlement]) -> Result<(), RedisError> {
        if settlements.is_empty() {
            return Ok(());
        }
        let mut pipeline = Pipeline::with_capacity(settlements.len());
        for settlement in settlements {
            pipeline.add_command(settlement.command(&self.settle)).ignore();
        }
        pipeline.exec_async(&mut self.connection.clone()).await
    }
}

async fn load(connection: &mut MultiplexedConnection, script: &str) -> Result<Arc<str>, RedisError> {
    let hash: String = ::redis::cmd("SCRIPT").arg("LOAD").arg(script).query_async(connection).await?;
    Ok(hash.into())
}
