//! The doctor finds each problem of a configuration and gives advice.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use okx_client::clock::{Clock, Sleep, SystemClock};
use okx_client::doctor::{Diagnosis, Severity, Topic};
use okx_client::environments::Region;
use okx_client::{
    Client, ClientBuilder, Credentials, CredentialsSource, Environment, LimitPolicy, Limits, RetryPolicy, SendOptions,
    Timestamp,
};
use okx_sim::core::{AccountMode, PositionMode};
use okx_sim::{AccountOptions, Fault, Sim};

const DEMO: Environment = Environment::demo(Region::Global);

fn builder(sim: &Sim, environment: Environment) -> ClientBuilder {
    Client::builder().environment(environment).base_url(sim.url()).retry(RetryPolicy::none())
}

/// The pauses of the doctor, in seconds.
const PAUSES: [u64; 4] = [2, 4, 8, 16];

/// The system's clock, except that the pauses of the doctor end at once. They are recorded.
#[derive(Default)]
struct WithoutPauses {
    clock: SystemClock,
    paused: Mutex<Vec<u64>>,
}

impl WithoutPauses {
    fn paused(&self) -> Vec<u64> {
        self.paused.lock().unwrap().clone()
    }
}

impl Clock for WithoutPauses {
    fn wall(&self) -> Timestamp {
        self.clock.wall()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        match PAUSES.iter().find(|seconds| Duration::from_secs(**seconds) == pause) {
            Some(seconds) => {
                self.paused.lock().unwrap().push(*seconds);
                Box::pin(async {})
            }
            None => self.clock.sleep(pause),
        }
    }
}

/// A clock for rate limits on which every wait is over at once.
#[derive(Default)]
struct Leaping(Mutex<Duration>);

impl Clock for Leaping {
    fn wall(&self) -> Timestamp {
        SystemClock::new().wall()
    }

    fn monotonic(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        *self.0.lock().unwrap() += time;
        Box::pin(async {})
    }
}

/// A client with the keys of the exchange, and its clock.
fn without_pauses(sim: &Sim) -> (ClientBuilder, Arc<WithoutPauses>) {
    let (clock, keys) = (Arc::new(WithoutPauses::default()), sim.credentials());
    let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap();
    let limits = Limits::with_clock(Arc::new(Leaping::default()));
    (builder(sim, DEMO).credentials(credentials).clock(clock.clone()).limits(limits), clock)
}

#[tokio::test]
async fn a_rate_limit_that_has_room_again_is_no_finding() {
    for call in ["public.get_time", "account.get_config", "trade.get_account_rate_limit"] {
        let sim = Sim::builder().account(account()).start().await.unwrap();
        sim.faults().next(2, call, Fault::RateLimited);
        let (builder, clock) = without_pauses(&sim);
        let diagnosis = builder.build().unwrap().doctor().await;
        assert_eq!(diagnosis.worst(), Severity::Ok, "{call}: {diagnosis}");
        assert_eq!(clock.paused(), [2, 4], "{call}");
    }
}

#[tokio::test]
async fn a_rate_limit_that_stays_used_up_is_not_blamed_on_the_host() {
    let faults = [Fault::RateLimited, Fault::WebPage { status: 429, acted: false }];
    for (call, topic) in [
        ("public.get_time", Topic::Host),
        ("account.get_config", Topic::Key),
        ("trade.get_account_rate_limit", Topic::OrderBudget),
    ] {
        for fault in &faults {
            let sim = Sim::builder().account(account()).start().await.unwrap();
            sim.faults().always(call, fault.clone());
            let (builder, clock) = without_pauses(&sim);
            let diagnosis = builder.build().unwrap().doctor().await;
            assert_eq!(clock.paused(), PAUSES, "{call} {fault:?}");
            let finding = diagnosis.finding(topic);
            assert!(finding.severity >= Severity::Warning, "{diagnosis}");
            assert!(finding.found.contains("a rate limit is used up"), "{diagnosis}");
            assert!(finding.advice.as_ref().unwrap().starts_with("Probably another program"), "{diagnosis}");
            assert!(finding.basis.as_ref().unwrap().contains("half a minute"), "{diagnosis}");
            assert!(diagnosis.to_string().contains("This is a guess. It rests on this: OKX still"), "{diagnosis}");
            assert!(!diagnosis.to_string().contains("firewall"), "{diagnosis}");
        }
    }
}

#[tokio::test]
async fn the_client_s_own_limits_are_waited_for_whatever_its_policy() {
    let sim = Sim::builder().account(account()).start().await.unwrap();
    let (builder, _) = without_pauses(&sim);
    // The limits of the exchange are on the clock of this machine, so those of the client are as well: this takes up to two seconds.
    let okx = builder.limits(Limits::new()).limit_policy(LimitPolicy::Refuse).build().unwrap();
    // `get_config` has room for five requests in two seconds.
    let config = okx_client::account::GetConfig::new();
    while okx.send_with(&config, SendOptions::default()).await.is_ok() {}
    let diagnosis = okx.doctor().await;
    assert_eq!(diagnosis.finding(Topic::Key).severity, Severity::Ok, "{diagnosis}");
}

#[tokio::test]
async fn a_certain_finding_has_no_basis_and_a_guess_has_one() {
    let sim = Sim::start().await;
    let (builder, _) = without_pauses(&sim);
    let okx = builder.build().unwrap();
    for finding in okx.doctor().await.findings() {
        assert_eq!(finding.basis, None, "{finding}");
    }
    drop(sim);
    let down = okx.doctor().await;
    assert!(down.finding(Topic::Host).basis.as_ref().unwrap().contains("no usable reply arrived"), "{down}");
}

async fn diagnosis(sim: &Sim, environment: Environment, keys: &okx_sim::Credentials) -> Diagnosis {
    let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap();
    builder(sim, environment).credentials(credentials).build().unwrap().doctor().await
}

/// The diagnosis for an account with these options.
async fn of_account(options: AccountOptions) -> Diagnosis {
    let sim = Sim::builder().account(options).start().await.unwrap();
    diagnosis(&sim, DEMO, sim.credentials()).await
}

fn account() -> AccountOptions {
    AccountOptions::new("doctor").restricted_to(Ipv4Addr::LOCALHOST)
}

#[track_caller]
fn finds(diagnosis: &Diagnosis, topic: Topic, severity: Severity, found: &str, advice: &str) {
    let finding = diagnosis.finding(topic);
    assert_eq!(finding.severity, severity, "{diagnosis}");
    assert!(finding.found.contains(found), "{diagnosis}");
    assert!(finding.advice.as_deref().unwrap_or_default().contains(advice), "{diagnosis}");
}

/// Every topic after this one was skipped.
#[track_caller]
fn stops_at(diagnosis: &Diagnosis, topic: Topic) {
    assert_eq!((diagnosis.worst(), diagnosis.is_healthy()), (Severity::Problem, false), "{diagnosis}");
    let later = Topic::ALL.iter().skip_while(|other| **other != topic).skip(1);
    for later in later {
        finds(diagnosis, *later, Severity::Skipped, "not checked", "");
    }
}

#[tokio::test]
async fn a_correct_configuration_is_healthy() {
    let diagnosis = of_account(account()).await;
    assert_eq!((diagnosis.worst(), diagnosis.is_healthy()), (Severity::Ok, true), "{diagnosis}");
    let topics: Vec<_> = diagnosis.findings().iter().map(|finding| finding.topic).collect();
    assert_eq!(topics, Topic::ALL);
    finds(&diagnosis, Topic::Key, Severity::Ok, "for demo trading", "");
    finds(&diagnosis, Topic::Permissions, Severity::Ok, "read and trade", "");
    finds(&diagnosis, Topic::IpBinding, Severity::Ok, "restricted to 127.0.0.1", "");
    finds(&diagnosis, Topic::AccountMode, Severity::Ok, "futures mode", "");
    finds(&diagnosis, Topic::PositionMode, Severity::Ok, "one position", "");
    finds(&diagnosis, Topic::OrderBudget, Severity::Ok, "1000", "");
}

#[tokio::test]
async fn a_diagnosis_reads_well_and_can_be_stored() {
    let diagnosis = of_account(account().with_withdrawals()).await;
    let text = diagnosis.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("Environment::demo(Region::Global) at http://127.0.0.1:"), "{text}");
    assert!(lines[1].starts_with("ok      host: http://127.0.0.1:"), "{text}");
    assert!(
        text.contains(
            "warning permissions: The API key may withdraw funds.\n        → Trading does not require this permission"
        ),
        "{text}"
    );
    let stored = serde_json::to_value(&diagnosis).unwrap();
    assert_eq!(stored["environment"], "Environment::demo(Region::Global)");
    assert_eq!(stored["findings"][3]["topic"], "permissions");
    assert_eq!(stored["findings"][3]["severity"], "warning");
    assert!(stored["findings"][3]["advice"].as_str().unwrap().contains("Use a key without it"));
}

#[tokio::test]
async fn an_unreachable_host_is_a_problem_and_ends_the_examination() {
    let sim = Sim::start().await;
    let (client, url) = (builder(&sim, DEMO).build().unwrap(), sim.url());
    drop(sim);
    let down = client.doctor().await;
    finds(&down, Topic::Host, Severity::Problem, &format!("failed to connect to {url}"), "firewalls");
    stops_at(&down, Topic::Host);
}

#[tokio::test]
async fn a_web_page_instead_of_okx_s_reply_is_a_problem() {
    let sim = Sim::start().await;
    sim.faults().always("public.get_time", Fault::WebPage { status: 403, acted: false });
    let diagnosis = diagnosis(&sim, DEMO, sim.credentials()).await;
    finds(&diagnosis, Topic::Host, Severity::Problem, "HTTP 403", "replied instead of OKX");
    stops_at(&diagnosis, Topic::Host);
}

#[tokio::test]
async fn a_wrong_clock_is_a_warning_because_the_client_corrects_it() {
    for (ahead, found) in [(45_000, "ms behind OKX's"), (-45_000, "ms ahead of OKX's")] {
        let sim = Sim::builder().clock_offset(ahead).account(account()).start().await.unwrap();
        let diagnosis = diagnosis(&sim, DEMO, sim.credentials()).await;
        finds(&diagnosis, Topic::Clock, Severity::Warning, found, "NTP");
        finds(&diagnosis, Topic::Key, Severity::Ok, "", "");
    }
}

#[tokio::test]
async fn a_wrong_passphrase_or_secret_is_found() {
    let sim = Sim::start().await;
    let wrong = okx_sim::Credentials { passphrase: "Another-1".to_owned(), ..sim.credentials().clone() };
    let found = diagnosis(&sim, DEMO, &wrong).await;
    finds(&found, Topic::Key, Severity::Problem, "It is what you chose when you created the key", "");
    stops_at(&found, Topic::Key);
    assert!(!found.to_string().contains("Another-1"));
    let wrong = okx_sim::Credentials { secret: "A".repeat(32), ..sim.credentials().clone() };
    finds(
        &diagnosis(&sim, DEMO, &wrong).await,
        Topic::Key,
        Severity::Problem,
        "a secret that belongs to another key",
        "",
    );
}

#[tokio::test]
async fn for_a_key_of_another_region_the_other_environments_are_named() {
    let sim = Sim::start().await;
    let found = diagnosis(&sim, DEMO, &sim.credentials_of_another_region()).await;
    let others = "`Environment::demo(Region::Eea)` or `Environment::demo(Region::Us)`";
    finds(&found, Topic::Key, Severity::Problem, "50119", others);
    stops_at(&found, Topic::Key);
}

#[tokio::test]
async fn for_a_demo_key_in_live_trading_the_right_environment_is_named() {
    let sim = Sim::start().await;
    let demo_on_live = diagnosis(&sim, Environment::live(Region::Eea), sim.credentials()).await;
    finds(&demo_on_live, Topic::Key, Severity::Problem, "50101", "created for `Environment::demo(Region::Eea)`");
    let live = sim.open_account(AccountOptions::new("live").live());
    let live_on_demo = diagnosis(&sim, DEMO, &live).await;
    finds(&live_on_demo, Topic::Key, Severity::Problem, "50101", "created for `Environment::live(Region::Global)`");
}

#[tokio::test]
async fn the_permissions_of_the_key_are_checked() {
    let reads = of_account(account().read_only()).await;
    finds(&reads, Topic::Permissions, Severity::Warning, "may only read", "the trade permission");
    let withdraws = of_account(account().with_withdrawals()).await;
    finds(&withdraws, Topic::Permissions, Severity::Warning, "may withdraw", "Use a key without it");
    assert!(withdraws.is_healthy());
}

#[tokio::test]
async fn the_ip_binding_of_the_key_is_checked() {
    let anywhere = of_account(AccountOptions::new("anywhere")).await;
    finds(&anywhere, Topic::IpBinding, Severity::Warning, "not restricted to IP addresses", "14 days");
    let harmless = of_account(AccountOptions::new("reader").read_only()).await;
    finds(&harmless, Topic::IpBinding, Severity::Ok, "may only read", "");
    let elsewhere = of_account(AccountOptions::new("elsewhere").restricted_to(IpAddr::from([192, 0, 2, 1]))).await;
    finds(&elsewhere, Topic::IpBinding, Severity::Problem, "50110", "");
    finds(&elsewhere, Topic::Key, Severity::Skipped, "", "");
}

#[tokio::test]
async fn the_modes_of_the_account_are_reported() {
    let simple = of_account(account().mode(AccountMode::Spot)).await;
    finds(&simple, Topic::AccountMode, Severity::Ok, "spot mode; margin", "");
    let both = of_account(account().position_mode(PositionMode::LongShort)).await;
    finds(&both, Topic::PositionMode, Severity::Ok, "must set `posSide`", "");
}

#[tokio::test]
async fn a_different_order_rate_limit_is_reported() {
    let fewer = of_account(account().order_rate(400)).await;
    finds(&fewer, Topic::OrderBudget, Severity::Warning, "400 new", "set_order_limit(400)");
    let sim = Sim::builder().account(account().order_rate(5_000)).start().await.unwrap();
    let keys = sim.credentials();
    let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap();
    let okx = builder(&sim, DEMO).credentials(credentials).build().unwrap();
    finds(
        &okx.doctor().await,
        Topic::OrderBudget,
        Severity::Ok,
        "the client is configured for 1000",
        "set_order_limit(5000)",
    );
    okx.set_order_limit(5_000);
    assert_eq!(okx.doctor().await.finding(Topic::OrderBudget).advice, None);
}

#[tokio::test]
async fn lead_instruments_must_be_configured() {
    let sim = Sim::builder().account(account().lead_trader("BTC-USDT-SWAP")).start().await.unwrap();
    let keys = sim.credentials();
    let builder = || {
        let credentials = Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap();
        builder(&sim, DEMO).credentials(credentials)
    };
    let untold = builder().build().unwrap().doctor().await;
    finds(&untold, Topic::LeadTrading, Severity::Warning, "BTC-USDT-SWAP", "lead_instruments");
    let told = builder().lead_instruments(["BTC-USDT-SWAP"]).build().unwrap().doctor().await;
    finds(&told, Topic::LeadTrading, Severity::Ok, "applies the limits", "");
}

#[tokio::test]
async fn without_credentials_only_public_topics_are_examined() {
    let sim = Sim::start().await;
    let diagnosis = builder(&sim, DEMO).build().unwrap().doctor().await;
    assert_eq!(diagnosis.worst(), Severity::Skipped, "{diagnosis}");
    finds(&diagnosis, Topic::Host, Severity::Ok, "replied within", "");
    finds(&diagnosis, Topic::Key, Severity::Skipped, "Credentials::from_env()", "");
    assert!(sim.journal().iter().all(|entry| entry.signature.is_none()));
}

#[tokio::test]
async fn a_credentials_source_that_fails_is_a_problem() {
    let sim = Sim::start().await;
    let source = CredentialsSource::new("desk", || async { Err::<Credentials, _>("sealed") });
    let diagnosis = builder(&sim, DEMO).credentials_from(source).build().unwrap().doctor().await;
    finds(&diagnosis, Topic::Key, Severity::Problem, "credentials source failed: sealed", "");
    stops_at(&diagnosis, Topic::Key);
}

#[tokio::test]
async fn there_is_a_diagnosis_whatever_fails() {
    let faults = [
        Fault::Maintenance,
        Fault::RateLimited,
        Fault::CutBeforeActing,
        Fault::TruncatedJson,
        Fault::WebPage { status: 502, acted: false },
        Fault::Refused { status: 200, code: "59999", acted: false },
        Fault::Redirect { to: "https://exchange.invalid/".to_owned() },
    ];
    for call in ["public.get_time", "account.get_config", "trade.get_account_rate_limit"] {
        for fault in &faults {
            let sim = Sim::start().await;
            sim.faults().always(call, fault.clone());
            let diagnosis = without_pauses(&sim).0.build().unwrap().doctor().await;
            let topics: Vec<_> = diagnosis.findings().iter().map(|finding| finding.topic).collect();
            assert_eq!(topics, Topic::ALL);
            assert!(diagnosis.worst() >= Severity::Warning, "{call} {fault:?}: {diagnosis}");
        }
    }
}
