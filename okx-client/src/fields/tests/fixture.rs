//! Types written by hand in the same way as okx-macros generates them, with a field of every kind.

use okx_client::__private as __p;

use okx_client::Decimal;

/// An id that is text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstId(__p::Text);
__p::text_id!(InstId, max_length = None, letters = None, secret = false);

/// An id that the client chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClOrdId(__p::Text);
__p::text_id!(ClOrdId, max_length = Some(32), letters = Some(__p::Letters::Alphanumeric), secret = false);

/// An id that is a secret.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passphrase(__p::Text);
__p::text_id!(Passphrase, max_length = Some(12), letters = Some(__p::Letters::Alphanumeric), secret = true);

/// An id that is a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstIdCode(i64);
__p::number_id!(InstIdCode);

/// An open enum.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Side {
    /// Buys.
    Buy,
    /// Sells.
    Sell,
    /// A value that this version does not know, as OKX sent it.
    Unknown(&'static str),
}

impl __p::Word for Side {
    fn as_wire(&self) -> &'static str {
        match *self {
            Self::Buy => "buy",
            Self::Sell => "sell",
            Self::Unknown(text) => text,
        }
    }

    fn set_wire(&mut self, text: &str, keep: fn(&str) -> Option<&'static str>) -> bool {
        let value = match text {
            "buy" => Some(Self::Buy),
            "sell" => Some(Self::Sell),
            _ => keep(text).map(Self::Unknown),
        };
        __p::set_word(self, value)
    }
}
impl Side {
    /// The known values, as wire texts.
    pub const KNOWN: &'static [&'static str] = &["buy", "sell"];
}
__p::word!(Side);

macro_rules! shape {
    ($(#[$doc:meta])* $name:ident, { $($index:literal $field:ident: $type:ty = $wire:literal,)* }, { $($special:tt)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        #[non_exhaustive]
        pub struct $name {
            $(#[doc = "A field."] pub $field: $type,)*
            /// Members that this version does not describe.
            pub extra: __p::Extra,
        }

        impl __p::Table for $name {
            const SHAPE: __p::Shape = __p::Shape {
                name: stringify!($name),
                wire: &[$($wire),*],
                $($special)*
                keeps_extra: true,
                ..__p::Shape::PLAIN
            };

            fn field_mut(&mut self, place: usize) -> __p::Slot<'_> {
                match place {
                    $($index => __p::slot(&mut self.$field),)*
                    _ => __p::slot(&mut self.extra),
                }
            }

            fn field(&self, place: usize) -> __p::Value<'_> {
                match place {
                    $($index => __p::value(&self.$field),)*
                    _ => __p::value(&self.extra),
                }
            }
        }
        __p::fields!($name);
    };
}

shape! {
    /// Every kind of field, present and optional.
    Sample, {
        0 inst_id: InstId = "instId",
        1 side: Side = "side",
        2 px: Decimal = "px",
        3 count: i64 = "count",
        4 done: bool = "done",
        5 ts: __p::Timestamp = "ts",
        6 more: __p::Json = "more",
        7 note: Option<__p::Text> = "note",
        8 cl_ord_id: Option<ClOrdId> = "clOrdId",
        9 code: Option<InstIdCode> = "instIdCode",
        10 pos_side: Option<Side> = "posSide",
        11 sz: Option<Decimal> = "sz",
        12 level: Option<i64> = "level",
        13 auto: Option<bool> = "auto",
        14 u_time: Option<__p::Timestamp> = "uTime",
        15 detail: Option<Detail> = "detail",
        16 details: Vec<Detail> = "details",
        17 tags: Vec<__p::Text> = "tags",
        18 rungs: Vec<i64> = "rungs",
        19 levels: Vec<Level> = "levels",
        20 main: Detail = "main",
    }, {
        required: &[0, 1, 2, 3, 4, 5, 19],
        bare: &[9, 18],
    }
}

shape! {
    /// A shape within another.
    Detail, {
        0 ccy: __p::Text = "ccy",
        1 eq: Option<Decimal> = "eq",
        2 parts: Vec<Detail> = "parts",
    }, {}
}

shape! {
    /// A shape whose fields are positions of an array.
    Level, {
        0 px: Decimal = "px",
        1 sz: Decimal = "sz",
        2 orders: Option<i64> = "numOrders",
    }, {
        form: __p::Form::Row,
        required: &[0, 1],
    }
}

shape! {
    /// A shape that is its only field.
    Underlyings, {
        0 underlyings: Vec<__p::Text> = "underlyings",
    }, {
        form: __p::Form::Bare,
        required: &[0],
    }
}

shape! {
    /// A row with an outcome.
    Ack, {
        0 ord_id: Option<__p::Text> = "ordId",
        1 s_code: __p::Text = "sCode",
        2 s_msg: Option<__p::Text> = "sMsg",
        3 sub_code: Option<__p::Text> = "subCode",
    }, {
        required: &[1],
        outcome: Some(__p::OutcomeFields { code: 1, message: 2, sub_code: Some(3) }),
    }
}

shape! {
    /// A shape with secrets.
    Key, {
        0 label: __p::Text = "label",
        1 passphrase: Passphrase = "passphrase",
        2 former: Vec<Passphrase> = "former",
        3 locks: Vec<Lock> = "locks",
    }, {
        required: &[0, 1, 2],
        text: &[(1, <Passphrase as __p::FieldType>::TEXT), (2, <Passphrase as __p::FieldType>::TEXT)],
    }
}

shape! {
    /// A shape without secrets that holds one with secrets.
    Chain, {
        0 length: Option<i64> = "length",
        1 ring: Vec<Key> = "ring",
        2 next: Vec<Chain> = "next",
    }, {}
}

shape! {
    /// A shape with a secret as a position of an array.
    Lock, {
        0 passphrase: Passphrase = "passphrase",
    }, {
        form: __p::Form::Row,
        required: &[0],
        text: &[(0, <Passphrase as __p::FieldType>::TEXT)],
    }
}

shape! {
    /// A shape that is its only field, which is a secret.
    Phrases, {
        0 phrases: Vec<Passphrase> = "phrases",
    }, {
        form: __p::Form::Bare,
        required: &[0],
        text: &[(0, <Passphrase as __p::FieldType>::TEXT)],
    }
}

shape! {
    /// A shape with an object of undescribed members, as users may define it.
    Labelled, {
        0 labels: __p::Extra = "labels",
    }, {}
}

shape! {
    /// A change of values that can be kept, set or cleared.
    Change, {
        0 inst_id: InstId = "instId",
        1 px: __p::Clearable<Decimal> = "px",
        2 note: __p::Clearable<__p::Text> = "note",
        3 cl_ord_id: Option<ClOrdId> = "clOrdId",
        4 changes: Vec<Change> = "changes",
        5 side: Option<Side> = "side",
        6 sides: Vec<Side> = "sides",
    }, {
        required: &[0],
        clearable: &[1, 2],
        text: &[(5, <Side as __p::FieldType>::TEXT), (6, <Side as __p::FieldType>::TEXT)],
    }
}
