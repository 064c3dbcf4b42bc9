//! What all commands share, explained by `okx help TOPIC`.

use crate::configuration::variables::MEANINGS;

/// The names of the topics.
pub(crate) const TOPICS: [&str; 5] = ["start", "keys", "profiles", "variables", "exit-codes"];

const START: &str = "\
The first hour

1. Look at live data. It needs no key:
     okx call market.get_ticker --inst-id BTC-USDT
     okx watch tickers instId=BTC-USDT

2. Find calls, and what they need:
     okx list                            the calls of all chapters
     okx show trade.place_order          parameters, limits, reply, codes
     okx help trade.place_order          the same call as flags

3. Try trading without OKX. In a second terminal, `okx sim` starts a simulated exchange; it prints its address and its keys:
     okx sim
     okx call trade.place_order --demo --base-url http://127.0.0.1:8080 \\
         --inst-id BTC-USDT --td-mode cash --side buy --ord-type limit \\
         --sz 0.001 --px 20000

4. Create a key for demo trading at OKX, keep it in a file that only you can read, and name the file in a profile:
     okx profile add demo --demo --credentials ~/okx-demo.env --default
     okx doctor                          checks the key and says what to fix
     okx call account.get_balance

5. Live trading is never a default: it needs --live, or --profile with the name of a profile for live trading.";

const KEYS: &str = "\
Keys

Keys belong to one region, and to live or demo trading. The first of these is used:

1. --credentials FILE: a file of mode 0600 with these lines, which a shell can read as well:
     OKX_API_KEY=…
     OKX_API_SECRET=…
     OKX_API_PASSPHRASE='…'
2. The variables OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE.
3. The profile: `credentials_file` names such a file, and `credentials_command` a program that prints such lines, for example from a \
keyring or a password manager:
     credentials_command: pass show okx/main
     credentials_command: secret-tool lookup service okx account main

A program is run without a shell, and only when a request must be signed. It may ask for a passphrase on the terminal. Secrets are \
never arguments and never stand in the file of profiles. If a profile is named with --profile or OKX_PROFILE and has keys, and the \
variables have keys too, the command stops, because either choice could trade in the wrong account.";

const PROFILES: &str = "\
Profiles

A profile keeps the settings of one account under a name. `okx profile path` prints where the file is, and `okx profile add` writes it:
     default: demo
     profiles:
       demo:
         environment: demo           # demo or live; needed
         credentials_file: demo.env  # mode 0600, beside this file
       main:
         environment: live
         region: eea                 # global, eea or us
         account: desk-1             # whose rate limits are counted together
         limits: 5s                  # wait, refuse, or the longest wait
         credentials_command: pass show okx/main
         # base_url and ws_url: another server

A flag counts before the environment, and the environment before the profile: `okx profile show` prints each setting and its origin. \
The profile is the one that --profile names, or OKX_PROFILE, or `default:`. `--profile none` uses none.

If a profile is named and OKX_ENVIRONMENT contradicts it, the command stops. A default profile for live trading can read, but what \
changes something needs --live or --profile as well.";

const EXIT_CODES: &str = "\
Exit codes

  0    success; for a call, `code` and the `sCode` of every row are 0
  1    a local failure: a file, a program, or output that cannot be written;
       for `doctor` and `decode`, a problem was found
  2    wrong use: arguments, input, keys or profiles; nothing was sent
  3    rejected by OKX
  4    outcome unknown: it may have been done. Check before you send it again
  5    no reply, or one that cannot be read
  6    rejected by this client's checks, such as lot size or a rate limit;
       not sent
  129  stopped by SIGHUP
  130  stopped by ctrl-c
  141  the reader of the output is gone, so no more requests were sent
  143  stopped by SIGTERM

With several requests, the worst counts: 4, then the interruptions, 5, 3, 6, 2.";

/// The text of a topic.
pub(super) fn topic(name: &str) -> Option<String> {
    match name.to_ascii_lowercase().as_str() {
        "start" => Some(START.to_owned()),
        "keys" => Some(KEYS.to_owned()),
        "profiles" => Some(PROFILES.to_owned()),
        "variables" => Some(variables()),
        "exit-codes" => Some(EXIT_CODES.to_owned()),
        _ => None,
    }
}

/// All variables with their meanings.
pub(crate) fn variables() -> String {
    let width = MEANINGS.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = MEANINGS.iter().map(|(name, means)| format!("  {name:width$}  {means}"));
    let lines: Vec<String> = lines.collect();
    format!("Variables of the environment\n\n{}\n\nAn empty variable counts as not set.", lines.join("\n"))
}
