//! Valid and invalid configurations of a client.

use okx_client::environments::Region;
use okx_client::{Client, Environment, Error};

fn builder() -> okx_client::ClientBuilder {
    Client::builder().environment(Environment::live(Region::Global))
}

#[track_caller]
fn is_refused(made: Result<Client, Error>, why: &str) {
    let error = made.unwrap_err();
    assert!(error.is_setup() && error.to_string().contains(why), "{error}");
}

#[test]
fn the_environment_must_be_named() {
    is_refused(Client::builder().build(), "no environment set");
}

#[test]
fn plain_http_is_refused_except_to_this_machine() {
    is_refused(builder().base_url("http://openapi.example.com").build(), "plain http");
    for base_url in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1", "https://openapi.example.com"] {
        builder().base_url(base_url).build().unwrap();
    }
}

#[test]
fn a_file_without_certificates_is_refused() {
    is_refused(builder().root_certificates("not a certificate").build(), "no root certificate found");
}

#[test]
fn a_user_agent_must_fit_a_header() {
    is_refused(builder().user_agent("two\r\nlines").build(), "user agent");
}

#[test]
fn all_six_environments_make_a_client() {
    for region in Region::ALL {
        for environment in [Environment::live(*region), Environment::demo(*region)] {
            let client = Client::builder().environment(environment).build().unwrap();
            assert_eq!(client.environment(), environment);
        }
    }
}
