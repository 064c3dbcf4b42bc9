//! The transport with real connections to servers that misbehave.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okx_client::clock::ManualClock;
use okx_client::environments::Region;
use okx_client::market::GetTicker;
use okx_client::trade::CancelOrder;
use okx_client::value::Timestamp;
use okx_client::{Client, ClientBuilder, Credentials, Environment, Error, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers every request with the same bytes and then closes the connection. It counts the POST requests.
struct Server {
    url: String,
    orders: Arc<AtomicUsize>,
}

impl Server {
    async fn answering(reply: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let orders = Arc::new(AtomicUsize::new(0));
        let (counted, reply) = (orders.clone(), reply.into());
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let request = request(&mut socket).await;
                counted.fetch_add(usize::from(request.starts_with("POST")), Ordering::SeqCst);
                let _ = socket.write_all(&reply).await;
            }
        });
        Self { url, orders }
    }

    fn orders(&self) -> usize {
        self.orders.load(Ordering::SeqCst)
    }
}

/// Reads one request, head and body.
async fn request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        if socket.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return text;
        }
    }
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .environment(Environment::demo(Region::Global))
        .credentials(Credentials::new("key", "secret", "passphrase").unwrap())
        .base_url(url)
        .retry(RetryPolicy::none())
}

/// Cancels an order, which may be repeated, but not by this client.
async fn cancel(url: &str) -> Error {
    let client = builder(url).build().unwrap();
    client.send(&CancelOrder::new("BTC-USDT").ord_id("1")).await.unwrap_err()
}

async fn read(url: &str) -> Error {
    builder(url).build().unwrap().send(&GetTicker::new("BTC-USDT")).await.unwrap_err()
}

#[tokio::test]
async fn a_connection_cut_before_or_within_the_reply_leaves_the_outcome_unknown() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
    for reply in ["", "HTTP/1.1 200", head, &format!("{head}{{\"code\":\"0\"")] {
        let server = Server::answering(reply).await;
        let error = cancel(&server.url).await;
        assert!(error.outcome_unknown(), "{reply:?}: {error}");
        assert_eq!(server.orders(), 1, "{reply:?}");
        assert!(read(&server.url).await.is_unreachable());
    }
}

#[tokio::test]
async fn without_a_server_nothing_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = cancel(&url).await;
    assert!(error.is_unreachable() && error.to_string().contains("failed to connect to http://127.0.0.1"), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let goal = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    for (status, unknown) in [(301, false), (302, true), (303, true), (307, false), (308, false)] {
        let reply = format!("HTTP/1.1 {status} Go\r\nlocation: {}/x\r\ncontent-length: 0\r\n\r\n", goal.url);
        let server = Server::answering(reply).await;
        let error = cancel(&server.url).await;
        assert_eq!((error.outcome_unknown(), error.is_refused()), (unknown, !unknown), "{error}");
        assert_eq!(error.http_status(), Some(status));
        assert_eq!((server.orders(), goal.orders()), (1, 0));
    }
}

#[tokio::test]
async fn an_endless_reply_is_aborted() {
    let mut reply = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    reply.resize(65 * 1024 * 1024, b' ');
    let server = Server::answering(reply).await;
    let error = cancel(&server.url).await;
    assert!(error.outcome_unknown() && error.to_string().contains("larger than 64 MiB"), "{error}");
}

#[tokio::test]
async fn a_slow_server_causes_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let accepted = tokio::spawn(async move { listener.accept().await.unwrap() });
    let client = builder(&url).request_timeout(Duration::from_millis(1)).build().unwrap();
    let error = client.send(&GetTicker::new("BTC-USDT")).await.unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("no reply within 1 ms"), "{error}");
    drop(accepted);
}

/// Advances the clock whenever something waits for it, until the request has ended.
async fn given_up(clock: &ManualClock, request: impl Future<Output = Error>) -> Error {
    let mut request = std::pin::pin!(request);
    loop {
        tokio::select! {
            biased;
            error = &mut request => return error,
            () = tokio::task::yield_now() => clock.advance(clock.next_wake().unwrap_or_default()),
        }
    }
}

#[tokio::test]
async fn a_timeout_while_connecting_means_that_nothing_was_sent() {
    // The server accepts connections, but never starts TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let hour = Duration::from_secs(3_600);
    let client = builder(&url).clock(Arc::new(clock.clone())).connect_timeout(hour).build().unwrap();
    let order = CancelOrder::new("BTC-USDT").ord_id("1");
    let error = given_up(&clock, Box::pin(async { client.send(&order).await.unwrap_err() })).await;
    assert!(error.is_unreachable() && !error.outcome_unknown(), "{error}");
    assert!(error.to_string().contains("timed out connecting after 10000 ms"), "{error}");
    assert!(client.limits().usage().iter().all(|budget| budget.name != "order.cancel"), "it holds no place");
}

#[tokio::test]
async fn a_timeout_after_the_request_was_sent_leaves_the_outcome_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let arrived = Arc::new(tokio::sync::Notify::new());
    let seen = Arc::clone(&arrived);
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            if request(&mut socket).await.starts_with("POST") {
                seen.notify_one();
                kept.push(socket);
            }
        }
    });
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client = builder(&url).clock(Arc::new(clock.clone())).build().unwrap();
    let order = CancelOrder::new("BTC-USDT").ord_id("1");
    let ended = tokio::spawn(async move { client.send(&order).await.unwrap_err() });
    arrived.notified().await;
    let error = given_up(&clock, async { ended.await.unwrap() }).await;
    assert!(error.outcome_unknown() && error.to_string().contains("no reply within 10000 ms"), "{error}");
}
