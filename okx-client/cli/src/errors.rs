//! Messages about errors of the client, in the words of the command line.

use okx_client::{Environment, Error, Region};

/// The same text with the flags of an environment instead of its name in Rust.
pub(crate) fn in_flags(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.contains("Environment::") {
        return text;
    }
    for region in Region::ALL {
        for (flag, environment) in [("--demo", Environment::demo(*region)), ("--live", Environment::live(*region))] {
            text = text.replace(&environment.to_string(), &format!("{flag} --region {}", region.hosts().region));
        }
    }
    text
}

/// The errors in order. Only the first ones are written out, because a reply may have thousands. `None` if there are none.
pub(crate) fn joined<'a>(errors: impl IntoIterator<Item = &'a Error>) -> Option<String> {
    const SHOWN: usize = 10;

    let mut errors = errors.into_iter();
    let shown: Vec<String> = errors.by_ref().take(SHOWN).map(ToString::to_string).collect();
    let more = errors.count();
    let text = shown.join("; ");
    match (shown.len(), more) {
        (0, _) => None,
        (_, 0) => Some(text),
        (_, more) => Some(format!("{text}; and {more} more errors")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_are_named_by_their_flags() {
        let text = format!("This client is set to `{}`.", Environment::live(Region::Eea));
        assert_eq!(in_flags(&text), "This client is set to `--live --region eea`.");
        assert_eq!(in_flags("Environment::new"), "Environment::new");
    }
}
