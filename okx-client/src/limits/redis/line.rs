//! The connection to Redis: made, used and made again by a task of its own, so that no request waits for that longer than it has to.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use okx_facts::Printable;

use super::question::{Question, Settlement};
use crate::system::clock::Clock;
use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, Cmd, Pipeline, RedisError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// The pause after the first connection that failed; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How many settlements are written down at once.
const AT_ONCE: usize = 256;

/// The connection to Redis.
pub(super) struct Line {
    client: Client,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    /// Made when it is needed first, because only then there is a runtime; and again when that runtime has ended.
    kept: Mutex<Option<Kept>>,
}

/// What Redis says to a question.
#[derive(Debug)]
pub(super) struct Answer {
    /// The data that was asked, as a whole.
    pub(super) generation: String,
    /// The budget that has no room, if one has not.
    pub(super) refused: Option<Short>,
}

/// A budget that has no room.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Short {
    /// Which of those that were asked for, counted from zero.
    pub(in super::super) budget: usize,
    /// How long it will not have.
    pub(in super::super) wait: Duration,
    /// How much of it is used.
    pub(in super::super) used: u64,
}

/// Why Redis cannot be asked, as a clause.
#[derive(Clone, Debug)]
pub(super) struct Gone(pub(super) Arc<str>);

struct Kept {
    state: watch::Receiver<State>,
    orders: mpsc::UnboundedSender<Order>,
    keeper: JoinHandle<()>,
}

#[derive(Clone)]
enum State {
    Connecting,
    Standing(Connected),
    Gone(Gone),
}

enum Order {
    WriteDown(Settlement),
    /// The connection of this number is of no use any more.
    Reconnect(u64, Gone),
}

#[derive(Clone)]
struct Connected {
    number: u64,
    connection: MultiplexedConnection,
    admit: Arc<str>,
    settle: Arc<str>,
}

impl Line {
    pub(super) fn new(client: Client, timeout: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { client, timeout, clock, kept: Mutex::default() }
    }

    /// Asks whether a request may go out. A connection that turns out to be broken is made anew once before that is given up; asking twice
    /// takes no more than asking once.
    pub(super) async fn ask(
        &self,
        question: &Question,
        generation: &str,
        longest_arrival: Duration,
    ) -> Result<Answer, Gone> {
        let (mut state, orders) = self.kept();
        let mut broken = 0;
        loop {
            let connected = newer(&mut state, broken).await?;
            // Another process may just have begun its longest pause when this one found Redis again.
            let longest_absence = LONGEST_PAUSE + self.timeout;
            let asked =
                connected.ask(question.ask(&connected.admit, generation, longest_arrival, longest_absence)).await;
            let error = match asked {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let gone = self.gone(&error);
            // When the task has ended with its runtime, so has this request.
            let _ = orders.send(Order::Reconnect(connected.number, gone.clone()));
            if broken > 0 || error.is_timeout() {
                return Err(gone);
            }
            broken = connected.number;
        }
    }

    /// Writes down what became of a request as soon as that is possible.
    pub(super) fn write_down(&self, settlement: Settlement) {
        if let Some(kept) = &*self.kept.lock().unwrap_or_else(PoisonError::into_inner) {
            // When the task has ended, Redis frees what the request took by itself.
            let _ = kept.orders.send(Order::WriteDown(settlement));
        }
    }

    fn kept(&self) -> (watch::Receiver<State>, mpsc::UnboundedSender<Order>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|kept| kept.keeper.is_finished()) {
            *kept = None;
        }
        let Kept { state, orders, .. } = kept.get_or_insert_with(|| self.keep());
        (state.clone(), orders.clone())
    }

    fn keep(&self) -> Kept {
        let (orders, to_do) = mpsc::unbounded_channel();
        let (tell, state) = watch::channel(State::Connecting);
        let keeper = Keeper {
            client: self.client.clone(),
            timeout: self.timeout,
            clock: Arc::clone(&self.clock),
            tell,
            to_do,
            unwritten: Vec::new(),
        };
        Kept { state, orders, keeper: tokio::spawn(keeper.run()) }
    }

    fn gone(&self, error: &RedisError) -> Gone {
        gone(error, self.timeout)
    }
}

/// The connection that stands, once it is newer than one that broke.
async fn newer(state: &mut watch::Receiver<State>, broken: u64) -> Result<Connected, Gone> {
    let is_news = |state: &State| match state {
        State::Connecting => false,
        State::Standing(connected) => connected.number > broken,
        State::Gone(_) => true,
    };
    match state.wait_for(is_news).await.as_deref() {
        Ok(State::Standing(connected)) => Ok(connected.clone()),
        Ok(State::Gone(gone)) => Err(gone.clone()),
        Ok(State::Connecting) | Err(_) => Err(Gone("the task that keeps the connection has ended".into())),
    }
}

/// What an error means to the person who must act. Redis's own text is left out but for its code: it may repeat what it was sent.
fn gone(error: &RedisError, timeout: Duration) -> Gone {
    let why = match error.code() {
        _ if error.is_timeout() => format!("it did not answer within {} ms", timeout.as_millis()),
        _ if error.is_connection_refusal() => "the connection was refused".to_owned(),
        Some(code) => format!("it answered with {code}"),
        None => format!("the connection broke ({})", error.category()),
    };
    Gone(why.into())
}

/// The task that keeps the connection.
struct Keeper {
    client: Client,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    tell: watch::Sender<State>,
    to_do: mpsc::UnboundedReceiver<Order>,
    unwritten: Vec<Settlement>,
}

impl Keeper {
    async fn run(mut self) {
        let (mut number, mut pause) = (0, FIRST_PAUSE);
        // It ends with the limits it works for.
        while !self.to_do.is_closed() {
            number += 1;
            match self.connect(number).await {
                Ok(connected) => {
                    tracing::info!("Redis holds the shared limits");
                    pause = FIRST_PAUSE;
                    self.tell.send_replace(State::Standing(connected.clone()));
                    let Some(Gone(why)) = self.serve(&connected).await else { return };
                    tracing::warn!(why = %Printable(&why), "connecting again to the Redis that holds the shared limits");
                    self.tell.send_replace(State::Connecting);
                }
                Err(error) => {
                    let Gone(why) = gone(&error, self.timeout);
                    if !matches!(*self.tell.borrow(), State::Gone(_)) {
                        tracing::warn!(why = %Printable(&why), "the Redis that holds the shared limits is gone");
                    }
                    self.tell.send_replace(State::Gone(Gone(why)));
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

    /// Writes down what there is to write down, until the connection is of no use any more; `None` when nobody needs it.
    async fn serve(&mut self, connected: &Connected) -> Option<Gone> {
        loop {
            if let Err(error) = connected.write_down(&self.unwritten).await {
                return Some(gone(&error, self.timeout));
            }
            self.unwritten.clear();
            let mut orders = Vec::new();
            if self.to_do.recv_many(&mut orders, AT_ONCE).await == 0 {
                return None;
            }
            let mut broken = None;
            for order in orders {
                match order {
                    Order::WriteDown(settlement) => self.unwritten.push(settlement),
                    Order::Reconnect(number, gone) if number == connected.number => broken = Some(gone),
                    // Somebody found out too late that an earlier one had broken.
                    Order::Reconnect(..) => {}
                }
            }
            if broken.is_some() {
                return broken;
            }
        }
    }
}

impl Connected {
    async fn ask(&self, command: Cmd) -> Result<Answer, RedisError> {
        let (generation, short, micros, used): (String, usize, u64, u64) =
            command.query_async(&mut self.connection.clone()).await?;
        let wait = Duration::from_micros(micros);
        Ok(Answer { generation, refused: short.checked_sub(1).map(|budget| Short { budget, wait, used }) })
    }

    async fn write_down(&self, settlements: &[Settlement]) -> Result<(), RedisError> {
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
