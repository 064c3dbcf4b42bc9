//! Fields that are new to the description, and the objects that they need.

use std::collections::BTreeMap;

use okx_spec::model::Kind;
use okx_spec::names;
use okx_spec::yaml::{Entry, Node};

use super::entry::{quoted, todo, type_text, word};
use super::target::Travel;
use super::{File, Importer};
use crate::diff::fits;
use crate::guide::{BaseType, Field, Requirement};

/// The file of the dictionary.
pub(super) const DICTIONARY: &str = "fields.yaml";

/// The names of the types that the dictionary has for fields, by their names on the wire.
pub(super) fn dictionary(files: &BTreeMap<String, File>) -> BTreeMap<String, String> {
    let words = files.get(DICTIONARY).and_then(|file| file.tree.get("fields"));
    let named = |word: &Entry| {
        let written = word.node.get("type")?.text()?;
        let name = written.split(['(', '[', '?']).next()?;
        Some((word.key.value.clone(), name.to_owned()))
    };
    words.into_iter().flat_map(Node::entries).filter_map(named).collect()
}

/// Where a new field belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'h> {
    /// The file that new objects go to.
    pub(super) file: &'h str,
    /// The type it is a field of; new objects are named after it.
    pub(super) owner: &'h str,
    pub(super) travel: Travel,
}

/// A field as it will be written.
#[derive(Clone, Debug)]
pub(super) struct NewField {
    pub(super) wire: String,
    pub(super) type_name: String,
    pub(super) required: bool,
    /// What it means, where the dictionary does not say.
    means: Option<String>,
}

impl NewField {
    /// `px: Decimal?`, or the long form.
    pub(super) fn text(&self) -> String {
        let rust_name = names::snake(&self.wire);
        let needs_name = !names::is_snake(&rust_name) || !names::is_free_field(&rust_name);
        let name = if needs_name { format!(", as: the_{rust_name}") } else { String::new() };
        let field_type = type_text(&self.type_name);
        let wire = word(&self.wire);
        match &self.means {
            None if name.is_empty() => format!("{wire}: {field_type}"),
            None => format!("{wire}: {{type: {field_type}{name}}}"),
            Some(means) => format!("{wire}: {{type: {field_type}, means: {}{name}}}", quoted(means)),
        }
    }
}

impl Importer<'_> {
    /// A field of the guide as it will be written. Objects that it needs are written with it.
    pub(super) fn new_field(&mut self, field: &Field, home: Home<'_>) -> NewField {
        let (name, list, means) = self.choose(field, home);
        let required =
            home.travel.sent && !list && field.required == Some(Requirement::Required) && field.variant.is_none();
        let suffix = match (list, required) {
            (true, _) => "[]",
            (false, true) => "",
            (false, false) => "?",
        };
        NewField { wire: field.name.clone(), type_name: format!("{name}{suffix}"), required, means }
    }

    /// The type's name, whether it is a list of it, and what is left to do.
    fn choose(&mut self, field: &Field, home: Home<'_>) -> (String, bool, Option<String>) {
        let list = field.data_type.lists == 1;
        if let Some(word) = self.word(field, list, home.travel.query) {
            return (word, list, None);
        }
        let base = match field.data_type.base {
            BaseType::Unknown if home.travel.plain => BaseType::Text,
            base => base,
        };
        let (name, what) = match base {
            BaseType::Object | BaseType::Unknown if !field.fields.is_empty() && !home.travel.plain => {
                (self.new_object(&field.name, &field.fields, home), "say what it means")
            }
            BaseType::Boolean => ("Bool".to_owned(), "say what it means"),
            BaseType::Integer => ("Number".to_owned(), "say what it means"),
            BaseType::Text => {
                ("Text".to_owned(), "say what it means, and whether it is a Decimal, a Timestamp, an id or an enum")
            }
            BaseType::Object | BaseType::Number | BaseType::Unknown => {
                ("Json".to_owned(), "say what it means, and what is in it")
            }
        };
        (name, list, Some(todo(what)))
    }

    /// The type of a plain reply field that can be a cursor of pages.
    pub(super) fn plain_type(&self, field: &Field) -> Option<String> {
        if field.data_type.lists > 0 || field.data_type.base != BaseType::Text {
            return None;
        }
        let name = self.word(field, false, false).unwrap_or_else(|| "Text".to_owned());
        let kind = Kind::named(&name, self.model)?;
        kind.is_bound().then_some(name)
    }

    /// The type that the dictionary gives, if the field can be of it.
    fn word(&self, field: &Field, list: bool, query: bool) -> Option<String> {
        let name = self.dictionary.get(&field.name)?;
        let kind = Kind::named(name, self.model)?;
        fits(field.data_type, self.model, (kind, list), query).then(|| name.clone())
    }

    /// Writes an object for nested fields, or for a reply, and returns its name.
    pub(super) fn new_object(&mut self, wire: &str, fields: &[Field], home: Home<'_>) -> String {
        self.new_shape("fields", wire, fields, home)
    }

    /// Writes a shape of a form, which is the key of its fields, and returns its name.
    pub(super) fn new_shape(&mut self, form: &str, wire: &str, fields: &[Field], home: Home<'_>) -> String {
        let name = self.free_type_name(&format!("{}{}", home.owner, names::pascal(wire)));
        let fields = self.new_fields(fields, Home { owner: &name, ..home });
        let mut lines = vec![format!("{name}:"), format!("  does: {}", quoted(&todo("say what it is")))];
        if fields.is_empty() {
            lines.push(format!("  {form}: {{}}"));
        } else {
            lines.push(format!("  {form}:"));
            lines.extend(fields.iter().map(|field| format!("    {}", field.text())));
        }
        self.pending.objects.entry(home.file.to_owned()).or_default().extend(lines);
        name
    }

    /// Fields as they will be written: those that are required of what is sent come first. A parameter of several variants is one field.
    pub(super) fn new_fields(&mut self, fields: &[Field], home: Home<'_>) -> Vec<NewField> {
        let mut new: Vec<NewField> = Vec::new();
        for field in fields {
            if !new.iter().any(|one| one.wire == field.name) {
                let field = self.new_field(field, home);
                new.push(field);
            }
        }
        new.sort_by_key(|field| !field.required);
        new
    }

    pub(super) fn free_type_name(&mut self, wish: &str) -> String {
        let wish =
            if names::is_pascal(wish) && names::is_free_type(wish) { wish.to_owned() } else { format!("New{wish}") };
        let numbered = (2..).map(|number| format!("{wish}{number}"));
        let mut free = std::iter::once(wish.clone()).chain(numbered).filter(|name| !self.type_names.contains(name));
        let name = free.next().unwrap_or(wish);
        self.type_names.insert(name.clone());
        name
    }

    /// Adds the new objects to their files. A file without objects gets the key for them.
    pub(super) fn put_objects(&mut self) {
        for (name, lines) in std::mem::take(&mut self.pending.objects) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let objects = file.tree.entry("objects").cloned();
            let users = ["endpoints", "channels"].into_iter().find_map(|key| file.tree.entry(key));
            match (objects, users.cloned()) {
                (Some(objects), _) => match objects.node.entries().last() {
                    Some(last) => file.add_lines_after(last, &lines),
                    None => file.fill(&objects, &lines),
                },
                (None, Some(users)) => {
                    let indented = lines.iter().map(|line| format!("  {line}"));
                    let block: Vec<String> = std::iter::once("objects:".to_owned()).chain(indented).collect();
                    file.add_lines_before(&users, &block)
                }
                (None, None) => false,
            };
        }
    }
}
