//! A plain WebSocket client with its own login, for tests of the sockets.

#![allow(dead_code, unreachable_pub, reason = "every test target compiles this module and uses part of it")]

use futures_util::{FutureExt, SinkExt, StreamExt};
use okx_sim::{Credentials, Sim};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::client::{NOW_MS, sign};

/// A connection.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    /// Connects to a socket: `public`, `private` or `business`.
    pub async fn open(sim: &Sim, name: &str) -> Self {
        Self::try_open(sim, name).await.expect("a connection")
    }

    pub async fn try_open(sim: &Sim, name: &str) -> Result<Self, Error> {
        let address = sim.url().trim_start_matches("http://").to_owned();
        let tcp = TcpStream::connect(&address).await?;
        let request = format!("{}/ws/v5/{name}?brokerId=9999", sim.socket_url()).into_client_request()?;
        Ok(Self { stream: client_async(request, tcp).await?.0 })
    }

    /// Connects to a socket and logs in.
    pub async fn logged_in(sim: &Sim, name: &str) -> Self {
        let mut socket = Self::open(sim, name).await;
        let reply = socket.log_in(sim.credentials()).await;
        assert_eq!(reply["event"], "login", "{reply}");
        socket
    }

    pub async fn log_in(&mut self, credentials: &Credentials) -> Value {
        self.ask(&login(credentials, NOW_MS / 1000)).await
    }

    pub async fn send(&mut self, message: &Value) {
        self.send_text(&message.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("the message is sent");
    }

    /// Sends a message and returns the next one from the exchange.
    pub async fn ask(&mut self, message: &Value) -> Value {
        self.send(message).await;
        self.json().await
    }

    /// Subscribes to one channel and returns the acknowledgement.
    pub async fn subscribe(&mut self, argument: Value) -> Value {
        self.ask(&json!({"id": "1", "op": "subscribe", "args": [argument]})).await
    }

    /// The next message.
    pub async fn text(&mut self) -> String {
        match self.stream.next().await {
            Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
            other => panic!("a text was expected: {other:?}"),
        }
    }

    pub async fn json(&mut self) -> Value {
        let text = self.text().await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
    }

    /// Asserts that nothing was sent before now: the pong is the next message.
    pub async fn assert_quiet(&mut self) {
        self.send_text("ping").await;
        assert_eq!(self.text().await, "pong");
    }

    /// Sends a ping and returns what arrives before the pong.
    pub async fn until_pong(&mut self) -> Vec<Value> {
        self.send_text("ping").await;
        let mut messages = Vec::new();
        loop {
            let text = self.text().await;
            if text == "pong" {
                return messages;
            }
            messages.push(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}")));
        }
    }

    /// Whether nothing arrives until the simulator has answered another client.
    pub async fn is_silent(&mut self, sim: &Sim) -> bool {
        for _ in 0..3 {
            client_request(sim).await;
            tokio::task::yield_now().await;
        }
        self.stream.next().now_or_never().is_none()
    }

    /// The code with which the exchange closes the connection; `None` if the connection breaks.
    pub async fn close_code(&mut self) -> Option<u16> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return Some(frame.code.into()),
                Some(Ok(Message::Text(_))) => {}
                _ => return None,
            }
        }
    }
}

/// A request that waits for everything the simulator does by itself.
async fn client_request(sim: &Sim) {
    crate::client::get(sim, "/api/v5/public/time").await;
}

/// A login message with this time, in seconds.
pub fn login(credentials: &Credentials, seconds: i64) -> Value {
    let signature = sign(&credentials.secret, &format!("{seconds}GET/users/self/verify"));
    json!({"op": "login", "args": [{
        "apiKey": credentials.key, "passphrase": credentials.passphrase, "timestamp": seconds.to_string(),
        "sign": signature,
    }]})
}

/// The code of a message.
pub fn code(message: &Value) -> &str {
    message["code"].as_str().unwrap_or_default()
}
