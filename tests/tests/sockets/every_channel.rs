//! Every described channel can be subscribed to, and pushes rows that its type reads.

use okx_client::dynamic;
use okx_client::value::Json;
use okx_sim::{Sim, SocketEvent};
use okx_spec::Model;
use okx_spec::model::{Channel, Presence};

use super::{connected, parameters};

/// The required arguments of a channel, with plausible values.
fn argument(model: &Model, channel: &Channel, name: &str) -> Json {
    let fields = model[channel.arguments].fields.iter().filter(|field| field.presence == Presence::Required);
    let members = fields.map(|field| format!("{:?}:{}", field.wire, parameters::value(model, field)));
    let text = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
    let arguments = Json::parse(&text).expect("valid JSON");
    dynamic::subscription(name, &arguments).expect("the arguments are valid")
}

/// Whether the exchange has pushed rows of this channel, which it does together with the acknowledgement if at all.
fn has_pushed(sim: &Sim, name: &str) -> bool {
    let channel = format!(r#""channel":"{name}""#);
    sim.socket_journal().iter().any(|entry| match &entry.event {
        SocketEvent::Sent(text) | SocketEvent::SentSample(text) => {
            text.contains(r#""data":["#) && text.contains(&channel)
        }
        _ => false,
    })
}

#[tokio::test]
async fn every_channel_pushes_over_a_real_connection() {
    let (sim, okx) = connected().await;
    let model = okx_spec::shipped().expect("the description is valid");
    let mut failed = Vec::new();
    for (facts, channel) in dynamic::channels().zip(&model.channels) {
        for name in facts.names {
            let subscribe = okx.subscribe_raw(facts.socket, argument(model, channel, name));
            let subscribe = if facts.login { subscribe.with_login() } else { subscribe };
            sim.clear_socket_journal();
            match subscribe.await {
                Err(error) => failed.push(format!("{name}: {error}")),
                // Some channels push nothing until something happens. Other tests make it happen.
                Ok(_) if !has_pushed(&sim, name) => {}
                Ok(mut stream) => match stream.try_next().await {
                    Ok(Some(update)) => {
                        let push = dynamic::reread_push(name, update.text());
                        if let Some(why) = push.map_or_else(Some, |push| push.faults().next().cloned()) {
                            failed.push(format!("{name}: {why}"));
                        }
                    }
                    other => failed.push(format!("{name}: {other:?}")),
                },
            }
        }
    }
    assert!(failed.is_empty(), "{} channels failed:\n{}", failed.len(), failed.join("\n"));
}
