//! Access to the fields of a generated type by their places.

use rust_decimal::Decimal;

use super::{Clearing, List, Optional, Shape, Word};
use crate::value::{Extra, Json, Text, Timestamp};

/// What is generated for a type. Everything else that can be done with its fields is built on it.
pub trait Table: Send + Sync {
    /// What is constant about the type.
    const SHAPE: Shape;

    /// The slot of the field at this place of the shape. The place after the last field is the one of the undescribed members.
    fn field_mut(&mut self, place: usize) -> Slot<'_>;

    /// The value of the field at this place of the shape. The place after the last field is the one of the undescribed members.
    fn field(&self, place: usize) -> Value<'_>;
}

/// A value whose fields are accessible by their places; the object-safe form of [`Table`], which every `Table` implements.
pub trait Fields: Send + Sync {
    /// What is constant about the type.
    fn shape(&self) -> &'static Shape;

    /// The slot of the field at this place of the shape.
    fn slot(&mut self, place: usize) -> Slot<'_>;

    /// The value of the field at this place of the shape.
    fn value(&self, place: usize) -> Value<'_>;

    /// The undescribed members; `None` if the type keeps none.
    fn extra(&self) -> Option<&Extra> {
        let shape = self.shape();
        match shape.keeps_extra.then(|| self.value(shape.wire.len())) {
            Some(Value::Extra(extra)) => Some(extra),
            _ => None,
        }
    }

    /// The undescribed members, mutable; `None` if the type keeps none.
    fn extra_mut(&mut self) -> Option<&mut Extra> {
        let shape = self.shape();
        match shape.keeps_extra.then(|| self.slot(shape.wire.len())) {
            Some(Slot::Extra(extra)) => Some(extra),
            _ => None,
        }
    }
}

impl<T: Table> Fields for T {
    fn shape(&self) -> &'static Shape {
        &T::SHAPE
    }

    fn slot(&mut self, place: usize) -> Slot<'_> {
        self.field_mut(place)
    }

    fn value(&self, place: usize) -> Value<'_> {
        self.field(place)
    }
}

/// A mutable reference to a field, for decoding.
pub enum Slot<'a> {
    /// Free text, and ids that are text.
    Text(&'a mut Text),
    /// An exact decimal number.
    Decimal(&'a mut Decimal),
    /// A whole number, and ids that are numbers.
    Integer(&'a mut i64),
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// A time.
    Timestamp(&'a mut Timestamp),
    /// JSON that is kept unchanged.
    Json(&'a mut Json),
    /// A value of an open enum.
    Word(&'a mut dyn Word),
    /// Another shape.
    Object(&'a mut dyn Fields),
    /// A field that may be absent.
    Optional(&'a mut dyn Optional),
    /// A field that an empty text clears.
    Clearable(&'a mut dyn Clearing),
    /// A list.
    List(&'a mut dyn List),
    /// Free text that may be absent. The most common optional types have their own slots, for speed.
    OptionalText(&'a mut Option<Text>),
    /// A decimal that may be absent.
    OptionalDecimal(&'a mut Option<Decimal>),
    /// A time that may be absent.
    OptionalTimestamp(&'a mut Option<Timestamp>),
    /// Undescribed members.
    Extra(&'a mut Extra),
}

/// The value of a field, borrowed.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// No value.
    Absent,
    /// The empty text that clears the value at OKX.
    Cleared,
    /// Text, an id that is text, or the wire text of an enum value.
    Text(&'a str),
    /// An exact decimal number.
    Decimal(Decimal),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A time.
    Timestamp(Timestamp),
    /// JSON that is kept unchanged.
    Json(&'a Json),
    /// Another shape.
    Object(&'a dyn Fields),
    /// A list.
    List(&'a dyn List),
    /// Undescribed members.
    Extra(&'a Extra),
}

impl Value<'_> {
    /// Whether there is no value, or an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::List(list) => list.is_empty(),
            Self::Extra(extra) => extra.is_empty(),
            _ => false,
        }
    }
}

/// The entries of a list in order.
pub(crate) fn entries(list: &dyn List) -> impl Iterator<Item = Value<'_>> {
    (0..list.len()).map(|index| list.get(index))
}
