//! A user's own file: it can use everything shipped, and is checked like a shipped one.

use okx_spec::model::{Kind, Presence};
use okx_spec::{Declared, Failure, Model, Source, What};

const OWN: &str = r"
chapter: Mine
does: Calls that nobody shipped yet.
guide: mine
ids:
  BasketId: {does: Name of a basket., of: Text}
enums:
  Mood:
    does: How it feels.
    values: {good: Good., bad: Bad.}
objects:
  Ticker:
    does: A ticker of our own.
    fields: {instId: InstId, mood: {type: Mood, means: How it feels.}}
precision:
  basket_size:
    does: Size of a basket.
    kind: size
    instrument: instId
    cases: [{unit: contracts, step: lotSz}]
budgets:
  basket.place: {does: New baskets., limit: 5/2s by user}
endpoints:
  place_basket:
    does: Places a basket.
    guide: post-basket
    call: POST /api/v5/mine/basket
    access: trade
    draws: [basket.place, order.place]
    repeat: never
    request:
      instId: InstId
      basketId: {type: BasketId, means: Name of the basket.}
      sz: Decimal(basket_size)
      px: Decimal(order_price)?
    response: Ticker[]
";

fn read(text: &str) -> Result<Model, Failure> {
    let (model, chapter) = okx_spec::read_with_shipped(&Source::new("apis/mine.yaml", text))?;
    assert_eq!(model[chapter].name, "mine");
    Ok(model)
}

fn complains(text: &str, expected: &str) {
    assert_eq!(read(text).expect_err("the file has mistakes").diagnostics.to_string(), expected);
}

#[test]
fn it_uses_shipped_entries_and_has_its_own() {
    let model = read(OWN).unwrap();
    let endpoint = model.endpoints.last().unwrap();
    let row = &model[endpoint.response.row];
    let own = Some(endpoint.chapter);

    assert_eq!((endpoint.type_name.as_str(), endpoint.response.many), ("PlaceBasket", true));
    assert_eq!(row.does, "A ticker of our own.", "a type of its own goes before a shipped one of the same name");
    assert_eq!(row.fields[0].presence, Presence::Required);
    let Kind::Enum(mood) = row.fields[1].kind else { panic!("`mood` is an enum") };
    assert_eq!(model[mood].chapter, own);
    let Kind::Id(inst_id) = row.fields[0].kind else { panic!("`instId` is an id") };
    assert_eq!(model[inst_id].chapter, None);
    let chapters: Vec<_> = endpoint.draws.iter().map(|draw| model[*draw].chapter).collect();
    assert_eq!(chapters, [own, None]);
    let rules: Vec<_> = model[endpoint.request].fields.iter().filter_map(|field| field.precision).collect();
    assert_eq!(rules.iter().map(|rule| model[*rule].chapter).collect::<Vec<_>>(), [own, None]);
}

#[test]
fn a_batch_may_have_items_of_its_own() {
    let model = read(&OWN.replace("    response: Ticker[]", "    batch: {up_to: 10}\n    response: Ticker[]")).unwrap();
    let endpoint = model.endpoints.last().unwrap();
    assert_eq!(endpoint.batch.as_ref().map(|batch| (batch.of, batch.up_to)), Some((None, 10)));
    assert_eq!(
        (endpoint.type_name.as_str(), model[endpoint.request].name.as_str()),
        ("PlaceBasket", "PlaceBasketItem")
    );
    assert_eq!(model[endpoint.request].fields.len(), 4);
    let broken = OWN.replace("    response: Ticker[]", "    batch: {up_to: 0}\n    response: Ticker[]");
    let declared = read(&broken).unwrap_err().declared;
    let requests = declared.iter().filter(|entry| entry.what == What::Request).map(|entry| entry.rust_name.as_str());
    assert_eq!(requests.collect::<Vec<_>>(), ["PlaceBasket", "PlaceBasketItem"]);
}

#[test]
fn its_mistakes_are_reported_with_its_name() {
    complains(
        &OWN.replace("type: Mood", "type: Moud").replace("    repeat: never\n", ""),
        "apis/mine.yaml:14:43: there is no type `Moud`; did you mean `Mood`? [unknown-type]\n\
         apis/mine.yaml:24:3: `place_basket` does not say whether it is safe to send it twice; add `repeat: always`, `repeat: never` or `repeat: by FIELD` [repeat-unsaid]",
    );
    complains("[", "apis/mine.yaml:1:1: this is not valid YAML: unclosed bracket '[' [syntax]");
    complains("", "apis/mine.yaml:1:1: the file is empty [wrong-form]");
}

#[test]
fn shipped_names_of_budgets_are_taken() {
    complains(
        &OWN.replace("  basket.place:", "  order.place:").replace("[basket.place, order.place]", "[order.place]"),
        "apis/mine.yaml:22:3: the shared budget `order.place` already exists; rename one of the two [duplicate-name]",
    );
}

#[test]
fn a_shipped_call_may_be_described_again() {
    let path = &okx_spec::shipped().unwrap().endpoints[0];
    let call = format!("{} {}", path.method, path.path);
    let text = OWN.replace("POST /api/v5/mine/basket", &call);
    assert!(read(&text).is_ok());
}

#[test]
fn types_with_mistakes_are_declared() {
    let failure = read(&OWN.replace("access: trade", "access: traid").replace("  Mood:", "  Mood: nonsense\n  Text:"))
        .unwrap_err();
    let declared = |rust_name: &str| failure.declared.iter().find(|declared| declared.rust_name == rust_name);
    let expected = |name: &str, rust_name: &str, what| {
        let (name, rust_name) = (name.to_owned(), rust_name.to_owned());
        Some(Declared { name, rust_name, what, module: Some("mine".to_owned()) })
    };
    assert_eq!(declared("BasketId").cloned(), expected("BasketId", "BasketId", What::Id));
    assert_eq!(declared("Mood").cloned(), expected("Mood", "Mood", What::Enum));
    assert_eq!(declared("Ticker").cloned(), expected("Ticker", "Ticker", What::Object));
    assert_eq!(declared("PlaceBasket").cloned(), expected("place_basket", "PlaceBasket", What::Request));
    assert_eq!(declared("BASKET_SIZE").cloned(), expected("basket_size", "BASKET_SIZE", What::Precision));
    assert_eq!(declared("BASKET_PLACE").cloned(), expected("basket.place", "BASKET_PLACE", What::Budget));
    assert_eq!(declared("Text"), None, "a stub of this name would hide the real `Text`");
}
