//! Which settings count: a flag before the environment, and the environment before a profile.

use std::fmt;

use okx_client::{LimitPolicy, Region};

use super::keys::KeySource;
use super::profiles::{NONE, Profile, Profiles, Trading};
use super::{read, variables};
use crate::connection::ConnectionArguments;
use crate::ending::Failure;

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag(&'static str),
    Variable(&'static str),
    Profile,
    /// Nothing sets it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => f.write_str(name),
            Self::Profile => f.write_str("the profile"),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// A setting and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// The profile that is used.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) profile: Profile,
    /// `Profile` if it is the default of the file, otherwise what named it.
    pub(crate) origin: Origin,
}

/// All settings of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) profile: Option<Chosen>,
    /// `None` if nothing says it. Then only live data is read and nothing is changed.
    pub(crate) environment: Option<Setting<Trading>>,
    pub(crate) region: Setting<Region>,
    pub(crate) base_url: Option<Setting<String>>,
    pub(crate) ws_url: Option<Setting<String>>,
    pub(crate) account: Option<String>,
    pub(crate) limits: Option<LimitPolicy>,
    pub(crate) keys: Setting<KeySource>,
}

impl Settings {
    /// The settings for these arguments.
    pub(crate) fn resolve(arguments: &ConnectionArguments) -> Result<Self, Failure> {
        let chosen = chosen(arguments)?;
        let profile = chosen.as_ref().map(|chosen| &chosen.profile);
        let text = |flag: (&'static str, &Option<String>), variable, own: Option<&String>| {
            let variable = (variable, variables::value(variable)?);
            Ok::<_, Failure>(first(flag.0, flag.1.clone(), variable, own.cloned()))
        };
        let named_region = variables::value(variables::REGION)?;
        let named_region = named_region.map(|name| read::region(&name).map_err(|why| wrong(variables::REGION, &why)));
        let flag = arguments.region.as_deref().map(read::region).transpose().map_err(Failure::Usage)?;
        let own = profile.and_then(|profile| profile.region);
        let region = first("--region", flag, (variables::REGION, named_region.transpose()?), own);
        Ok(Self {
            environment: environment(arguments, chosen.as_ref())?,
            region: region.unwrap_or(Setting { value: Region::Global, origin: Origin::Default }),
            base_url: text(
                ("--base-url", &arguments.base_url),
                variables::BASE_URL,
                profile.and_then(|profile| profile.base_url.as_ref()),
            )?,
            ws_url: text(
                ("--ws-url", &arguments.ws_url),
                variables::WS_URL,
                profile.and_then(|profile| profile.ws_url.as_ref()),
            )?,
            account: profile.and_then(|profile| profile.account.clone()),
            limits: profile.and_then(|profile| profile.limits),
            keys: keys(arguments, chosen.as_ref())?,
            profile: chosen,
        })
    }

    /// The settings of a profile alone, as if no flag and no variable were given.
    pub(crate) fn of_profile(name: &str, profile: &Profile) -> Self {
        let of_profile = |value: Option<&String>| Some(Setting { value: value?.clone(), origin: Origin::Profile });
        Self {
            environment: Some(Setting { value: profile.environment, origin: Origin::Profile }),
            region: Setting { value: profile.region.unwrap_or(Region::Global), origin: Origin::Profile },
            base_url: of_profile(profile.base_url.as_ref()),
            ws_url: of_profile(profile.ws_url.as_ref()),
            account: profile.account.clone(),
            limits: profile.limits,
            keys: Setting { value: profile.keys.clone().unwrap_or(KeySource::Variables), origin: Origin::Profile },
            profile: Some(Chosen { name: name.to_owned(), profile: profile.clone(), origin: Origin::Profile }),
        }
    }

    /// Whether live or demo trading was chosen explicitly, so that requests may change something. That a profile is the default of the
    /// file is not enough for live trading.
    pub(crate) fn is_chosen(&self) -> bool {
        let is_default = self.profile.as_ref().is_some_and(|chosen| chosen.origin == Origin::Profile);
        self.environment.as_ref().is_some_and(|environment| {
            environment.value == Trading::Demo || environment.origin != Origin::Profile || !is_default
        })
    }
}

/// The first value of flag, variable and profile.
fn first<T>(
    flag: &'static str,
    given: Option<T>,
    (variable, of_variable): (&'static str, Option<T>),
    of_profile: Option<T>,
) -> Option<Setting<T>> {
    let setting = |origin| move |value| Setting { value, origin };
    given
        .map(setting(Origin::Flag(flag)))
        .or_else(|| of_variable.map(setting(Origin::Variable(variable))))
        .or_else(|| of_profile.map(setting(Origin::Profile)))
}

/// The profile that is named, or else the default of the file.
fn chosen(arguments: &ConnectionArguments) -> Result<Option<Chosen>, Failure> {
    let variable = variables::value(variables::PROFILE)?;
    let named = first("--profile", arguments.profile.clone(), (variables::PROFILE, variable), None);
    if named.as_ref().is_some_and(|named| named.value == NONE) {
        return Ok(None);
    }
    let profiles = Profiles::load()?;
    let default = || Some(Setting { value: profiles.default.clone()?, origin: Origin::Profile });
    let Some(Setting { value: name, origin }) = named.or_else(default) else { return Ok(None) };
    let profile = profiles.get(&name)?.clone();
    Ok(Some(Chosen { name, profile, origin }))
}

fn environment(arguments: &ConnectionArguments, chosen: Option<&Chosen>) -> Result<Option<Setting<Trading>>, Failure> {
    let flag = match (arguments.demo, arguments.live) {
        (true, _) => Some(("--demo", Trading::Demo)),
        (_, true) => Some(("--live", Trading::Live)),
        _ => None,
    };
    if let Some((flag, value)) = flag {
        return Ok(Some(Setting { value, origin: Origin::Flag(flag) }));
    }
    let variable = variables::value(variables::ENVIRONMENT)?;
    let variable = variable.map(|text| Trading::parse(&text).map_err(|why| wrong(variables::ENVIRONMENT, &why)));
    let variable = variable.transpose()?;
    if let (Some(variable), Some(chosen)) = (variable, chosen)
        && chosen.origin != Origin::Profile
        && chosen.profile.environment != variable
    {
        return Err(Failure::Usage(format!(
            "the profile `{}` is for {} trading, but {} is {}; pass --demo or --live, or unset the variable",
            chosen.name,
            chosen.profile.environment.as_str(),
            variables::ENVIRONMENT,
            variable.as_str(),
        )));
    }
    let own = chosen.map(|chosen| chosen.profile.environment);
    Ok(first("", None, (variables::ENVIRONMENT, variable), own))
}

fn keys(arguments: &ConnectionArguments, chosen: Option<&Chosen>) -> Result<Setting<KeySource>, Failure> {
    if let Some(file) = &arguments.credentials {
        return Ok(Setting { value: KeySource::File(file.clone()), origin: Origin::Flag("--credentials") });
    }
    let own = chosen.and_then(|chosen| Some((chosen, chosen.profile.keys.clone()?)));
    let origin = if variables::have_keys() { Origin::Variable(variables::KEYS[0]) } else { Origin::Default };
    let of_variables = Setting { value: KeySource::Variables, origin };
    match own {
        // Either choice could trade in the wrong account.
        Some((chosen, _)) if chosen.origin != Origin::Profile && variables::have_keys() => {
            Err(Failure::Usage(format!(
                "the profile `{}` has keys, and the environment has others ({}); unset these variables, or name the keys with \
                 --credentials",
                chosen.name,
                variables::KEYS.join(", "),
            )))
        }
        Some((_, value)) if !variables::have_keys() => Ok(Setting { value, origin: Origin::Profile }),
        _ => Ok(of_variables),
    }
}

fn wrong(variable: &str, why: &str) -> Failure {
    Failure::Usage(format!("{variable}: {why}"))
}
