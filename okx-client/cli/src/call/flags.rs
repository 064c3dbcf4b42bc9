//! The flags of a call, built from its description.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, Args as _, Command};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Enum, Field, Kind, Presence, Scalar};

use super::CallOptions;

/// The id of the argument that holds all parameters as JSON.
pub(super) const JSON: &str = "parameters as JSON";

/// The command of one call: a flag for each parameter, and the options of every call.
pub(crate) fn command(model: &Model, endpoint: &Endpoint) -> Command {
    let fields = &model[endpoint.request].fields;
    let options = CallOptions::augment_args(Command::new(full_name(model, endpoint)));
    let flags: Vec<Arg> = fields.iter().map(|field| flag(model, field).long(long(&options, field))).collect();
    let json = Arg::new(JSON)
        .value_name("JSON")
        .help("All parameters as JSON, a list for a batch; `-` reads it from standard input");
    options
        .about(endpoint.does.clone())
        .after_help(format!("{} {}\n{}", endpoint.method, endpoint.path, endpoint.guide))
        .args(flags)
        .next_help_heading(None)
        .arg(json)
}

/// The id of a parameter's flag. It cannot collide with the options of every call.
pub(crate) fn id(field: &Field) -> String {
    format!("parameter {}", field.wire)
}

/// The flag of a parameter: its name with dashes, prefixed with `parameter-` if an option already has that name.
fn long(options: &Command, field: &Field) -> String {
    let name = field.name.replace('_', "-");
    let is_taken = options.get_arguments().any(|option| option.get_long() == Some(&name));
    if is_taken { format!("parameter-{name}") } else { name }
}

fn flag(model: &Model, field: &Field) -> Arg {
    let required = if field.presence == Presence::Required { " [required]" } else { "" };
    let arg = Arg::new(id(field))
        .value_name(field.kind.word(model).to_owned())
        .help(format!("{}{required}", field.means))
        .help_heading("Parameters");
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
struct OpenValue(Vec<PossibleValue>);

impl OpenValue {
    fn of(entry: &Enum) -> Self {
        let value =
            |known: &okx_spec::model::EnumValue| PossibleValue::new(known.wire.clone()).help(known.means.clone());
        Self(entry.values.iter().map(value).collect())
    }
}

impl TypedValueParser for OpenValue {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &std::ffi::OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().cloned()))
    }
}
