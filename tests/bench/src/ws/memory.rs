//! An exchange at the other end of connections in memory. It acknowledges whatever it is asked, and pushes what it is given.

use futures_util::{SinkExt, StreamExt};
use okx_client::sockets::{ByteStream, ConnectFuture, SocketConnector};
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Error, Message};

/// How many bytes fit into a connection: more than a whole measurement, so that writing never waits for reading.
const ROOM: usize = 64 << 20;

/// A connection as a WebSocket.
pub(super) type Socket = WebSocketStream<DuplexStream>;

/// Both ends of a new connection: the client's bytes, and the exchange.
pub(super) async fn connection() -> (DuplexStream, Exchange) {
    let (client, server) = tokio::io::duplex(ROOM);
    (client, Exchange(WebSocketStream::from_raw_socket(server, Role::Server, None).await))
}

/// The client's end of a new connection as a WebSocket, and the exchange.
pub(super) async fn socket() -> (Socket, Exchange) {
    let (client, exchange) = connection().await;
    (WebSocketStream::from_raw_socket(client, Role::Client, None).await, exchange)
}

/// The exchange's end of a connection.
pub(super) struct Exchange(Socket);

impl Exchange {
    /// Sends the same push this many times. It does not wait for the client, and no other task runs meanwhile.
    pub(super) async fn push(&mut self, text: &str, times: usize) -> Result<(), Error> {
        let text = Message::text(text);
        tokio::task::unconstrained(async {
            for _ in 0..times {
                self.0.feed(text.clone()).await?;
            }
            self.0.flush().await
        })
        .await
    }

    /// Answers requests until one of them has this operation.
    pub(super) async fn answer_until(&mut self, op: &str) -> Result<(), Error> {
        while let Some(message) = self.0.next().await {
            if self.answer(&message?).await? == op {
                return Ok(());
            }
        }
        Err(Error::ConnectionClosed)
    }

    /// Answers requests until the connection ends.
    pub(super) async fn serve(mut self) {
        while let Some(Ok(message)) = self.0.next().await {
            if self.answer(&message).await.is_err() {
                return;
            }
        }
    }

    /// Answers a request, and returns its operation.
    async fn answer(&mut self, message: &Message) -> Result<String, Error> {
        let Ok(text) = message.to_text() else { return Ok(String::new()) };
        let request: Value = serde_json::from_str(text).unwrap_or_default();
        let op = request["op"].as_str().unwrap_or_default().to_owned();
        let answers = match op.as_str() {
            "login" => vec![json!({"event": "login", "code": "0", "msg": "", "connId": "1"})],
            "subscribe" => {
                let acknowledge = |arg: &Value| json!({"event": "subscribe", "arg": arg, "connId": "1"});
                request["args"].as_array().map_or_else(Vec::new, |args| args.iter().map(acknowledge).collect())
            }
            "order" => {
                let row = json!({"ordId": "12345689", "clOrdId": request["args"][0]["clOrdId"].as_str().unwrap_or_default(), "tag": "", "ts": "1695190491421", "sCode": "0", "sMsg": ""});
                vec![
                    json!({"id": request["id"], "op": op, "data": [row], "code": "0", "msg": "", "inTime": "1695190491421339", "outTime": "1695190491423240"}),
                ]
            }
            _ => Vec::new(),
        };
        for answer in answers {
            self.0.send(Message::text(answer.to_string())).await?;
        }
        Ok(op)
    }
}

/// Opens connections in memory, and hands the other end of each to the measurement.
pub(super) struct InMemory(mpsc::UnboundedSender<Exchange>);

impl InMemory {
    /// The connector, and the exchanges that it connects to.
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Exchange>) {
        let (sender, exchanges) = mpsc::unbounded_channel();
        (Self(sender), exchanges)
    }
}

impl SocketConnector for InMemory {
    fn connect<'a>(&'a self, _url: &'a str) -> ConnectFuture<'a> {
        Box::pin(async {
            let (client, exchange) = connection().await;
            // The measurement is over if nobody receives it.
            drop(self.0.send(exchange));
            Ok(Box::new(client) as Box<dyn ByteStream>)
        })
    }
}
