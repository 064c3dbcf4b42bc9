//! The texts below the help of each command. A line that begins with white space is printed as it is and fits 80 columns; other lines are
//! wrapped to the width of the terminal.

pub(crate) const OKX: &str = "\
First steps:
  okx help start                                    the first hour, step by step
  okx list trade                                    the calls of a chapter
  okx show trade.place_order                        what a call needs
  okx call market.get_ticker --inst-id BTC-USDT     a public call; no key needed
  okx ticker BTC-USDT ETH-USDT                      prices, as a table
  okx watch tickers instId=BTC-USDT                 live prices, as a table

`okx help COMMAND` or `okx help CALL` explains one of them. `okx help keys`, `profiles`, `variables` and `exit-codes` explain what all \
commands share.";

pub(crate) const LIST: &str = "\
Examples:
  okx list                       every call
  okx list trade                 the calls of a chapter
  okx list --json | jq length    for a script";

pub(crate) const SHOW: &str = "\
Examples:
  okx show trade.place_order            or place_order, PlaceOrder, a path
  okx show 51008                        what a result code means
  okx show OrdType                      the values of an enum
  okx show trade.place_order --json     for a script";

pub(crate) const CALL: &str = r#"Examples:
  okx call market.get_ticker --inst-id BTC-USDT
  okx call market.get_ticker '{"instId":"BTC-USDT"}'
  okx call 'GET /api/v5/market/ticker' '{"instId":"BTC-USDT"}'
  okx call trade.place_order --demo --inst-id BTC-USDT --td-mode cash \
      --side buy --ord-type limit --sz 0.001 --px 20000
  okx call trade.place_order --live --dry-run …     shows it and sends nothing
  okx call trade.cancel_order --demo --over-socket --inst-id BTC-USDT \
      --ord-id 680800019749904384
  okx call cancel_orders --demo - < orders.json     a list for a batch
  okx call --jsonl --demo < requests.jsonl          a request in each line
  okx call trade.place_order --help                 the flags of a call

Calls that change something need --demo or --live, or OKX_ENVIRONMENT, or a profile that is named or that is for demo trading.

OKX's reply is printed unchanged, with code, msg and data; on a terminal it is indented and control characters are escaped. All messages go to standard error. With --over-socket, the reply is OKX's message on the socket, which has no HTTP status.

With --jsonl, each line of the input is a request, and each request has one line in the output, in the same order:
  {"endpoint":"METHOD /path","params":{…}}
  {"ok":…,"line":<line of the input>,"status":<HTTP status>,"error":…,
   "body":<OKX's reply>}
If it is unknown whether an order was placed, the line has "unresolved":[{"clOrdId":…}] as well. A line that cannot be read has a result too, and reading continues with the next line.

After ctrl-c, SIGTERM or SIGHUP no more requests are sent; the command waits for the reply to the request in flight, until a second signal. With --jsonl no more requests are sent when the reader of the output is gone. Requests with an unknown outcome are listed at the end.

Exit codes: 0 only if `code` and the `sCode` of every row are 0. With --jsonl the worst one counts: unknown, interrupted, no reply, rejected by OKX, rejected by the client, wrong use. `okx help exit-codes` lists them."#;

pub(crate) const CANDLES: &str = "\
Examples:
  okx candles BTC-USDT --from 2024-01-01 --to 2024-03-01 -o btc.csv
  okx candles BTC-USDT --bar 1Dutc --from 2020-01-01 --plot
  okx candles ETH-USDT-SWAP --bar 1m --from 2024-01-01T12:00Z \\
      --to 2024-01-01T13:00Z                        to standard output
  okx candles BTC-USDT --from 2024-01-01 -o btc.csv run again: only new candles

The oldest candle comes first. The candle that is still open is left out. --from is inclusive, --to is exclusive. The columns have OKX's \
names: ts (milliseconds since the epoch), o, h, l, c, vol, volCcy, volCcyQuote.

An existing file of candles is continued at its end, whatever --from is, without gaps or duplicates; its last candle must equal the one \
that OKX returns. A file with other contents is refused and not changed. `okx show Bar` lists the bars.";

pub(crate) const DOWNLOAD: &str = "\
Examples:
  okx download trades BTC-USDT --from 2026-11-30 -o trades.parquet
  okx download funding-rates BTC-USDT-SWAP --from 2026-09-01 -o rates.csv
  okx download fills --live --from 2026-11-01 -o fills.jsonl
  okx download bills --live --ccy USDT --from 2026-11-01 -o bills.csv
  okx download candles BTC-USDT --bar 1D --from 2020-01-01 -o btc.parquet

The oldest row comes first. --from is inclusive, --to is exclusive. The columns are all plain fields of the call's rows, with OKX's names; times are milliseconds since the epoch.

The ending of the file chooses the format: .jsonl, .parquet, or CSV for any other ending. In Parquet files, times are timestamps in UTC, and prices and sizes are decimals with 38 digits, 18 of them after the point; a value that does not fit exactly is an error.

An existing file is continued at its end, whatever --from is, without gaps or duplicates; its last row must equal the one that OKX returns. A file with other contents is refused and not changed. After ctrl-c the rows so far are kept; run the same command again to continue.";

pub(crate) const WATCH: &str = r#"Examples:
  okx watch tickers instId=BTC-USDT
  okx watch candle1m instId=BTC-USDT --for 5m
  okx watch books instId=BTC-USDT --jsonl --count 100 > books.jsonl
  okx watch orders --demo                           all orders of the account
  okx watch trades instId=BTC-USDT --record frames.jsonl
  okx decode --jsonl < frames.jsonl                 reads what was recorded
  okx watch --list                                  channels and arguments
  okx watch new-channel instId=BTC-USDT --socket public
                                                    one that is not described

CHANNEL is OKX's name, or the name in this crate if it stands for one channel only. Each row of a push is a line of a table with OKX's names of the fields; times are UTC. On a terminal, columns that do not fit are left out. For order books, the line has the best prices and the number of levels. Dim lines tell what happens to the connection and when pushes may be missing.

With --jsonl each push is {"channel":…,"arg":…,"action":…,"data":…}, with any other members of the push after them. What happens to a connection, and a gap, are lines of this form; times are milliseconds since the epoch:
  {"event":"state","at":…,"socket":…,"connection":…,"state":…}
  {"event":"gap","at":…,"cause":…,"from":…,"until":…,"dropped":…,"action":…}
Other events are `notice`, `channel-conn-count` and `unexpected`.

A lost connection is opened again, and the gap is reported. Exit codes: 0 after --for or --count, 3 if OKX refused the subscription or the login, 5 if OKX cannot be reached; `okx help exit-codes` lists all."#;

pub(crate) const DECODE: &str = r#"Examples:
  okx decode --jsonl < replies.jsonl
  okx decode --jsonl < frames.jsonl       recorded by `okx watch --record`
  echo '{"channel":"tickers","body":{"arg":{"channel":"tickers"},"data":[]}}' \
      | okx decode --jsonl

Each line is one of these:
  {"endpoint":"METHOD /path or name","body":<a full reply>}
  {"channel":"name","body":<a push message>}
A body may also be a single row, as long as all its members are known. Files that `okx watch --record` wrote can be read; their frames that are not pushes are passed over and counted.

Each result has the body through the generated types as its value:
  {"ok":…,"error":…,"unknown":[paths],"value":…}
Members that are "" or null in the body are left out of the value. Numbers are strings, as OKX writes them. A row that cannot be read is in the value unchanged, and the error says why. Members that are not described are in the value and listed as unknown. Exit code 0 if every line could be read, otherwise 1."#;

pub(crate) const DOCTOR: &str = "\
Examples:
  okx doctor --demo                     with the keys of the environment
  okx doctor --profile main             with the keys of a profile
  okx doctor --live --region eea --credentials ~/.okx.env
  okx doctor --demo --json              for a script

Nothing is changed at OKX, and the key is sent only to the chosen host. Without keys only public data is checked. Exit code 0 if no \
problem was found, otherwise 1.";

pub(crate) const SIGN: &str = "\
Examples:
  okx sign GET '/users/self/verify' --timestamp 1538054050
  okx sign POST /path '{\"instId\":\"BTC-USDT\"}' \\
      --timestamp 2020-12-08T09:08:57.715Z --json
  okx sign GET '/path?ccy=BTC' --secret-env OTHER_SECRET
  pass show okx | okx sign GET '/path?ccy=BTC' --secret-stdin

The secret is read from OKX_API_SECRET, another environment variable, or standard input. It is never an argument, because every user of \
the machine can see arguments. Nothing is sent.";

pub(crate) const PROFILE: &str = "\
Examples:
  okx profile add demo --demo --credentials ~/okx-demo.env --default
  okx profile add main --live --region eea \\
      --credentials-command 'pass show okx/main'
  okx profile list                  all profiles, and which one is used
  okx profile show                  each setting that counts, and its origin
  okx profile check                 whether the file and the keys can be read
  okx call account.get_balance --profile main

`okx help profiles` explains the file.";

pub(crate) const COMPLETIONS: &str = "\
Examples:
  okx completions bash > ~/.local/share/bash-completion/completions/okx
  okx completions zsh > ~/.zfunc/_okx
  okx completions fish > ~/.config/fish/completions/okx.fish

Call names, their flags and enum values are completed as well.";

pub(crate) const MAN: &str = "\
Examples:
  okx man ~/.local/share/man/man1           then: man okx, man okx-call
  okx man --calls ~/.local/share/man/man1   then: man okx-call-trade.place_order

The folder is created if it does not exist. Pages of an older version are replaced.";

pub(crate) const HELP: &str = "\
Examples:
  okx help                        all commands
  okx help watch                  a command
  okx help trade.place_order      a call and its flags
  okx help start                  the first hour, step by step
  okx help keys                   also: profiles, variables, exit-codes";
