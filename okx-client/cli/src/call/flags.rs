//! The flags of a call, built from its description.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, Command};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Enum, Field, Kind, Presence, Scalar};

use super::names::Names;

/// The id of the argument that holds all parameters as JSON.
pub(super) const JSON: &str = "parameters as JSON";

/// The command of one call: a flag for each parameter, first the required ones, then the options of every call.
pub(crate) fn command(model: &Model, endpoint: &Endpoint) -> Command {
    let name = full_name(model, endpoint);
    let general = super::with_options(Command::new(name.clone()));
    let fields = &model[endpoint.request].fields;
    let names = Names::of_flags(model, endpoint);
    let flags = |of: fn(&Field) -> bool, heading: &'static str| {
        let fields = fields.iter().filter(move |field| of(field));
        let flags = fields.map(|field| flag(model, field, &names).long(long(&general, field)).help_heading(heading));
        flags.collect::<Vec<Arg>>()
    };
    let json = Arg::new(JSON)
        .value_name("JSON")
        .help_heading("Instead of flags")
        .help("All parameters as JSON, a list for a batch; `-` reads it from standard input");
    let required = flags(is_required, "Required parameters");
    let optional = flags(|field| !is_required(field), "Optional parameters");
    let usage = format!("okx call {name} [FLAGS]\n       okx call {name} [OPTIONS] JSON");
    super::with_options(Command::new(name.clone()).args(required).args(optional).arg(json))
        .override_usage(usage)
        .about(endpoint.does.clone())
        .after_help(format!(
            "`okx show {name}` describes its limits, its reply and its codes.\n{} {}\n{}",
            endpoint.method, endpoint.path, endpoint.guide
        ))
}

fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

/// The id of a parameter's flag. It cannot collide with the options of every call.
pub(crate) fn id(field: &Field) -> String {
    format!("parameter {}", field.wire)
}

/// The parameters of a call and their flags.
pub(super) fn flags<'m>(model: &'m Model, endpoint: &Endpoint) -> Vec<(&'m str, String)> {
    let general = super::with_options(Command::new("call"));
    let fields = &model[endpoint.request].fields;
    fields.iter().map(|field| (field.wire.as_str(), format!("--{}", long(&general, field)))).collect()
}

/// The flag of a parameter: its name with dashes, prefixed with `parameter-` if an option already has that name.
fn long(options: &Command, field: &Field) -> String {
    let name = field.name.replace('_', "-");
    let is_taken = options.get_arguments().any(|option| option.get_long() == Some(&name));
    if is_taken { format!("parameter-{name}") } else { name }
}

fn flag(model: &Model, field: &Field, names: &Names<'_>) -> Arg {
    let members = match field.kind {
        Kind::Shape(id) => format!(" As JSON; `okx show {}` lists the members.", model[id].name),
        _ => String::new(),
    };
    let arg = Arg::new(id(field))
        .value_name(field.kind.word(model).to_owned())
        .help(format!("{}{members}", names.in_message(&field.means)));
    let arg = match field.kind {
        Kind::Scalar(Scalar::Bool) if !field.list => arg.num_args(0..=1).default_missing_value("true"),
        // Numbers may be negative.
        _ => arg.num_args(1).allow_hyphen_values(true),
    };
    let arg = match field.kind {
        Kind::Enum(id) => {
            arg.value_parser(OpenValue::of(&model[id])).hide_possible_values(model[id].values.len() > MANY)
        }
        _ => arg,
    };
    match (field.list, field.kind) {
        // An entry may contain commas.
        (true, Kind::Shape(_) | Kind::Scalar(Scalar::Json)) => arg.action(ArgAction::Append),
        (true, _) => arg.action(ArgAction::Append).value_delimiter(','),
        (false, _) => arg.action(ArgAction::Set),
    }
}

/// A flag's help lists at most this many values; `okx show` lists them all.
const MANY: usize = 20;

/// A value of an open set. Known values are listed and completed. Any other is accepted, because OKX adds values without notice.
#[derive(Clone, Debug)]
struct OpenValue {
    known: Vec<PossibleValue>,
    /// Whether a known value may be given in any case: no two known values differ only in case, as `1m` and `1M` do.
    in_any_case: bool,
}

impl OpenValue {
    fn of(entry: &Enum) -> Self {
        let value =
            |known: &okx_spec::model::EnumValue| PossibleValue::new(known.wire.clone()).help(known.means.clone());
        let values = &entry.values;
        let in_any_case = values
            .iter()
            .enumerate()
            .all(|(place, one)| !values[..place].iter().any(|other| other.wire.eq_ignore_ascii_case(&one.wire)));
        Self { known: values.iter().map(value).collect(), in_any_case }
    }

    /// The known value that was meant, or the value itself.
    fn meant(&self, given: String) -> String {
        let is_it = |known: &&PossibleValue| self.in_any_case && known.get_name().eq_ignore_ascii_case(&given);
        self.known.iter().find(is_it).map(|known| known.get_name().to_owned()).unwrap_or(given)
    }
}

impl TypedValueParser for OpenValue {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &std::ffi::OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value).map(|given| self.meant(given))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.known.iter().cloned()))
    }
}
