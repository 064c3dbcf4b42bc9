//! Types written by hand exactly as okx-macros writes them: one field of every kind.

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

/// An id that must not be shown.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passphrase(__p::Text);
__p::text_id!(Passphrase, max_length = Some(12), letters = Some(__p::Letters::Alphanumeric), secret = true);

/// An id that is a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstIdCode(i64);
__p::number_id!(InstIdCode);

/// An open set of values.
#[derive(Clone)]
#[non_exhaustive]
pub enum Side {
    /// Buys.
    Buy,
    /// Sells.
    Sell,
    /// A value this version does not know, as OKX sent it.
    Unknown(Box<str>),
}

impl __p::Word for Side {
    fn as_wire(&self) -> &str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
            Self::Unknown(text) => text,
        }
    }

    fn set_wire(&mut self, text: &str) {
        *self = match text {
            "buy" => Self::Buy,
            "sell" => Self::Sell,
            _ => Self::Unknown(text.into()),
        }
    }
}
__p::word!(Side);

const fn required(wire: &'static str) -> __p::FieldInfo {
    __p::FieldInfo { wire, required: true, bare: false, precision: None, text: None }
}

const fn optional(wire: &'static str) -> __p::FieldInfo {
    __p::FieldInfo { wire, required: false, bare: false, precision: None, text: None }
}

macro_rules! shape {
    ($(#[$doc:meta])* $name:ident: $form:ident, $outcome:expr, { $($index:literal $field:ident: $type:ty = $info:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct $name {
            $(#[doc = "A field."] pub $field: $type,)*
            /// Members of the reply this version does not know.
            pub extra: __p::Extra,
        }

        impl __p::Shaped for $name {
            const SHAPE: &'static __p::Shape =
                &__p::Shape { name: stringify!($name), form: __p::Form::$form, fields: &[$($info),*], outcome: $outcome, rules: &[] };
        }

        impl __p::Fields for $name {
            fn shape(&self) -> &'static __p::Shape {
                <Self as __p::Shaped>::SHAPE
            }

            fn slot(&mut self, index: usize) -> __p::Slot<'_> {
                match index {
                    $($index => __p::slot(&mut self.$field),)*
                    _ => __p::no_such_field(index),
                }
            }

            fn value(&self, index: usize) -> __p::Value<'_> {
                match index {
                    $($index => __p::value(&self.$field),)*
                    _ => __p::no_such_field(index),
                }
            }

            fn extra(&self) -> Option<&__p::Extra> {
                Some(&self.extra)
            }

            fn extra_mut(&mut self) -> Option<&mut __p::Extra> {
                Some(&mut self.extra)
            }
        }
        __p::fields!($name);
    };
}

shape! {
    /// Every kind of field, present and optional.
    Sample: Object, None, {
        0 inst_id: InstId = required("instId"),
        1 side: Side = required("side"),
        2 px: Decimal = required("px"),
        3 count: i64 = required("count"),
        4 done: bool = required("done"),
        5 ts: __p::Timestamp = required("ts"),
        6 more: __p::Json = optional("more"),
        7 note: Option<__p::Text> = optional("note"),
        8 cl_ord_id: Option<ClOrdId> = optional("clOrdId"),
        9 code: Option<InstIdCode> = __p::FieldInfo { bare: true, ..optional("instIdCode") },
        10 pos_side: Option<Side> = optional("posSide"),
        11 sz: Option<Decimal> = optional("sz"),
        12 level: Option<i64> = optional("level"),
        13 auto: Option<bool> = optional("auto"),
        14 u_time: Option<__p::Timestamp> = optional("uTime"),
        15 detail: Option<Detail> = optional("detail"),
        16 details: Vec<Detail> = optional("details"),
        17 tags: Vec<__p::Text> = optional("tags"),
        18 rungs: Vec<i64> = __p::FieldInfo { bare: true, ..optional("rungs") },
        19 levels: Vec<Level> = required("levels"),
        20 main: Detail = optional("main"),
    }
}

shape! {
    /// A shape within another.
    Detail: Object, None, {
        0 ccy: __p::Text = optional("ccy"),
        1 eq: Option<Decimal> = optional("eq"),
        2 parts: Vec<Detail> = optional("parts"),
    }
}

shape! {
    /// A shape by position.
    Level: Row, None, {
        0 px: Decimal = required("px"),
        1 sz: Decimal = required("sz"),
        2 orders: Option<i64> = optional("numOrders"),
    }
}

shape! {
    /// A shape that is its only field.
    Underlyings: Bare, None, {
        0 underlyings: Vec<__p::Text> = required("underlyings"),
    }
}

shape! {
    /// A row that says itself whether it was done.
    Ack: Object, Some(__p::OutcomeFields { code: 1, message: 2, sub_code: Some(3) }), {
        0 ord_id: Option<__p::Text> = optional("ordId"),
        1 s_code: __p::Text = required("sCode"),
        2 s_msg: Option<__p::Text> = optional("sMsg"),
        3 sub_code: Option<__p::Text> = optional("subCode"),
    }
}

const fn secret(wire: &'static str) -> __p::FieldInfo {
    __p::FieldInfo { text: <Passphrase as __p::FieldType>::TEXT, ..required(wire) }
}

shape! {
    /// A shape with secrets.
    Key: Object, None, {
        0 label: __p::Text = required("label"),
        1 passphrase: Passphrase = secret("passphrase"),
        2 former: Vec<Passphrase> = secret("former"),
        3 locks: Vec<Lock> = optional("locks"),
    }
}

shape! {
    /// A shape without secrets that holds one with secrets.
    Chain: Object, None, {
        0 length: Option<i64> = optional("length"),
        1 ring: Vec<Key> = optional("ring"),
        2 next: Vec<Chain> = optional("next"),
    }
}

shape! {
    /// A secret by position.
    Lock: Row, None, {
        0 passphrase: Passphrase = secret("passphrase"),
    }
}

shape! {
    /// A shape that is its only, secret field.
    Phrases: Bare, None, {
        0 phrases: Vec<Passphrase> = secret("phrases"),
    }
}
