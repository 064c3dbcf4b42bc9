//! Tests of all described endpoints and channels. They use only the description, so that new endpoints are tested
//! without further code.

mod channels;
mod parameters;

use okx_client::endpoint::ErrorClass;
use okx_client::value::Json;
use okx_client::{Error, SendOptions};
use okx_sim::Sim;
use okx_spec::Model;
use okx_spec::model::Endpoint;
use okx_tests::client;

fn model() -> &'static Model {
    okx_spec::shipped().expect("the shipped description is valid")
}

fn name(endpoint: &Endpoint) -> String {
    format!("{}.{}", model()[endpoint.chapter].name, endpoint.name)
}

/// Whether an error is about the state of the exchange, such as a missing order, rather than about the request.
fn is_about_state(error: &Error) -> bool {
    let about_the_request =
        [ErrorClass::Authentication, ErrorClass::Parameter, ErrorClass::RateLimit, ErrorClass::Clock];
    error.is_refused() && error.class().is_some_and(|class| !about_the_request.contains(&class))
}

#[tokio::test]
async fn every_endpoint_can_be_called_and_its_reply_is_decoded() {
    let sim = Sim::builder().limits_scaled_by(50).start().await.expect("the simulator starts");
    let okx = client(&sim).build().expect("the client settings are complete");
    for endpoint in &model().endpoints {
        let name = name(endpoint);
        sim.clear_journal();
        let parameters = Json::parse(&parameters::of(model(), endpoint)).expect("valid JSON");
        let answer = okx.call(&name, &parameters, SendOptions::default()).await.and_then(|rows| {
            rows.errors().find(|error| !is_about_state(error)).map_or(Ok(()), |error| Err(error.clone()))
        });
        if let Err(error) = answer {
            assert!(is_about_state(&error), "{name} with {}: {error}", parameters.get());
        }
        let arrived = sim.journal().into_iter().filter(|entry| entry.call == name).collect::<Vec<_>>();
        assert_eq!(arrived.len(), 1, "{name} was sent once");
        assert_eq!(arrived[0].method, endpoint.method.to_string(), "{name}");
        assert_eq!(arrived[0].target.split('?').next(), Some(endpoint.path.as_str()), "{name}");
    }
}

#[test]
fn every_endpoint_has_facts() {
    let described: Vec<_> = okx_client::dynamic::calls().collect();
    assert_eq!(described.len(), model().endpoints.len());
    for (call, endpoint) in described.iter().zip(&model().endpoints) {
        let (operation, route) = (call.operation(), call.route());
        assert_eq!(operation.name, name(endpoint));
        assert_eq!((route.path, operation.guide), (endpoint.path.as_str(), endpoint.guide.as_str()));
        let budgets: Vec<_> = endpoint.draws.iter().map(|&budget| model()[budget].name.as_str()).collect();
        assert_eq!(operation.draws.iter().map(|budget| budget.name).collect::<Vec<_>>(), budgets, "{}", operation.name);
    }
}

#[tokio::test]
async fn an_undescribed_call_is_rejected_by_the_client() {
    let sim = Sim::start().await;
    let nothing = Json::parse("{}").expect("valid JSON");
    let okx = client(&sim).build().expect("the client settings are complete");
    let error = okx.call("trade.give_money_away", &nothing, SendOptions::default()).await.unwrap_err();
    assert!(error.is_invalid() && error.to_string().contains("trade.give_money_away"), "{error}");
    assert!(sim.journal().is_empty());
}
