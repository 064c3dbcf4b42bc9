//! A server between the command and the simulated exchange, which delays replies until a test releases them, or changes them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use okx_sim::Sim;
use serde_json::Value;

/// Forwards requests to the simulated exchange. Replies to the held path wait.
pub(crate) struct Gate {
    url: String,
    arrived: Receiver<()>,
    release: Sender<()>,
}

impl Gate {
    /// Holds the replies to a path.
    pub(crate) fn before(sim: &Sim, held: &'static str) -> Self {
        Self::new(sim, held, None)
    }

    /// Changes the replies to a path without delaying them.
    pub(crate) fn changing(sim: &Sim, path: &'static str, change: fn(&mut Value)) -> Self {
        Self::new(sim, path, Some(change))
    }

    fn new(sim: &Sim, held: &'static str, change: Option<fn(&mut Value)>) -> Self {
        let (arrived_at, arrived) = channel();
        let (release, released) = channel();
        let released = Arc::new(Mutex::new(released));
        let exchange = sim.url().replace("http://", "");
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.expect("a connection");
                let exchange = TcpStream::connect(&exchange).expect("the exchange is there");
                let (arrived_at, released) = (arrived_at.clone(), Arc::clone(&released));
                thread::spawn(move || pass(&client, &exchange, held, change, &arrived_at, &released));
            }
        });
        Self { url, arrived, release }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the exchange has replied to a held request.
    pub(crate) fn arrived(&self) {
        self.arrived.recv().expect("a request comes");
    }

    /// Releases all replies from now on.
    pub(crate) fn open(&self) {
        (0..1_000).for_each(|_| self.release());
    }

    /// Releases one reply.
    pub(crate) fn release(&self) {
        self.release.send(()).expect("somebody waits");
    }
}

/// Forwards requests and replies until either side closes.
fn pass(
    client: &TcpStream,
    exchange: &TcpStream,
    held: &str,
    change: Option<fn(&mut Value)>,
    arrived: &Sender<()>,
    released: &Mutex<Receiver<()>>,
) -> Option<()> {
    let (mut from_client, mut from_exchange) = (BufReader::new(client), BufReader::new(exchange));
    loop {
        let request = message(&mut from_client)?;
        (&*exchange).write_all(&request).ok()?;
        let mut reply = message(&mut from_exchange)?;
        if String::from_utf8_lossy(&request).split(' ').nth(1)?.split('?').next() == Some(held) {
            if let Some(change) = change {
                reply = changed(&reply, change)?;
            } else {
                arrived.send(()).ok()?;
                released.lock().ok()?.recv().ok()?;
            }
        }
        (&*client).write_all(&reply).ok()?;
    }
}

fn changed(reply: &[u8], change: fn(&mut Value)) -> Option<Vec<u8>> {
    let (_, body) = str::from_utf8(reply).ok()?.split_once("\r\n\r\n")?;
    let mut body = serde_json::from_str(body).ok()?;
    change(&mut body);
    let body = body.to_string();
    Some(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

/// A whole request or reply.
pub(crate) fn message(from: &mut BufReader<&TcpStream>) -> Option<Vec<u8>> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    loop {
        let start = bytes.len();
        if from.read_until(b'\n', &mut bytes).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&bytes[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    bytes.extend(body);
    Some(bytes)
}
