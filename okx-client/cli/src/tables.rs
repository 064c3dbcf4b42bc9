//! The commands that show a table: `okx balance`, `positions`, `orders`, `fills`, `bills`, `ticker`, `book`, `trades` and `instruments`.

mod arguments;
mod book;
mod fetch;
mod grid;
pub(crate) mod help;
mod live;
mod record;
mod requests;
mod sums;
mod valuation;
mod view;
mod writing;

pub(crate) use arguments::{
    BalanceArguments, BillsArguments, BookArguments, FillsArguments, InstrumentsArguments, OrdersArguments,
    PositionsArguments, TickerArguments, TradesArguments,
};
use arguments::{TableArguments, WatchFlags};
use fetch::TableRequest;
use okx_client::Timestamp;
use okx_client::clock::{Clock as _, SystemClock};
use okx_spec::Model;

use crate::connection::{Connection, Uses, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::signals::Signals;
use crate::spec;
use crate::watch::{ChosenChannel, Limits, Printer, follow};
use live::Live;

/// Shows balances.
pub(crate) fn balance(arguments: &BalanceArguments, out: &mut Output) -> Result<Ending, Failure> {
    let table = Table::open(arguments.request(), &arguments.table)?;
    if arguments.watch.watch {
        return table.watch(&arguments.watch, out);
    }
    let ending = table.show(out)?;
    if arguments.usdt { Ok(ending.max(valuation::show(&table.connection, out)?)) } else { Ok(ending) }
}

/// Shows positions.
pub(crate) fn positions(arguments: &PositionsArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(), &arguments.table)?.show_or_watch(&arguments.watch, out)
}

/// Shows orders.
pub(crate) fn orders(arguments: &OrdersArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(now()), &arguments.table)?.show_or_watch(&arguments.watch, out)
}

/// Shows fills.
pub(crate) fn fills(arguments: &FillsArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(now()), &arguments.table)?.show(out)
}

/// Shows bills.
pub(crate) fn bills(arguments: &BillsArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(now()), &arguments.table)?.show(out)
}

/// Shows trades.
pub(crate) fn trades(arguments: &TradesArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(), &arguments.table)?.show_or_watch(&arguments.watch, out)
}

/// Shows tickers.
pub(crate) fn ticker(arguments: &TickerArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(), &arguments.table)?.show_or_watch(&arguments.watch, out)
}

/// Shows an order book.
pub(crate) fn book(arguments: &BookArguments, out: &mut Output) -> Result<Ending, Failure> {
    let mut table = Table::open(arguments.request(), &arguments.table)?;
    table.book = Some((arguments.inst_id.clone(), arguments.depth.into()));
    table.show_or_watch(&arguments.watch, out)
}

/// Shows instruments.
pub(crate) fn instruments(arguments: &InstrumentsArguments, out: &mut Output) -> Result<Ending, Failure> {
    Table::open(arguments.request(), &arguments.table)?.show(out)
}

/// The time of this machine. It only decides which of two lists reaches back far enough.
fn now() -> Timestamp {
    SystemClock::new().wall()
}

/// A table that can be shown.
struct Table<'a> {
    request: TableRequest,
    arguments: &'a TableArguments,
    model: &'static Model,
    connection: Connection,
    /// The instrument and the number of levels, if it is an order book.
    book: Option<(String, usize)>,
}

impl<'a> Table<'a> {
    fn open(request: TableRequest, arguments: &'a TableArguments) -> Result<Self, Failure> {
        let model = spec::model()?;
        let uses = Uses::of(spec::call(model, request.call)?.access);
        let connection = Connection::open(&arguments.connection, uses)?;
        if uses == Uses::Keys {
            connection.needs_credentials(&format!("{} of the account need a key", request.view.names.1))?;
        }
        Ok(Self { request, arguments, model, connection, book: None })
    }

    fn show_or_watch(&self, flags: &WatchFlags, out: &mut Output) -> Result<Ending, Failure> {
        if flags.watch { self.watch(flags, out) } else { self.show(out) }
    }

    fn show(&self, out: &mut Output) -> Result<Ending, Failure> {
        let runtime = runtime()?;
        let fetched = runtime.block_on(async {
            let mut signals = Signals::new();
            tokio::select! {
                biased;
                why = signals.next() => Err(why),
                fetched = self.request.fetch(&self.connection.client) => Ok(fetched),
            }
        });
        match fetched {
            Ok(fetched) => writing::write(self, &fetched, out),
            Err(why) => Ok(Ending::Interrupted(why)),
        }
    }

    /// Keeps the table up to date: in place on a terminal, otherwise with a line for each push.
    fn watch(&self, flags: &WatchFlags, out: &mut Output) -> Result<Ending, Failure> {
        let channels = self.request.channels.iter();
        let channels = channels.map(|(name, given)| ChosenChannel::of_description(self.model, name, given.clone()));
        let channels: Vec<ChosenChannel<'_>> = channels.collect::<Result<_, _>>()?;
        let limits = Limits { duration: flags.duration, count: flags.count };
        let runtime = runtime()?;
        let ended = runtime.block_on(async {
            let client = &self.connection.client;
            let subscribing = channels.iter().map(|channel| channel.subscribe(client)).collect::<Result<_, _>>()?;
            match (&channels[..], out.is_terminal() && !self.arguments.json) {
                (_, true) => follow(client, subscribing, limits, Live::new(self, out), out).await,
                ([first, ..], false) => {
                    let printer = Printer::new(self.model, first, self.arguments.json, out);
                    follow(client, subscribing, limits, printer, out).await
                }
                ([], false) => Ok(Ending::Done),
            }
        });
        // A write to a reader that does not read may still be pending. The connections end with the runtime.
        runtime.shutdown_background();
        ended
    }
}
