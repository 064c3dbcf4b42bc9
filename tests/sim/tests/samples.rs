//! Replies match the description for every endpoint, including samples for endpoints without behavior.

mod client;
mod conform;

use client::{Answer, Request, start_stopped, stopped};
use conform::mismatches;
use okx_sim::{AccountOptions, Sim};
use okx_spec::model::{Demand, Endpoint, Field, Kind, Method, Model, Scalar};
use okx_spec::{Source, read_with_shipped, shipped};
use serde_json::{Map, Value, json};

/// A chapter without behavior: nested objects, rows, a bare value, lists, numbers, outcomes, a batch.
const OWN_CHAPTER: &str = r#"
chapter: My own
does: What the shipped description lacks.
guide: my-own
ids:
  Shelf: {does: "Name of a shelf.", of: Text, max_length: 4, letters: alphanumeric}
  ShelfNumber: {does: "Number of a shelf.", of: Number}
enums:
  Mood:
    does: How a thing feels.
    values: {glad: Feels well., sad: Feels unwell.}
objects:
  Level:
    does: One level.
    row:
      level: {type: Decimal, means: "How high, in metres."}
      moods: {type: "Mood[]", means: How it feels.}
  Names:
    does: Names.
    bare:
      names: {type: "Text[]", means: Names.}
  Thing:
    does: A thing.
    fields:
      shelf: {type: Shelf, means: Where it is.}
      shelfNumber: {type: ShelfNumber?, means: Where it is.}
      mood: {type: Mood?, means: How it feels.}
      levels: {type: "Level[]", means: Its levels.}
      inner: {type: Inner?, means: What is in it.}
      made: {type: Timestamp, means: "When it was made, ms since the epoch."}
      count: {type: Number, means: "How many, in pieces."}
      whole: {type: Integer?, means: "How many, in pieces."}
      open: {type: Bool?, means: Whether it is open.}
      other: {type: Json?, means: Anything.}
  Inner:
    does: What is in a thing.
    fields:
      levels: {type: "Level[]", means: Its levels.}
      names: {type: Names?, means: Its names.}
  ThingAck:
    does: What became of one thing.
    fields:
      shelf: {type: Shelf?, means: Where it is.}
      sCode: {type: Text, means: Result code.}
      sMsg: {type: Text?, means: Text of the result.}
    outcome: {code: sCode, message: sMsg}
endpoints:
  get_things:
    does: Lists things.
    guide: get-things
    call: GET /api/v5/own/things
    access: read
    limit: 5/2s by user
    request: {shelf: {type: Shelf, means: Which shelf.}, moods: {type: "Mood[]", means: Only these moods.}}
    response: Thing[]
  get_names:
    does: Lists names.
    guide: get-names
    call: GET /api/v5/own/names
    access: public
    limit: 5/2s by ip
    response: Names[]
  put_thing:
    does: Puts a thing.
    guide: put-thing
    call: POST /api/v5/own/thing
    access: withdraw
    limit: 5/2s by user
    repeat: never
    request: {shelf: {type: Shelf, means: Which shelf.}, count: {type: Number, means: "How many, in pieces."}}
    response: ThingAck
  put_things:
    does: Puts things.
    guide: put-things
    call: POST /api/v5/own/things
    access: withdraw
    limit: 5/2s by user
    repeat: never
    batch: {of: put_thing, up_to: 3}
    response: ThingAck[]
"#;

async fn start_with_own() -> (Sim, Model) {
    let (model, _) =
        read_with_shipped(&Source::new("own.yaml", OWN_CHAPTER)).unwrap_or_else(|failure| panic!("{failure}"));
    let account = AccountOptions::new("own").with_withdrawals();
    let sim = stopped().0.model(model.clone()).account(account).start().await.expect("a free port");
    (sim, model)
}

/// The call of this full name, such as `trade.place_order`.
fn endpoint<'a>(model: &'a Model, name: &str) -> &'a Endpoint {
    let (chapter, call) = name.split_once('.').expect("a chapter and a call");
    let is_it = |endpoint: &&Endpoint| endpoint.name == call && model[endpoint.chapter].name == chapter;
    model.endpoints.iter().find(is_it).expect("an endpoint")
}

#[track_caller]
fn assert_conforms(model: &Model, endpoint: &Endpoint, answer: &Answer) {
    assert_eq!((answer.status, answer.code().as_str()), (200, "0"), "{}: {}", endpoint.path, answer.body);
    assert!(!answer.rows().is_empty(), "{}: {}", endpoint.path, answer.body);
    for row in answer.rows() {
        assert_eq!(mismatches(model, endpoint.response.row, &row), Vec::<String>::new(), "{}: {row}", endpoint.path);
    }
}

/// A value of a parameter that the exchange accepts.
fn value_of(model: &Model, endpoint: &Endpoint, field: &Field) -> Value {
    let known = match field.wire.as_str() {
        "instId" if endpoint.name == "set_leverage" => "BTC-USDT-SWAP",
        "instId" => "BTC-USDT",
        "tdMode" => "cash",
        "ordType" => "limit",
        "px" | "newPx" => "50000",
        "sz" | "newSz" => "0.01",
        "clOrdId" => "mine",
        "ccy" => "USDT",
        "from" => "6",
        "to" => "18",
        "timeOut" => "10",
        "instType" if endpoint.name == "mass_cancel" => "OPTION",
        "instFamily" => "BTC-USD",
        _ => "",
    };
    match field.kind {
        _ if !known.is_empty() => json!(known),
        Kind::Enum(id) => json!(model[id].values[0].wire),
        Kind::Scalar(Scalar::Bool) => json!(true),
        Kind::Scalar(Scalar::Number) => json!(1),
        _ => json!("1"),
    }
}

/// A request with all required parameters, and one of those that a rule demands.
fn request(model: &Model, endpoint: &Endpoint) -> Request {
    let fields = &model[endpoint.request].fields;
    let demanded = |place: usize| {
        endpoint.rules.iter().any(|rule| match &rule.demand {
            Demand::AtLeastOne(places) => {
                places.contains(&place) && fields[place].wire != "ordId" && fields[place].wire != "ccy"
            }
            Demand::Require(places) => places.contains(&place) && fields[place].wire == "px",
            _ => false,
        })
    };
    let is_sent = |place: usize| {
        let field = &fields[place];
        !field.list
            && (field.presence == okx_spec::model::Presence::Required || demanded(place))
            && !field.wire.starts_with("newPx")
    };
    let members: Map<String, Value> = (0..fields.len())
        .filter(|place| is_sent(*place))
        .map(|place| (fields[place].wire.clone(), value_of(model, endpoint, &fields[place])))
        .collect();
    match endpoint.method {
        Method::Get => {
            let pairs: Vec<String> =
                members.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?))).collect();
            let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            Request::get(&format!("{}{query}", endpoint.path))
        }
        Method::Post if endpoint.batch.is_some() => Request::post(&endpoint.path, &json!([members]).to_string()),
        Method::Post => Request::post(&endpoint.path, &Value::Object(members).to_string()),
    }
}

/// The calls with behavior, which are not answered with samples. `tests/tests/every_endpoint` tests all other calls
/// through the client.
const WITH_BEHAVIOUR: [&str; 29] = [
    "public.get_time",
    "public.get_instruments",
    "public.get_instrument_tick_bands",
    "market.get_ticker",
    "market.get_tickers",
    "market.get_books",
    "market.get_candles",
    "market.get_history_candles",
    "public.get_index_candles",
    "public.get_history_index_candles",
    "public.get_mark_price_candles",
    "public.get_history_mark_price_candles",
    "account.get_balance",
    "account.get_config",
    "account.set_leverage",
    "trade.place_order",
    "trade.place_orders",
    "trade.get_order",
    "trade.amend_order",
    "trade.amend_orders",
    "trade.cancel_order",
    "trade.cancel_orders",
    "trade.cancel_all_after",
    "trade.mass_cancel",
    "trade.get_orders_pending",
    "trade.get_orders_history",
    "trade.get_orders_history_archive",
    "trade.get_account_rate_limit",
    "funding.transfer",
];

#[tokio::test]
async fn replies_of_calls_with_behavior_match_the_description() {
    let model = shipped().expect("the shipped description is valid");
    for name in WITH_BEHAVIOUR {
        let endpoint = endpoint(model, name);
        let sim = start_stopped().await;
        let canceled = endpoint.name.starts_with("get_orders_history");
        if model[endpoint.chapter].name == "trade" && !endpoint.name.starts_with("place") {
            let order = request(model, self::endpoint(model, "trade.place_order")).signed(sim.credentials());
            let mut body: Value = serde_json::from_str(&order.body).expect("valid JSON");
            body["clOrdId"] = json!("mine");
            let order = Request::post(&order.target, &body.to_string()).signed(sim.credentials()).send(&sim).await;
            assert_eq!(order.row_code(), "0", "{}", order.body);
        }
        if canceled {
            let cancel = json!({"instId": "BTC-USDT", "clOrdId": "mine"});
            Request::post("/api/v5/trade/cancel-order", &cancel.to_string()).signed(sim.credentials()).send(&sim).await;
        }
        let mut request = request(model, endpoint);
        if endpoint.name == "get_instrument_tick_bands" {
            request.target = request.target.replace("SPOT", "OPTION");
        }
        assert_conforms(model, endpoint, &request.signed(sim.credentials()).send(&sim).await);
    }
}

#[tokio::test]
async fn instruments_of_every_type_match_the_description() {
    let model = shipped().expect("the shipped description is valid");
    let sim = start_stopped().await;
    for (kind, count) in [("SPOT", 2), ("SWAP", 2), ("OPTION&instFamily=BTC-USD", 2)] {
        for (name, path) in [("public.get_instruments", "public/instruments"), ("market.get_tickers", "market/tickers")]
        {
            let answer = Request::get(&format!("/api/v5/{path}?instType={kind}")).send(&sim).await;
            assert_conforms(model, endpoint(model, name), &answer);
            assert_eq!(answer.rows().len(), count, "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn an_endpoint_without_behavior_is_answered_with_samples() {
    let (sim, model) = start_with_own().await;
    let things = Request::get("/api/v5/own/things?shelf=a1&moods=glad,sad").signed(sim.credentials()).send(&sim).await;
    assert_conforms(&model, endpoint(&model, "own.get_things"), &things);
    let thing = things.row();
    assert_eq!((things.rows().len(), thing["made"].as_str()), (2, Some("1607418537715")));
    assert_eq!(thing["levels"][0], json!(["1.25", ["glad", "glad"]]));
    assert_eq!((&thing["inner"]["levels"], &thing["inner"]["names"]), (&thing["levels"], &json!(["sample", "sample"])));
    assert_eq!(thing["shelf"].as_str().map(str::len), Some(4));
    let names = Request::get("/api/v5/own/names").send(&sim).await;
    assert_conforms(&model, endpoint(&model, "own.get_names"), &names);

    let put =
        Request::post("/api/v5/own/thing", r#"{"shelf": "a1", "count": 2}"#).signed(sim.credentials()).send(&sim).await;
    assert_conforms(&model, endpoint(&model, "own.put_thing"), &put);
    assert!(put.json()["inTime"].is_string());
    let again = Request::get("/api/v5/own/things?shelf=a1").signed(sim.credentials()).send(&sim).await;
    assert_eq!(again.body, things.body, "samples are reproducible");
}

#[tokio::test]
async fn requests_to_an_endpoint_without_behavior_are_validated() {
    let (sim, _) = start_with_own().await;
    let send = async |request: Request| request.signed(sim.credentials()).send(&sim).await;
    assert_eq!(send(Request::get("/api/v5/own/things")).await.code(), "50014");
    assert_eq!(send(Request::get("/api/v5/own/things?shelf=a-1")).await.code(), "51000");
    assert_eq!(send(Request::get("/api/v5/own/things?shelf=a1&moods=glad,angry")).await.code(), "51000");
    assert_eq!(Request::get("/api/v5/own/things?shelf=a1").send(&sim).await.code(), "50103");
    let reader = sim.open_account(AccountOptions::new("trader"));
    let put = Request::post("/api/v5/own/thing", r#"{"shelf": "a1", "count": 2}"#).signed(&reader).send(&sim).await;
    assert_eq!(put.code(), "50120");
    let batch = r#"[{"shelf": "a1", "count": 2}, {"shelf": "a1", "count": "2"}, {"shelf": "a1"}]"#;
    let answer = send(Request::post("/api/v5/own/things", batch)).await;
    let codes: Vec<Value> = answer.rows().iter().map(|row| row["sCode"].clone()).collect();
    assert_eq!(
        (answer.code().as_str(), codes),
        ("2", vec![json!("0"), json!("51000"), json!("50014")]),
        "{}",
        answer.body
    );
}
