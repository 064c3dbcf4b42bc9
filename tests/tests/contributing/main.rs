//! The steps of CONTRIBUTING.md: an endpoint that is only added to the YAML can be called, is typed, rate limited and
//! documented, and is served by the simulator.

use okx_client::endpoint::Endpoint;
use okx_client::enums::InstType;
use okx_client::{Client, Environment, Region, okx_api};
use okx_sim::Sim;
use okx_spec::Source;

const FILE: &str = include_str!("mark_price.yaml");
const PAGE: &str = include_str!("../../../CONTRIBUTING.md");

/// The call generated from the YAML.
#[okx_api(path = "tests/contributing/mark_price.yaml")]
mod added {}

#[test]
fn the_page_shows_the_tested_yaml() {
    let shown = PAGE.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the page shows YAML");
    let (_, tested) = FILE.split_once("guide: public-data\n").expect("the file has a header");
    assert_eq!(tested, shown);
}

#[tokio::test]
async fn a_call_needs_only_yaml() {
    let (model, _) = okx_spec::read_with_shipped(&Source::new("mark_price.yaml", FILE)).expect("the YAML is valid");
    let sim = Sim::builder().model(model).start().await.expect("the simulator starts");
    let okx = Client::builder()
        .environment(Environment::live(Region::Global))
        .base_url(sim.url())
        .build()
        .expect("the client settings are complete");

    let request = added::GetMarkPrice::new(InstType::Swap).inst_id("BTC-USDT-SWAP");
    let prices = okx.send(&request).await.expect("the call succeeds").all().expect("every row decodes");

    assert!(!prices.is_empty());
    assert_eq!(sim.journal()[0].target, "/api/v5/public/mark-price?instType=SWAP&instId=BTC-USDT-SWAP");
    let limit = added::GetMarkPrice::OPERATION.draws[0];
    assert_eq!((limit.count, limit.window_ms), (10, 2_000));
}
