//! An error as one sentence: where, what, and what to do.

use std::fmt;

use super::{Inner, Kind};

pub(super) fn write(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    place(error, f)?;
    match error.kind {
        Kind::Setup | Kind::Invalid | Kind::Unreachable | Kind::Unreadable => f.write_str(&error.what)?,
        Kind::Refused | Kind::Unknown if error.code.as_deref() == Some("") => {
            f.write_str(if error.kind == Kind::Unknown { "it is not known whether this was done; " } else { "" })?;
            f.write_str("OKX's reply has an empty `code`")?;
            words(error, f)?;
        }
        Kind::Refused => answer("OKX refused it", error, f)?,
        Kind::Unknown if error.code.is_some() => {
            answer("it is not known whether this was done; OKX answered", error, f)?;
        }
        Kind::Unknown => write!(f, "it is not known whether this was done: {}", error.what)?,
    }
    if let Some(nearest) = error.nearest {
        write!(f, "; the nearest valid value {} is {nearest}", error.toward)?;
    }
    remedy(error, f)
}

/// Where it happened: the call, the item, the field.
fn place(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
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

/// What OKX answered: its code, and its own words or else ours.
fn answer(how: &str, error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    write!(f, "{how} (")?;
    match (&error.code, error.http_status) {
        (Some(code), _) => write!(f, "{code}")?,
        (None, Some(status)) => write!(f, "HTTP {status}")?,
        (None, None) => f.write_str("no code")?,
    }
    if let Some(sub_code) = &error.sub_code {
        write!(f, ", reason {sub_code}")?;
    }
    f.write_str(")")?;
    words(error, f)
}

/// The words of OKX, or else ours.
fn words(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    match (&*error.what, error.fact) {
        ("", Some(fact)) => write!(f, ": {}", fact.means.trim_end_matches('.')),
        ("", None) => Ok(()),
        (message, _) => write!(f, ": {}", message.trim_end_matches('.')),
    }
}

/// What to do: the advice for the code, the setting that may be wrong, how to find out what became of it.
fn remedy(error: &Inner, f: &mut impl fmt::Write) -> fmt::Result {
    let advice = error.fact.map(|fact| fact.advice.to_owned()).filter(|advice| !advice.is_empty());
    let setting = error.environment.as_ref().map(|environment| format!("This client is set to `{environment}`."));
    let doubt = (error.kind == Kind::Unknown).then(|| match &*error.client_order_ids {
        [] => "Look at OKX before you send it again.".to_owned(),
        ids => format!("Ask OKX for {} before you send it again.", ids.join(", ")),
    });
    let mut separator = ". ";
    for sentence in [advice, setting, doubt].into_iter().flatten() {
        write!(f, "{separator}{sentence}")?;
        separator = " ";
    }
    Ok(())
}
