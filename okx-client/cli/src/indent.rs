//! Indents JSON for people. It works token by token, so that no digit of a number changes.

use std::iter::Peekable;
use std::str::Chars;

/// The same JSON with a line for each member and entry.
pub(crate) fn indented(json: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(json.len() * 2), depth: 0 };
    let mut letters = json.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => writer.string(&mut letters),
            '{' | '[' => writer.open(letter, &mut letters),
            '}' | ']' => writer.close(letter),
            ',' => writer.next_entry(),
            ':' => writer.out.push_str(": "),
            _ if letter.is_ascii_whitespace() => {}
            _ => writer.out.push(letter),
        }
    }
    writer.out
}

struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    /// The rest of a string after its first quote, unchanged.
    fn string(&mut self, letters: &mut Peekable<Chars<'_>>) {
        self.out.push('"');
        while let Some(letter) = letters.next() {
            self.out.push(letter);
            match letter {
                '\\' => self.out.extend(letters.next()),
                '"' => return,
                _ => {}
            }
        }
    }

    fn open(&mut self, bracket: char, letters: &mut Peekable<Chars<'_>>) {
        self.out.push(bracket);
        while letters.next_if(char::is_ascii_whitespace).is_some() {}
        if let Some(end) = letters.next_if(|letter| matches!(letter, '}' | ']')) {
            self.out.push(end);
        } else {
            self.depth += 1;
            self.line();
        }
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        self.line();
        self.out.push(bracket);
    }

    fn next_entry(&mut self) {
        self.out.push(',');
        self.line();
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn only_white_space_differs() {
        let json = r#"{"a": [1.10, {"b":"x, \"y\": {z"}],"c":{ },"d":[],"e":null}"#;
        let expected = "{\n  \"a\": [\n    1.10,\n    {\n      \"b\": \"x, \\\"y\\\": {z\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": null\n}";
        assert_eq!(indented(json), expected);
        assert_eq!(indented(&indented(json)), expected);
    }
}
