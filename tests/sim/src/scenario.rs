//! Scenarios: what a simulator does by itself, written in YAML.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::faults::{WrittenFault, read_duration};

/// What a simulator does by itself after its start.
///
/// ```yaml
/// background_trading: 500ms       # the exchange trades with itself at this interval; optional
/// faults:
///   - {at: 5s, fault: reset, socket: private}
///   - {at: 10s, fault: stall, socket: public, for: 20s}
///   - {fault: missing, channel: books, times: 3}
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    pub(crate) background_trading: Option<Duration>,
    pub(crate) faults: Vec<WrittenFault>,
}

/// A mistake in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError(String);

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario is invalid: {}", self.0)
    }
}

impl std::error::Error for ScenarioError {}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// If the text is not YAML, or not a scenario.
    pub fn from_yaml(text: &str) -> Result<Self, ScenarioError> {
        let value: Value = serde_yaml::from_str(text).map_err(|error| ScenarioError(error.to_string()))?;
        let Value::Object(members) = value else {
            return Err(ScenarioError("it must have members such as `faults`".to_owned()));
        };
        let mut scenario = Self::default();
        for (name, value) in &members {
            match (name.as_str(), value) {
                ("background_trading", Value::String(text)) => {
                    scenario.background_trading = Some(read_duration(text).map_err(ScenarioError)?);
                }
                ("faults", Value::Array(faults)) => {
                    for (place, fault) in faults.iter().enumerate() {
                        let fault = WrittenFault::read(fault);
                        let fault = fault.map_err(|error| ScenarioError(format!("faults[{place}]: {error}")))?;
                        scenario.faults.push(fault);
                    }
                }
                ("background_trading" | "faults", _) => {
                    let expected = "background_trading is a duration, and faults is a list";
                    return Err(ScenarioError(format!("`{name}` has the wrong form: {expected}")));
                }
                (other, _) => {
                    let known = "it may have background_trading and faults";
                    return Err(ScenarioError(format!("`{other}` is unknown; {known}")));
                }
            }
        }
        Ok(scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_has_faults_and_background_trading() {
        let text = "background_trading: 500ms\nfaults:\n  - {at: 5s, fault: reset, socket: private}\n";
        let scenario = Scenario::from_yaml(text).expect("a scenario");
        assert_eq!(scenario.background_trading, Some(Duration::from_millis(500)));
        assert_eq!(scenario.faults.iter().map(|fault| fault.at).collect::<Vec<_>>(), [Duration::from_secs(5)]);
    }

    #[test]
    fn mistakes_name_their_place() {
        for (text, expected) in [
            ("faults: [{fault: reset}, {fault: x}]", "faults[1]: `x` is not a fault of sockets"),
            ("fault: []", "`fault` is unknown; it may have background_trading and faults"),
            ("faults: 1", "`faults` has the wrong form"),
            ("[]", "it must have members such as `faults`"),
            ("a: [", "the scenario is invalid: "),
        ] {
            let error = Scenario::from_yaml(text).expect_err("a mistake").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
