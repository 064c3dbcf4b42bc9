//! The description of OKX's API, which has what generated code leaves out: meanings, parameters, limits in words.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::Endpoint;
use okx_spec::nearest::suggestion;

use crate::ending::Failure;

/// The built-in description. Parsing it takes a moment, so only commands that need it do so.
pub(crate) fn model() -> Result<&'static Model, Failure> {
    okx_spec::shipped()
        .map_err(|mistakes| Failure::Machine(format!("the description of the API has mistakes:\n{mistakes}")))
}

/// The calls with this name: `trade.place_order`, `place_order`, `PlaceOrder`, a path, or method and path. The method may be in any case.
pub(crate) fn calls<'a>(model: &'a Model, name: &str) -> Vec<&'a Endpoint> {
    model.endpoints.iter().filter(|endpoint| answers_to(model, endpoint, name)).collect()
}

/// The only call with this name.
pub(crate) fn call<'a>(model: &'a Model, name: &str) -> Result<&'a Endpoint, Failure> {
    match calls(model, name).as_slice() {
        [only] => Ok(only),
        [] => Err(Failure::Usage(format!("there is no call `{name}`; {}", meant(model, name)))),
        several => {
            let names: Vec<String> = several.iter().map(|endpoint| full_name(model, endpoint)).collect();
            Err(Failure::Usage(format!("`{name}` is ambiguous; write {}", names.join(" or "))))
        }
    }
}

/// The names of all calls, such as `trade.place_order`.
pub(crate) fn full_names(model: &Model) -> Vec<String> {
    model.endpoints.iter().map(|endpoint| full_name(model, endpoint)).collect()
}

/// The method and the path, as OKX writes them.
pub(crate) fn method_and_path(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method, endpoint.path)
}

fn answers_to(model: &Model, endpoint: &Endpoint, name: &str) -> bool {
    names(model, endpoint).iter().any(|own| own == name)
        || name.split_once(' ').is_some_and(|(method, path)| {
            endpoint.method.to_string().eq_ignore_ascii_case(method) && endpoint.path == path
        })
}

/// All names of a call.
pub(crate) fn names(model: &Model, endpoint: &Endpoint) -> [String; 6] {
    let Endpoint { name, type_name, path, .. } = endpoint;
    let typed = format!("{}::{type_name}", model[endpoint.chapter].name);
    [full_name(model, endpoint), name.clone(), type_name.clone(), path.clone(), method_and_path(endpoint), typed]
}

fn meant(model: &Model, name: &str) -> String {
    let names = |of: fn(&Model, &Endpoint) -> String| model.endpoints.iter().map(move |endpoint| of(model, endpoint));
    let all: Vec<String> = names(full_name)
        .chain(names(|_, endpoint| endpoint.name.clone()))
        .chain(names(|_, endpoint| method_and_path(endpoint)))
        .chain(names(|_, endpoint| endpoint.path.clone()))
        .collect();
    suggestion(name, all.iter().map(String::as_str), "`okx list` lists all calls")
}
