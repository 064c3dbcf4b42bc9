//! Reaching a field by its place.

use rust_decimal::Decimal;

use super::{Shape, TextRule};
use crate::value::{Extra, Json, Text, Timestamp};

/// What is generated of a type: everything that can be done with its fields follows from it.
pub trait Table: Send + Sync {
    /// What is constant about the type.
    const SHAPE: Shape;

    /// The field at this place of the shape, to be written; behind the last one stand the members nobody described.
    fn field_mut(&mut self, place: usize) -> Slot<'_>;

    /// The field at this place of the shape, to be read; behind the last one stand the members nobody described.
    fn field(&self, place: usize) -> Value<'_>;
}

/// A type whose fields can be reached by their places, whatever the type: every [`Table`] is one.
pub trait Fields: Send + Sync {
    /// What is constant about the type.
    fn shape(&self) -> &'static Shape;

    /// The field at this place of the shape, to be written.
    fn slot(&mut self, place: usize) -> Slot<'_>;

    /// The field at this place of the shape, to be read.
    fn value(&self, place: usize) -> Value<'_>;

    /// Members nobody described; `None` where the type keeps none.
    fn extra(&self) -> Option<&Extra> {
        let shape = self.shape();
        match shape.keeps_extra.then(|| self.value(shape.wire.len())) {
            Some(Value::Extra(extra)) => Some(extra),
            _ => None,
        }
    }

    /// Members nobody described, to be written; `None` where the type keeps none.
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

/// Where a decoded value goes.
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
    /// JSON kept as it came.
    Json(&'a mut Json),
    /// One of an open set of values.
    Word(&'a mut dyn Word),
    /// Another shape.
    Object(&'a mut dyn Fields),
    /// A field that may be absent.
    Optional(&'a mut dyn Optional),
    /// A field whose value an empty text clears.
    Clearable(&'a mut dyn Clearing),
    /// A list.
    List(&'a mut dyn List),
    /// Free text that may be absent: the common optional types have slots of their own because they are most of a reply.
    OptionalText(&'a mut Option<Text>),
    /// A decimal that may be absent.
    OptionalDecimal(&'a mut Option<Decimal>),
    /// A time that may be absent.
    OptionalTimestamp(&'a mut Option<Timestamp>),
    /// Members that nobody described.
    Extra(&'a mut Extra),
}

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Nothing.
    Absent,
    /// The empty text that clears a value.
    Cleared,
    /// Text, an id that is text, or the wire text of an enum's value.
    Text(&'a str),
    /// An exact decimal number.
    Decimal(Decimal),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A time.
    Timestamp(Timestamp),
    /// JSON kept as it came.
    Json(&'a Json),
    /// Another shape.
    Object(&'a dyn Fields),
    /// A list.
    List(&'a dyn List),
    /// Members that nobody described.
    Extra(&'a Extra),
}

impl Value<'_> {
    /// Whether there is nothing: no value, or a list without entries.
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

/// A type a field can have.
pub trait FieldType: Sized {
    /// What its text must look like before it is sent, where it is an id.
    const TEXT: Option<&'static TextRule> = None;

    /// The value, to be written.
    fn slot(&mut self) -> Slot<'_>;

    /// The value, to be read.
    fn value(&self) -> Value<'_>;

    /// The same for a field that may be absent.
    fn optional_slot(option: &mut Option<Self>) -> Slot<'_>
    where
        Self: Default + Send + Sync,
    {
        Slot::Optional(option)
    }
}

/// An open set of values: `set_wire(x)` followed by `as_wire()` gives `x`, known or not.
pub trait Word: Send + Sync {
    /// The value's text on the wire.
    fn as_wire(&self) -> &str;

    /// Takes the value that has this text on the wire.
    fn set_wire(&mut self, text: &str);
}

/// A field that may be absent, whatever its type.
pub trait Optional {
    /// Makes it absent.
    fn clear(&mut self);

    /// Makes it present, and gives the place of its value.
    fn fill(&mut self) -> Slot<'_>;
}

/// A field whose value an empty text clears, whatever its type.
pub trait Clearing {
    /// Makes it absent, so that the value stays as it is.
    fn keep(&mut self);

    /// Makes it clear the value.
    fn clear(&mut self);

    /// Makes it set the value, and gives the place of the new one.
    fn set(&mut self) -> Slot<'_>;
}

/// A list, whatever its entries are.
pub trait List: Send + Sync {
    /// How many entries it has.
    fn len(&self) -> usize;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at this place, to be read.
    fn get(&self, index: usize) -> Value<'_>;

    /// The entry at this place, to be written.
    fn get_mut(&mut self, index: usize) -> Slot<'_>;

    /// Removes all entries.
    fn clear(&mut self);

    /// Makes room for this many more entries.
    fn reserve(&mut self, more: usize);

    /// Appends an entry, and gives its place.
    fn push(&mut self) -> Slot<'_>;

    /// Removes the last entry.
    fn pop(&mut self);

    /// How many bytes an entry takes in the list itself.
    fn entry_size(&self) -> usize;
}

impl<T: Table> FieldType for T {
    fn slot(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }

    fn value(&self) -> Value<'_> {
        Value::Object(self)
    }
}

impl<T: FieldType + Default> Optional for Option<T> {
    fn clear(&mut self) {
        *self = None;
    }

    fn fill(&mut self) -> Slot<'_> {
        self.insert(T::default()).slot()
    }
}

impl<T: FieldType + Default + Send + Sync> FieldType for Option<T> {
    const TEXT: Option<&'static TextRule> = T::TEXT;

    fn slot(&mut self) -> Slot<'_> {
        T::optional_slot(self)
    }

    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, T::value)
    }
}

impl<T: FieldType + Default + Send + Sync> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Value<'_> {
        self[index].value()
    }

    fn get_mut(&mut self, index: usize) -> Slot<'_> {
        self[index].slot()
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn reserve(&mut self, more: usize) {
        self.reserve(more);
    }

    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        let last = self.len() - 1;
        self[last].slot()
    }

    fn pop(&mut self) {
        self.pop();
    }

    fn entry_size(&self) -> usize {
        size_of::<T>()
    }
}

impl<T: FieldType + Default + Send + Sync> FieldType for Vec<T> {
    const TEXT: Option<&'static TextRule> = T::TEXT;

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn value(&self) -> Value<'_> {
        Value::List(self)
    }
}
