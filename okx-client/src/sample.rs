//! Items made up for tests: any fields, any values, no generated type.

use crate::fields::{FieldInfo, Fields, Form, List, Shape, Slot, Value};
use crate::value::{Extra, Text};
use rust_decimal::Decimal;

/// An item with the fields it was made with.
#[derive(Debug)]
pub(crate) struct Sample {
    shape: &'static Shape,
    values: Vec<Held>,
}

#[derive(Debug)]
pub(crate) enum Held {
    Absent,
    Text(Text),
    Decimal(Decimal),
    Bool(bool),
    List(Samples),
}

/// A batch of items, or a list in one.
#[derive(Debug, Default)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

impl Sample {
    /// An item of text fields; empty text is absence.
    pub(crate) fn texts(fields: &[(&'static str, &str)]) -> Self {
        Self::new(fields.iter().map(|(wire, text)| (info(wire), Held::Text((*text).into()))))
    }

    /// An item of any fields.
    pub(crate) fn new(fields: impl IntoIterator<Item = (FieldInfo, Held)>) -> Self {
        let (infos, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
        let shape = Shape { name: "Sample", form: Form::Object, fields: infos.leak(), outcome: None };
        Self { shape: Box::leak(Box::new(shape)), values }
    }
}

/// An optional field without any rule.
pub(crate) const fn info(wire: &'static str) -> FieldInfo {
    FieldInfo { wire, required: false, bare: false, precision: None, text: None }
}

impl Fields for Sample {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        unreachable!("samples are only read, not field {index} written")
    }

    fn value(&self, index: usize) -> Value<'_> {
        match &self.values[index] {
            Held::Absent => Value::Absent,
            Held::Text(text) => Value::Text(text.as_str()),
            Held::Decimal(number) => Value::Decimal(*number),
            Held::Bool(truth) => Value::Bool(*truth),
            Held::List(list) => Value::List(list),
        }
    }

    fn extra(&self) -> Option<&Extra> {
        None
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        None
    }
}

impl List for Samples {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Value<'_> {
        Value::Object(&self.0[index])
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    fn push(&mut self) -> Slot<'_> {
        unreachable!("samples are only read")
    }
}
