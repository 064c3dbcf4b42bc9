//! JSON shapes.

use super::{ChapterId, EnumId, Form, IdTypeId, JsonForm, Model, PrecisionId, Rule, Scalar, ShapeId, Socket};
use crate::Location;

/// How many fields a shape may have: a place among them fits a byte.
pub const MAX_FIELDS: usize = 255;

/// One JSON shape: an object, an array read by position, or a bare value.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its Rust name, in `PascalCase`.
    pub name: String,
    /// What it is.
    pub does: String,
    /// Where its type lives.
    pub home: Home,
    /// How it looks in JSON.
    pub form: Form,
    /// Its fields; required ones come first in a request.
    pub fields: Vec<Field>,
    /// Which fields tell whether this row was done, if it says so itself.
    pub outcome: Option<OutcomeFields>,
    /// Demands on its fields wherever it is sent. What is demanded of a request as such stands with its call.
    pub rules: Vec<Rule>,
    /// Where it was written.
    pub at: Location,
}

impl Shape {
    /// Whether it is the request of an endpoint.
    pub fn is_request(&self) -> bool {
        matches!(self.home, Home::Request(_))
    }

    /// Whether it was described as an object, and not as what a call or a socket is sent.
    pub fn is_object(&self) -> bool {
        !matches!(self.home, Home::Request(_) | Home::Sent(_))
    }

    /// The shapes that its fields hold.
    pub fn parts(&self) -> impl Iterator<Item = ShapeId> {
        self.fields.iter().filter_map(|field| match field.kind {
            Kind::Shape(part) => Some(part),
            _ => None,
        })
    }

    /// The name of the type that gives its required fields by their names, for users who make one. There is none where no two of them
    /// have the same type: then the compiler notices when two arguments of `new` are swapped.
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

/// Where a shape's type lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Among the shared objects.
    Shared,
    /// In its chapter's module.
    Chapter(ChapterId),
    /// It is the request of an endpoint, in the chapter's module.
    Request(ChapterId),
    /// Among the objects of a socket's file.
    Socket(Socket),
    /// It is what is sent over a socket: the arguments of a channel, or what an operation adds to its call.
    Sent(Socket),
}

/// One field of a shape.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its Rust name, in `snake_case`, not yet escaped (`type` stays `type`).
    pub name: String,
    /// What it holds; for a list, what each entry holds.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it means, with the unit.
    pub means: String,
    /// Whether an empty text clears the value that OKX has; without the field the value stays. Elsewhere an empty text means nothing.
    pub empty_clears: bool,
    /// The grid it is held to.
    pub precision: Option<PrecisionId>,
    /// Where it was written.
    pub at: Location,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A scalar.
    Scalar(Scalar),
    /// The name of a thing.
    Id(IdTypeId),
    /// One of an open set of values.
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
    /// It may be absent, `null` or empty; always so for lists.
    Optional,
}

/// The fields of a row, by their places, that tell whether it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeFields {
    /// The row's result code.
    pub code: usize,
    /// Its text.
    pub message: usize,
    /// Its sub-code, where there is one.
    pub sub_code: Option<usize>,
}
