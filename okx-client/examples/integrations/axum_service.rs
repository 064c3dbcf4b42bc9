//! A web service with prices and balances, whose clients share the rate limits of one address.
//!
//! - On a simulated exchange: `cargo run -p okx-integrations --example axum-service`, then `curl http://127.0.0.1:3000/ticker/BTC-USDT`,
//!   `…/balance/main` and `…/limits`
//! - On OKX's demo trading: the same with `OKX_ENVIRONMENT=demo` and demo keys in `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`
//! - Live: with `OKX_ENVIRONMENT=live` and live keys. It only reads; a key with the permission to read is enough.
//!
//! Ctrl-c ends it after the requests that are under way. It listens on the local address only, because it checks nobody's permissions.

#[path = "../connect.rs"]
mod connect;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use okx_client::account::GetBalance;
use okx_client::market::GetTicker;
use okx_client::{Client, LimitPolicy, Limits, SendOptions};
use tokio::net::TcpListener;

/// How long a request may wait for a rate limit before the service says that it is busy.
const PATIENCE: Duration = Duration::from_millis(500);

/// The clients by the names of their accounts, and the limits that they share.
pub(crate) struct Service {
    accounts: BTreeMap<String, Client>,
    limits: Limits,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let connection = connect::connect().await?;
    // Every client of one address must be built with the same limits. Add the clients of other accounts here, each with its own keys:
    // `Client::builder().credentials(…).limits(connection.okx.limits().clone())…`.
    let accounts = BTreeMap::from([("main".to_owned(), connection.okx)]);
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener, accounts, connect::ctrl_c()).await
}

/// Serves until `stop` is ready, and then finishes the requests that are under way.
pub(crate) async fn serve(
    listener: TcpListener,
    accounts: BTreeMap<String, Client>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn Error>> {
    let limits = accounts.values().next().ok_or("there is no account")?.limits().clone();
    let router = Router::new()
        .route("/ticker/{instrument}", get(ticker))
        .route("/balance/{account}", get(balance))
        .route("/limits", get(usage))
        .with_state(Arc::new(Service { accounts, limits }));
    Ok(axum::serve(listener, router).with_graceful_shutdown(stop).await?)
}

async fn ticker(State(service): State<Arc<Service>>, Path(instrument): Path<String>) -> Result<String, Failure> {
    // Public data is the same for all accounts.
    let okx = service.accounts.values().next().ok_or(Failure::UnknownAccount)?;
    let ticker = okx.send_with(GetTicker::new(&*instrument), options()).await?;
    let shown = |price: Option<okx_client::Decimal>| price.map_or("-".to_owned(), |price| price.to_string());
    Ok(format!("last {} bid {} ask {}\n", shown(ticker.last), shown(ticker.bid_px), shown(ticker.ask_px)))
}

async fn balance(State(service): State<Arc<Service>>, Path(account): Path<String>) -> Result<String, Failure> {
    let okx = service.accounts.get(&account).ok_or(Failure::UnknownAccount)?;
    let balance = okx.send_with(GetBalance::new(), options()).await?;
    let mut text = String::new();
    for detail in balance.details {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {}", detail.ccy, detail.eq.unwrap_or_default());
    }
    Ok(text)
}

/// How much of each rate limit is used by all clients together.
async fn usage(State(service): State<Arc<Service>>) -> String {
    let mut text = String::new();
    for budget in service.limits.usage() {
        let _ = writeln!(text, "{budget}");
    }
    text
}

fn options() -> SendOptions {
    SendOptions::default().limit_policy(LimitPolicy::WaitUpTo(PATIENCE))
}

/// Why a request of the service failed.
pub(crate) enum Failure {
    UnknownAccount,
    Okx(okx_client::Error),
}

impl From<okx_client::Error> for Failure {
    fn from(error: okx_client::Error) -> Self {
        Self::Okx(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self::Okx(error) = self else {
            return (StatusCode::NOT_FOUND, "there is no such account\n").into_response();
        };
        let mut headers = HeaderMap::new();
        let status = if error.is_rate_limited() {
            // When the limit has room again, in whole seconds.
            let wait = error.limit().and_then(|limit| limit.free_in).unwrap_or(PATIENCE);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
            StatusCode::SERVICE_UNAVAILABLE
        } else if error.is_invalid() {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::BAD_GATEWAY
        };
        // The text has no secrets. It has OKX's code and message.
        (status, headers, format!("{error}\n")).into_response()
    }
}
