//! The examples in the help texts of the commands that show a table.

pub(crate) const BALANCE: &str = "\
Examples:
  okx balance --live                  every currency of the trading account
  okx balance BTC USDT --live
  okx balance --live --usdt           with the value of all accounts in USDT
  okx balance --live --watch          kept up to date";

pub(crate) const POSITIONS: &str = "\
Examples:
  okx positions --live
  okx positions BTC-USDT-SWAP --demo --watch
  okx positions --live --json | jq '.[].upl'";

pub(crate) const ORDERS: &str = "\
Examples:
  okx orders --live
  okx orders --live --inst-id BTC-USDT --watch
  okx orders --live --history
  okx orders --live --history --from 2026-11-01 --csv > orders.csv";

pub(crate) const FILLS: &str = "\
Examples:
  okx fills --live                    fills of the last three days
  okx fills --live --from 2026-11-01 --inst-id BTC-USDT
  okx fills --live --limit 1000 --csv > fills.csv

`okx download fills` writes files, and continues them.";

pub(crate) const BILLS: &str = "\
Examples:
  okx bills --live                    bills of the last seven days
  okx bills --live --ccy USDT --from 2026-11-01

`okx download bills` writes files, and continues them.";

pub(crate) const TRADES: &str = "\
Examples:
  okx trades BTC-USDT
  okx trades BTC-USDT --watch
  okx trades BTC-USDT --limit 500 --csv > trades.csv";

pub(crate) const TICKER: &str = "\
Examples:
  okx ticker BTC-USDT ETH-USDT
  okx ticker BTC-USDT ETH-USDT --watch";

pub(crate) const BOOK: &str = "\
Examples:
  okx book BTC-USDT
  okx book BTC-USDT --depth 20 --watch";

pub(crate) const INSTRUMENTS: &str = "\
Examples:
  okx instruments SPOT --search SOL
  okx instruments SWAP --json
  okx instruments OPTION --inst-family BTC-USD";
