//! Client-assigned names, generated so that an unknown outcome can be looked up.

use crate::api::Request;
use crate::facts::{Operation, Repeat, Value};
use crate::fields::items::{field, is_given};
use crate::fields::{Items, MadeName};
use crate::system::random::RandomSource;
use crate::value::Text;

/// The characters of a generated name: those that every kind of OKX name may contain.
const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The length of a generated name: 120 random bits, which do not collide in practice, in fewer characters than OKX allows.
const LENGTH: usize = 24;

/// The client-assigned names of a request's items, in order: given by the user, or generated.
pub(crate) struct ClientOrderIds {
    /// The index of the field that holds the name.
    place: usize,
    ids: Vec<ClientOrderId>,
}

struct ClientOrderId {
    /// Usually short enough to be stored without an allocation.
    text: Text,
    is_generated: bool,
}

impl ClientOrderIds {
    /// No names.
    fn none() -> Self {
        Self { place: 0, ids: Vec::new() }
    }

    pub(crate) fn of(request: Request<'_>, random: &dyn RandomSource) -> Self {
        let Request { operation, items, .. } = request;
        let Repeat::By(place) = operation.repeat else { return Self::given(operation, items) };
        let name = |value: Value<'_>| match value {
            Value::Text(text) if is_given(value) => ClientOrderId { text: text.into(), is_generated: false },
            _ => ClientOrderId { text: generate(random), is_generated: true },
        };
        Self { place, ids: items.each().map(|item| name(item.value(place))).collect() }
    }

    /// The names that the items were given, if each has one and OKX can look them up by it.
    fn given(operation: &Operation, items: Items<'_>) -> Self {
        let Some(asked_by) = operation.asked_by else { return Self::none() };
        let name = |item| match field(item, asked_by.name) {
            Value::Text(text) if !text.is_empty() => Some(ClientOrderId { text: text.into(), is_generated: false }),
            _ => None,
        };
        let ids: Option<Vec<_>> = items.each().map(name).collect();
        ids.map_or_else(Self::none, |ids| Self { place: 0, ids })
    }

    /// All names, one for each item.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| &*id.text)
    }

    /// The name to write into the item at this index, if it was generated here.
    pub(crate) fn made(&self, index: usize) -> Option<MadeName<'_>> {
        let id = self.ids.get(index).filter(|id| id.is_generated)?;
        Some(MadeName { place: self.place, text: &id.text })
    }
}

/// Generates a unique name.
pub(crate) fn generate(random: &dyn RandomSource) -> Text {
    let (high, low) = (u128::from(random.next_u64()), u128::from(random.next_u64()));
    let mut bits = high << 64 | low;
    let mut text = [0; LENGTH];
    for letter in &mut text {
        *letter = DIGITS[(bits & 31) as usize];
        bits >>= 5;
    }
    str::from_utf8(&text).unwrap_or_default().into()
}
