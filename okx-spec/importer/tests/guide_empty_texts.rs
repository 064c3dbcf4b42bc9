//! Where the guide gives an empty text in a request a meaning, the description says so.

use std::fs;
use std::path::Path;

use okx_importer::guide::{self, GuideModel};
use okx_spec::Model;
use okx_spec::model::{Field, Kind, Method, ShapeId};

/// A new recurring buy has no limit that could be cleared: there an empty text is the same as absence.
const OF_SOMETHING_NEW: &str = "/api/v5/tradingBot/recurring/order-algo";

/// What the guide says of an empty text that is sent, and not of one that is answered.
fn gives_empty_text_a_meaning(text: &str) -> bool {
    text.contains("set \"\"")
        || text.contains("set to \"\"")
        || text.contains("\"\" means")
        || text.contains("`\"\"` means")
}

/// The parameters of which the guide says what an empty text means, and whether the description says that it clears them.
fn stated<'a>(
    model: &'a Model,
    shape: ShapeId,
    theirs: &'a [guide::Field],
    found: &mut Vec<(&'a str, Option<&'a Field>)>,
) {
    for field in theirs {
        let ours = model[shape].field(&field.name);
        if gives_empty_text_a_meaning(&field.description.text) {
            found.push((&field.name, ours));
        }
        if let Some(Field { kind: Kind::Shape(inner), .. }) = ours {
            stated(model, *inner, &field.fields, found);
        }
    }
}

fn parameters_stated(folder: &str) -> Option<usize> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder).join("okx-docs-v5.html");
    let Ok(page) = fs::read_to_string(page) else {
        println!("skipped: there is no saved guide beside the repository");
        return None;
    };
    let model = okx_spec::shipped().expect("a description without mistakes");
    let guide = GuideModel::read(&page);
    let mut found = Vec::new();
    for theirs in guide.endpoints.iter().filter(|theirs| theirs.path != OF_SOMETHING_NEW) {
        let is_it = |ours: &&okx_spec::model::Endpoint| ours.path == theirs.path && ours.method == Method::Post;
        if let Some(ours) = model.endpoints.iter().find(is_it) {
            stated(model, ours.request, &theirs.parameters, &mut found);
        }
    }
    for (name, field) in &found {
        assert!(field.is_some_and(|field| field.empty_clears), "{name} has `empty: clears`");
    }
    Some(found.len())
}

#[test]
fn every_empty_text_that_the_guide_gives_a_meaning_clears() {
    for folder in ["okx-v5", "okx-v5-2026-10-02"] {
        if let Some(count) = parameters_stated(folder) {
            assert_eq!(count, 7, "four of grids, two of recurring buys and one of keys, in {folder}");
        }
    }
}
