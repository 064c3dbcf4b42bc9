//! JSON shapes.

use super::{
    ChapterId, EnumId, Form, IdTypeId, JsonForm, Model, OutcomeFields, PrecisionId, Rule, Scalar, ShapeId, Socket,
};
use crate::Location;

/// The maximum number of fields of a shape: the place of a field fits into a byte.
pub const MAX_FIELDS: usize = 255;

/// One JSON shape: an object, an array read by position, or a bare value.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its Rust name, in `PascalCase`.
    pub name: String,
    /// What it is.
    pub does: String,
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// Where its type is generated.
    pub home: Home,
    /// How it looks in JSON.
    pub form: Form,
    /// Its fields. In a request, required ones come first.
    pub fields: Vec<Field>,
    /// The fields with the result of the row, if it has one of its own.
    pub outcome: Option<OutcomeFields>,
    /// Rules on its fields wherever it is sent. The rules of a request are those of its call.
    pub rules: Vec<Rule>,
    /// Where it was written.
    pub at: Location,
}

impl Shape {
    /// Whether it is the request of an endpoint.
    pub fn is_request(&self) -> bool {
        matches!(self.home, Home::Request(_))
    }

    /// Whether it is described as an object, and not as a request or a subscription.
    pub fn is_object(&self) -> bool {
        !matches!(self.home, Home::Request(_) | Home::Sent(_))
    }

    /// The shapes of its fields.
    pub fn parts(&self) -> impl Iterator<Item = ShapeId> {
        self.fields.iter().filter_map(|field| match field.kind {
            Kind::Shape(part) => Some(part),
            _ => None,
        })
    }

    /// The name of the type that gives its required fields by name. `None` where all of them have different types: the compiler then notices
    /// when two arguments of `new` are swapped.
    pub fn required_type(&self) -> Option<String> {
        let required = self.fields.iter().filter(|field| field.presence == Presence::Required);
        let required: Vec<Kind> = required.map(|field| field.kind).collect();
        let is_alike = required
            .iter()
            .enumerate()
            .any(|(place, kind)| required[..place].iter().any(|before| before.is_same_type(*kind)));
        let is_made = is_alike && !matches!(self.home, Home::Sent(_));
        is_made.then(|| format!("{}Required", self.name))
    }

    /// The field with this name on the wire.
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }
}

/// Where the type of a shape is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Among the shared objects.
    Shared,
    /// In its chapter's module.
    Chapter(ChapterId),
    /// It is the request of a call, in the chapter's module.
    Request(ChapterId),
    /// Among the objects of a socket's file.
    Socket(Socket),
    /// It is sent over a socket: the arguments of a channel, or the fields that an operation adds to its call.
    Sent(Socket),
}

/// One field of a shape.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its Rust name, in `snake_case`. Keywords are not escaped: `type` is `type`.
    pub name: String,
    /// The type of its value or, for a list, of each entry.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it means, with the unit.
    pub means: String,
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// Whether sending an empty text clears the value at OKX. Without the field, the value stays.
    pub empty_clears: bool,
    /// Its precision rule.
    pub precision: Option<PrecisionId>,
    /// Where it was written.
    pub at: Location,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A scalar.
    Scalar(Scalar),
    /// An id.
    Id(IdTypeId),
    /// An enum.
    Enum(EnumId),
    /// Another shape.
    Shape(ShapeId),
}

impl Kind {
    /// Whether a value is one text, number or truth value, and not an object or any JSON.
    pub fn is_plain(self) -> bool {
        match self {
            Self::Scalar(scalar) => scalar.facts().json != JsonForm::Any,
            Self::Id(_) | Self::Enum(_) => true,
            Self::Shape(_) => false,
        }
    }

    /// Whether a list can be paged by values of this kind.
    pub fn is_bound(self) -> bool {
        match self {
            Self::Scalar(scalar) => scalar.facts().is_bound,
            Self::Id(_) => true,
            Self::Enum(_) | Self::Shape(_) => false,
        }
    }

    /// Whether a budget can be counted by values of this kind.
    pub fn is_key(self) -> bool {
        match self {
            Self::Scalar(scalar) => scalar.facts().is_key,
            Self::Id(_) | Self::Enum(_) => true,
            Self::Shape(_) => false,
        }
    }

    /// Whether two kinds have the same type in Rust.
    fn is_same_type(self, other: Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(other)) => one.facts().rust == other.facts().rust,
            _ => self == other,
        }
    }

    /// The kind that has this name in YAML. Shapes are not looked up.
    pub fn named(name: &str, model: &Model) -> Option<Self> {
        let id = || IdTypeId::all(model).find(|id| model[*id].name == name).map(Self::Id);
        let set = || EnumId::all(model).find(|id| model[*id].name == name).map(Self::Enum);
        Scalar::named(name).map(Self::Scalar).or_else(id).or_else(set)
    }

    /// Its name in YAML.
    pub fn word(self, model: &Model) -> &str {
        match self {
            Self::Scalar(scalar) => scalar.name(),
            Self::Id(id) => &model[id].name,
            Self::Enum(id) => &model[id].name,
            Self::Shape(id) => &model[id].name,
        }
    }
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be absent, `null` or empty. Lists are always optional.
    Optional,
}
