//! `okx call`.

mod answer;
mod dry_run;
mod flags;
mod jsonl;
mod line;
mod once;
mod parameters;
mod unresolved;

use std::ffi::OsString;
use std::time::Duration;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser};
pub(crate) use flags::{command as command_of, id as flag_id};
use okx_client::SendOptions;

use crate::connection::ConnectionArguments;
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};
use crate::spec;

/// The command's name.
pub(crate) const NAME: &str = "call";

const EXAMPLES: &str = r#"Examples:
  okx call market.get_ticker --inst-id BTC-USDT
  okx call market.get_ticker '{"instId":"BTC-USDT"}'
  okx call 'GET /api/v5/market/ticker' '{"instId":"BTC-USDT"}'
  okx call trade.place_order --demo --inst-id BTC-USDT --td-mode cash --side buy --ord-type limit --sz 0.001 --px 20000
  okx call trade.cancel_order --demo --over-socket --inst-id BTC-USDT --ord-id 680800019749904384
  okx call cancel_orders --demo - < orders.json     parameters from standard input; a list for a batch
  okx call trade.place_order --live --dry-run …     the request with secret headers masked; nothing is sent
  okx call trade.place_order --help                 the flags of a call
  okx call --jsonl --demo < requests.jsonl          many requests: {"endpoint":"METHOD /path","params":{…}}

OKX's reply is printed unchanged, with code, msg and data. On a terminal, control characters are escaped. With --jsonl each
request has one line in the output, in the same order: {"ok":…,"line":<line of the input>,"status":<HTTP status>,"error":…,
"body":<OKX's reply>}, and "unresolved":[{"clOrdId":…}] if it is unknown whether an order was placed. All messages go to
standard error. A line that cannot be read has a result too, and reading continues with the next line.

After ctrl-c, SIGTERM or SIGHUP no more requests are sent; the command waits for the reply to the request in flight, until a
second signal. With --jsonl no more requests are sent when the reader of the output is gone. Requests with an unknown outcome
are listed at the end.

Exit codes: 0 only if `code` and the `sCode` of every row are 0, 2 invalid and not sent, 3 rejected by OKX, 4 outcome unknown
(it may have been done: check before you send it again), 5 no readable reply. When interrupted: 130 by ctrl-c, 143 by
SIGTERM, 129 by SIGHUP, 141 because the reader of the output is gone. 1 if an answer could not be written for another reason
and nothing else failed. With --jsonl the worst one counts: unknown, interrupted, no reply, rejected, invalid.

Signed calls other than GET need --demo or --live, or OKX_ENVIRONMENT=demo or live. With --over-socket, the reply is OKX's
message on the socket, which has no HTTP status."#;

/// Options of every call.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CallOptions {
    /// Print the request with secret headers masked; send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Sign a call that works with and without a signature.
    #[arg(long)]
    signed: bool,
    /// Send requests that OKX accepts even if a safeguard of this client refuses them.
    #[arg(long)]
    without_safeguards: bool,
    /// Send an order, an amendment or a cancellation over a socket instead of the REST API.
    #[arg(long, conflicts_with = "dry_run")]
    over_socket: bool,
    /// Let OKX drop the request if it arrives later than this; for calls that accept a deadline.
    #[arg(long, value_name = "MILLISECONDS")]
    within: Option<u64>,
    /// Print JSON on one line, even on a terminal.
    #[arg(long)]
    json: bool,
    // Arguments after it would get its help heading.
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// The arguments of `okx call`, before the call and its flags are known.
#[derive(Debug, Parser)]
#[command(name = "okx call", bin_name = "okx call", about = "Make a call: flags or JSON in, JSON out", after_help = EXAMPLES)]
struct CallArguments {
    /// Read many requests from standard input, one JSON object per line.
    #[arg(long, conflicts_with = "call")]
    jsonl: bool,
    /// A call such as `place_orders`, `trade.place_order` or `METHOD /path`, followed by its parameters, as flags or as one JSON text;
    /// `okx call NAME --help` lists the flags.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_names = ["NAME", "PARAMETERS"], num_args = 1..)]
    call: Vec<String>,
    #[command(flatten)]
    options: CallOptions,
}

/// Makes a call, or many.
pub(crate) fn run(words: &[OsString], out: &mut Output) -> Result<Ending, Failure> {
    let arguments = CallArguments::parse_from(std::iter::once("okx call".into()).chain(words.iter().cloned()));
    if arguments.jsonl {
        return jsonl::run(&arguments.options, out);
    }
    let Some(name) = arguments.call.first() else {
        let usage = CallArguments::command().render_usage();
        return Err(Failure::Usage(format!(
            "the call is missing; give its name, or --jsonl\n\n{usage}\n\n`okx list` lists all calls"
        )));
    };
    let model = spec::model()?;
    let endpoint = spec::call(model, name)?;
    // The call's own command parses the words before and after the name.
    let place = words.len() - arguments.call.len();
    let others = words.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, word)| word.clone());
    let bin_name = format!("okx call {name}");
    let matches = command_of(model, endpoint)
        .bin_name(&bin_name)
        .get_matches_from(std::iter::once(bin_name.into()).chain(others));
    let options = CallOptions::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let parameters = parameters::of_matches(model, endpoint, &matches)?;
    parameters::warnings(model, endpoint, &parameters).into_iter().for_each(message);
    if options.dry_run {
        dry_run::run(&options, model, endpoint, &parameters, out)
    } else {
        once::run(&options, model, endpoint, &parameters, out)
    }
}

impl CallOptions {
    fn send_options(&self) -> SendOptions {
        let options = SendOptions::default();
        let options = if self.signed { options.signed() } else { options };
        let options = if self.without_safeguards { options.without_safeguards() } else { options };
        let options = if self.over_socket { options.over_socket() } else { options };
        self.within.map_or(options, |millis| options.within(Duration::from_millis(millis)))
    }
}
