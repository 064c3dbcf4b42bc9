//! Reads the text of a push.

use crate::error::Error;
use crate::facts::{Fields, RowSink};
use crate::fields::reader::Reader;
use crate::fields::{DecodeError, DecodePolicy, decode};
use crate::judge::envelope;

/// Reads a push into its rows and the members besides them. A row that cannot be read is an error in its position. If the push itself cannot
/// be read, its text is the only row, as an error, so that nothing is lost.
pub(super) fn read(
    text: &str,
    rows: &mut dyn RowSink,
    beside: &mut dyn Fields,
    policy: &DecodePolicy,
    name: &'static str,
) {
    if let Err(error) = members(text, rows, beside, policy) {
        let error = Error::from(error);
        rows.clear();
        rows.add(&mut |_| Err(error.clone()));
        rows.attach_text(text);
    }
    rows.map_errors(&mut |_, error| error.in_call(name));
}

fn members(
    text: &str,
    rows: &mut dyn RowSink,
    beside: &mut dyn Fields,
    policy: &DecodePolicy,
) -> Result<(), DecodeError> {
    let mut reader = Reader::of_reply(text, policy);
    decode::expect_start(&mut reader, b'{', "an object")?;
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        match &*name {
            "arg" => drop(reader.any()?),
            "data" => envelope::data(&mut reader, rows)?,
            name => decode::member(&mut reader, beside, name)?,
        }
    }
    reader.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ws::private::{Account, Positions};
    use crate::api::ws::public::{OrderBook, Tickers};
    use crate::api::{Channel, Rows};

    fn reads<C: Channel>(text: &str) -> (Rows<C::Push>, C::Beside) {
        let (mut rows, mut beside) = (Rows::default(), C::Beside::default());
        read(text, &mut rows, &mut beside, &DecodePolicy::default(), C::FACTS.name);
        (rows, beside)
    }

    #[test]
    fn rows_and_the_members_besides_them_are_read() {
        let (rows, beside) = reads::<OrderBook>(
            r#"{"arg":{"channel":"books"},"action":"update","new":5,"data":[{"asks":[["9.5","1","0","2"]],"bids":[],"ts":"1","seqId":7,"prevSeqId":6}]}"#,
        );
        assert_eq!(rows.one().unwrap().asks.len(), 1);
        assert_eq!(beside.extra.get("new").unwrap().get(), "5");
        let (_, beside) =
            reads::<Positions>(r#"{"arg":{},"eventType":"snapshot","curPage":1,"lastPage":true,"data":[]}"#);
        assert_eq!(crate::value::Json::of(&beside).get().matches("lastPage").count(), 1);
        assert!(reads::<Account>(r#"{"arg":{},"data":[]}"#).0.is_empty());
    }

    #[test]
    fn a_row_that_cannot_be_read_costs_only_itself() {
        let (rows, _) = reads::<Tickers>(r#"{"arg":{},"data":[5,{"instId":"BTC-USDT","instType":"SPOT","ts":"1"}]}"#);
        assert_eq!((rows.len(), rows.errors().count()), (2, 1));
        let error = rows.errors().next().unwrap();
        assert_eq!((error.row_text(), error.call()), (Some("5"), Some("ws.public.tickers")));
    }

    #[test]
    fn a_push_that_cannot_be_read_is_kept_as_an_error() {
        for text in [r#"{"arg":{},"data":[{]}"#, "[]", r#"{"data":[]"#] {
            let (rows, _) = reads::<Tickers>(text);
            assert_eq!(rows.errors().next().unwrap().row_text(), Some(text));
        }
    }
}
