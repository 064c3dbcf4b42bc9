//! JSON as it is typed into a guide: its mistakes are repaired, so that any parser accepts the result.

use std::fmt;

/// A JSON value found in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json {
    /// Valid JSON, without spaces between its parts. Numbers and strings are as they were written.
    pub text: String,
}

/// A value, what had to be repaired, and where it ended.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) json: Json,
    pub(super) repairs: Vec<Repair>,
    pub(super) end: usize,
}

/// One repair. Its text completes `was repaired: `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repair {
    Backslash,
    Comment,
    ControlCharacter,
    Dots,
    ExtraComma,
    MissingComma,
    TrailingComma,
    WideComma,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Backslash => "a backslash that escapes nothing was escaped",
            Self::Comment => "a comment was left out",
            Self::ControlCharacter => "a line end in a string was escaped",
            Self::Dots => "dots were left out",
            Self::ExtraComma => "an extra comma was left out",
            Self::MissingComma => "a missing comma was added",
            Self::TrailingComma => "a comma before a closing bracket was left out",
            Self::WideComma => "a full-width comma was replaced",
        })
    }
}

/// Reads the object or list that begins at the start of `text`. One that never ends or cannot be repaired is an error that says how far it was read.
pub(super) fn read(text: &str) -> Result<Found, usize> {
    let mut reader =
        Reader { text, at: 0, out: String::new(), open: Vec::new(), need: Need::Value, repairs: Vec::new() };
    while reader.need != Need::Nothing {
        if reader.step().is_none() {
            return Err(reader.at);
        }
    }
    Ok(Found { json: Json { text: reader.out }, repairs: reader.repairs, end: reader.at })
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// A value, or the end of an empty list.
    Value,
    /// A member's name, or the end of an empty object.
    Name,
    Colon,
    /// A comma or an end.
    Comma,
    /// Nothing: the value is complete.
    Nothing,
}

#[derive(Debug)]
struct Reader<'a> {
    text: &'a str,
    /// How far the text has been read, in bytes.
    at: usize,
    out: String,
    /// The brackets that will close what is open, innermost last.
    open: Vec<char>,
    need: Need,
    repairs: Vec<Repair>,
}

impl Reader<'_> {
    /// Takes one token.
    fn step(&mut self) -> Option<()> {
        self.skip_space_and_comments();
        let next = self.rest().chars().next()?;
        match (self.need, next) {
            (Need::Value | Need::Comma, '{' | '[') => self.begin(next),
            (Need::Value | Need::Name | Need::Comma, '}' | ']') => self.end(next)?,
            (Need::Comma, ',') => self.take(next, self.after_comma()),
            (Need::Comma, '，') => self.wide_comma(),
            (Need::Colon, ':') => self.take(next, Need::Value),
            (Need::Name, '"') => self.string(Need::Colon)?,
            (Need::Value, '"') => self.string(Need::Comma)?,
            (Need::Comma, '"') => self.missing_comma(),
            (Need::Name | Need::Value, ',') => self.extra_comma(),
            (Need::Value, _) => self.word()?,
            _ => return None,
        }
        Some(())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, letter: char, need: Need) {
        self.out.push(letter);
        self.at += letter.len_utf8();
        self.need = need;
    }

    fn skip_space_and_comments(&mut self) {
        loop {
            let rest = self.rest();
            let after_space = rest.trim_start();
            let left_out = left_out(after_space);
            self.at += rest.len() - after_space.len() + left_out.map_or(0, |(length, _)| length);
            match left_out {
                Some((_, repair)) => self.repairs.push(repair),
                None => return,
            }
        }
    }

    fn begin(&mut self, bracket: char) {
        if self.need == Need::Comma {
            return self.missing_comma();
        }
        let (close, need) = if bracket == '{' { ('}', Need::Name) } else { (']', Need::Value) };
        self.open.push(close);
        self.take(bracket, need);
    }

    fn end(&mut self, bracket: char) -> Option<()> {
        if self.open.last() != Some(&bracket) || self.out.ends_with(':') {
            return None;
        }
        self.open.pop();
        if self.out.ends_with(',') {
            self.out.pop();
            self.repairs.push(Repair::TrailingComma);
        }
        let need = if self.open.is_empty() { Need::Nothing } else { Need::Comma };
        self.take(bracket, need);
        Some(())
    }

    fn after_comma(&self) -> Need {
        if self.open.last() == Some(&'}') { Need::Name } else { Need::Value }
    }

    fn missing_comma(&mut self) {
        self.repairs.push(Repair::MissingComma);
        self.out.push(',');
        self.need = self.after_comma();
    }

    fn wide_comma(&mut self) {
        self.repairs.push(Repair::WideComma);
        self.at += '，'.len_utf8();
        self.out.push(',');
        self.need = self.after_comma();
    }

    fn extra_comma(&mut self) {
        self.repairs.push(Repair::ExtraComma);
        self.at += 1;
    }

    /// A string. Unescaped line ends, tabs and backslashes are escaped.
    fn string(&mut self, need: Need) -> Option<()> {
        let text = self.text;
        self.out.push('"');
        self.at += 1;
        loop {
            let rest = text.get(self.at..)?;
            let letter = rest.chars().next()?;
            self.at += letter.len_utf8();
            match letter {
                '"' => break,
                '\\' => self.escape(text.get(self.at..)?),
                letter if letter.is_control() => {
                    self.repairs.push(Repair::ControlCharacter);
                    push_code_unit(&mut self.out, u32::from(letter));
                }
                letter => self.out.push(letter),
            }
        }
        self.out.push('"');
        self.need = need;
        Some(())
    }

    /// What follows a backslash.
    fn escape(&mut self, rest: &str) {
        let Some(escape) = escape_length(rest).and_then(|length| rest.get(..length)) else {
            self.repairs.push(Repair::Backslash);
            return self.out.push_str("\\\\");
        };
        self.out.push('\\');
        self.out.push_str(escape);
        self.at += escape.len();
    }

    /// `true`, `null`, a number.
    fn word(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let length = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
        let word = rest.get(..length)?;
        let valid = matches!(word, "true" | "false" | "null") || is_number(word);
        if !valid {
            return None;
        }
        self.out.push_str(word);
        self.at += length;
        self.need = Need::Comma;
        Some(())
    }
}

/// The length of a comment, or of dots for what the guide does not show.
fn left_out(text: &str) -> Option<(usize, Repair)> {
    if text.starts_with("//") || text.starts_with('#') {
        return Some((text.find('\n').unwrap_or(text.len()), Repair::Comment));
    }
    let dots = text.len() - text.trim_start_matches(['.', '…']).len();
    (dots >= 2).then_some((dots, Repair::Dots))
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '+' | '.')
}

/// A number by JSON's own rules.
fn is_number(word: &str) -> bool {
    let (mantissa, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(m, e)| (m, Some(e)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// How long the escape is that `text`, which follows a backslash, begins with. Halves of a surrogate pair count only together.
fn escape_length(text: &str) -> Option<usize> {
    if !text.starts_with('u') {
        return text.starts_with(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']).then_some(1);
    }
    match code_unit(text)? {
        0xD800..=0xDBFF => {
            let second = code_unit(text.get(5..)?.strip_prefix('\\')?)?;
            (0xDC00..=0xDFFF).contains(&second).then_some(11)
        }
        0xDC00..=0xDFFF => None,
        _ => Some(5),
    }
}

/// `u` and four hexadecimal digits.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

fn push_code_unit(out: &mut String, unit: u32) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.extend(char::from_digit((unit >> shift) & 0xF, 16));
    }
}
