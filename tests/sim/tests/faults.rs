//! Every fault, observed by a client that uses a plain socket.

mod client;

use std::io::ErrorKind;
use std::time::Duration;

use client::{Answer, Request, get, post, start_stopped};
use okx_sim::{Delay, Fault, Sim};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PLACE: &str = "trade.place_order";
const TIME: &str = "/api/v5/public/time";

fn order() -> Value {
    json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01",
        "clOrdId": "x",
    })
}

async fn place(sim: &Sim) -> Answer {
    post(sim, "/api/v5/trade/order", &order()).await
}

async fn try_place(sim: &Sim) -> std::io::Result<Vec<u8>> {
    Request::post("/api/v5/trade/order", &order().to_string()).signed(sim.credentials()).send_for_bytes(sim).await
}

/// How many orders were accepted, and the journal entry of the last request: whether it was acted on, status, faults.
fn last_request(sim: &Sim) -> (usize, bool, u16, Vec<&'static str>) {
    let journal = sim.journal();
    let last = journal.last().expect("a request arrived");
    (sim.core().orders().count(), last.acted, last.status, last.faults.clone())
}

#[tokio::test]
async fn a_cut_before_acting_sends_no_reply_and_places_no_order() {
    let sim = start_stopped().await;
    sim.faults().once(PLACE, Fault::CutBeforeActing);
    let error = try_place(&sim).await.expect_err("a reset connection");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(last_request(&sim), (0, false, 0, vec!["cut before acting"]));
    assert_eq!(place(&sim).await.row_code(), "0", "the fault does not apply to the next request");
}

#[tokio::test]
async fn a_cut_after_acting_sends_no_reply_but_places_the_order() {
    let sim = start_stopped().await;
    sim.faults().once(PLACE, Fault::CutAfterActing);
    let error = try_place(&sim).await.expect_err("a reset connection");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(last_request(&sim), (1, true, 0, vec!["cut after acting"]));
    assert_eq!(place(&sim).await.row_code(), "51016", "the order is live under its client order ID");
    assert_eq!(get(&sim, "/api/v5/trade/order?instId=BTC-USDT&clOrdId=x").await.row()["state"], "live");
}

#[tokio::test]
async fn a_cut_in_the_reply_sends_part_of_it_and_places_the_order() {
    let sim = start_stopped().await;
    sim.faults().once(PLACE, Fault::CutInReply);
    let bytes = try_place(&sim).await.expect("an orderly close");
    let text = String::from_utf8(bytes).expect("text");
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("{\"code\":\"0\""), "{text}");
    let again = Request::post("/api/v5/trade/order", &order().to_string()).signed(sim.credentials());
    sim.faults().once(PLACE, Fault::CutInReply);
    assert_eq!(
        again.try_send(&sim).await.expect_err("a reply shorter than its content length").kind(),
        ErrorKind::UnexpectedEof
    );
    assert_eq!(sim.core().orders().count(), 1);
}

#[tokio::test]
async fn a_cut_resets_a_keep_alive_connection() {
    let sim = start_stopped().await;
    let address = sim.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let request = format!("GET {TIME} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    let mut buffer = vec![0; 4096];
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let read = stream.read(&mut buffer).await.expect("a reply is received");
    assert!(buffer[..read].starts_with(b"HTTP/1.1 200"));
    sim.faults().once("public.get_time", Fault::CutBeforeActing);
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    assert_eq!(stream.read(&mut buffer).await.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
}

#[tokio::test]
async fn refusals_and_web_pages_are_sent_before_or_after_acting() {
    let sim = start_stopped().await;
    let cases = [
        (Fault::RateLimited, 429, false),
        (Fault::Maintenance, 503, false),
        (Fault::Refused { status: 500, code: "50026", acted: false }, 500, false),
        (Fault::WebPage { status: 502, acted: false }, 502, false),
        (Fault::WebPage { status: 504, acted: true }, 504, true),
    ];
    for (fault, status, acted) in cases {
        sim.faults().once(PLACE, fault.clone());
        let answer = place(&sim).await;
        assert_eq!(
            (answer.status, last_request(&sim).1, sim.core().orders().count()),
            (status, acted, usize::from(acted)),
            "{fault:?}"
        );
        let is_page = matches!(fault, Fault::WebPage { .. });
        assert_eq!(
            (answer.head.contains("text/html"), answer.body.starts_with("<html>")),
            (is_page, is_page),
            "{fault:?}"
        );
    }
    let journal = sim.journal();
    let codes: Vec<&str> = journal.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(codes, ["50011", "50001", "50026", "", ""]);
}

#[tokio::test]
async fn a_redirect_returns_its_target_and_does_not_act() {
    let sim = start_stopped().await;
    sim.faults().once("/api/v5/trade/order", Fault::Redirect { to: "http://127.0.0.1:9/".into() });
    let answer = place(&sim).await;
    assert_eq!((answer.status, answer.head.contains("location: http://127.0.0.1:9/")), (302, true), "{}", answer.head);
    assert_eq!(sim.core().orders().count(), 0);
}

#[tokio::test]
async fn broken_replies_are_sent_after_acting() {
    let sim = start_stopped().await;
    sim.faults().once(PLACE, Fault::TruncatedJson);
    let truncated = place(&sim).await;
    assert_eq!(truncated.status, 200);
    assert!(serde_json::from_str::<Value>(&truncated.body).is_err(), "{}", truncated.body);
    assert_eq!(sim.core().orders().count(), 1);

    sim.faults().once("public.get_time", Fault::WrongContentType);
    let plain = Request::get(TIME).send(&sim).await;
    assert!(plain.head.contains("content-type: text/plain") && plain.code() == "0", "{}", plain.head);
}

#[tokio::test]
async fn a_reply_can_have_unknown_members_and_values() {
    let sim = start_stopped().await;
    place(&sim).await;
    sim.faults().always("*", Fault::UnknownMembers);
    let order = get(&sim, "/api/v5/trade/order?instId=BTC-USDT&clOrdId=x").await;
    assert!(order.json()["okxSimUnknown"].is_object());
    assert!(order.row()["okxSimUnknown"].is_object());
    assert_eq!((order.row()["state"].as_str(), order.row()["clOrdId"].as_str()), (Some("okx_sim_unknown"), Some("x")));
    let book = Request::get("/api/v5/market/books?instId=BTC-USDT").send(&sim).await.row();
    assert_eq!(book["asks"][0].as_array().and_then(|level| level.last()), Some(&json!("okx_sim_unknown")));
    sim.faults().clear();
    assert!(Request::get(TIME).send(&sim).await.json()["okxSimUnknown"].is_null());
}

#[tokio::test]
async fn a_skewed_clock_applies_to_one_request() {
    let sim = start_stopped().await;
    sim.faults().once("account.get_balance", Fault::SkewedClock(-31_000));
    assert_eq!(get(&sim, "/api/v5/account/balance").await.code(), "50102");
    assert_eq!(get(&sim, "/api/v5/account/balance").await.code(), "0");
    sim.faults().once("public.get_time", Fault::SkewedClock(1_000));
    assert_eq!(Request::get(TIME).send(&sim).await.row()["ts"], "1607418538715");
}

#[tokio::test]
async fn a_slow_request_acts_after_the_delay_and_a_slow_reply_before_it() {
    let sim = start_stopped().await;
    let short = Duration::from_millis(20);
    let request = Request::post("/api/v5/trade/order", &order().to_string()).signed(sim.credentials());
    sim.faults().once(PLACE, Fault::SlowRequest(Delay::Fixed(Duration::from_secs(3_600))));
    assert!(timeout(short, request.send(&sim)).await.is_err());
    assert_eq!(sim.core().orders().count(), 0);
    assert!(sim.journal().is_empty());

    sim.faults().once(PLACE, Fault::SlowReply(Delay::Fixed(Duration::from_secs(3_600))));
    let pending = timeout(Duration::from_secs(5), async {
        let sending = request.send(&sim);
        let acted = async {
            while sim.journal().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            answer = sending => panic!("replied without delay: {answer:?}"),
            () = acted => {}
        }
    });
    pending.await.expect("the order was taken on");
    assert_eq!(sim.core().orders().count(), 1);
}

#[tokio::test]
async fn a_slow_body_is_sent_in_pieces() {
    let sim = start_stopped().await;
    let pause = Duration::from_millis(2);
    sim.faults().once("public.get_time", Fault::SlowBody { piece: 10, pause });
    let address = sim.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let request = format!("GET {TIME} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    let mut whole = Vec::new();
    let mut reads = 0;
    let mut buffer = [0; 4096];
    while let Some(read) = stream.read(&mut buffer).await.ok().filter(|read| *read > 0) {
        whole.extend_from_slice(&buffer[..read]);
        reads += 1;
    }
    let text = String::from_utf8(whole).expect("text");
    assert!(text.ends_with('}') && reads > 2, "{reads} reads: {text}");
}

#[tokio::test]
async fn a_fault_applies_only_to_its_call() {
    let sim = start_stopped().await;
    sim.faults().always(PLACE, Fault::Maintenance);
    assert_eq!(get(&sim, "/api/v5/account/balance").await.code(), "0");
    assert_eq!((place(&sim).await.code().as_str(), place(&sim).await.status), ("50001", 503));
    sim.faults().clear();
    assert_eq!(place(&sim).await.code(), "0");
}

#[tokio::test]
async fn a_dropped_simulator_stops_listening() {
    let sim = start_stopped().await;
    let address = sim.url().trim_start_matches("http://").to_owned();
    let mut idle = TcpStream::connect(&address).await.expect("a connection");
    idle.write_all(format!("GET {TIME} HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes())
        .await
        .expect("the request is sent");
    let mut buffer = [0; 4096];
    assert!(idle.read(&mut buffer).await.expect("a reply is received") > 0);
    drop(sim);
    let ended = timeout(Duration::from_secs(5), idle.read(&mut buffer)).await.expect("the connection ends");
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn a_late_request_arrives_after_its_connection_is_reset() {
    let (builder, clock) = client::stopped();
    let sim = builder.start().await.expect("a free port");
    let late = |seconds| Fault::LateRequest(Delay::Fixed(Duration::from_secs(seconds)));
    sim.faults().once(PLACE, late(10));
    assert_eq!(try_place(&sim).await.expect_err("a reset connection").kind(), ErrorKind::ConnectionReset);
    let asked = async || get(&sim, "/api/v5/trade/order?instId=BTC-USDT&clOrdId=x").await.code();
    clock.step(Duration::from_millis(9_999));
    assert_eq!(asked().await, "51603");
    clock.step(Duration::from_millis(1));
    assert_eq!(asked().await, "0");
    let order = sim.core().orders().next().map(|order| order.created);
    assert_eq!(order, Some(client::NOW_MS + 10_000), "the order was placed at the time of arrival");
    let entry = sim.journal().into_iter().find(|entry| entry.call == PLACE).expect("the request arrived");
    assert_eq!((entry.acted, entry.done, entry.status, entry.faults), (true, 1, 0, vec!["late request"]));
}

#[tokio::test]
async fn a_late_request_is_validated_at_the_time_of_arrival() {
    let (builder, clock) = client::stopped();
    let sim = builder.start().await.expect("a free port");
    let late = |millis| Fault::LateRequest(Delay::Fixed(Duration::from_millis(millis)));
    sim.faults().once(PLACE, late(30_001));
    let _ = try_place(&sim).await;
    sim.faults().once(PLACE, late(20_000));
    let deadline = (client::NOW_MS + 19_999).to_string();
    let with_deadline = Request::post("/api/v5/trade/order", &order().to_string()).header("exptime", &deadline);
    let _ = with_deadline.signed(sim.credentials()).send_for_bytes(&sim).await;
    clock.step(Duration::from_secs(60));
    assert_eq!(sim.core().orders().count(), 0);
    let codes: Vec<(String, usize)> = sim.journal().into_iter().map(|entry| (entry.call, entry.done)).collect();
    assert_eq!(codes, [(PLACE.to_owned(), 0), (PLACE.to_owned(), 0)], "both requests arrived and were rejected");
}

/// Places three orders named a, b and c in one request.
async fn place_three(sim: &Sim) -> Answer {
    let orders = ["a", "b", "c"].map(|name| {
        let mut order = order();
        order["clOrdId"] = json!(name);
        order
    });
    post(sim, "/api/v5/trade/batch-orders", &json!(orders)).await
}

fn names(answer: &Answer) -> Vec<String> {
    answer.rows().iter().map(|row| row["clOrdId"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn rows_are_shifted_removed_and_repeated_after_acting() {
    let cases = [
        (Fault::ShiftedRows(1), vec!["c", "a", "b"]),
        (Fault::MissingRow(1), vec!["a", "c"]),
        (Fault::RepeatedRow(2), vec!["a", "b", "c", "c"]),
        (Fault::NoRows, vec![]),
    ];
    for (fault, expected) in cases {
        let sim = start_stopped().await;
        sim.faults().once("trade.place_orders", fault.clone());
        assert_eq!(names(&place_three(&sim).await), expected, "{fault:?}");
        assert_eq!(last_request(&sim).0, 3, "{fault:?}");
    }
}

#[tokio::test]
async fn the_previous_reply_is_repeated_after_acting() {
    let sim = start_stopped().await;
    sim.faults().always(PLACE, Fault::PreviousReply);
    let first = place(&sim).await;
    assert_eq!(first.row()["clOrdId"], "x", "there is no reply before the first one");
    let mut other = order();
    other["clOrdId"] = json!("y");
    let second = post(&sim, "/api/v5/trade/order", &other).await;
    assert_eq!((second.body == first.body, last_request(&sim).0), (true, 2));
}

#[tokio::test]
async fn faults_replace_result_codes_after_acting() {
    let sim = start_stopped().await;
    let cases = [
        (Fault::ReplyCode("1"), "1", json!("0")),
        (Fault::RowCode(""), "0", json!("")),
        (Fault::NoRowCode, "0", json!(null)),
    ];
    for (place, (fault, code, row_code)) in cases.into_iter().enumerate() {
        sim.faults().once(PLACE, fault.clone());
        let mut order = order();
        order["clOrdId"] = json!(format!("x{place}"));
        let answer = post(&sim, "/api/v5/trade/order", &order).await;
        assert_eq!((answer.code(), &answer.row()["sCode"]), (code.to_owned(), &row_code), "{fault:?}");
        assert_eq!(last_request(&sim).0, place + 1, "{fault:?}");
    }
}
