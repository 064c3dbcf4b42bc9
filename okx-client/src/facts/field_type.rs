//! The types that a field can have, and the traits that give access to their values.

use super::{Slot, Table, TextRule, Value};

/// A type that a field can have.
pub trait FieldType: Sized {
    /// The rule for its text, if it is an id or an open enum.
    const TEXT: Option<&'static TextRule> = None;

    /// The slot of the field.
    fn slot(&mut self) -> Slot<'_>;

    /// The value of the field.
    fn value(&self) -> Value<'_>;

    /// The slot of an optional field of this type.
    fn optional_slot(option: &mut Option<Self>) -> Slot<'_>
    where
        Self: Default + Send + Sync,
    {
        Slot::Optional(option)
    }
}

/// An open enum. `set_wire(x, keep)` followed by `as_wire()` returns `x`, whether or not `x` is a known value.
pub trait Word: Send + Sync {
    /// The wire text of the value.
    fn as_wire(&self) -> &'static str;

    /// Sets the value by its wire text. `keep` makes a text that is not known permanent; if it returns `None`, the value is unchanged and this
    /// returns `false`.
    fn set_wire(&mut self, text: &str, keep: fn(&str) -> Option<&'static str>) -> bool;
}

/// A field that may be absent, of any type.
pub trait Optional {
    /// Makes it absent.
    fn clear(&mut self);

    /// Makes it present with a default value, and returns the slot of the value.
    fn fill(&mut self) -> Slot<'_>;
}

/// A field that an empty text clears, of any type.
pub trait Clearing {
    /// Makes it absent, so that the value at OKX stays unchanged.
    fn keep(&mut self);

    /// Makes it clear the value at OKX.
    fn clear(&mut self);

    /// Makes it set the value at OKX, and returns the slot of the new value.
    fn set(&mut self) -> Slot<'_>;
}

/// A list with entries of any type.
pub trait List: Send + Sync {
    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether it has no entries.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of the entry at this index.
    fn get(&self, index: usize) -> Value<'_>;

    /// The slot of the entry at this index.
    fn get_mut(&mut self, index: usize) -> Slot<'_>;

    /// Removes all entries.
    fn clear(&mut self);

    /// Reserves memory for this many more entries.
    fn reserve(&mut self, more: usize);

    /// Appends a default entry, and returns its slot.
    fn push(&mut self) -> Slot<'_>;

    /// Removes the last entry.
    fn pop(&mut self);

    /// The number of bytes of an entry, without the heap memory that it owns.
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
