//! One parameter or reply field as the guide states it.

use super::prose::Prose;

/// A row of a table of fields, with the rows nested under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// Whether a request must have it; reply fields mostly do not say.
    pub required: Option<Requirement>,
    /// What the guide says of it. Only to be compared and counted, never to be printed into anything of ours.
    pub description: Prose,
    /// The caption of the table it stands in, where a request has several: `Trigger Order`.
    pub variant: Option<String>,
    /// The fields of the object, or of each object of the list, that it holds.
    pub fields: Vec<Field>,
}

/// Whether a parameter must be given.
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
    /// Reads the cell, and whether it says so in a word the guide usually uses.
    pub(super) fn read(text: &str) -> Option<(Self, bool)> {
        match text.trim().to_lowercase().as_str() {
            "yes" => Some((Self::Required, true)),
            "no" => Some((Self::Optional, true)),
            "conditional" => Some((Self::Conditional, true)),
            "true" | "required" | "y" | "是" => Some((Self::Required, false)),
            "false" | "optional" | "n" | "否" => Some((Self::Optional, false)),
            _ => None,
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
    /// A JSON string, whatever is in it.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A bare whole number.
    Integer,
    /// A bare number.
    Number,
    /// An object.
    Object,
    /// The guide does not say.
    Unknown,
}

impl DataType {
    /// A field the guide says nothing about.
    pub const UNKNOWN: Self = Self { base: BaseType::Unknown, lists: 0 };

    /// Reads the cell, and whether every word of it is one for a type.
    pub(super) fn read(text: &str) -> (Self, bool) {
        let text = text.trim().trim_end_matches('.').to_lowercase();
        let mut lists = 0;
        let mut known = true;
        let mut base = BaseType::Unknown;
        for word in text.split([' ', '<', '>', '[', ']', '(', ')']).filter(|word| !word.is_empty()) {
            match word.trim_end_matches('s') {
                "array" | "list" => lists += 1,
                "of" => {}
                "string" => base = BaseType::Text,
                "boolean" | "bool" => base = BaseType::Boolean,
                "integer" | "int" | "long" => base = BaseType::Integer,
                "number" | "decimal" | "double" | "float" => base = BaseType::Number,
                "object" => base = BaseType::Object,
                _ => known = false,
            }
        }
        (Self { base, lists }, known && (lists > 0 || base != BaseType::Unknown))
    }
}

/// The fields nested under those of one name.
pub fn under<'a>(fields: &'a [Field], name: &'a str) -> impl Iterator<Item = &'a Field> {
    fields.iter().filter(move |field| field.name == name).flat_map(|field| &field.fields)
}

/// Walks fields and everything nested under them, with the path to each: `details.ccy`.
pub fn walk<'a>(fields: &'a [Field], visit: &mut impl FnMut(&str, &'a Field)) {
    let mut path = String::new();
    walk_under(fields, &mut path, visit);
}

/// Nesting is bounded where tables are read, so this cannot run deep.
fn walk_under<'a>(fields: &'a [Field], path: &mut String, visit: &mut impl FnMut(&str, &'a Field)) {
    for field in fields {
        let parent = path.len();
        if parent > 0 {
            path.push('.');
        }
        path.push_str(&field.name);
        visit(path, field);
        walk_under(&field.fields, path, visit);
        path.truncate(parent);
    }
}
