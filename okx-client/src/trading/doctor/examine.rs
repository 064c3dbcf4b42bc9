//! The order of the checks, and which ones are skipped when another fails.

use super::{Finding, Topic, account, key, network, patience};
use crate::api::account::GetConfig;
use crate::api::trade::GetAccountRateLimit;
use crate::client::Client;

/// One finding per topic.
pub(super) async fn all(client: &Client) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(Topic::ALL.len());
    if let Err(why) = examine(client, &mut findings).await {
        // Everything that was not checked is skipped for the same reason.
        for topic in Topic::ALL {
            if findings.iter().all(|finding| finding.topic != *topic) {
                findings.push(Finding::skipped(*topic, why));
            }
        }
    }
    findings.sort_by_key(|finding| Topic::ALL.iter().position(|topic| *topic == finding.topic));
    findings
}

/// Adds findings. The error says why the remaining checks were skipped.
async fn examine(client: &Client, findings: &mut Vec<Finding>) -> Result<(), &'static str> {
    match patience::until_allowed(client, async || client.sync_clock().await).await {
        Ok(offset) => findings.extend([network::reachable(client, offset), network::clock(offset)]),
        Err(error) => {
            findings.push(network::unreachable(client, &error));
            return Err(if error.is_rate_limited() {
                "not checked, because a rate limit is used up"
            } else {
                "not checked, because OKX could not be reached"
            });
        }
    }
    if !client.engine().has_keys() {
        return Err(
            "not checked, because the client has no credentials; add `.credentials(Credentials::from_env()?)` to its builder",
        );
    }
    let config = match patience::send(client, GetConfig::new()).await {
        Ok(config) => config,
        Err(error) => {
            findings.push(key::refused(client.environment(), &error));
            return Err("not checked, because OKX did not return the account configuration");
        }
    };
    findings.push(key::accepted(client.environment()));
    findings.extend(account::findings(&config, |inst_id| client.engine().leads(inst_id)));
    findings.push(match patience::send(client, GetAccountRateLimit::new()).await {
        Ok(granted) => account::order_budget(granted.acc_rate_limit, client.engine().order_limit()),
        Err(error) if error.is_rate_limited() => {
            let (advice, basis) = patience::advice(&error);
            let found = format!("The order limit could not be read, because a rate limit is used up: {error}");
            Finding::warning(Topic::OrderBudget, found, advice).guessed_from(basis)
        }
        Err(error) => {
            Finding::warning(Topic::OrderBudget, format!("OKX did not report the order limit: {error}"), "Try again.")
        }
    });
    Ok(())
}
