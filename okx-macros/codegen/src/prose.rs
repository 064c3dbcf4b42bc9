//! Sentences of the description as rustdoc text.

/// The text with everything escaped that rustdoc would read as a link, a tag or a table. Code between backticks stays as it is.
pub(crate) fn escaped(text: &str) -> String {
    let mut parts: Vec<&str> = text.split('`').collect();
    // A backtick without a second one does not begin code.
    let stray = if parts.len().is_multiple_of(2) { parts.pop() } else { None };
    let mut escaped = String::with_capacity(text.len());
    for (place, part) in parts.iter().enumerate() {
        if place % 2 == 1 {
            escaped.extend(["`", part, "`"]);
        } else {
            escaped.push_str(&escaped_words(part));
        }
    }
    if let Some(rest) = stray {
        escaped.push_str("\\`");
        escaped.push_str(&escaped_words(rest));
    }
    escaped
}

/// The same for a text without code: addresses become links, and characters with a meaning in Markdown are escaped.
fn escaped_words(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| if word.contains("://") { linked(word) } else { escaped_letters(word) })
        .collect()
}

fn linked(word: &str) -> String {
    let address =
        word.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ',' | ')' | ';'));
    let start = address.find("http").or_else(|| address.find("ws")).unwrap_or_default();
    format!("{}<{}>{}", escaped_letters(&address[..start]), &address[start..], escaped_letters(&word[address.len()..]))
}

fn escaped_letters(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '[' | ']' | '<' | '>' | '|' | '*' | '_' | '\\' | '#' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Joins the paragraphs that are there.
pub(crate) fn paragraphs(paragraphs: impl IntoIterator<Item = Option<String>>) -> String {
    paragraphs.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A bullet list.
pub(crate) fn list(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

/// `a`, `a and b`, `a, b and c`, with the given word before the last one.
pub(crate) fn joined<I: AsRef<str>>(words: &[I], last_joint: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last_joint} {}", first.join(", "), last.as_ref())
        }
    }
}

/// A word of the wire or of Rust, as code.
pub(crate) fn code(word: &str) -> String {
    if word.contains('`') { escaped(word) } else { format!("`{word}`") }
}

/// A whole number with a comma after every third digit: `1,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
