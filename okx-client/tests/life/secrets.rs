//! No secret is in any log line, `Debug` or error.

use std::io::Write;
use std::sync::{Arc, Mutex};

use okx_client::account::GetBalance;
use okx_client::environments::Region;
use okx_client::transport::{HttpRequest, SendFuture, Transport};
use okx_client::{Client, Credentials, CredentialsSource, Environment, RetryPolicy, errors};
use okx_sim::Sim;
use tracing::Level;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use crate::script::{KEY, PASSPHRASE, SECRET, Script, Step, refusal};

const PROXY_PASSWORD: &str = "Proxy-of-nobody";

/// Everything that was printed.
#[derive(Clone, Default)]
pub(crate) struct Printed(pub(crate) Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Printed {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A careless transport, which prints everything that it gets.
struct Careless(Script, Printed);

impl Transport for Careless {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        writeln!(self.1.clone(), "{request:?} {:?}", request.headers()).unwrap();
        self.0.send(request)
    }
}

#[track_caller]
fn holds_none(printed: &str, secrets: impl IntoIterator<Item = String>) {
    for secret in secrets {
        assert!(!printed.contains(&secret), "{secret} is in {printed}");
    }
}

/// Captures everything that any library logs from now on, at all levels.
pub(crate) fn printing(printed: &Printed) -> DefaultGuard {
    let subscriber = tracing_subscriber::fmt().with_max_level(Level::TRACE).with_writer(printed.clone());
    tracing::subscriber::set_default(subscriber.finish())
}

#[tokio::test]
async fn the_real_transport_prints_no_secret() {
    let sim = Sim::start().await;
    let okx_sim::Credentials { key, secret, passphrase } = sim.credentials().clone();
    let printed = Printed::default();
    let guard = printing(&printed);
    let client = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(&key, &secret, &passphrase).unwrap())
        .build()
        .unwrap();
    client.send(&GetBalance::new()).await.unwrap();
    drop(guard);
    let signatures: Vec<_> = sim.journal().into_iter().filter_map(|entry| entry.signature).collect();
    let printed = String::from_utf8(printed.0.lock().unwrap().clone()).unwrap();
    assert!(printed.contains("account.get_balance") && signatures.len() == 1, "{printed}");
    holds_none(&printed, [key, secret, passphrase].into_iter().chain(signatures));
}

#[tokio::test]
async fn no_secret_is_printed_in_logs_errors_or_debug_output() {
    let script = Script::new([
        Step::NotSent,
        refusal(401, errors::SIGNATURE_WRONG),
        Step::Broken,
        Step::Reply(502, "<html>".to_owned()),
        Step::Reply(200, "{".to_owned()),
    ]);
    let printed = Printed::default();
    let guard = printing(&printed);
    let source = CredentialsSource::new("desk", || async { Credentials::new(KEY, SECRET, PASSPHRASE) });
    let told = printed.clone();
    let builder = script
        .builder()
        .credentials_from(source.clone())
        .proxy(format!("http://desk:{PROXY_PASSWORD}@127.0.0.1:1"))
        .audit(move |sending| {
            writeln!(told.clone(), "{sending} {sending:?} {:?}", sending.headers().collect::<Vec<_>>()).unwrap();
        })
        .transport(Arc::new(Careless(script.clone(), printed.clone())));
    writeln!(printed.clone(), "{builder:?} {source:?}").unwrap();
    let client: Client = builder.build().unwrap();
    writeln!(printed.clone(), "{client:?} {:?}", Credentials::new(KEY, SECRET, PASSPHRASE)).unwrap();
    for _ in 0..3 {
        if let Err(error) = client.send(&GetBalance::new().ccy(["BTC"])).await {
            writeln!(printed.clone(), "{error} {error:?} {error:#?}").unwrap();
        }
    }
    drop(guard);
    let signatures: Vec<_> =
        script.seen().iter().map(|seen| seen.header("ok-access-sign").unwrap().to_owned()).collect();
    let printed = String::from_utf8(printed.0.lock().unwrap().clone()).unwrap();
    assert!(printed.contains("account.get_balance") && signatures.len() > 4, "{printed}");
    holds_none(&printed, [KEY, SECRET, PASSPHRASE, PROXY_PASSWORD].map(str::to_owned).into_iter().chain(signatures));
}

#[tokio::test]
async fn the_password_of_a_proxy_is_not_printed() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let printed = Printed::default();
    let guard = printing(&printed);
    for scheme in ["http", "https", "socks5", "socks5h"] {
        let proxy = format!("{scheme}://desk:{PROXY_PASSWORD}@{}", listener.local_addr().unwrap());
        let client = Client::builder()
            .environment(Environment::demo(Region::Global))
            .proxy(proxy)
            .request_timeout(std::time::Duration::from_millis(20))
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        let error = client.sync_clock().await.unwrap_err();
        writeln!(printed.clone(), "{client:?} {error} {error:?}").unwrap();
    }
    drop(guard);
    let printed = String::from_utf8(printed.0.lock().unwrap().clone()).unwrap();
    assert!(printed.contains("public.get_time"), "{printed}");
    holds_none(&printed, [PROXY_PASSWORD.to_owned(), "ZGVzazpQcm94eS1vZi1ub2JvZHk".to_owned()]);
}
