//! All described channels and operations.

use okx_client::dynamic::{channels, reread_push, subscription};
use okx_client::value::Json;
use okx_client::ws::operations;
use okx_spec::model::{Channel, Presence};

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
