//! Replies that say something else than what was done: rows of other places, codes that contradict each other.

use serde_json::{Value, json};

use super::Fault;
use crate::reply::Reply;

/// What a fault makes of a reply. A reply that is no envelope with rows stays.
pub(crate) fn garble(fault: &Fault, reply: Reply) -> Reply {
    let Ok(mut envelope) = serde_json::from_str::<Value>(&reply.body) else { return reply };
    if let Fault::ReplyCode(code) = fault {
        envelope["code"] = json!(code);
        return Reply { code: (*code).to_owned(), body: envelope.to_string(), ..reply };
    }
    let Some(rows) = envelope.get_mut("data").and_then(Value::as_array_mut).filter(|rows| !rows.is_empty()) else {
        return reply;
    };
    let count = rows.len();
    match fault {
        Fault::ShiftedRows(places) => rows.rotate_right(places % count),
        Fault::MissingRow(place) => drop(rows.remove(place % count)),
        Fault::RepeatedRow(place) => rows.insert(place % count, rows[place % count].clone()),
        Fault::NoRows => rows.clear(),
        Fault::RowCode(code) => rows.iter_mut().for_each(|row| row["sCode"] = json!(code)),
        Fault::NoRowCode => rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| drop(row.remove("sCode"))),
        _ => {}
    }
    Reply { body: envelope.to_string(), ..reply }
}
