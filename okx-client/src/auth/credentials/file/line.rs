//! One line of a file of credentials, read as a shell reads it or not at all.

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A comment, or nothing.
    Blank,
    /// A value for a name, as it is written.
    Sets { name: &'a str, value: &'a str },
}

/// Characters that mean themselves to a shell wherever they stand in a word, beside letters and digits.
const PLAIN: &str = "_-./:@%+,=^";

/// What a line is; the error is why a shell would not know either.
pub(super) fn read(line: &str) -> Result<Line<'_>, &'static str> {
    if line.ends_with('\r') {
        return Err(
            "it ends with a carriage return, which a shell takes for a part of the value; save the file with Unix line ends",
        );
    }
    let line = line.trim_start_matches([' ', '\t']);
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line::Blank);
    }
    let assignment = line.strip_prefix("export ").unwrap_or(line);
    match assignment.split_once('=') {
        Some((name, value)) if is_name(name) => Ok(Line::Sets { name, value }),
        Some((name, _)) if is_name(name.trim_end()) => Err("there must be no space before the `=`"),
        _ => Err("this is neither `NAME=value` nor a comment"),
    }
}

fn is_name(text: &str) -> bool {
    !text.starts_with(|first: char| first.is_ascii_digit())
        && !text.is_empty()
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The value behind its quotes.
pub(super) fn value(written: &str) -> Result<&str, &'static str> {
    match written.chars().next() {
        Some('\'') => quoted(&written[1..], '\'', ""),
        Some('"') => quoted(&written[1..], '"', "$`\\"),
        Some(' ' | '\t') => Err("there must be no space after the `=`"),
        _ => plain(written),
    }
}

/// A value up to its closing quote, which is the last of the line.
fn quoted<'a>(rest: &'a str, quote: char, special: &str) -> Result<&'a str, &'static str> {
    match rest.split_once(quote) {
        None => Err("the closing quote is missing"),
        Some((value, _)) if value.contains(|character| special.contains(character)) => {
            Err("a shell would not take all of it as it stands; put it in single quotes")
        }
        Some((value, "")) => Ok(value),
        Some(_) => Err("something stands behind the closing quote; a comment needs a line of its own"),
    }
}

/// A value without quotes. Characters that can be part of no value pass here, because there is more to say about them.
fn plain(value: &str) -> Result<&str, &'static str> {
    let special = |character: char| {
        character.is_ascii_graphic() && !character.is_ascii_alphanumeric() && !PLAIN.contains(character)
    };
    if value.contains(special) {
        return Err("a shell would not take all of it as it stands; put it in single quotes");
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(line: &str, expected: Result<(&str, &str), &str>) {
        let found = read(line).and_then(|read| match read {
            Line::Blank => Ok(("", "")),
            Line::Sets { name, value: written } => value(written).map(|value| (name, value)),
        });
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{line:?} gave {found:?}"),
        }
    }

    #[test]
    fn what_a_shell_takes_as_it_stands_is_taken() {
        for blank in ["", "  ", "# A=b", "\t# A=b"] {
            reads(blank, Ok(("", "")));
        }
        reads("A=b-c.d/e:f@g%h+i,j=k^l_1", Ok(("A", "b-c.d/e:f@g%h+i,j=k^l_1")));
        reads("  export A_1='b\"$`\\ #c'", Ok(("A_1", "b\"$`\\ #c")));
        reads("A=\"b'#c\"", Ok(("A", "b'#c")));
        reads("A=", Ok(("A", "")));
        reads("A=b\u{200b}", Ok(("A", "b\u{200b}")));
    }

    #[test]
    fn what_a_shell_would_take_otherwise_is_refused() {
        for line in ["A=b$c", "A=b;c", "A=b#c", "A=b'c'", "A=~b", "A=\"b$c\"", "A=\"b\\\"c\""] {
            reads(line, Err("put it in single quotes"));
        }
        reads("A='b", Err("closing quote is missing"));
        reads("A='b' # why", Err("behind the closing quote"));
        reads("A='b'c", Err("behind the closing quote"));
        reads("A = b", Err("no space before"));
        reads("A= b", Err("no space after"));
        reads("A=b\r", Err("carriage return"));
        for line in ["A", "1A=b", "=b", "A-B=c", "export", "let A=b"] {
            reads(line, Err("neither"));
        }
    }
}
