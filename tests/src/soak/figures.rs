//! What happened during a run.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use okx_client::sockets::ConnectionStatus;
use okx_sim::SocketEvent;

use super::Run;
use super::check::Checked;
use super::faults::Faults;
use super::market::Received;
use super::orders::Orders;
use super::processes::resident_kilobytes;

/// The last difference is shown if it lasted longer than this.
const SOON: Duration = Duration::from_secs(2);

/// How many characters of a difference are shown.
const LONGEST_DIFFERENCE: usize = 300;

/// What happened during a run.
#[derive(Debug, Default)]
pub struct Figures {
    /// How long it lasted.
    pub lasted: Duration,
    /// The number of comparisons with the exchange, all of which succeeded.
    pub checks: u64,
    /// The number of faults.
    pub faults: u64,
    /// The number of subscriptions to market data.
    pub subscriptions: usize,
    /// The number of order operations.
    pub operations: u64,
    /// How many of them were done over a socket and over the REST API.
    pub arrived: (u64, u64),
    /// How many requests or connections the exchange refused because of a limit.
    pub limited: u64,
    /// The memory of the process after each check, in kilobytes; empty where that is not known.
    pub memory: Vec<u64>,
    lines: Vec<String>,
}

impl Figures {
    /// Adds a successful check, and counts and clears what the exchange has recorded since the one before.
    pub(super) fn add_check(&mut self, run: &Run, checked: Checked, elapsed: Duration) {
        self.checks += 1;
        self.count_journals(run);
        let memory = resident_kilobytes();
        self.memory.extend(memory);
        let Checked { took, last_difference, open_orders, handles, positions, balances } = checked;
        let line = format!(
            "{:>4} s: equal after {} ms: {open_orders} open orders, {handles} handles, {positions} positions, {balances} balances; memory {} MB",
            elapsed.as_secs(),
            took.as_millis(),
            memory.map_or_else(|| "unknown".to_owned(), |kilobytes| (kilobytes / 1_024).to_string()),
        );
        self.lines.push(line);
        if took > SOON {
            let shown: String = last_difference.chars().take(LONGEST_DIFFERENCE).collect();
            self.lines.push(format!("       until then: {shown}"));
        }
    }

    fn count_journals(&mut self, run: &Run) {
        for entry in run.sim.journal() {
            let counter = if entry.method == "SOCKET" { &mut self.arrived.0 } else { &mut self.arrived.1 };
            *counter += u64::from(entry.call.starts_with("trade.") && !entry.call.starts_with("trade.get_"));
            self.limited += u64::from(entry.code == "50011" && entry.faults.is_empty());
        }
        for entry in run.sim.socket_journal() {
            let is_limited = match &entry.event {
                SocketEvent::Sent(text) => text.contains(r#""code":"60014""#),
                SocketEvent::Refused(status) => *status == 429,
                _ => false,
            };
            self.limited += u64::from(is_limited);
        }
        run.sim.clear_journal();
        run.sim.clear_socket_journal();
    }

    pub(super) fn finish(
        &mut self,
        lasted: Duration,
        faults: &Faults,
        orders: &Orders,
        (subscriptions, received): (usize, Arc<Received>),
        run: &Run,
    ) {
        (self.lasted, self.faults, self.operations) = (lasted, faults.count, orders.count);
        self.subscriptions = subscriptions;
        let read = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
        let outcomes = &orders.outcomes;
        self.lines.push(format!(
            "operations: {} done, {} refused, {} not sent, {} unknown",
            read(&outcomes.done),
            read(&outcomes.refused),
            read(&outcomes.not_sent),
            read(&outcomes.unknown)
        ));
        self.lines.push(format!(
            "market data: {} updates, {} gaps, {} unreadable rows, {} broken books",
            read(&received.updates),
            read(&received.gaps),
            read(&received.unreadable),
            read(&received.broken_books)
        ));
        let connections = run.okx.connections().all();
        let sum = |of: fn(&ConnectionStatus) -> u64| connections.iter().map(of).sum::<u64>();
        self.lines.push(format!(
            "connections: {}, {} messages, {} MB received, {} reconnects",
            connections.len(),
            sum(|one| one.figures.messages),
            sum(|one| one.figures.bytes) >> 20,
            sum(|one| one.figures.reconnects)
        ));
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        writeln!(
            f,
            "{} s, {} faults, {} subscriptions and the account, {} operations ({} arrived over the socket, {} over the REST API)",
            self.lasted.as_secs(),
            self.faults,
            self.subscriptions,
            self.operations,
            self.arrived.0,
            self.arrived.1
        )?;
        write!(f, "{} checks equal, {} refusals for limits (50011, 60014, 429)", self.checks, self.limited)
    }
}
