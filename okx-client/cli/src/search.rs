//! Finds calls, channels and result codes by the words that people use for them.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Channel, Endpoint, ErrorCode};
use okx_spec::names::snake;

/// Something that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hit<'m> {
    Call(&'m Endpoint),
    Channel(&'m Channel),
    Code(&'m ErrorCode),
}

impl Hit<'_> {
    /// The name by which it can be shown.
    pub(crate) fn name(self, model: &Model) -> String {
        match self {
            Self::Call(endpoint) => full_name(model, endpoint),
            Self::Channel(channel) => channel.channels.first().unwrap_or(&channel.name).clone(),
            Self::Code(error) => error.code.clone(),
        }
    }

    /// What it does or means.
    pub(crate) fn does(&self) -> &str {
        match self {
            Self::Call(endpoint) => &endpoint.does,
            Self::Channel(channel) => &channel.does,
            Self::Code(error) => &error.means,
        }
    }
}

/// How well something fits. The best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is called so.
    Called,
    /// Its name has all words.
    Name,
    /// One of its other names has all words.
    OtherName,
    /// What it does, its names and its path have all words.
    Text,
}

/// The calls and channels that have all of these words, the best first, or else the result codes.
pub(crate) fn search<'m>(model: &'m Model, text: &str) -> Vec<Hit<'m>> {
    let wanted = words(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let calls =
        model.endpoints.iter().filter_map(|endpoint| Some((call(model, endpoint, &wanted)?, Hit::Call(endpoint))));
    let channels = model.channels.iter().filter_map(|entry| Some((channel(entry, &wanted)?, Hit::Channel(entry))));
    let codes = model.errors.iter().filter_map(|error| Some((code(error, &wanted)?, Hit::Code(error))));
    let mut found: Vec<_> = calls.chain(channels).collect();
    // Hundreds of codes have ordinary words in their texts.
    if found.is_empty() {
        found.extend(codes);
    }
    // `tickers` means `get_tickers`, and `ticker` means `get_ticker`, though both words have the same singular.
    let written = text.trim().to_lowercase().replace([' ', '-'], "_");
    let is_written = |hit: &Hit<'_>| match hit {
        Hit::Call(endpoint) => without_verb(&endpoint.name) == written,
        Hit::Channel(_) | Hit::Code(_) => false,
    };
    found.sort_by_key(|(fit, hit)| (*fit, !is_written(hit)));
    // What is called exactly so is what was meant.
    let is_called = found.first().is_some_and(|(fit, _)| *fit == Fit::Called);
    found.into_iter().filter(|(fit, _)| !is_called || *fit == Fit::Called).map(|(_, hit)| hit).collect()
}

fn call(model: &Model, endpoint: &Endpoint, wanted: &[String]) -> Option<Fit> {
    let own = format!("{} {}", model[endpoint.chapter].name, endpoint.name);
    fit(
        wanted,
        &[&endpoint.name, without_verb(&endpoint.name)],
        &own,
        &endpoint.aka,
        &format!("{} {}", endpoint.does, endpoint.path),
    )
}

/// `get_funding_rate` is called `funding rate`.
pub(crate) fn without_verb(name: &str) -> &str {
    name.strip_prefix("get_").unwrap_or(name)
}

fn channel(channel: &Channel, wanted: &[String]) -> Option<Fit> {
    let names: Vec<&str> = channel.channels.iter().map(String::as_str).chain([&*channel.name]).collect();
    fit(wanted, &names, &names.join(" "), &channel.aka, &channel.does)
}

fn code(error: &ErrorCode, wanted: &[String]) -> Option<Fit> {
    let advice = error.advice.as_deref().unwrap_or_default();
    fit(wanted, &[&error.name], &error.name, &[], &format!("{} {advice}", error.means))
}

fn fit(wanted: &[String], names: &[&str], own: &str, aka: &[String], text: &str) -> Option<Fit> {
    let other_names = || aka.iter().map(|name| words(name));
    if names.iter().map(|name| words(name)).chain(other_names()).any(|name| name == wanted) {
        return Some(Fit::Called);
    }
    if has(&words(own), wanted) {
        return Some(Fit::Name);
    }
    if other_names().any(|name| has(&name, wanted)) {
        return Some(Fit::OtherName);
    }
    let everything = format!("{own} {text} {}", aka.join(" "));
    has(&words(&everything), wanted).then_some(Fit::Text)
}

fn has(words: &[String], wanted: &[String]) -> bool {
    wanted.iter().all(|word| words.contains(word))
}

/// The words of a text or a name, in small letters and in the singular.
pub(crate) fn words(text: &str) -> Vec<String> {
    let parts = text
        .split(|letter: char| !letter.is_alphanumeric())
        .flat_map(|part| snake(part).split('_').map(singular).filter(|word| !word.is_empty()).collect::<Vec<_>>());
    parts.collect()
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => {
            stem.strip_suffix("ie").map_or_else(|| stem.to_owned(), |stem| format!("{stem}y"))
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{search, words};

    #[test]
    fn words_of_all_ways_of_writing_are_the_same() {
        for text in ["open orders", "Open Order", "open_orders", "OpenOrders", "open-order", "/open/orders"] {
            assert_eq!(words(text), ["open", "order"], "{text}");
        }
        assert_eq!(words("currencies status"), ["currency", "status"]);
    }

    #[test]
    fn the_best_comes_first() {
        let model = okx_spec::shipped().expect("the shipped description has no mistakes");
        let best = |text: &str| search(model, text).first().map(|hit| hit.name(model)).unwrap_or_default();
        for (text, name) in [
            ("place order", "trade.place_order"),
            ("orders pending", "trade.get_orders_pending"),
            ("funding rate", "public.get_funding_rate"),
            ("insufficient funds", "51008"),
            ("tickers", "market.get_tickers"),
        ] {
            assert_eq!(best(text), name, "{text}");
        }
        assert!(search(model, "zzz").is_empty() && search(model, " - ").is_empty());
    }
}
