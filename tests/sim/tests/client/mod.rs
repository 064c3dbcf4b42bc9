//! A minimal test client: handwritten HTTP/1.1 over a plain socket with its own signing code, so that tests can send
//! any invalid bytes.

#![allow(dead_code, unreachable_pub, reason = "every test target compiles this module and uses part of it")]

use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use okx_sim::{Credentials, Sim, SimBuilder, SteppedClock};
use serde_json::Value;
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The time of the clock of [`stopped`], in milliseconds and in ISO format.
pub const NOW_MS: i64 = 1_607_418_537_715;
pub const NOW: &str = "2020-12-08T09:08:57.715Z";

/// The builder of a simulator with a stopped clock and rate limits high enough not to affect other tests, and the
/// clock.
pub fn stopped() -> (SimBuilder, Arc<SteppedClock>) {
    let clock = Arc::new(SteppedClock::at_millis(NOW_MS));
    (Sim::builder().clock(Arc::<SteppedClock>::clone(&clock)).limits_scaled_by(1_000), clock)
}

/// Starts a simulator with a stopped clock.
pub async fn start_stopped() -> Sim {
    stopped().0.start().await.expect("a free port")
}

/// A reply.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn rows(&self) -> Vec<Value> {
        self.json()["data"].as_array().cloned().unwrap_or_default()
    }

    pub fn row(&self) -> Value {
        self.rows().into_iter().next().unwrap_or_else(|| panic!("no row in {}", self.body))
    }

    /// The result code of the first row.
    pub fn row_code(&self) -> String {
        self.row()["sCode"].as_str().unwrap_or_default().to_owned()
    }
}

/// A request to be signed and sent.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn get(target: &str) -> Self {
        Self { method: "GET".into(), target: target.into(), headers: Vec::new(), body: String::new() }
    }

    pub fn post(target: &str, body: &str) -> Self {
        let headers = vec![("content-type".into(), "application/json".into())];
        Self { method: "POST".into(), target: target.into(), headers, body: body.into() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self
    }

    /// Signs for demo trading with this timestamp.
    pub fn signed_at(self, credentials: &Credentials, timestamp: &str) -> Self {
        let text = format!("{timestamp}{}{}{}", self.method, self.target, self.body);
        let signature = sign(&credentials.secret, &text);
        self.header("ok-access-key", &credentials.key)
            .header("ok-access-passphrase", &credentials.passphrase)
            .header("ok-access-timestamp", timestamp)
            .header("ok-access-sign", &signature)
            .header("x-simulated-trading", "1")
    }

    pub fn signed(self, credentials: &Credentials) -> Self {
        self.signed_at(credentials, NOW)
    }

    pub async fn send(&self, sim: &Sim) -> Answer {
        self.try_send(sim).await.expect("a reply is received")
    }

    /// Sends the request over a new connection. Fails if the connection ends before the reply is complete.
    pub async fn try_send(&self, sim: &Sim) -> io::Result<Answer> {
        let bytes = self.send_for_bytes(sim).await?;
        let text = String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
        if length.is_some_and(|length| length != body.len()) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
    }

    /// Sends the request and returns all received bytes, even if the reply is incomplete.
    pub async fn send_for_bytes(&self, sim: &Sim) -> io::Result<Vec<u8>> {
        let address = sim.url().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).await?;
        let mut text = format!("{} {} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        if !self.body.is_empty() {
            text.extend(["content-length: ", &self.body.len().to_string(), "\r\n"]);
        }
        text += "\r\n";
        text += &self.body;
        stream.write_all(text.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}

/// Base64 of HMAC-SHA256.
pub fn sign(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Sends a signed GET.
pub async fn get(sim: &Sim, target: &str) -> Answer {
    Request::get(target).signed(sim.credentials()).send(sim).await
}

/// Sends a signed POST.
pub async fn post(sim: &Sim, target: &str, body: &Value) -> Answer {
    Request::post(target, &body.to_string()).signed(sim.credentials()).send(sim).await
}
