//! One parameter or reply field as the guide states it.

use std::fmt;

use super::layout::TypeWord;
use super::prose::Prose;

/// A row of a table of fields, with the rows nested under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether it is required; most tables of reply fields do not state it.
    pub required: Option<Requirement>,
    /// The guide's text about it. It is only compared and searched, never copied into anything of ours.
    pub description: Prose,
    /// The caption of its table, where a request has several: `Trigger Order`.
    pub variant: Option<String>,
    /// The fields of the object, or of each object of the list, that it holds.
    pub fields: Vec<Field>,
}

/// Whether a parameter is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Always.
    Required,
    /// Never.
    Optional,
    /// It depends.
    Conditional,
}

impl Requirement {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Conditional => "conditional",
        }
    }
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataType {
    /// What is at the bottom of any lists.
    pub base: BaseType,
    /// How many lists are around it.
    pub lists: usize,
}

/// What a field, or an entry of its list, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseType {
    /// A JSON string, whatever it contains.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A JSON number without a fraction.
    Integer,
    /// A JSON number.
    Number,
    /// An object.
    Object,
    /// The guide does not state it.
    Unknown,
}

impl BaseType {
    const ALL: [(&str, Self); 6] = [
        ("text", Self::Text),
        ("boolean", Self::Boolean),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("object", Self::Object),
        ("unknown", Self::Unknown),
    ];
}

/// The words before the type of an item of a list.
const LIST: &str = "list of ";

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = BaseType::ALL.iter().find(|(_, base)| *base == self.base).map_or("", |(word, _)| word);
        write!(f, "{}{base}", LIST.repeat(self.lists))
    }
}

impl DataType {
    /// A field without a type in the guide.
    pub const UNKNOWN: Self = Self { base: BaseType::Unknown, lists: 0 };

    /// Reads what [`Display`](fmt::Display) writes: `list of text`.
    pub fn parse(text: &str) -> Option<Self> {
        let base = text.trim_start_matches(LIST);
        let lists = (text.len() - base.len()) / LIST.len();
        let (_, base) = BaseType::ALL.into_iter().find(|(word, _)| *word == base)?;
        Some(Self { base, lists })
    }

    /// Reads the cell, and whether every word of it stands for a type.
    pub(super) fn read(text: &str) -> (Self, bool) {
        let text = text.trim().trim_end_matches('.').to_lowercase();
        let mut lists = 0;
        let mut known = true;
        let mut base = BaseType::Unknown;
        for word in text.split([' ', '<', '>', '[', ']', '(', ')']).filter(|word| !word.is_empty()) {
            match TypeWord::of(word) {
                Some(TypeWord::List) => lists += 1,
                Some(TypeWord::Of) => {}
                Some(TypeWord::Base(found)) => base = found,
                None => known = false,
            }
        }
        (Self { base, lists }, known && (lists > 0 || base != BaseType::Unknown))
    }
}

/// The fields nested under those of one name.
pub fn under<'a>(fields: &'a [Field], name: &'a str) -> impl Iterator<Item = &'a Field> {
    fields.iter().filter(move |field| field.name == name).flat_map(|field| &field.fields)
}

/// Walks fields and everything nested under them, with the names on the way to each, its own last.
pub fn walk<'a>(fields: &'a [Field], visit: &mut impl FnMut(&[&'a str], &'a Field)) {
    walk_under(fields, &mut Vec::new(), visit);
}

/// Nesting is bounded where tables are read, so this cannot run deep.
fn walk_under<'a>(fields: &'a [Field], path: &mut Vec<&'a str>, visit: &mut impl FnMut(&[&'a str], &'a Field)) {
    for field in fields {
        path.push(&field.name);
        visit(path, field);
        walk_under(&field.fields, path, visit);
        path.pop();
    }
}
