//! What is wrong with the setup of a client, and what to do about it.

mod account;
mod examine;
mod key;
mod network;
mod text;

use crate::api::Environment;
use crate::client::Client;

/// What was found when a client looked at its own setup: one finding for each [`Topic`], in the order of the topics.
///
/// Printed, it is a list for people to read; serialized, with the feature `serde`, it is for programs. It holds no secret.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Diagnosis {
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    environment: Environment,
    origin: String,
    findings: Vec<Finding>,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// How bad it is.
    pub severity: Severity,
    /// What was found; a sentence.
    pub found: String,
    /// What to do, where there is something to do; one or more sentences.
    pub advice: Option<String>,
}

/// How bad a finding is, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// It is as it should be.
    Ok,
    /// It could not be looked at, because of something before it.
    Skipped,
    /// It works, but not as safely or not as widely as it could.
    Warning,
    /// Requests fail because of it.
    Problem,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Topic {
    /// Whether OKX's host can be reached.
    Host,
    /// How far this machine's clock is from OKX's.
    Clock,
    /// Whether OKX accepts key, secret and passphrase, in this region, and for live or demo trading.
    Key,
    /// What the key may do.
    Permissions,
    /// From which addresses the key may be used.
    IpBinding,
    /// What may be traded, and with what margin.
    AccountMode,
    /// Whether contracts have one position an instrument or two.
    PositionMode,
    /// Whether the account leads in copy trading, where other limits hold.
    LeadTrading,
    /// How many orders the account may send.
    OrderBudget,
}

impl Client {
    /// Looks at everything the client's work depends on, and says what to do where something is wrong.
    ///
    /// It asks for OKX's time, for the setup of the account and for its order budget, and changes nothing. Without credentials only what
    /// is public is looked at. A key is sent to no other host than the client's own, so of a key of another region or for the other
    /// kind of trading it can only be said which setting to change.
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
    /// Everything that was found, one finding for each topic.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What was found about a topic.
    ///
    /// # Panics
    ///
    /// Never: there is a finding for each topic.
    pub fn finding(&self, topic: Topic) -> &Finding {
        self.findings
            .iter()
            .find(|finding| finding.topic == topic)
            .expect("an examination finds something for each topic")
    }

    /// How bad the worst finding is.
    pub fn worst(&self) -> Severity {
        self.findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Ok)
    }

    /// Whether nothing was found that makes requests fail.
    pub fn is_healthy(&self) -> bool {
        self.worst() < Severity::Problem
    }

    /// What the client was built for.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// The host that was examined, with its scheme.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Topic {
    /// Every topic, in the order in which they are looked at.
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
        Self { topic, severity: Severity::Ok, found: found.into(), advice: None }
    }

    fn skipped(topic: Topic, why: impl Into<String>) -> Self {
        Self { topic, severity: Severity::Skipped, found: why.into(), advice: None }
    }

    fn warning(topic: Topic, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { topic, severity: Severity::Warning, found: found.into(), advice: Some(advice.into()) }
    }

    fn problem(topic: Topic, found: impl Into<String>, advice: impl Into<String>) -> Self {
        let advice = Some(advice.into()).filter(|advice| !advice.is_empty());
        Self { topic, severity: Severity::Problem, found: found.into(), advice }
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn as_text<S: serde::Serializer>(environment: &Environment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(environment)
}
