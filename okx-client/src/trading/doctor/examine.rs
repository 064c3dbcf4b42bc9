//! The order in which things are looked at, and what is left out when one of them fails.

use super::{Finding, Topic, account, key, network};
use crate::api::account::GetConfig;
use crate::api::trade::GetAccountRateLimit;
use crate::client::Client;

/// One finding for each topic.
pub(super) async fn all(client: &Client) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(Topic::ALL.len());
    if let Err(why) = examine(client, &mut findings).await {
        // Whatever was not looked at was kept from it by the same thing.
        for topic in Topic::ALL {
            if findings.iter().all(|finding| finding.topic != *topic) {
                findings.push(Finding::skipped(*topic, why));
            }
        }
    }
    findings.sort_by_key(|finding| Topic::ALL.iter().position(|topic| *topic == finding.topic));
    findings
}

/// Adds what is found; the error says why it went no further.
async fn examine(client: &Client, findings: &mut Vec<Finding>) -> Result<(), &'static str> {
    match client.sync_clock().await {
        Ok(offset) => findings.extend([network::reached(client, offset), network::clock(offset)]),
        Err(error) => {
            findings.push(network::unreached(client, &error));
            return Err("not looked at, because OKX did not answer");
        }
    }
    if !client.engine().has_keys() {
        return Err(
            "not looked at, because the client has no credentials; say `.credentials(Credentials::from_env()?)` where it is built",
        );
    }
    let config = match client.send(&GetConfig::new()).await {
        Ok(config) => config,
        Err(error) => {
            findings.push(key::refused(client.environment(), &error));
            return Err("not looked at, because OKX did not tell about the account");
        }
    };
    findings.push(key::accepted(client.environment()));
    findings.extend(account::findings(&config, |inst_id| client.engine().leads(inst_id)));
    findings.push(match client.send(&GetAccountRateLimit::new()).await {
        Ok(granted) => account::order_budget(granted.acc_rate_limit, client.engine().order_limit()),
        Err(error) => Finding::warning(Topic::OrderBudget, format!("OKX did not tell it: {error}"), "Try again."),
    });
    Ok(())
}
