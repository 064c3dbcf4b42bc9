//! Ways in which a page can be damaged on its way here.

use proptest::prelude::*;

/// One way to damage a page, at a place given as a share of its length.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Cut { at: f64, length: usize },
    Repeat { at: f64, length: usize },
    Insert { at: f64, text: &'static str },
}

/// Pieces that do harm.
pub(crate) const DEBRIS: [&str; 24] = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<h3>",
    "<h4>",
    "</h4>",
    "<blockquote>",
    "<del>",
    "<br>",
    "&gt;",
    "<li>",
    "\"",
    "{",
    "[",
    "\\",
    "：",
    "<p>HTTP Request<p>`GET /x`",
];

/// Any damage.
pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0.0..1.0, 1..400_usize).prop_map(|(at, length)| Damage::Cut { at, length }),
        (0.0..1.0, 1..400_usize).prop_map(|(at, length)| Damage::Repeat { at, length }),
        (0.0..1.0, prop::sample::select(&DEBRIS[..])).prop_map(|(at, text)| Damage::Insert { at, text }),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "a place in a text"
)]
fn place(letters: &[char], at: f64) -> usize {
    (letters.len() as f64 * at) as usize
}

/// The page after all of it.
pub(crate) fn damaged(page: &str, damages: &[Damage]) -> String {
    let mut letters: Vec<char> = page.chars().collect();
    for damage in damages {
        match damage {
            Damage::Cut { at, length } => {
                let start = place(&letters, *at);
                let end = letters.len().min(start + length);
                letters.drain(start..end);
            }
            Damage::Repeat { at, length } => {
                let start = place(&letters, *at);
                let end = letters.len().min(start + length);
                let piece: Vec<char> = letters[start..end].to_vec();
                letters.splice(end..end, piece);
            }
            Damage::Insert { at, text } => {
                let start = place(&letters, *at);
                letters.splice(start..start, text.chars());
            }
        }
    }
    letters.into_iter().collect()
}
