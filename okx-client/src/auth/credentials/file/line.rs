//! Parses one line of a credentials file. A line is read exactly as a shell reads it, or rejected.

/// The meaning of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A comment or an empty line.
    Blank,
    /// An assignment, with its value as written.
    Assignment { name: &'a str, value: &'a str },
}

/// Characters, besides letters and digits, that have no special meaning to a shell anywhere in a word.
const PLAIN: &str = "_-./:@%+,=^";

/// Parses a line. The error explains why a shell would read it differently.
pub(super) fn read(line: &str) -> Result<Line<'_>, &'static str> {
    if line.ends_with('\r') {
        return Err(
            "it ends with a carriage return, which a shell would include in the value; save the file with Unix line endings",
        );
    }
    let line = line.trim_start_matches([' ', '\t']);
    if line.is_empty() || line.starts_with('#') {
        return Ok(Line::Blank);
    }
    let assignment = line.strip_prefix("export ").unwrap_or(line);
    match assignment.split_once('=') {
        Some((name, value)) if is_name(name) => Ok(Line::Assignment { name, value }),
        Some((name, _)) if is_name(name.trim_end()) => Err("remove the space before `=`"),
        _ => Err("expected `NAME=value` or a comment"),
    }
}

fn is_name(text: &str) -> bool {
    !text.starts_with(|first: char| first.is_ascii_digit())
        && !text.is_empty()
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// The value without its quotes.
pub(super) fn value(written: &str) -> Result<&str, &'static str> {
    match written.chars().next() {
        Some('\'') => quoted(&written[1..], '\'', ""),
        Some('"') => quoted(&written[1..], '"', "$`\\"),
        Some(' ' | '\t') => Err("remove the space after `=`"),
        _ => plain(written),
    }
}

/// A value up to its closing quote, which must be the last character of the line.
fn quoted<'a>(rest: &'a str, quote: char, special: &str) -> Result<&'a str, &'static str> {
    match rest.split_once(quote) {
        None => Err("the closing quote is missing"),
        Some((value, _)) if value.contains(|character| special.contains(character)) => {
            Err("it contains characters that are special to a shell; put the value in single quotes")
        }
        Some((value, "")) => Ok(value),
        Some(_) => Err("unexpected text after the closing quote; put comments on a line of their own"),
    }
}

/// A value without quotes. Characters that are not allowed in any credential pass here, because they have a more specific error.
fn plain(value: &str) -> Result<&str, &'static str> {
    let special = |character: char| {
        character.is_ascii_graphic() && !character.is_ascii_alphanumeric() && !PLAIN.contains(character)
    };
    if value.contains(special) {
        return Err("it contains characters that are special to a shell; put the value in single quotes");
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
            Line::Assignment { name, value: written } => value(written).map(|value| (name, value)),
        });
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{line:?} gave {found:?}"),
        }
    }

    #[test]
    fn lines_are_read_as_a_shell_reads_them() {
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
    fn lines_that_a_shell_would_read_differently_are_rejected() {
        for line in ["A=b$c", "A=b;c", "A=b#c", "A=b'c'", "A=~b", "A=\"b$c\"", "A=\"b\\\"c\""] {
            reads(line, Err("in single quotes"));
        }
        reads("A='b", Err("closing quote is missing"));
        reads("A='b' # why", Err("after the closing quote"));
        reads("A='b'c", Err("after the closing quote"));
        reads("A = b", Err("space before"));
        reads("A= b", Err("space after"));
        reads("A=b\r", Err("carriage return"));
        for line in ["A", "1A=b", "=b", "A-B=c", "export", "let A=b"] {
            reads(line, Err("expected `NAME=value`"));
        }
    }
}
