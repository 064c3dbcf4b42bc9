//! Running text of a page. Code and line breaks are kept, all other markup is dropped.

/// Text of one paragraph or one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The text: code between back-ticks, struck text between `~~`, one line for each line of the page.
    pub text: String,
    /// What is in code style and can be a name, in order, repeats included.
    pub ticked: Vec<String>,
    /// The anchors that it links to, in order, repeats included.
    pub links: Vec<String>,
    /// Whether any of it is struck through.
    pub struck: bool,
    /// Whether all of it is bold, as captions are.
    pub bold: bool,
}

impl Prose {
    /// Whether the text names itself deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.struck || self.text.to_ascii_lowercase().contains("(deprecated")
    }
}

/// Collects the text of one paragraph or cell while a page is walked.
#[derive(Debug, Default)]
pub(super) struct ProseWriter {
    text: String,
    ticked: Vec<String>,
    links: Vec<String>,
    struck: bool,
    code_depth: usize,
    code_start: usize,
    strike_depth: usize,
    strong_depth: usize,
    has_bold: bool,
    has_plain: bool,
}

impl ProseWriter {
    /// Text of the page; the browser's rule that a line end is a space holds here too.
    pub(super) fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.has_bold |= self.strong_depth > 0;
            self.has_plain |= self.strong_depth == 0;
        }
        for letter in text.chars() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            let at_line_start = self.text.is_empty() || self.text.ends_with('\n');
            if !(letter == ' ' && at_line_start) {
                self.text.push(letter);
            }
        }
    }

    pub(super) fn line_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    pub(super) fn open_code(&mut self) {
        if self.code_depth == 0 {
            self.text.push('`');
            self.code_start = self.text.len();
        }
        self.code_depth += 1;
    }

    pub(super) fn close_code(&mut self) {
        if self.code_depth == 1 {
            let ticked = self.text.get(self.code_start..).unwrap_or_default().trim();
            if !ticked.is_empty() && can_be_name(ticked) {
                self.ticked.push(ticked.to_owned());
            }
            self.text.push('`');
        }
        self.code_depth = self.code_depth.saturating_sub(1);
    }

    /// A link; only the anchor that it leads to is kept.
    pub(super) fn link(&mut self, address: &str) {
        self.links.extend(address.split_once('#').map(|(_, anchor)| anchor.to_owned()));
    }

    pub(super) fn open_strike(&mut self) {
        if self.strike_depth == 0 {
            self.text.push_str("~~");
            self.struck = true;
        }
        self.strike_depth += 1;
    }

    pub(super) fn close_strike(&mut self) {
        if self.strike_depth == 1 {
            self.text.push_str("~~");
        }
        self.strike_depth = self.strike_depth.saturating_sub(1);
    }

    pub(super) fn open_strong(&mut self) {
        self.strong_depth += 1;
    }

    pub(super) fn close_strong(&mut self) {
        self.strong_depth = self.strong_depth.saturating_sub(1);
    }

    /// What was collected, ready for the next text. Styles that are still open stay so.
    pub(super) fn take(&mut self) -> Prose {
        let text = std::mem::take(&mut self.text);
        let prose = Prose {
            text: text.trim().to_owned(),
            ticked: std::mem::take(&mut self.ticked),
            links: std::mem::take(&mut self.links),
            struck: std::mem::take(&mut self.struck),
            bold: self.has_bold && !self.has_plain,
        };
        self.code_start = 0;
        self.has_bold = false;
        self.has_plain = false;
        prose
    }
}

/// How many letters a name has at most. OKX's longest paths have some seventy. A longer one includes the text after it, and could not be a
/// key of a YAML file, which has at most 1,024 letters.
const LONGEST_NAME: usize = 120;

/// Whether a word is short enough for the name of a field, a channel, an operation, a value or a path.
pub(crate) fn can_be_name(word: &str) -> bool {
    word.chars().nth(LONGEST_NAME).is_none()
}
