//! Instruments that are loaded together.

use std::fmt;

use super::name::Name;
use crate::api::enums::InstType;
use crate::api::public::{GetInstrumentTickBands, GetInstruments};
use crate::value::Text;

/// The instruments that one request lists: all of a type, or the options of a family, or the event contracts of a series.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group {
    inst_type: InstType,
    part: Option<Text>,
}

impl Group {
    /// All instruments of a type.
    pub(super) fn of_type(inst_type: InstType) -> Self {
        Self { inst_type, part: None }
    }

    /// The options of a family.
    pub(super) fn options(family: &str) -> Self {
        Self { inst_type: InstType::Option, part: Some(family.into()) }
    }

    /// The event contracts of a series.
    pub(super) fn events(series: &str) -> Self {
        Self { inst_type: InstType::Events, part: Some(series.into()) }
    }

    /// The group that lists an instrument of this name; `None` if the name has no known form.
    pub(super) fn of(name: Name<'_>) -> Option<Self> {
        match name {
            Name::Spot => Some(Self::of_type(InstType::Spot)),
            Name::Swap => Some(Self::of_type(InstType::Swap)),
            Name::Futures => Some(Self::of_type(InstType::Futures)),
            Name::Option { family } => Some(Self::options(family)),
            Name::Events { series } => Some(Self::events(series)),
            Name::Unknown => None,
        }
    }

    /// Their type.
    pub(super) fn inst_type(&self) -> &InstType {
        &self.inst_type
    }

    /// The request that lists them.
    pub(super) fn request(&self) -> GetInstruments {
        let request = GetInstruments::new(self.inst_type);
        match (&self.inst_type, &self.part) {
            (InstType::Events, Some(series)) => request.series_id(series.clone()),
            (_, Some(family)) => request.inst_family(family.clone()),
            (_, None) => request,
        }
    }

    /// The request for their tick bands; `None` if their prices have none.
    pub(super) fn bands_request(&self) -> Option<GetInstrumentTickBands> {
        let request = GetInstrumentTickBands::new(self.inst_type);
        match (&self.inst_type, &self.part) {
            (InstType::Option, Some(family)) => Some(request.inst_family(family.clone())),
            (InstType::Events, _) => Some(request),
            _ => None,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{} {part} instrument", self.inst_type),
            None => write!(f, "{} instrument", self.inst_type),
        }
    }
}
