//! `okx list`.

use clap::Args;
use okx_spec::Model;
use okx_spec::describe::{full_name, limit};
use okx_spec::model::Endpoint;
use okx_spec::nearest::suggestion;
use serde_json::{Value, json};

use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::page::{Page, cut};
use crate::search::{Hit, search};
use crate::spec;

/// What to list.
#[derive(Debug, Args)]
pub(crate) struct ListArguments {
    /// A chapter such as `trade`, or words to find calls, channels and result codes by, such as `open orders`; everything by default
    #[arg(value_name = "CHAPTER OR WORDS")]
    words: Vec<String>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// From this width on, the table has the path, the access and the limits as well.
const WIDE: usize = 160;

/// The widest column of names. A longer name moves its own text.
const LONGEST_NAME: usize = 38;

/// Lists the calls of a chapter, all calls, or what was found.
pub(crate) fn run(arguments: &ListArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let hits = hits(model, &arguments.words.join(" "))?;
    let page = Page::new(out.width(), out.screen());
    out.line(&if arguments.json { to_json(model, &hits) } else { to_table(model, &hits, page, out.width()) })?;
    Ok(Ending::Done)
}

fn hits<'m>(model: &'m Model, words: &str) -> Result<Vec<Hit<'m>>, Failure> {
    let is_chapter = model.chapters.iter().any(|chapter| chapter.name == words);
    if words.is_empty() || is_chapter {
        let belongs = |endpoint: &&Endpoint| !is_chapter || model[endpoint.chapter].name == words;
        return Ok(model.endpoints.iter().filter(belongs).map(Hit::Call).collect());
    }
    let found = search(model, words);
    if found.is_empty() { Err(nothing(model, words)) } else { Ok(found) }
}

fn nothing(model: &Model, words: &str) -> Failure {
    let names = || model.chapters.iter().map(|chapter| chapter.name.as_str());
    let all = format!("the chapters are {}", names().collect::<Vec<_>>().join(", "));
    let right = suggestion(words, names(), &all);
    Failure::Usage(format!("there is no chapter `{words}`, and no call, channel or code has these words; {right}"))
}

fn to_table(model: &Model, hits: &[Hit<'_>], mut page: Page, width: Option<usize>) -> String {
    if width.is_none_or(|width| width >= WIDE) {
        let heading = ["NAME", "CALL", "ACCESS", "LIMIT", "WHAT IT DOES"].map(|name| page.screen.bold(name));
        let rows: Vec<_> = std::iter::once(heading).chain(hits.iter().map(|hit| wide_row(model, *hit))).collect();
        page.columns(0, &rows);
    } else {
        narrow(model, hits, &mut page, width);
    }
    page.finish()
}

fn wide_row(model: &Model, hit: Hit<'_>) -> [String; 5] {
    let [call, access, limits] = match hit {
        Hit::Call(endpoint) => {
            [spec::method_and_path(endpoint), endpoint.access.as_str().to_owned(), limits(model, endpoint).join("; ")]
        }
        Hit::Channel(channel) => {
            [format!("{} socket", channel.socket), access(channel.login).to_owned(), String::new()]
        }
        Hit::Code(_) => ["result code".to_owned(), String::new(), String::new()],
    };
    [hit.name(model), call, access, limits, hit.does().to_owned()]
}

fn access(login: bool) -> &'static str {
    if login { "read" } else { "public" }
}

/// A line for each, with as much of what it does as fits.
fn narrow(model: &Model, hits: &[Hit<'_>], page: &mut Page, width: Option<usize>) {
    let names: Vec<String> = hits.iter().map(|hit| hit.name(model)).collect();
    let column = names.iter().map(String::len).max().unwrap_or_default().min(LONGEST_NAME);
    for (name, hit) in names.iter().zip(hits) {
        let used = name.len().max(column) + 2;
        let does = cut(hit.does(), width.map(|width| width.saturating_sub(used)));
        page.line(format!("{}{}{does}", page.screen.bold(name), " ".repeat(used - name.len())));
    }
}

fn to_json(model: &Model, hits: &[Hit<'_>]) -> String {
    let calls: Value = hits.iter().map(|hit| hit_value(model, *hit)).collect();
    format!("{calls:#}")
}

/// What was found, without its parameters.
pub(crate) fn hit_value(model: &Model, hit: Hit<'_>) -> Value {
    match hit {
        Hit::Call(endpoint) => summary(model, endpoint),
        Hit::Channel(channel) => json!({
            "name": hit.name(model), "does": channel.does, "guide": channel.guide, "socket": channel.socket.as_str(),
            "channels": channel.channels, "login": channel.login,
        }),
        Hit::Code(error) => json!({ "code": error.code, "name": error.name, "means": error.means }),
    }
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
