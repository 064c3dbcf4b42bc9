use super::*;
use crate::api::ws::business::Candles;
use crate::api::ws::private::Orders;
use crate::api::ws::public::{OrderBook, Trades};
use crate::api::{Channel, Rows};
use crate::fields::DecodePolicy;
use crate::fields::decode;

const OLD: Origin = Origin::Link(LinkId(1));
const NEW: Origin = Origin::Link(LinkId(2));

fn duplicates<C: Channel>() -> Duplicates {
    Duplicates::new(C::FACTS.once, C::FACTS.filled_by)
}

/// Removes what has arrived from these rows, and returns the texts of the rest.
fn remove<C: Channel>(duplicates: &mut Duplicates, origin: Origin, texts: &[String]) -> (Vec<usize>, Found) {
    let mut rows = Rows::<C::Push>::default();
    let before: Vec<C::Push> = texts
        .iter()
        .map(|text| {
            let mut row = C::Push::default();
            decode::decode_reply(text, &mut row, &DecodePolicy::default()).unwrap();
            row
        })
        .collect();
    for text in texts {
        rows.add(&mut |row| Ok(decode::decode_reply(text, row, &DecodePolicy::default())?));
    }
    let found = duplicates.remove(&mut rows, origin);
    let json = |row: &C::Push| crate::value::Json::of(row);
    let left = rows.iter().flatten().map(|row| before.iter().position(|own| json(own) == json(row)).unwrap()).collect();
    (left, found)
}

fn trade(id: u32) -> String {
    format!(r#"{{"instId":"BTC-USDT","tradeId":"{id}","px":"1","sz":"1","side":"buy","ts":"{id}","count":"1"}}"#)
}

/// A pushed row that combines this many trades under the id of the last one.
fn combined(id: u32, count: u32) -> String {
    trade(id).replace(r#""count":"1""#, &format!(r#""count":"{count}""#))
}

#[test]
fn trades_that_a_pushed_row_combines_are_not_fetched_again() {
    let mut duplicates = duplicates::<Trades>();
    assert_eq!(remove::<Trades>(&mut duplicates, OLD, &[combined(3, 3)]).0, [0]);
    let fetched: Vec<_> = (1..=6).map(trade).collect();
    assert_eq!(remove::<Trades>(&mut duplicates, Origin::Rest, &fetched).0, [3, 4, 5]);
    // Another gap, whose list goes back further.
    assert!(remove::<Trades>(&mut duplicates, Origin::Rest, &fetched).0.is_empty());
}

#[test]
fn a_pushed_row_that_combines_fetched_trades_is_dropped() {
    let mut duplicates = duplicates::<Trades>();
    let fetched: Vec<_> = (1..=6).map(trade).collect();
    assert_eq!(remove::<Trades>(&mut duplicates, Origin::Rest, &fetched).0.len(), 6);
    // These pushes were queued while the list was fetched. Rows from two sources may have ids that are not consecutive.
    let queued = [combined(3, 2), combined(5, 1), combined(6, 2), combined(8, 2)];
    assert_eq!(remove::<Trades>(&mut duplicates, NEW, &queued).0, [3]);
}

#[test]
fn trades_go_on_if_their_ids_begin_again() {
    let mut duplicates = duplicates::<Trades>();
    let later = |id: u32| trade(id).replace(&format!(r#""ts":"{id}""#), r#""ts":"1000""#);
    assert_eq!(remove::<Trades>(&mut duplicates, Origin::Rest, &[trade(500)]).0, [0]);
    assert_eq!(remove::<Trades>(&mut duplicates, NEW, &[later(1), later(2)]).0, [0, 1]);
}

fn book(previous: i64, id: i64) -> String {
    format!(r#"{{"asks":[],"bids":[],"ts":"1","seqId":{id},"prevSeqId":{previous}}}"#)
}

#[test]
fn trades_arrive_once_over_two_connections() {
    let mut duplicates = duplicates::<Trades>();
    assert_eq!(remove::<Trades>(&mut duplicates, OLD, &[trade(1), trade(2)]).0, [0, 1]);
    duplicates.overlap(LinkId(2));
    assert_eq!(remove::<Trades>(&mut duplicates, NEW, &[trade(2), trade(3)]).0, [1]);
    assert!(remove::<Trades>(&mut duplicates, OLD, &[trade(3)]).0.is_empty());
    duplicates.overlap_ended();
    assert_eq!(remove::<Trades>(&mut duplicates, NEW, &[trade(4)]).0, [0]);
}

/// The ids of the messages of an order book that are passed on.
fn passed(duplicates: &mut Duplicates, messages: &[(Origin, i64, i64)]) -> Vec<i64> {
    let mut passed = Vec::new();
    for (origin, previous, id) in messages {
        let (left, _) = remove::<OrderBook>(duplicates, *origin, &[book(*previous, *id)]);
        passed.extend(left.iter().map(|_| *id));
    }
    passed
}

#[test]
fn a_book_continues_on_a_new_connection_that_is_behind() {
    let mut duplicates = duplicates::<OrderBook>();
    assert_eq!(passed(&mut duplicates, &[(OLD, -1, 10), (OLD, 10, 12)]), [10, 12]);
    duplicates.overlap(LinkId(2));
    let messages =
        [(NEW, -1, 10), (OLD, 12, 13), (NEW, 10, 12), (NEW, 12, 13), (NEW, 13, 15), (OLD, 13, 15), (OLD, 15, 16)];
    assert_eq!(passed(&mut duplicates, &messages), [13, 15, 16]);
    duplicates.overlap_ended();
    assert_eq!(passed(&mut duplicates, &[(NEW, 16, 17)]), [17]);
}

#[test]
fn a_book_continues_on_a_new_connection_that_is_ahead() {
    let mut duplicates = duplicates::<OrderBook>();
    passed(&mut duplicates, &[(OLD, -1, 10)]);
    duplicates.overlap(LinkId(2));
    assert_eq!(passed(&mut duplicates, &[(NEW, -1, 15), (OLD, 10, 12), (NEW, 15, 16), (OLD, 12, 15)]), [15, 16]);
}

#[test]
fn a_new_connection_that_is_still_behind_when_the_old_one_is_gone_catches_up() {
    let mut duplicates = duplicates::<OrderBook>();
    assert_eq!(passed(&mut duplicates, &[(OLD, -1, 10)]), [10]);
    duplicates.overlap(LinkId(2));
    assert_eq!(passed(&mut duplicates, &[(NEW, -1, 10), (OLD, 10, 12), (OLD, 12, 13), (OLD, 13, 14)]), [12, 13, 14]);
    duplicates.overlap_ended();
    assert_eq!(passed(&mut duplicates, &[(NEW, 10, 12), (NEW, 12, 13), (NEW, 13, 14), (NEW, 14, 15)]), [15]);
    // It has caught up, so a hole counts.
    assert!(passed(&mut duplicates, &[(NEW, 11, 12)]).is_empty() && duplicates.is_broken());
}

#[test]
fn a_snapshot_that_arrives_after_the_old_connection_is_gone_is_old_or_continues() {
    let mut duplicates = duplicates::<OrderBook>();
    passed(&mut duplicates, &[(OLD, -1, 10)]);
    duplicates.overlap(LinkId(2));
    passed(&mut duplicates, &[(OLD, 10, 12)]);
    duplicates.overlap_ended();
    assert_eq!(passed(&mut duplicates, &[(NEW, -1, 11), (NEW, 11, 12), (NEW, 12, 13)]), [13]);
    // After a gap, any snapshot counts.
    duplicates.overlap(LinkId(3));
    duplicates.overlap_ended();
    duplicates.begins_anew();
    assert_eq!(passed(&mut duplicates, &[(NEW, -1, 2)]), [2]);
}

#[test]
fn heartbeats_and_resets_of_the_sequence_are_valid() {
    let mut duplicates = duplicates::<OrderBook>();
    assert_eq!(passed(&mut duplicates, &[(OLD, -1, 10), (OLD, 10, 10), (OLD, 10, 3), (OLD, 3, 5)]), [10, 10, 3, 5]);
}

#[test]
fn a_broken_sequence_waits_for_a_snapshot() {
    let mut duplicates = duplicates::<OrderBook>();
    passed(&mut duplicates, &[(OLD, -1, 10)]);
    let (left, found) = remove::<OrderBook>(&mut duplicates, OLD, &[book(12, 13)]);
    assert!(left.is_empty() && found.is_broken && duplicates.is_broken());
    assert!(passed(&mut duplicates, &[(OLD, 13, 14)]).is_empty());
    assert_eq!(passed(&mut duplicates, &[(OLD, -1, 14), (OLD, 14, 15)]), [14, 15]);
}

fn order(state: &str, time: u32, more: &str) -> String {
    format!(
        r#"{{"instType":"SPOT","instId":"BTC-USDT","ordId":"1","state":"{state}","uTime":"{time}","cTime":"1"{more}}}"#
    )
}

#[test]
fn an_order_from_the_rest_api_is_dropped_unless_it_is_newer_than_what_was_pushed() {
    let mut duplicates = duplicates::<Orders>();
    assert_eq!(remove::<Orders>(&mut duplicates, OLD, &[order("live", 5, "")]).0, [0]);
    assert!(remove::<Orders>(&mut duplicates, Origin::Rest, &[order("live", 5, r#","fee":"1""#)]).0.is_empty());
    assert_eq!(remove::<Orders>(&mut duplicates, Origin::Rest, &[order("canceled", 7, "")]).0, [0]);
    // The push of the same change arrives late.
    assert!(remove::<Orders>(&mut duplicates, NEW, &[order("canceled", 7, r#","code":"0""#)]).0.is_empty());
    assert_eq!(remove::<Orders>(&mut duplicates, NEW, &[order("live", 9, "")]).0, [0]);
}

#[test]
fn a_cancellation_from_the_rest_api_is_kept_although_it_repeats_the_last_trade() {
    let mut duplicates = duplicates::<Orders>();
    let fill = order("partially_filled", 5, r#","tradeId":"3","fillSz":"1","accFillSz":"1""#);
    assert_eq!(remove::<Orders>(&mut duplicates, OLD, &[fill]).0, [0]);
    let canceled = order("canceled", 7, r#","tradeId":"3","fillSz":"1","accFillSz":"1""#);
    assert_eq!(remove::<Orders>(&mut duplicates, Origin::Rest, &[canceled]).0, [0]);
}

#[test]
fn two_changes_at_the_same_time_are_both_passed_on() {
    let filled = || order("partially_filled", 5, r#","tradeId":"3","fillSz":"1","accFillSz":"1""#);
    let canceled = |more| order("canceled", 5, &format!(r#","tradeId":"3","fillSz":"1","accFillSz":"1"{more}"#));
    let mut duplicates = duplicates::<Orders>();
    assert_eq!(remove::<Orders>(&mut duplicates, OLD, &[filled()]).0, [0]);
    // The cancellation was missed, and fetched.
    assert_eq!(remove::<Orders>(&mut duplicates, Origin::Rest, &[canceled("")]).0, [0]);
    assert!(remove::<Orders>(&mut duplicates, Origin::Rest, &[canceled("")]).0.is_empty());
    assert!(remove::<Orders>(&mut duplicates, NEW, &[canceled(r#","code":"0""#)]).0.is_empty());
}

#[test]
fn a_stream_ends_with_the_last_of_two_changes_at_the_same_time() {
    let mut duplicates = duplicates::<Orders>();
    assert_eq!(remove::<Orders>(&mut duplicates, Origin::Rest, &[order("canceled", 5, "")]).0, [0]);
    // Both pushes were queued while the list was fetched.
    assert_eq!(remove::<Orders>(&mut duplicates, NEW, &[order("live", 5, "")]).0, [0]);
    assert_eq!(remove::<Orders>(&mut duplicates, NEW, &[order("canceled", 5, "")]).0, [0]);
}

#[test]
fn a_push_that_was_fetched_arrives_once_although_an_older_one_comes_before_it() {
    let mut duplicates = duplicates::<Orders>();
    assert_eq!(remove::<Orders>(&mut duplicates, Origin::Rest, &[order("canceled", 20, "")]).0, [0]);
    assert_eq!(remove::<Orders>(&mut duplicates, NEW, &[order("live", 10, r#","code":"0""#)]).0, [0]);
    assert!(remove::<Orders>(&mut duplicates, NEW, &[order("canceled", 20, r#","code":"0""#)]).0.is_empty());
}

fn candle(start: u32, close: u32, is_complete: u8) -> String {
    format!(r#"["{start}","1","9","1","{close}","5","5","5","{is_complete}"]"#)
}

#[test]
fn a_candle_changes_as_long_as_it_is_not_complete() {
    let mut duplicates = duplicates::<Candles>();
    assert_eq!(remove::<Candles>(&mut duplicates, OLD, &[candle(60, 2, 0)]).0, [0]);
    assert_eq!(remove::<Candles>(&mut duplicates, Origin::Rest, &[candle(60, 3, 1), candle(120, 4, 0)]).0, [0, 1]);
    assert_eq!(remove::<Candles>(&mut duplicates, NEW, &[candle(120, 5, 0)]).0, [0]);
}

#[test]
fn a_reader_that_lost_the_first_snapshot_waits_for_another_one() {
    let mut duplicates = duplicates::<OrderBook>();
    duplicates.lost();
    assert!(duplicates.is_broken());
    assert_eq!(passed(&mut duplicates, &[(OLD, 10, 12), (OLD, -1, 14), (OLD, 14, 15)]), [14, 15]);
}

#[test]
fn only_the_newest_rows_are_remembered() {
    let mut duplicates = duplicates::<Trades>();
    for id in 0..5_000 {
        remove::<Trades>(&mut duplicates, OLD, &[trade(id)]);
    }
    assert_eq!(duplicates.keys.entries.len(), REMEMBERED);
}
