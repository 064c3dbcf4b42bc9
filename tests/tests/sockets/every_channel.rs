//! Every described channel can be subscribed to, and pushes rows that its type reads.

use okx_client::dynamic;
use okx_client::value::Json;

use super::connected;

/// The channels as the guide's examples subscribe to them, checked by their descriptions.
#[tokio::test]
async fn every_channel_pushes_over_a_real_connection() {
    let (sim, okx) = connected().await;
    let mut failed = Vec::new();
    for facts in dynamic::channels() {
        for name in facts.names {
            let Some(arg) = sim.sample_argument(name) else {
                failed.push(format!("{name}: the simulator has no sample argument"));
                continue;
            };
            let subscribe = okx.subscribe_raw(facts.socket, Json::parse(&arg).unwrap());
            let subscribe = if facts.login { subscribe.with_login() } else { subscribe };
            match subscribe.await {
                Err(error) => failed.push(format!("{name}: {error}")),
                Ok(mut stream) => match stream.try_next().await {
                    Ok(Some(update)) => {
                        let push = dynamic::reread_push(name, update.text());
                        if let Some(why) = push.map_or_else(|error| Some(error), |push| push.faults().next().cloned()) {
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
