//! HTTP and SOCKS proxies: which requests they get, and what they can see.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use okx_client::environments::Region;
use okx_client::public::GetTime;
use okx_client::{Client, ClientBuilder, Environment, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::tls::{ROOT, serve};

/// A proxy that records its requests.
struct Proxy {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// An HTTP proxy that requires this user and password.
    async fn http(user: &str) -> Self {
        let expected = format!("proxy-authorization: basic {}", STANDARD.encode(user)).to_lowercase();
        Self::serving(move |mut socket, asked| {
            let expected = expected.clone();
            async move {
                let head = head(&mut socket).await;
                let target = head.split(' ').nth(1).unwrap().to_owned();
                asked.lock().unwrap().push(head.lines().next().unwrap().to_owned());
                if !head.to_lowercase().contains(&expected) {
                    let _ = socket.write_all(b"HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\n\r\n").await;
                    return;
                }
                socket.write_all(b"HTTP/1.1 200 Go\r\n\r\n").await.unwrap();
                join(socket, &target).await;
            }
        })
        .await
    }

    /// A SOCKS5 proxy that requires a user and a password, and records them.
    async fn socks() -> Self {
        Self::serving(|mut socket, asked| async move {
            assert_eq!(bytes(&mut socket, 1).await, [5]);
            let methods = text(&mut socket).await;
            assert!(methods.contains('\u{2}'), "a user and a password are offered");
            socket.write_all(&[5, 2]).await.unwrap();
            assert_eq!(bytes(&mut socket, 1).await, [1]);
            let user = format!("{}:{}", text(&mut socket).await, text(&mut socket).await);
            socket.write_all(&[1, 0]).await.unwrap();
            assert_eq!(bytes(&mut socket, 3).await, [5, 1, 0]);
            let host = match bytes(&mut socket, 1).await[0] {
                1 => bytes(&mut socket, 4).await.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
                _ => text(&mut socket).await,
            };
            let port = u16::from_be_bytes(bytes(&mut socket, 2).await.try_into().unwrap());
            asked.lock().unwrap().push(format!("{user} wants {host}:{port}"));
            let refused = u8::from(host.ends_with("invalid")) * 4;
            socket.write_all(&[5, refused, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            if refused == 0 {
                join(socket, &format!("{host}:{port}")).await;
            }
        })
        .await
    }

    async fn serving<F, A>(serve: F) -> Self
    where
        F: Fn(TcpStream, Arc<Mutex<Vec<String>>>) -> A + Send + 'static,
        A: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap().to_string(), Arc::<Mutex<Vec<String>>>::default());
        let shared = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&shared)));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

async fn bytes(socket: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    socket.read_exact(&mut bytes).await.unwrap();
    bytes
}

/// A text with a length prefix.
async fn text(socket: &mut TcpStream) -> String {
    let length = bytes(socket, 1).await[0];
    String::from_utf8(bytes(socket, length.into()).await).unwrap()
}

async fn join(mut socket: TcpStream, target: &str) {
    let mut onward = TcpStream::connect(target).await.unwrap();
    let _ = copy_bidirectional(&mut socket, &mut onward).await;
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .environment(Environment::live(Region::Global))
        .base_url(url)
        .root_certificates(ROOT)
        .retry(RetryPolicy::none())
}

async fn time(builder: ClientBuilder) -> Result<i64, Error> {
    builder.build()?.send(&GetTime::new()).await.map(|time| time.ts.as_millis())
}

#[tokio::test]
async fn an_http_proxy_gets_only_a_tunnel_request() {
    let (proxy, url) = (Proxy::http("desk 1:p@ss").await, serve());
    let found = time(builder(&url).proxy(format!("http://desk%201:p%40ss@{}", proxy.address))).await.unwrap();
    assert_eq!(found, 12_345);
    let target = url.trim_start_matches("https://");
    assert_eq!(proxy.asked(), [format!("CONNECT {target} HTTP/1.1")]);
}

#[tokio::test]
async fn a_socks_proxy_gets_a_connection_request() {
    let url = serve();
    let target = url.trim_start_matches("https://");
    for scheme in ["socks5", "socks5h"] {
        let proxy = Proxy::socks().await;
        let found = time(builder(&url).proxy(format!("{scheme}://desk:p%40ss@{}", proxy.address))).await.unwrap();
        assert_eq!((found, proxy.asked()), (12_345, vec![format!("desk:p@ss wants {target}")]));
    }
}

#[tokio::test]
async fn socks5h_lets_the_proxy_resolve_the_name() {
    let proxy = Proxy::socks().await;
    let through = format!("socks5h://desk:TopSecret@{}", proxy.address);
    let error = time(builder("https://exchange.invalid").proxy(through)).await.unwrap_err();
    assert_eq!(proxy.asked(), ["desk:TopSecret wants exchange.invalid:443"]);
    let expected = format!("through the proxy socks5h://{}", proxy.address);
    assert!(error.is_unreachable() && error.to_string().contains(&expected), "{error}");
    assert!(!format!("{error} {error:?}").contains("TopSecret"));
}

#[tokio::test]
async fn nothing_is_sent_if_the_proxy_refuses() {
    let (proxy, url) = (Proxy::http("somebody:else").await, serve());
    let error = time(builder(&url).proxy(format!("http://desk:TopSecret@{}", proxy.address))).await.unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("failed to connect to"), "{error}");
    assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error:?}");
}

#[tokio::test]
async fn plain_http_to_this_machine_does_not_use_the_proxy() {
    let (sim, proxy) = (okx_sim::Sim::start().await, Proxy::http("").await);
    time(builder(&sim.url()).proxy(format!("http://{}", proxy.address))).await.unwrap();
    assert!(proxy.asked().is_empty());
}

#[test]
fn an_invalid_proxy_is_refused() {
    let error = builder("https://exchange.invalid").proxy("gopher://example.com").build().unwrap_err();
    assert!(error.is_setup() && error.to_string().contains("socks5h://"), "{error}");
}
