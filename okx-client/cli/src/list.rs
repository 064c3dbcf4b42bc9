//! `okx list`.

use clap::Args;
use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::describe::{full_name, limit};
use okx_spec::model::Endpoint;
use okx_spec::nearest::suggestion;
use serde_json::{Value, json};

use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::screen::Screen;
use crate::spec;

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// A chapter such as `trade` [default: all chapters].
    chapter: Option<String>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// Lists the calls of a chapter, or all calls.
pub(crate) fn run(arguments: &ListArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let calls = calls(model, arguments.chapter.as_deref())?;
    let text = if arguments.json { to_json(model, &calls) } else { to_table(model, &calls, out.screen()) };
    out.line(&text)?;
    Ok(Ending::Done)
}

fn calls<'a>(model: &'a Model, chapter: Option<&str>) -> Result<Vec<&'a Endpoint>, Failure> {
    let belongs = |endpoint: &&Endpoint| chapter.is_none_or(|name| model[endpoint.chapter].name == name);
    let calls: Vec<&Endpoint> = model.endpoints.iter().filter(belongs).collect();
    match chapter {
        Some(name) if calls.is_empty() => Err(no_chapter(model, name)),
        _ => Ok(calls),
    }
}

fn no_chapter(model: &Model, name: &str) -> Failure {
    let names = || model.chapters.iter().map(|chapter| chapter.name.as_str());
    let all = format!("there are {}", names().collect::<Vec<_>>().join(", "));
    Failure::Usage(format!("there is no chapter `{name}`; {}", suggestion(name, names(), &all)))
}

fn to_table(model: &Model, calls: &[&Endpoint], screen: Screen) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["NAME", "CALL", "ACCESS", "LIMIT"]);
    for endpoint in calls {
        let limits = limits(model, endpoint).join("; ");
        table.add_row([
            full_name(model, endpoint),
            spec::method_and_path(endpoint),
            endpoint.access.as_str().to_owned(),
            limits,
        ]);
    }
    let mut lines = table.lines().map(|line| line.trim().to_owned());
    let heading = screen.bold(&lines.next().unwrap_or_default());
    std::iter::once(heading).chain(lines).collect::<Vec<_>>().join("\n")
}

fn to_json(model: &Model, calls: &[&Endpoint]) -> String {
    let calls: Value = calls.iter().map(|endpoint| summary(model, endpoint)).collect();
    format!("{calls:#}")
}

/// A call without its parameters.
pub(crate) fn summary(model: &Model, endpoint: &Endpoint) -> Value {
    json!({
        "name": full_name(model, endpoint),
        "does": endpoint.does,
        "guide": endpoint.guide,
        "method": endpoint.method.to_string(),
        "path": endpoint.path,
        "access": endpoint.access.as_str(),
        "limits": limits(model, endpoint),
    })
}

fn limits(model: &Model, endpoint: &Endpoint) -> Vec<String> {
    endpoint.draws.iter().map(|draw| limit(&model[*draw])).collect()
}
