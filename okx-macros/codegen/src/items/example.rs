//! Examples in the documentation of calls and channels, made from the values of the description.

use std::collections::BTreeSet;

use okx_spec::model::{Channel, Endpoint, Field, Given, GivenValue, Kind, Presence, RustType, Shape};

use crate::names::Names;

/// The length up to which an expression stays on one line.
const WIDTH: usize = 96;

/// The example of a call.
pub(crate) fn of_call(names: &Names<'_>, endpoint: &Endpoint) -> String {
    let mut code = Code::new(names);
    let chapter = &names.model[endpoint.chapter].name;
    code.uses(format!("{chapter}::{}", endpoint.type_name));
    let item = &names.model[endpoint.request];
    let request = match &endpoint.batch {
        Some(_) => {
            code.uses(format!("{chapter}::{}", item.name));
            let item = code.object(item, &endpoint.example, None);
            format!("{}::new([{item}])", endpoint.type_name)
        }
        None => code.object(item, &endpoint.example, None),
    };
    let request = broken(&request, "let request = ".len());
    code.fenced(&format!("let request = {request};\nlet reply = okx.send(request).await?;\nprintln!(\"{{reply:?}}\");"))
}

/// The example of a channel.
pub(crate) fn of_channel(names: &Names<'_>, channel: &Channel) -> String {
    let mut code = Code::new(names);
    let module = format!("ws::{}", channel.socket);
    code.uses(format!("{module}::{}", channel.type_name));
    let choice = channel.choice_type().zip(channel.channels.first()).map(|(choice, first)| {
        code.uses(format!("{module}::{choice}"));
        format!("{choice}::{}", okx_spec::names::pascal(first))
    });
    let channel = code.object(&names.model[channel.arguments], &channel.example, choice);
    let channel = broken(&channel, "let channel = ".len());
    code.fenced(&format!(
        "let channel = {channel};\nlet mut updates = okx.subscribe(channel).await?;\nwhile let Some(rows) = updates.next_rows().await? {{\n    println!(\"{{rows:?}}\");\n}}"
    ))
}

/// An example, and what it uses.
struct Code<'a> {
    names: &'a Names<'a>,
    /// Paths within the client.
    used: BTreeSet<String>,
}

impl<'a> Code<'a> {
    fn new(names: &'a Names<'a>) -> Self {
        Self { names, used: BTreeSet::new() }
    }

    fn uses(&mut self, path: String) {
        self.used.insert(path);
    }

    /// The example as rustdoc compiles it. In a user's own crate nobody knows the path of its module, so it is only shown there.
    fn fenced(&self, code: &str) -> String {
        if self.names.is_own() {
            return format!("```text\n{code}\n```");
        }
        let client = self.names.client();
        let used: Vec<String> = self.used.iter().map(|path| format!("use {client}::{path};")).collect();
        let used = used.join("\n");
        format!(
            "```no_run\n{used}\n# async fn example(okx: {client}::Client) -> Result<(), {client}::Error> {{\n\n{code}\n# Ok(())\n# }}\n```"
        )
    }

    /// `PlaceOrder::new("BTC-USDT").px(dec!(1))`, with an argument before those of the fields where there is one.
    fn object(&mut self, shape: &Shape, given: &[Given], first: Option<String>) -> String {
        let find = |place: usize| given.iter().find(|given| given.field == place);
        let fields = || shape.fields.iter().enumerate().filter_map(|(place, field)| Some((field, find(place)?)));
        let (mut arguments, mut setters) = (Vec::from_iter(first), Vec::new());
        for (field, given) in fields() {
            let value = self.value(field, &given.value);
            match field.presence {
                Presence::Required => arguments.push(value),
                Presence::Optional => setters.push(format!("\n.{}({value})", crate::names::snake(&field.name))),
            }
        }
        format!("{}::new({}){}", shape.name, arguments.join(", "), setters.concat())
    }

    fn value(&mut self, field: &Field, value: &GivenValue) -> String {
        match value {
            GivenValue::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(field, value)).collect();
                format!("[{}]", values.join(", "))
            }
            GivenValue::Object(given) => match field.kind {
                Kind::Shape(shape) => {
                    let shape = &self.names.model[shape];
                    self.uses(self.names.short(field.kind));
                    self.object(shape, given, None)
                }
                // The law of examples allows an object only for a field that has one.
                _ => String::new(),
            },
            GivenValue::Text(text) => self.plain(field.kind, text),
        }
    }

    fn plain(&mut self, kind: Kind, text: &str) -> String {
        match kind {
            Kind::Enum(id) => {
                let set = &self.names.model[id];
                self.uses(self.names.short(kind));
                let name = set.values.iter().find(|value| value.wire == text).map(|value| &value.name);
                name.map_or_else(|| format!("{text:?}"), |name| format!("{}::{name}", set.name))
            }
            Kind::Id(id) if self.names.model[id].number => text.to_owned(),
            Kind::Id(_) | Kind::Shape(_) => format!("{text:?}"),
            Kind::Scalar(scalar) => match scalar.facts().rust {
                RustType::Builtin(_) => text.to_owned(),
                RustType::Runtime("Decimal") => {
                    self.uses("dec".to_owned());
                    format!("dec!({text})")
                }
                RustType::Runtime("Timestamp") => {
                    self.uses("value::Timestamp".to_owned());
                    format!("Timestamp::from_millis({text})")
                }
                RustType::Runtime(_) => format!("{text:?}"),
            },
        }
    }
}

/// The expression on one line if it is short, or else with each call of a setter on its own line.
fn broken(expression: &str, before: usize) -> String {
    let line = expression.replace('\n', "");
    if line.len() + before <= WIDTH { line } else { expression.replace('\n', "\n    ") }
}
