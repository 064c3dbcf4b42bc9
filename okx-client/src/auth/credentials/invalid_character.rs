//! Finds characters that end up in a secret by mistake when it is copied.

/// Characters that are invisible or easily overlooked, with their names.
const KNOWN: &[(char, &str)] = &[
    ('\t', "tab"),
    ('\n', "line feed"),
    ('\r', "carriage return"),
    (' ', "space"),
    ('\u{a0}', "no-break space"),
    ('\u{ad}', "soft hyphen"),
    ('\u{200b}', "zero width space"),
    ('\u{200c}', "zero width non-joiner"),
    ('\u{200d}', "zero width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{2013}', "en dash"),
    ('\u{2014}', "em dash"),
    ('\u{2018}', "typographic quote"),
    ('\u{2019}', "typographic quote"),
    ('\u{201c}', "typographic quote"),
    ('\u{201d}', "typographic quote"),
    ('\u{2026}', "ellipsis"),
    ('\u{2060}', "word joiner"),
    ('\u{3000}', "ideographic space"),
    ('\u{feff}', "byte order mark"),
];

/// Why a value cannot be a key, a secret or a passphrase: it is empty, or contains a character other than visible ASCII. OKX never issues
/// others, and a header cannot carry most of them. The reason shows only that character, never the rest of the value.
pub(crate) fn find(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some("it is empty".to_owned());
    }
    let (place, character) = value.chars().enumerate().find(|(_, character)| !character.is_ascii_graphic())?;
    Some(format!("character {} is {}, which is not allowed; copy the value again", place + 1, describe(character)))
}

fn describe(character: char) -> String {
    let number = format!("U+{:04X}", u32::from(character));
    match KNOWN.iter().find(|(known, _)| *known == character) {
        Some((_, name)) => format!("{number} ({name})"),
        None => number,
    }
}
