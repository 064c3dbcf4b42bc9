//! A server between the command and the simulated exchange, which holds replies until a test lets them go.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use okx_sim::Sim;

/// Passes requests on to the simulated exchange. The replies to the held path wait.
pub(crate) struct Gate {
    url: String,
    arrived: Receiver<()>,
    release: Sender<()>,
}

impl Gate {
    pub(crate) fn before(sim: &Sim, held: &'static str) -> Self {
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
                thread::spawn(move || pass(&client, &exchange, held, &arrived_at, &released));
            }
        });
        Self { url, arrived, release }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the exchange has answered a held request.
    pub(crate) fn arrived(&self) {
        self.arrived.recv().expect("a request comes");
    }

    /// Lets every reply go from now on, as many as a test has.
    pub(crate) fn open(&self) {
        (0..1_000).for_each(|_| self.release());
    }

    /// Lets one reply go.
    pub(crate) fn release(&self) {
        self.release.send(()).expect("somebody waits");
    }
}

/// Passes requests and replies on until either end closes.
fn pass(
    client: &TcpStream,
    exchange: &TcpStream,
    held: &str,
    arrived: &Sender<()>,
    released: &Mutex<Receiver<()>>,
) -> Option<()> {
    let (mut from_client, mut from_exchange) = (BufReader::new(client), BufReader::new(exchange));
    loop {
        let request = message(&mut from_client)?;
        (&*exchange).write_all(&request).ok()?;
        let reply = message(&mut from_exchange)?;
        if String::from_utf8_lossy(&request).split(' ').nth(1)?.split('?').next() == Some(held) {
            arrived.send(()).ok()?;
            released.lock().ok()?.recv().ok()?;
        }
        (&*client).write_all(&reply).ok()?;
    }
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
