//! The struct that is derived for.

use okx_spec::model::MAX_FIELDS;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Error, Field, Fields, LitStr, Path, Result, Type};

use super::entries::{self, Diagnostics, unknown, value};

/// A struct with named fields.
pub(super) struct Structure {
    pub(super) name: Ident,
    pub(super) fields: Vec<FieldFacts>,
    /// The field for members without a field of their own.
    pub(super) extra: Option<Ident>,
}

/// One field of it.
pub(super) struct FieldFacts {
    pub(super) name: Ident,
    pub(super) wire: String,
    pub(super) holds: Type,
    pub(super) required: bool,
    pub(super) bare: bool,
    pub(super) precision: Option<Path>,
}

/// The attributes of a field.
#[derive(Default)]
struct Found {
    wire: Option<LitStr>,
    precision: Option<Path>,
    bare: bool,
    extra: bool,
}

const ENTRIES: &[&str] = &["wire", "bare", "precision", "extra"];

impl Structure {
    pub(super) fn read(input: &DeriveInput) -> Result<Self> {
        let mut diagnostics = Diagnostics::default();
        if let Some(parameter) = input.generics.params.first() {
            diagnostics.add(Error::new_spanned(parameter, "a request or a row must not have generic parameters"));
        }
        let mut structure = Self { name: input.ident.clone(), fields: Vec::new(), extra: None };
        match &input.data {
            Data::Struct(data) if !matches!(data.fields, Fields::Unnamed(_)) => {
                for field in &data.fields {
                    structure.take(field, &mut diagnostics);
                }
            }
            _ => diagnostics.add(Error::new(input.ident.span(), "this derive is only for structs with named fields")),
        }
        if structure.fields.len() > MAX_FIELDS {
            let count = structure.fields.len();
            diagnostics.add(Error::new(
                input.ident.span(),
                format!("this struct has {count} fields, and the maximum is {MAX_FIELDS}"),
            ));
        }
        diagnostics.finish(Some(structure))
    }

    fn take(&mut self, field: &Field, diagnostics: &mut Diagnostics) {
        let mut found = Found::default();
        entries::read(&field.attrs, diagnostics, |entry, input| found.take(entry, input));
        if let Some(name) = field.ident.clone() {
            if found.extra {
                self.extra = Some(name);
            } else {
                self.fields.push(found.complete(name, &field.ty));
            }
        }
    }
}

impl Found {
    fn take(&mut self, entry: &Ident, input: ParseStream<'_>) -> Result<()> {
        match entry.to_string().as_str() {
            "wire" => self.wire = Some(value(entry, "\"name\"", input)?),
            "precision" => self.precision = Some(value(entry, "okx_client::precision::ORDER_SIZE", input)?),
            "bare" => self.bare = true,
            "extra" => self.extra = true,
            _ => return Err(unknown(entry, ENTRIES)),
        }
        Ok(())
    }

    fn complete(self, name: Ident, holds: &Type) -> FieldFacts {
        FieldFacts {
            wire: self.wire.map_or_else(|| camel(&name.unraw().to_string()), |wire| wire.value()),
            name,
            required: !may_be_absent(holds),
            holds: holds.clone(),
            bare: self.bare,
            precision: self.precision,
        }
    }
}

/// Whether it is an `Option`, a `Clearable` or a list.
fn may_be_absent(holds: &Type) -> bool {
    let Type::Path(path) = holds else { return false };
    path.path.segments.last().is_some_and(|last| ["Option", "Clearable", "Vec"].iter().any(|name| last.ident == name))
}

/// Whether an empty text clears its value.
pub(super) fn is_clearable(holds: &Type) -> bool {
    let Type::Path(path) = holds else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Clearable")
}

/// `inst_id` → `instId`
fn camel(name: &str) -> String {
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
