//! How messages name the parameters of a call: as they were given, by flags or by members of JSON.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Presence};
use serde_json::value::RawValue;

use super::flags;
use crate::ending::Failure;
use crate::members::Members;

/// How the parameters of a call were given.
pub(super) struct Names<'m> {
    model: &'m Model,
    endpoint: &'m Endpoint,
    /// The flag of each parameter, if flags were used.
    flags: Option<Vec<(&'m str, String)>>,
}

impl<'m> Names<'m> {
    pub(super) fn of_json(model: &'m Model, endpoint: &'m Endpoint) -> Self {
        Self { model, endpoint, flags: None }
    }

    pub(super) fn of_flags(model: &'m Model, endpoint: &'m Endpoint) -> Self {
        Self { model, endpoint, flags: Some(flags::flags(model, endpoint)) }
    }

    /// The same message with flags instead of the names that OKX uses, where flags were used. Messages put names in backticks.
    pub(super) fn in_message(&self, text: &str) -> String {
        let Some(flags) = &self.flags else { return text.to_owned() };
        let mut quoted = false;
        let parts = text.split('`').map(|part| {
            let name = quoted.then(|| Self::flag(flags, part)).flatten();
            quoted = !quoted;
            name.unwrap_or_else(|| part.to_owned())
        });
        parts.collect::<Vec<_>>().join("`")
    }

    /// The flag for the path of a member. The rest of the path is within the value of the flag.
    fn flag(flags: &[(&str, String)], path: &str) -> Option<String> {
        let end = path.find(['[', '.']).unwrap_or(path.len());
        let (name, rest) = path.split_at(end);
        let (_, flag) = flags.iter().find(|(wire, _)| *wire == name)?;
        Some(if rest.is_empty() { flag.clone() } else { format!("{flag}`, member `{}", rest.trim_start_matches('.')) })
    }

    /// Refuses parameters without those that are always required. Those of another form are refused by the client, which says what is wrong.
    pub(super) fn check_required(&self, parameters: &str) -> Result<(), Failure> {
        let is_list = parameters.trim_start().starts_with('[');
        if is_list != self.endpoint.batch.is_some() {
            return Ok(());
        }
        let items = if is_list {
            serde_json::from_str(parameters)
        } else {
            serde_json::from_str(parameters).map(|item| vec![item])
        };
        let Ok(items): Result<Vec<Members>, _> = items else { return Ok(()) };
        for (number, Members(members)) in items.iter().enumerate() {
            let missing = self.missing(members);
            if !missing.is_empty() {
                let item = if items.len() > 1 { format!("item {number}: ") } else { String::new() };
                let name = full_name(self.model, self.endpoint);
                let text = self.in_message(&format!("{name}: {item}{}", is_missing(&missing)));
                let help = self.flags.as_ref().map(|_| format!("; `okx help {name}` explains its flags"));
                return Err(Failure::Usage(text + &help.unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn missing(&self, members: &[(String, Box<RawValue>)]) -> Vec<&'m str> {
        let is_given = |wire: &str| members.iter().any(|(name, value)| name == wire && value.get() != "null");
        let fields = &self.model[self.endpoint.request].fields;
        let required = fields.iter().filter(|field| field.presence == Presence::Required);
        required.map(|field| field.wire.as_str()).filter(|wire| !is_given(wire)).collect()
    }
}

fn is_missing(names: &[&str]) -> String {
    match names {
        [only] => format!("`{only}` is missing"),
        [first @ .., last] => format!("`{}` and `{last}` are missing", first.join("`, `")),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(model: &Model) -> Names<'_> {
        let is_order = |endpoint: &&Endpoint| full_name(model, endpoint) == "trade.place_order";
        let endpoint = model.endpoints.iter().find(is_order).expect("it is described");
        Names::of_flags(model, endpoint)
    }

    #[test]
    fn messages_about_flags_name_flags() {
        let model = okx_spec::shipped().expect("the shipped description has no mistakes");
        let names = names(model);
        for (text, expected) in [
            ("`px`: is required when `ordType` is limit", "`--px`: is required when `--ord-type` is limit"),
            ("`attachAlgoOrds[0].tpOrdPx`: is", "`--attach-algo-ords`, member `[0].tpOrdPx`: is"),
            ("px and `lotSz` and `", "px and `lotSz` and `"),
        ] {
            assert_eq!(names.in_message(text), expected);
        }
        let json = Names::of_json(model, names.endpoint);
        assert_eq!(json.in_message("`px`"), "`px`");
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let model = okx_spec::shipped().expect("the shipped description has no mistakes");
        let names = names(model);
        let missing = |json: &str| names.check_required(json).err().and_then(|failure| failure.text());
        let all = r#"{"instId":"a","tdMode":"cash","side":"buy","ordType":"limit","sz":"1"}"#;
        assert_eq!(missing(all), None);
        assert_eq!(
            missing(&all.replace(r#""sz":"1""#, r#""sz":null"#)).as_deref(),
            Some("trade.place_order: `--sz` is missing; `okx help trade.place_order` explains its flags")
        );
        let two = r#"{"instId":"a","side":"buy","ordType":"limit"}"#;
        let text = format!("[{all},{two}]");
        assert_eq!(missing(&text), None, "an order is not a list");
        assert!(missing(two).is_some_and(|text| text.contains("`--td-mode` and `--sz` are missing; ")));
        let is_batch = |endpoint: &&Endpoint| full_name(model, endpoint) == "trade.place_orders";
        let batch = Names::of_json(model, model.endpoints.iter().find(is_batch).expect("it is described"));
        let found = batch.check_required(&text).err().and_then(|failure| failure.text());
        assert_eq!(found.as_deref(), Some("trade.place_orders: item 1: `tdMode` and `sz` are missing"));
    }
}
