//! Values that may hold something: a field, the places of fields, texts.

use std::fmt;

use crate::fact::parts;

parts! {
    /// Whether the same request may be sent twice.
    pub enum Repeat<Field = usize> {
        /// Sending it twice has the same effect as sending it once.
        Always = "always",
        /// Sending it twice is never safe.
        Never = "never",
        /// A field of each item names what the request creates: by default, the field's place in the request's shape. OKX refuses a name
        /// only while what it names is open (a filled order's `clOrdId` is free again). So a request whose outcome is unknown is looked
        /// up by this name and never sent again.
        By(Field) = "by",
    }

    /// A part of a budget's key.
    pub enum KeyPart<Name = &'static str> {
        /// The account. A sub-account has a budget of its own.
        User = "user",
        /// The master account together with all its sub-accounts.
        Master = "master",
        /// The IP address that requests come from.
        Ip = "ip",
        /// The socket connection.
        Connection = "connection",
        /// The instrument or, for options, its family.
        Symbol = "symbol",
        /// A field of the request, by its name on the wire.
        Field(Name),
    }

    /// What a condition looks at.
    pub enum Subject<Name = &'static str> {
        /// A field of the request or item, by its name on the wire.
        Field(Name),
        /// The type (`SPOT`, `SWAP`, …) of the instrument that the request names. Precision rules and budgets, which serve many requests,
        /// always ask for it this way. A rule does so only where the request has no such field.
        InstrumentType,
    }

    /// What must be true of a condition's subject, by its text on the wire.
    pub enum Test<Texts = &'static [&'static str]> {
        /// It is one of these texts.
        OneOf(Texts),
        /// It is none of these texts. This holds for a field that is not given.
        NoneOf(Texts) = "not",
        /// It is given.
        Present = "present",
        /// It is not given.
        Absent = "absent",
    }

    /// What a rule demands of fields. By default these are given by their places in the shape.
    pub enum Demand<Fields = &'static [usize]> {
        /// No two of them are given.
        AtMostOne(Fields) = "at_most_one",
        /// One of them is given, and no other.
        ExactlyOne(Fields) = "exactly_one",
        /// One or more of them are given.
        AtLeastOne(Fields) = "at_least_one",
        /// All of them are given.
        Require(Fields) = "require",
        /// None of them is given.
        Forbid(Fields) = "forbid",
    }
}

impl<Name> KeyPart<Name> {
    /// The part that has this word in YAML. Any other word there is the name of a field.
    pub fn of_word(word: &str) -> Option<Self> {
        let parts = [Self::User, Self::Master, Self::Ip, Self::Connection, Self::Symbol];
        parts.into_iter().find(|part| part.word() == Some(word))
    }
}

impl<Name: fmt::Display> fmt::Display for KeyPart<Name> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, self.word()) {
            (Self::Field(name), _) => name.fmt(f),
            (_, word) => f.write_str(word.unwrap_or_default()),
        }
    }
}

impl<Fields> Demand<Fields> {
    /// Makes the demand that has this key in YAML.
    pub fn of_word(word: &str, fields: Fields) -> Option<Self> {
        let makers = [Self::AtMostOne, Self::ExactlyOne, Self::AtLeastOne, Self::Require, Self::Forbid];
        let place = Self::WORDS.iter().position(|known| *known == word)?;
        makers.get(place).map(|make: &fn(Fields) -> Self| make(fields))
    }

    /// Its key in YAML, and the fields that it is about.
    pub fn parts(&self) -> (&'static str, &Fields) {
        let (Self::AtMostOne(fields)
        | Self::ExactlyOne(fields)
        | Self::AtLeastOne(fields)
        | Self::Require(fields)
        | Self::Forbid(fields)) = self;
        (self.word().unwrap_or_default(), fields)
    }
}

#[cfg(test)]
mod tests {
    use super::{Demand, KeyPart};

    #[test]
    fn every_word_leads_to_its_part() {
        for word in KeyPart::<&str>::WORDS {
            assert_eq!(KeyPart::<&str>::of_word(word).and_then(|part| part.word()), Some(*word));
        }
        for word in Demand::<()>::WORDS {
            assert_eq!(Demand::of_word(word, ()).and_then(|demand| demand.word()), Some(*word));
        }
    }
}
