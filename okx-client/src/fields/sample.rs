//! Items with arbitrary text fields, for tests.

use crate::facts::{Fields, List, Shape, Slot, Value};
use crate::value::Text;

/// An item with text fields.
#[derive(Debug)]
pub(crate) struct Sample {
    shape: &'static Shape,
    values: Vec<Text>,
}

/// A batch of items.
#[derive(Debug)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

impl Sample {
    /// An item with these text fields, given by wire name.
    pub(crate) fn texts(fields: &[(&'static str, &str)]) -> Self {
        let names: Vec<&'static str> = fields.iter().map(|(wire, _)| *wire).collect();
        let shape = Shape { name: "Sample", wire: names.leak(), ..Shape::PLAIN };
        Self { shape: Box::leak(Box::new(shape)), values: fields.iter().map(|(_, text)| (*text).into()).collect() }
    }
}

impl Fields for Sample {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        Slot::Text(&mut self.values[index])
    }

    fn value(&self, index: usize) -> Value<'_> {
        Value::Text(&self.values[index])
    }
}

impl List for Samples {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Value<'_> {
        Value::Object(&self.0[index])
    }

    fn get_mut(&mut self, index: usize) -> Slot<'_> {
        Slot::Object(&mut self.0[index])
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    fn push(&mut self) -> Slot<'_> {
        unreachable!("tests only read batches of samples")
    }

    fn pop(&mut self) {
        self.0.pop();
    }

    fn entry_size(&self) -> usize {
        size_of::<Sample>()
    }
}
