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
pub(crate) use flags::command as command_of;
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
  okx call cancel_orders --demo - < orders.json     parameters from standard input; a batch takes a list
  okx call trade.place_order --live --dry-run …     the request as it would go out, headers masked; nothing is sent
  okx call trade.place_order --help                 the flags of a call
  okx call --jsonl --demo < requests.jsonl          many requests: {"endpoint":"METHOD /path","params":{…}}

OKX's reply comes out as it came in, code, msg and data; to a terminal, with escapes for what would act on it. With --jsonl
each request has one line in the output, in the same order: {"ok":…,"line":<of the input>,"status":<HTTP status>,"error":…,
"body":<OKX's reply>}, and "unresolved":[{"clOrdId":…}] where it is not known whether an order was placed. Whatever else
there is to say is on standard error. A line that cannot be read has a result too, and the next one is read.

After ctrl-c, SIGTERM or SIGHUP nothing more is sent: the reply to what was sent is still waited for, until a second signal.
Nothing more is sent either when nobody reads the output of --jsonl any longer. What may have been done is told at the end.

Exit codes: 0 only when `code` is 0 and so is every row's `sCode`, 2 refused here and not sent, 3 refused by OKX, 4 outcome
unknown (it may have been done: ask before you send it again), 5 no reply that can be read. Stopped: 130 by ctrl-c, 143 by
SIGTERM, 129 by SIGHUP, 141 because nobody reads the output. 1 when an answer could not be written for another reason and
nothing else is wrong. With --jsonl the worst of them: unknown, stopped, no reply, refused by OKX, refused here.

Signed calls that are no GET want --demo or --live said, there or as OKX_ENVIRONMENT=demo or live."#;

/// How a call is made, whatever it is.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CallOptions {
    /// Print the request with its headers masked instead of sending it; nothing at all is sent.
    #[arg(long)]
    dry_run: bool,
    /// Sign a call that can be made either way.
    #[arg(long)]
    signed: bool,
    /// Send what OKX takes even where a safeguard of this client would refuse it.
    #[arg(long)]
    without_safeguards: bool,
    /// Have OKX drop the request when it comes later than this, for calls that take such a deadline.
    #[arg(long, value_name = "MILLISECONDS")]
    within: Option<u64>,
    /// Print JSON on one line, also to a terminal.
    #[arg(long)]
    json: bool,
    // What comes behind it would stand under its heading.
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// What stands behind `okx call`, before it is known which flags the call has.
#[derive(Debug, Parser)]
#[command(name = "okx call", bin_name = "okx call", about = "Make a call: flags or JSON in, JSON out", after_help = EXAMPLES)]
struct CallArguments {
    /// Read many requests from standard input, one JSON object a line.
    #[arg(long, conflicts_with = "call")]
    jsonl: bool,
    /// A call such as `place_orders`, `trade.place_order` or `METHOD /path`, and behind it its parameters, as flags or as one JSON text;
    /// `okx call NAME --help` tells the flags.
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
        return Err(Failure::Usage(format!("say which call, or --jsonl\n\n{usage}\n\n`okx list` names every call")));
    };
    let model = spec::model()?;
    let endpoint = spec::call(model, name)?;
    // All words behind the name were taken with it; the call's own command reads them, and those before the name.
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
        self.within.map_or(options, |millis| options.within(Duration::from_millis(millis)))
    }
}
