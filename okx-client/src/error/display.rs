//! Prints an error as one sentence: where it happened, what was wrong, and what to do.

use std::fmt;

use super::{ErrorKind, Inner};

pub(super) fn write(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    write_place(error, f)?;
    match error.kind {
        ErrorKind::Setup | ErrorKind::Invalid | ErrorKind::Unreachable | ErrorKind::Unreadable => {
            f.write_str(&error.what)?;
        }
        ErrorKind::Refused | ErrorKind::Unknown if error.code.as_deref() == Some("") => {
            f.write_str(if error.kind == ErrorKind::Unknown { "outcome unknown: " } else { "" })?;
            f.write_str("OKX's reply has an empty `code`")?;
            write_message(error, f)?;
        }
        ErrorKind::Refused => write_answer("refused by OKX", error, f)?,
        ErrorKind::Unknown if error.code.is_some() => write_answer("outcome unknown: OKX answered", error, f)?,
        ErrorKind::Unknown => write!(f, "outcome unknown: {}", error.what)?,
    }
    if let Some(nearest) = error.nearest {
        write!(f, "; the nearest valid value {} is {nearest}", error.nearest_direction)?;
    }
    write_advice(error, f)
}

/// Where it happened: the call, the item, the field.
fn write_place(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    if let Some(call) = error.call {
        write!(f, "{call}: ")?;
    }
    if let Some(item) = error.item {
        write!(f, "item {item}: ")?;
    }
    match &error.field {
        Some(field) => write!(f, "`{field}`: "),
        None => Ok(()),
    }
}

/// What OKX answered: its code, and its message.
fn write_answer(how: &str, error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    write!(f, "{how} (")?;
    match (&error.code, error.http_status) {
        (Some(code), _) => write!(f, "{code}")?,
        (None, Some(status)) => write!(f, "HTTP {status}")?,
        (None, None) => f.write_str("no code")?,
    }
    if let Some(sub_code) = &error.sub_code {
        write!(f, ", sub-code {sub_code}")?;
    }
    f.write_str(")")?;
    write_message(error, f)
}

/// The message of OKX, or else the meaning of the code.
fn write_message(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    match (&*error.what, error.fact) {
        ("", Some(fact)) => write!(f, ": {}", fact.means.trim_end_matches('.')),
        ("", None) => Ok(()),
        (message, _) => write!(f, ": {}", message.trim_end_matches('.')),
    }
}

/// What to do: the advice for the code, the setting that may be wrong, and how to find out whether the request was done.
fn write_advice(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    let advice = error.fact.map(|fact| fact.advice.to_owned()).filter(|advice| !advice.is_empty());
    let hint = error
        .hint
        .as_ref()
        .map(|hint| format!("This may be why: {hint}{}", if hint.ends_with('?') { "" } else { "." }));
    let setting = error.environment.as_ref().map(|environment| format!("This client is set to `{environment}`."));
    let check = (error.kind == ErrorKind::Unknown).then(|| match &*error.client_order_ids {
        [] => "Check at OKX whether it was done before you send it again.".to_owned(),
        ids => format!("Ask OKX for {} before you send it again.", ids.join(", ")),
    });
    let mut separator = ". ";
    for sentence in [hint, advice, setting, check].into_iter().flatten() {
        write!(f, "{separator}{sentence}")?;
        separator = " ";
    }
    Ok(())
}
