//! The documentation of items: what it says, the words by which items are found, and the places that it names.

use std::collections::HashMap;

use okx_spec::names;
use quote::quote;
use syn::{Attribute, Expr, Fields, Item, Lit, Meta};

use super::{described, expanded, items, keeps, laws};

const CALLS: &str = "
endpoints:
  write:
    does: Writes a note.
    aka: [jot down]
    guide: post-note
    call: POST /api/v5/note
    access: trade
    demo: false
    limit: 60/2s by user
    deadline: true
    repeat: never
    request:
      text: {type: Text, means: What it says.}
      px: {type: Decimal?, means: What it costs., aka: [price]}
    rules:
      - require: [px]
        when: {text: sold}
    example: {text: sold, px: \"1.5\"}
    codes: [\"51\"]
    response: Note
";

/// The page of a call, with everything that it can have except what is in other goldens.
#[test]
fn page_of_a_call() {
    let head = "chapter: Notes\ndoes: Notes.\nguide: notes\nobjects:\n  Note: {does: A note., fields: {text: {type: Text, means: What it says.}}}";
    let errors = "errors:\n  \"50\": {name: TooOften, class: rate_limit, verdict: wait, means: Too often.}\n  \"51\": {name: TooLong, class: parameter, verdict: never, means: It is too long., advice: Write less.}\n";
    let limits = "refused_with: \"50\"\nbudgets: {}\n";
    let calls = format!("{head}{CALLS}");
    let spec = described(&[("errors.yaml", errors), ("limits.yaml", limits), ("rest/notes.yaml", &calls)]);
    keeps("page_of_a_call", CALLS, &expanded(quote!(chapter = "notes"), &spec), &["struct Write"]);
}

#[test]
fn page_of_a_channel() {
    let yaml = "
objects:
  Note: {does: A note., fields: {line: {type: Text, means: What it says.}}}
channels:
  notes:
    does: Tells of notes.
    aka: [jottings]
    guide: ws-notes
    names: [notes, notes-5]
    login: true
    counted: true
    silence: {at_most: 60s, unless: depth}
    snapshot: full
    arguments: {depth: {type: Integer?, means: How many.}}
    example: {depth: \"5\"}
    push: Note[]
";
    let spec = described(&[("ws/public.yaml", yaml)]);
    keeps("page_of_a_channel", yaml, &expanded(quote!(socket = "public"), &spec), &["struct Notes"]);
}

/// An item of the client: its name, what it is found by, and the places in its documentation and that of its members.
struct Found {
    name: String,
    aliases: Vec<String>,
    docs: String,
    members: Vec<String>,
}

/// Every item that has documentation.
fn found() -> Vec<Found> {
    let modules = laws::modules();
    let all = modules.iter().flat_map(items);
    all.filter_map(|item| {
        let (name, attributes, members) = match &item {
            Item::Struct(item) => (&item.ident, &item.attrs, members(&item.fields)),
            Item::Enum(item) => (&item.ident, &item.attrs, Vec::new()),
            Item::Const(item) => (&item.ident, &item.attrs, Vec::new()),
            Item::Static(item) => (&item.ident, &item.attrs, Vec::new()),
            _ => return None,
        };
        let (docs, aliases) = read(attributes);
        Some(Found { name: name.to_string(), aliases, docs, members })
    })
    .collect()
}

fn members(fields: &Fields) -> Vec<String> {
    fields.iter().map(|field| read(&field.attrs).0).collect()
}

/// The documentation and the aliases in some attributes.
fn read(attributes: &[Attribute]) -> (String, Vec<String>) {
    let (mut docs, mut aliases) = (String::new(), Vec::new());
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        match &attribute.meta {
            Meta::NameValue(value) => {
                if let Expr::Lit(text) = &value.value
                    && let Lit::Str(text) = &text.lit
                {
                    docs.push_str(&text.value());
                }
            }
            Meta::List(list) => aliases.extend(texts(&list.tokens.to_string())),
            Meta::Path(_) => {}
        }
    }
    (docs, aliases)
}

/// The texts between quotation marks, of which none has such marks in it.
fn texts(tokens: &str) -> Vec<String> {
    tokens.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The line that a documentation says it is from, if it says so.
fn line_of<'s>(docs: &str, files: &HashMap<String, Vec<&'s str>>) -> Option<&'s str> {
    let (_, place) = docs.rsplit_once("Described in `okx-spec/data/")?;
    let (file, line) = place.trim_end_matches(['.', '`']).split_once(':').expect("a place has a line");
    let line: usize = line.parse().expect("a line is a number");
    Some(files[file][line - 1])
}

#[test]
fn the_lines_that_documentation_names_hold_the_items() {
    let sources = okx_spec::shipped_sources();
    let text = |bytes| std::str::from_utf8(bytes).expect("the description is text");
    let files = sources.iter().map(|source| (source.name.to_string(), text(&source.bytes).lines().collect()));
    let files: HashMap<String, Vec<&str>> = files.collect();
    let (mut named, mut members) = (0, 0);
    for item in found() {
        if let Some(line) = line_of(&item.docs, &files) {
            named += 1;
            let key = line.trim().split_once(':').map_or(line, |(key, _)| key).trim_matches('"');
            let possible =
                [key.to_owned(), names::pascal(key), names::constant(key), format!("{}Item", names::pascal(key))];
            let is_code = item.docs.starts_with(&format!("`{key}`:"));
            assert!(possible.contains(&item.name) || is_code, "`{}` is not in the line `{line}`", item.name);
        }
        for docs in &item.members {
            let Some(line) = line_of(docs, &files) else { continue };
            let (_, wire) = docs.rsplit_once("On the wire: `").expect("a field has a name on the wire");
            let wire = wire.split('`').next().unwrap_or_default();
            // The field that names the channel has the place of the channel.
            assert!(
                line.contains(wire) || wire == "channel",
                "`{wire}` of `{}` is not in the line `{line}`",
                item.name
            );
            members += 1;
        }
    }
    assert!(named > 2_000, "{named} items say where they are described");
    assert!(members > 5_000, "{members} fields say where they are described");
}

/// What people type into the search, and the type that they should find.
const SEARCHES: &[(&str, &str)] = &[
    ("place order", "PlaceOrder"),
    ("create order", "PlaceOrder"),
    ("create_order", "PlaceOrder"),
    ("order book", "GetBooks"),
    ("order book", "OrderBook"),
    ("orderbook", "GetBooks"),
    ("depth", "GetBooks"),
    ("get_orderbook", "GetBooks"),
    ("open orders", "GetOrdersPending"),
    ("klines", "GetCandles"),
    ("klines", "Candles"),
    ("ohlcv", "GetCandles"),
    ("candlesticks", "GetCandles"),
    ("get_candlesticks", "GetCandles"),
    ("fetch_ohlcv", "GetCandles"),
    ("balance", "GetBalance"),
    ("withdraw", "Withdraw"),
    ("rate limit", "GetAccountRateLimit"),
    ("take profit", "NewAttachedAlgoOrder"),
    ("stop loss", "PlaceAlgoOrder"),
    ("symbol", "InstId"),
    ("client order id", "ClOrdId"),
    ("trade/order", "GetOrder"),
    ("trade/orders-pending", "GetOrdersPending"),
    ("market/candles", "GetCandles"),
    ("batch-orders", "PlaceOrders"),
    ("books-l2-tbt", "OrderBookTickByTick"),
    ("balance_and_position", "BalanceAndPosition"),
    ("51008", "INSUFFICIENT_FUNDS"),
    ("50011", "RATE_LIMIT_REACHED"),
];

#[test]
fn items_are_found_by_the_words_that_people_use() {
    let found = found();
    for (word, name) in SEARCHES {
        let is_found = found.iter().any(|item| {
            let words = item.aliases.iter().chain([&item.name]);
            item.name == *name && words.into_iter().any(|known| known.eq_ignore_ascii_case(word))
        });
        assert!(is_found, "`{word}` does not lead to `{name}`");
    }
    let calls = found.iter().filter(|item| item.aliases.iter().any(|alias| alias.starts_with("/api/")));
    assert!(calls.count() > 370, "every call is found by its path");
    let words: usize = found.iter().map(|item| item.aliases.len()).sum();
    assert!(words > 2_000, "{words} words lead to items");
}

/// `index.yaml` has the order of the chapters, which is that of the traders' needs. The modules of the client follow it.
#[test]
fn chapters_have_one_order() {
    let model = okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"));
    let modules = std::fs::read_to_string("../../okx-client/src/api/mod.rs").expect("the client has these modules");
    let place = |name: &str| modules.find(&format!("pub mod {name} ")).expect("each chapter has a module");
    let places: Vec<usize> = model.chapters.iter().map(|chapter| place(&chapter.name)).collect();
    assert!(places.is_sorted(), "the modules of okx-client have another order than index.yaml");
}
