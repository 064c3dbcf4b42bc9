//! `okx sign`.

use std::env;
use std::io::Read as _;

use clap::Args;
use okx_client::clock::{Clock as _, SystemClock};
use okx_client::sign;
use serde_json::json;
use zeroize::Zeroizing;

use crate::ending::{Ending, Failure};
use crate::output::Output;

/// The default variable for the secret.
const SECRET: &str = "OKX_API_SECRET";

/// What to sign.
#[derive(Debug, Args)]
pub(crate) struct SignArguments {
    /// `GET` or `POST`.
    method: String,
    /// The path with its query, exactly as it is sent.
    target: String,
    /// The body, exactly as it is sent; a GET has none.
    #[arg(default_value = "")]
    body: String,
    /// The time as it is sent: `2020-12-08T09:08:57.715Z` in a request, seconds in the login of a socket [default: now].
    #[arg(long)]
    timestamp: Option<String>,
    /// The environment variable that holds the secret.
    #[arg(long, value_name = "NAME", default_value = SECRET)]
    secret_env: String,
    /// Read the secret from standard input instead.
    #[arg(long, conflicts_with = "secret_env")]
    secret_stdin: bool,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Shows the signed text and the signature.
pub(crate) fn run(arguments: &SignArguments, out: &mut Output) -> Result<Ending, Failure> {
    let timestamp = arguments.timestamp.clone().unwrap_or_else(|| SystemClock::new().wall().to_string());
    let method = arguments.method.to_ascii_uppercase();
    let text = [timestamp.as_str(), &method, &arguments.target, &arguments.body].concat();
    let signature = sign::signature(&secret(arguments)?, &text)?;
    let answer = if arguments.json {
        let answer = json!({
            "timestamp": timestamp, "method": method, "target": arguments.target, "body": arguments.body,
            "text": text, "signature": signature,
        });
        format!("{answer:#}")
    } else {
        format!("text       {text}\nsignature  {signature}")
    };
    out.line(&answer)?;
    Ok(Ending::Done)
}

fn secret(arguments: &SignArguments) -> Result<Zeroizing<String>, Failure> {
    if arguments.secret_stdin {
        let mut secret = Zeroizing::new(String::new());
        let read = std::io::stdin().read_to_string(&mut secret);
        read.map_err(|error| Failure::Machine(format!("the secret cannot be read from standard input: {error}")))?;
        // The line end is not part of the secret.
        return Ok(Zeroizing::new(secret.trim_end_matches(['\r', '\n']).to_owned()));
    }
    env::var(&arguments.secret_env).map(Zeroizing::new).map_err(|_| {
        // The argument may be the secret itself, so it is not shown.
        let variable = match arguments.secret_env.as_str() {
            SECRET => SECRET,
            _ => "given by --secret-env",
        };
        Failure::Usage(format!(
            "the environment variable {variable} has no secret; set it, or use --secret-stdin. --secret-env is the name of a \
             variable, never the secret"
        ))
    })
}
