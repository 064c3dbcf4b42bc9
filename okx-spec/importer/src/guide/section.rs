//! The sections of a page: one per endpoint, channel, operation or chapter of text.

use super::layout::SMALLEST_SECTION;
use super::page::{Block, Heading};

/// The part of a page under one large heading.
#[derive(Debug)]
pub(super) struct Section {
    /// The heading's id, which links to the section end with.
    pub(super) anchor: String,
    /// Whether the heading had no id and the anchor was made from the titles.
    pub(super) anchor_is_made: bool,
    pub(super) title: String,
    /// The titles of the larger headings above it.
    pub(super) chapter: Vec<String>,
    pub(super) blocks: Vec<Block>,
}

/// Titles are kept with every section below them, so a longer one is cut.
const LONGEST_TITLE: usize = 200;

/// Sorts blocks into sections. Blocks before the first heading belong to none.
pub(super) fn sections(blocks: Vec<Block>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Vec<(u8, String)> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(mut heading) if heading.level <= SMALLEST_SECTION => {
                heading.text = heading.text.chars().take(LONGEST_TITLE).collect();
                open.retain(|(level, _)| *level < heading.level);
                let chapter: Vec<String> = open.iter().map(|(_, title)| title.clone()).collect();
                open.push((heading.level, heading.text.clone()));
                sections.push(section(heading, chapter));
            }
            other => {
                if let Some(section) = sections.last_mut() {
                    section.blocks.push(other);
                }
            }
        }
    }
    sections
}

fn section(heading: Heading, chapter: Vec<String>) -> Section {
    let (anchor, anchor_is_made) = match heading.id {
        Some(id) if !id.is_empty() => (id, false),
        _ => (slug(chapter.iter().chain([&heading.text])), true),
    };
    Section { anchor, anchor_is_made, title: heading.text, chapter, blocks: Vec::new() }
}

/// The anchor that the site would make: the words of every title in lower case, joined by dashes.
fn slug<'a>(titles: impl Iterator<Item = &'a String>) -> String {
    let mut slug = String::new();
    for title in titles {
        for word in title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(&word.to_ascii_lowercase());
        }
    }
    slug
}
