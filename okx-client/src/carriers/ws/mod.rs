//! OKX's sockets: orders and other operations are sent over them.

mod operation;

pub(crate) use operation::{InstrumentCode, OperationMessage, OperationSender, ReplyFuture, SocketCarrier};
