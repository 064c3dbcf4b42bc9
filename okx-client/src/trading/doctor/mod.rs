//! Diagnoses the setup of a client.

mod account;
mod examine;
mod key;
mod network;
mod patience;
mod text;

use crate::api::Environment;
use crate::client::Client;

/// The result of [`Client::doctor`]: one finding per [`Topic`], in the order of the topics.
///
/// `Display` prints a list for people. With the feature `serde` it can be serialized for programs. It contains no secrets.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diagnosis {
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    environment: Environment,
    origin: String,
    findings: Vec<Finding>,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// What was checked.
    pub topic: Topic,
    /// How severe it is.
    pub severity: Severity,
    /// What was found, as a sentence.
    pub found: String,
    /// What to do, as one or more sentences; `None` if there is nothing to do.
    pub advice: Option<String>,
    /// What the advice rests on, if it is a guess: something else may be the cause. `None` if OKX, or the client, said so.
    pub basis: Option<String>,
}

/// How severe a finding is, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// Everything is fine.
    Ok,
    /// Not checked, because an earlier check failed.
    Skipped,
    /// It works, but not as safely or as completely as it could.
    Warning,
    /// It makes requests fail.
    Problem,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Topic {
    /// Whether OKX's host is reachable.
    Host,
    /// The offset of this machine's clock from OKX's.
    Clock,
    /// Whether OKX accepts the API key, secret and passphrase in this region, for live or demo trading.
    Key,
    /// What the API key may do.
    Permissions,
    /// The IP addresses that may use the API key.
    IpBinding,
    /// What may be traded, and how margin is calculated.
    AccountMode,
    /// Whether there are one or two positions per instrument.
    PositionMode,
    /// Whether the account is a lead trader in copy trading, which has other limits.
    LeadTrading,
    /// How many orders the account may send.
    OrderBudget,
}

impl Client {
    /// Checks everything the client depends on, and recommends what to do about problems.
    ///
    /// It requests OKX's time, the account configuration and the account's order limit, and changes nothing. Without credentials, only
    /// public checks are made. The API key is only sent to the client's own host, so if it belongs to another region or to the other kind
    /// of trading, the finding can only say which setting to change.
    ///
    /// A rate limit that is used up is waited for, for up to half a minute. Where a message is a guess, [`Finding::basis`] says what it
    /// rests on.
    ///
    /// ```
    /// use okx_client::doctor::{Severity, Topic};
    /// use okx_client::{Client, Credentials, Environment, Region};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret] = [&sim.credentials().key, &sim.credentials().secret];
    /// let okx = Client::builder()
    ///     .environment(Environment::demo(Region::Global))
    ///     .credentials(Credentials::new(key, secret, "Not-its-passphrase-1")?)
    /// #   .base_url(sim.url())
    ///     .build()?;
    /// let diagnosis = okx.doctor().await;
    /// println!("{diagnosis}");
    /// assert_eq!(diagnosis.finding(Topic::Host).severity, Severity::Ok);
    /// assert_eq!(diagnosis.finding(Topic::Key).severity, Severity::Problem);
    /// assert!(!diagnosis.is_healthy());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn doctor(&self) -> Diagnosis {
        let (environment, origin) = (self.environment(), self.engine().origin().to_owned());
        Diagnosis { environment, origin, findings: examine::all(self).await }
    }
}

impl Diagnosis {
    /// All findings, one per topic.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The finding about a topic.
    ///
    /// # Panics
    ///
    /// Never: there is a finding for every topic.
    pub fn finding(&self, topic: Topic) -> &Finding {
        self.findings.iter().find(|finding| finding.topic == topic).expect("there is a finding for every topic")
    }

    /// The severity of the worst finding.
    pub fn worst(&self) -> Severity {
        self.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Ok)
    }

    /// Whether no finding makes requests fail.
    pub fn is_healthy(&self) -> bool {
        self.worst() < Severity::Problem
    }

    /// The environment of the client.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The scheme and host that were checked.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Topic {
    /// All topics, in the order in which they are checked.
    pub const ALL: &[Self] = &[
        Self::Host,
        Self::Clock,
        Self::Key,
        Self::Permissions,
        Self::IpBinding,
        Self::AccountMode,
        Self::PositionMode,
        Self::LeadTrading,
        Self::OrderBudget,
    ];
}

impl Finding {
    fn ok(topic: Topic, found: impl Into<String>) -> Self {
        Self { topic, severity: Severity::Ok, found: found.into(), advice: None, basis: None }
    }

    fn skipped(topic: Topic, why: impl Into<String>) -> Self {
        Self { topic, severity: Severity::Skipped, found: why.into(), advice: None, basis: None }
    }

    fn warning(topic: Topic, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { topic, severity: Severity::Warning, found: found.into(), advice: Some(advice.into()), basis: None }
    }

    fn problem(topic: Topic, found: impl Into<String>, advice: impl Into<String>) -> Self {
        let advice = Some(advice.into()).filter(|advice| !advice.is_empty());
        Self { topic, severity: Severity::Problem, found: found.into(), advice, basis: None }
    }

    /// Marks the advice as a guess.
    fn guessed_from(self, basis: impl Into<String>) -> Self {
        Self { basis: Some(basis.into()), ..self }
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde requires a reference")]
fn as_text<S: serde::Serializer>(environment: &Environment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(environment)
}
