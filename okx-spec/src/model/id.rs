//! Places in the tables of a [`Model`]. Only the resolver creates them, so they are always valid.

use std::ops::Index;

use super::{Budget, Chapter, Endpoint, Enum, IdType, Model, Precision, Shape};

macro_rules! table_index {
    ($($id:ident => $table:ident: $entry:ident;)*) => {$(
        #[doc = concat!("Place of one entry in [`Model::", stringify!($table), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub(crate) usize);

        impl $id {
            /// The place in the table.
            pub fn index(self) -> usize {
                self.0
            }

            /// Every place in the table, in order.
            pub fn all(model: &Model) -> impl Iterator<Item = Self> + use<> {
                (0..model.$table.len()).map(Self)
            }
        }

        impl Index<$id> for Model {
            type Output = $entry;

            fn index(&self, id: $id) -> &$entry {
                &self.$table[id.0]
            }
        }
    )*};
}

table_index! {
    IdTypeId => ids: IdType;
    EnumId => enums: Enum;
    ShapeId => shapes: Shape;
    PrecisionId => precision: Precision;
    BudgetId => budgets: Budget;
    ChapterId => chapters: Chapter;
    EndpointId => endpoints: Endpoint;
}
