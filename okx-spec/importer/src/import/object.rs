//! Objects that new fields need.

use okx_spec::names;

use super::Importer;
use super::choice::{Home, NewField};
use super::entry::{quoted, todo};
use crate::guide::Field;

impl Importer<'_> {
    /// Writes an object for the fields nested in one, or for a reply, and gives its name.
    pub(super) fn new_object(&mut self, wire: &str, fields: &[Field], home: Home<'_>) -> String {
        self.new_shape("fields", wire, fields, home)
    }

    /// Writes a shape of a form, which is the key of its fields, and gives its name.
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

    /// Fields as they will be written: of what is sent the required ones come first. A parameter of several variants is one field.
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

    /// Puts the new objects of every file into it; a chapter that has none gets the key for them.
    pub(super) fn put_objects(&mut self) {
        for (name, lines) in std::mem::take(&mut self.pending.objects) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let objects = file.layout.entry("objects").cloned();
            let users = ["endpoints", "channels"].into_iter().find_map(|key| file.layout.entry(key));
            match (objects, users.cloned()) {
                (Some(objects), _) => match objects.value.entries().last() {
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
