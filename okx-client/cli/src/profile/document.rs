//! Adds a profile to the text of the file. Comments and everything else stay as they are.

use std::path::Path;

use super::show::policy;
use crate::configuration::{KeySource, Profile, Profiles};
use crate::ending::Failure;

/// The text of a new file.
pub(super) const BEGINNING: &str = "\
# Profiles of the command `okx`; `okx help profiles` explains them. Keys never stand here.
profiles:
";

/// The text with one more profile.
pub(super) fn with(
    path: &Path,
    old: &str,
    profiles: &Profiles,
    name: &str,
    profile: &Profile,
    is_default: bool,
) -> Result<String, Failure> {
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    if is_default {
        set_default(&mut lines, name);
    }
    let added = block(name, profile);
    insert(&mut lines, &added);
    let new = lines.join("\n") + "\n";
    let mut expected = profiles.all.clone();
    expected.push((name.to_owned(), profile.clone()));
    let default = if is_default { Some(name) } else { profiles.default.as_deref() };
    // The file may have a form that this edit does not know, such as braces. What is read back decides.
    match Profiles::parse(path, &new) {
        Ok(found) if found.all == expected && found.default.as_deref() == default => Ok(new),
        _ => Err(Failure::Usage(format!(
            "{} has a form that cannot be extended automatically; add these lines below `profiles:`\n{}",
            path.display(),
            added.join("\n")
        ))),
    }
}

fn set_default(lines: &mut Vec<String>, name: &str) {
    let line = format!("default: {}", scalar(name));
    if let Some(own) = lines.iter_mut().find(|line| line.starts_with("default:")) {
        *own = line;
    } else {
        let place = lines.iter().position(|line| line.starts_with("profiles:")).unwrap_or(lines.len());
        lines.insert(place, line);
    }
}

/// Inserts the lines at the end of `profiles:`, with the indentation of the profiles before.
fn insert(lines: &mut Vec<String>, added: &[String]) {
    let Some(start) = lines.iter().position(|line| line.trim_end() == "profiles:" || line.starts_with("profiles: #"))
    else {
        lines.push("profiles:".to_owned());
        lines.extend(added.iter().map(|line| format!("  {line}")));
        return;
    };
    let is_inside = |line: &&String| line.is_empty() || line.starts_with([' ', '\t', '#']);
    let inside = lines[start + 1..].iter().take_while(is_inside);
    // Comments and blank lines at the end belong to what follows.
    let is_content = |line: &String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let inside: Vec<&String> = inside.collect();
    let length = inside.iter().rposition(|line| is_content(line)).map_or(0, |last| last + 1);
    let first = inside.iter().find(|line| is_content(line));
    let indent = first.map_or(2, |line| line.len() - line.trim_start().len());
    let indent = " ".repeat(indent);
    let place = start + 1 + length;
    lines.splice(place..place, added.iter().map(|line| format!("{indent}{line}")));
}

/// The lines of a profile, without indentation of the whole.
fn block(name: &str, profile: &Profile) -> Vec<String> {
    let mut lines = vec![format!("{}:", scalar(name))];
    let mut add = |key: &str, value: Option<String>| lines.extend(value.map(|value| format!("  {key}: {value}")));
    add("environment", Some(profile.environment.as_str().to_owned()));
    add("region", profile.region.map(|region| region.hosts().region.to_owned()));
    add("base_url", profile.base_url.as_deref().map(scalar));
    add("ws_url", profile.ws_url.as_deref().map(scalar));
    add("account", profile.account.as_deref().map(scalar));
    add("limits", profile.limits.map(policy));
    match &profile.keys {
        Some(KeySource::File(path)) => add("credentials_file", Some(scalar(&path.display().to_string()))),
        Some(KeySource::Command(words)) => {
            let words: Vec<String> = words.iter().map(|word| scalar(word)).collect();
            add("credentials_command", Some(format!("[{}]", words.join(", "))));
        }
        _ => {}
    }
    lines
}

/// A text as YAML: plain if nothing in it has a meaning to YAML, otherwise in quotes.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "null", "y"];

    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-./".contains(letter);
    let begins_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if begins_well && text.chars().all(is_plain) && !is_word {
        return text.to_owned();
    }
    // A string of JSON is one of YAML as well.
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::Trading;

    fn profile() -> Profile {
        Profile {
            environment: Trading::Demo,
            region: None,
            base_url: Some("http://127.0.0.1:8080".to_owned()),
            ws_url: None,
            account: Some("1e3".to_owned()),
            limits: None,
            keys: Some(KeySource::Command(["sh", "-c", "cat \"a b\" # c"].map(str::to_owned).to_vec())),
        }
    }

    fn added(old: &str, is_default: bool) -> Result<String, Failure> {
        let path = Path::new("/x/config.yaml");
        let profiles = Profiles::parse(path, old).expect("it has no mistakes");
        with(path, old, &profiles, "new", &profile(), is_default)
    }

    #[test]
    fn what_was_there_stays_as_it_was() {
        let block = "new:\n      environment: demo\n      base_url: \"http://127.0.0.1:8080\"\n      account: \"1e3\"\n      \
                     credentials_command: [sh, \"-c\", \"cat \\\"a b\\\" # c\"]\n";
        let old = "# mine\nprofiles:   \n    a: # first\n        environment: live\n\n# last\ndefault: a # always\n";
        let new = old.replace("environment: live\n", &format!("environment: live\n    {block}"));
        assert_eq!(added(old, false).expect("it can be added"), new);
        assert_eq!(added(old, true).expect("it can be added"), new.replace("default: a # always", "default: new"));
    }

    #[test]
    fn a_new_file_and_one_without_profiles_get_them() {
        for old in [BEGINNING, "", "profiles:\n", "# only a comment"] {
            let new = added(old, true).expect("it can be added");
            assert!(new.contains("default: new\n") && new.contains("\n  new:\n    environment: demo\n"), "{new}");
        }
    }

    #[test]
    fn a_form_that_is_not_known_is_never_damaged() {
        let failure = added("profiles: {a: {environment: demo}}\n", false).expect_err("it is in braces");
        let text = failure.text().expect("it has a message");
        assert!(text.contains("add these lines") && text.contains("environment: demo"), "{text}");
    }
}
