//! All described channels and operations.

use std::time::Duration;

use okx_client::dynamic::{channels, reread_push, subscription};
use okx_client::endpoint::Operation;
use okx_client::value::Json;
use okx_client::ws::{CONNECTION, Once, close_code, operations};
use okx_spec::model::{self, Channel, Presence};

use crate::{model, parameters};

/// Plausible arguments of a channel as JSON: all of them, or only the required ones.
fn arguments(channel: &Channel, all: bool) -> Vec<(String, String)> {
    let fields = model()[channel.arguments].fields.iter();
    let given = fields.filter(|field| all || field.presence == Presence::Required);
    given.map(|field| (field.wire.clone(), parameters::value(model(), field))).collect()
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn subscribed(name: &str, arguments: &[(String, String)]) -> Result<String, String> {
    let arguments = Json::parse(&object(arguments)).expect("valid JSON");
    subscription(name, &arguments).map(|arg| arg.get().to_owned()).map_err(|error| error.to_string())
}

#[test]
fn every_channel_can_be_subscribed_to_by_name() {
    for channel in &model().channels {
        for name in &channel.channels {
            for all in [false, true] {
                let mut arg = arguments(channel, all);
                let subscribed = subscribed(name, &arg);
                arg.insert(0, ("channel".to_owned(), format!("{name:?}")));
                assert_eq!(subscribed, Ok(object(&arg)));
            }
        }
    }
}

#[test]
fn a_missing_argument_of_a_channel_is_reported() {
    for channel in &model().channels {
        for place in 0..arguments(channel, false).len() {
            let mut arguments = arguments(channel, false);
            let (lacking, _) = arguments.remove(place);
            let error = subscribed(&channel.channels[0], &arguments).expect_err("an argument is missing");
            let known_as = format!("ws.{}.{}", channel.socket, channel.name);
            assert_eq!(error, format!("{known_as}: `{lacking}`: is missing"));
        }
    }
}

#[test]
fn every_channel_accepts_a_push_without_rows() {
    for channel in &model().channels {
        let name = &channel.channels[0];
        let arg = subscribed(name, &arguments(channel, true)).expect("the arguments are valid");
        let message = format!(r#"{{"arg":{arg},"data":[]}}"#);
        let push = reread_push(name, &message).expect("a valid push");
        assert_eq!((push.undescribed.len(), push.faults().count()), (0, 0), "{message}");
        assert_eq!(push.value.get(), message);
    }
}

#[test]
fn every_channel_has_facts() {
    let described: Vec<_> = channels().collect();
    assert_eq!(described.len(), model().channels.len());
    for (facts, channel) in described.iter().zip(&model().channels) {
        assert_eq!(facts.name, format!("ws.{}.{}", channel.socket, channel.name));
        assert_eq!((facts.socket, facts.login), (channel.socket, channel.login), "{}", facts.name);
        assert_eq!((facts.guide, facts.names.to_vec()), (&*channel.guide, names(channel)), "{}", facts.name);
    }
}

#[test]
fn every_channel_knows_about_its_pushes() {
    for (facts, channel) in channels().zip(&model().channels) {
        let silence = facts.silence.map(|silence| (silence.at_most.as_secs(), silence.unless));
        // The first field of a subscription names the channel.
        let described = channel.silence.as_ref().map(|one| (one.at_most.into(), one.unless.map(|place| place + 1)));
        assert_eq!(silence, described, "{}", facts.name);
        assert_eq!((facts.counted, facts.heavy), (channel.counted, &*texts(&channel.heavy)), "{}", facts.name);
        for (own, others) in &channel.excludes {
            assert_eq!(facts.excluded_by(own), texts(others), "{}", facts.name);
        }
        assert_eq!(facts.excludes.len(), channel.excludes.len(), "{}", facts.name);
        let keys = match (&channel.once, facts.once) {
            (None, Once::Unknown) => continue,
            (Some(model::Once::Sequence { id, previous }), once) => {
                assert_eq!(once, Once::Sequence { id: *id, previous: *previous }, "{}", facts.name);
                continue;
            }
            (Some(model::Once::Keys(described)), Once::Keys(keys)) => keys.iter().zip(described),
            (described, once) => panic!("{}: {described:?} is not {once:?}", facts.name),
        };
        for (key, described) in keys {
            assert_eq!((key.by, key.when.len()), (&*described.by, described.when.len()), "{}", facts.name);
        }
    }
}

#[test]
fn every_gap_is_filled_by_the_described_calls() {
    let mut filled = 0;
    for (facts, channel) in channels().zip(&model().channels) {
        assert_eq!(facts.filled_by.is_some(), channel.filled_by.is_some(), "{}", facts.name);
        let Some((facts, described)) = facts.filled_by.zip(channel.filled_by.as_ref()) else { continue };
        assert_eq!((facts.id, facts.time), (&*described.id, described.time), "{}", channel.name);
        for (fill, described) in facts.calls.iter().zip(&described.calls) {
            let call = &model()[described.call];
            let wire = |place: usize| model()[call.request].fields[place].wire.as_str();
            assert_eq!(format!("{:?}", fill.lookup), format!("Lookup({})", crate::name(call)));
            let takes: Vec<_> = described.takes.iter().map(|(argument, place)| (argument + 1, wire(*place))).collect();
            assert_eq!((fill.takes, fill.complete), (&*takes, described.complete), "{}", channel.name);
            let bar = described.bar.as_ref().map(|(place, prefix)| (wire(*place), prefix.as_str()));
            assert_eq!(fill.bar, bar, "{}", channel.name);
            let each: Vec<_> = described.each.iter().map(|(place, values)| (wire(*place), texts(values))).collect();
            let generated: Vec<_> = fill.each.iter().map(|(name, values)| (*name, values.to_vec())).collect();
            assert_eq!(generated, each, "{}", channel.name);
            filled += 1;
        }
    }
    assert_eq!(filled, 14, "calls fill gaps");
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn connections_have_the_described_limits_and_close_codes() {
    let described = &model().connection;
    assert_eq!(CONNECTION.paths.len(), described.paths.len());
    for (socket, path) in &described.paths {
        assert_eq!(CONNECTION.path(*socket), path);
    }
    assert_eq!(CONNECTION.requests, (described.requests.count, Duration::from_millis(described.requests.window_ms)));
    assert_eq!((CONNECTION.counted, CONNECTION.heavy), (described.counted, described.heavy));
    let mut codes = 0;
    for error in model().errors.iter().filter(|error| error.closes.is_some()) {
        let code = error.code.parse().expect("a close code is a number");
        let close = close_code(code).expect("the code is described");
        assert_eq!((close.fact.code, Some(close.then)), (&*error.code, error.closes));
        codes += 1;
    }
    assert_eq!((codes, close_code(4999).is_none()), (11, true));
}

#[test]
fn only_orders_that_are_placed_or_amended_have_a_deadline() {
    let with = |holds: fn(&Operation) -> bool| -> Vec<&str> {
        operations::ALL.iter().filter(|route| holds(route.operation)).map(|route| route.op).collect()
    };
    let deadline = with(|operation| operation.deadline);
    assert_eq!(deadline, ["order", "batch-orders", "amend-order", "batch-amend-orders"]);
    assert_eq!(with(|operation| operation.in_flight == Some(3)), ["amend-order", "batch-amend-orders"]);
}

fn names(channel: &Channel) -> Vec<&str> {
    channel.channels.iter().map(String::as_str).collect()
}

#[test]
fn every_operation_has_facts() {
    assert_eq!(operations::ALL.len(), model().operations.len());
    for (facts, operation) in operations::ALL.iter().zip(&model().operations) {
        let call = &model()[operation.of];
        assert_eq!(facts.name, format!("ws.{}.{}", operation.socket, operation.name));
        assert_eq!((facts.op, facts.operation.name), (&*operation.op, &*crate::name(call)));
        assert_eq!((facts.socket, facts.guide), (operation.socket, &*operation.guide), "{}", facts.name);
        assert_eq!(facts.without, operation.without, "{}", facts.name);
        let adds: Vec<_> = model()[operation.adds].fields.iter().map(|field| field.wire.as_str()).collect();
        assert_eq!(facts.adds.wire, adds, "{}", facts.name);
        let draws: Vec<_> = operation.draws.iter().map(|&budget| model()[budget].name.as_str()).collect();
        let budgets = facts.draws.unwrap_or(facts.operation.draws);
        assert_eq!(budgets.iter().map(|budget| budget.name).collect::<Vec<_>>(), draws, "{}", facts.name);
    }
}
