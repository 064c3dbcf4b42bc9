//! The shipped description.

use std::collections::BTreeSet;
use std::path::Path;

use okx_spec::describe::type_of;
use okx_spec::model::{Endpoint, ErrorCode, Kind, PageOrder, Presence, Repeat, Shape};
use okx_spec::{Law, Model, Source};

fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data"))
}

#[test]
fn it_has_no_mistakes() {
    if let Err(failure) = okx_spec::shipped() {
        panic!("{failure}");
    }
}

#[test]
fn every_file_of_the_folder_is_embedded() {
    let names =
        |sources: Vec<Source>| sources.into_iter().map(|source| source.name.to_string()).collect::<BTreeSet<_>>();
    assert_eq!(names(okx_spec::shipped_sources()), names(Source::read_folder(data()).unwrap()));
}

#[test]
fn a_folder_reads_like_the_embedded_files() {
    let folder = okx_spec::read_tree(data()).unwrap();
    let shipped = okx_spec::shipped().unwrap();
    let names = |model: &Model| model.endpoints.iter().map(|call| call.guide.clone()).collect::<Vec<_>>();
    assert_eq!(names(&folder), names(shipped));
}

#[test]
fn a_missing_folder_is_a_diagnostic() {
    let failure = okx_spec::read_tree(&data().join("nowhere")).unwrap_err();
    let diagnostic = failure.diagnostics.iter().next().unwrap();
    assert_eq!((diagnostic.law, failure.diagnostics.len()), (Law::Readable, 1));
    assert!(diagnostic.text.contains("nowhere"), "{diagnostic}");
}

/// The example of a call shows its required parameters with values of the guide.
#[test]
fn every_call_and_channel_with_parameters_that_it_needs_has_an_example() {
    let model = okx_spec::shipped().unwrap();
    let needs = |shape: &Shape| shape.fields.iter().any(|field| field.presence == Presence::Required);
    let calls = model.endpoints.iter().map(|call| (&call.name, &call.example, &model[call.request]));
    let channels = model.channels.iter().map(|channel| (&channel.name, &channel.example, &model[channel.arguments]));
    let without: Vec<&String> = calls
        .chain(channels)
        .filter(|(_, example, shape)| example.is_empty() && needs(shape))
        .map(|(name, ..)| name)
        .collect();
    assert!(without.is_empty(), "no example: {without:?}");
}

#[test]
fn batches_accept_the_fields_of_single_calls() {
    let model = okx_spec::shipped().unwrap();
    for endpoint in &model.endpoints {
        let Some(single) = endpoint.single() else { continue };
        assert_eq!(endpoint.request, model[single].request, "{}", endpoint.name);
        if let Repeat::By(place) = endpoint.repeat {
            assert!(place < model[endpoint.request].fields.len());
        }
    }
}

#[test]
fn every_channel_and_operation_of_the_guide_is_described() {
    let model = okx_spec::shipped().unwrap();
    let sections: BTreeSet<&str> = model.channels.iter().map(|channel| channel.guide.as_str()).collect();
    let names: BTreeSet<&str> =
        model.channels.iter().flat_map(|channel| &channel.channels).map(String::as_str).collect();
    assert_eq!((sections.len(), names.len(), model.operations.len()), (51, 161, 11));
    assert!(names.contains("books-elp"), "the guide names it in its text only");
}

/// A gap is filled with rows of the REST API that are read as rows of the channel.
#[test]
fn rows_that_fill_gaps_can_be_read_as_pushes() {
    let model = okx_spec::shipped().unwrap();
    let mut compared = 0;
    let mut wrong = BTreeSet::new();
    for channel in &model.channels {
        for fill in channel.filled_by.iter().flat_map(|fill| &fill.calls) {
            let (pushed, listed) = (&model[channel.push.row], &model[model[fill.call].response.row]);
            compared += compare(model, pushed, listed, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 200, "{compared} fields were compared");
}

/// Compares the fields that two objects have in common, and those of the objects in them.
fn compare(model: &Model, pushed: &Shape, listed: &Shape, wrong: &mut BTreeSet<String>) -> usize {
    let place = format!("`{}` and `{}`", pushed.name, listed.name);
    if pushed.form != listed.form {
        wrong.insert(format!("{place} differ in their form"));
    }
    let mut compared = 0;
    for field in &pushed.fields {
        let Some(other) = listed.field(&field.wire) else { continue };
        compared += 1;
        if let (Kind::Shape(one), Kind::Shape(another), true) = (field.kind, other.kind, field.list == other.list) {
            compared += compare(model, &model[one], &model[another], wrong);
            continue;
        }
        let (one, another) = (type_of(model, field), type_of(model, other));
        if one.trim_end_matches('?') != another.trim_end_matches('?') {
            wrong.insert(format!("{place}: `{}` is {one} in a push and {another} in a list", field.wire));
        }
    }
    compared
}

#[test]
fn every_code_of_the_protocol_says_what_to_do_after_a_close() {
    let model = okx_spec::shipped().unwrap();
    let codes: Vec<&ErrorCode> = model.errors.iter().filter(|error| error.code.len() == 4).collect();
    assert_eq!(codes.len(), 11, "1009, 4001 to 4009 and 4013");
    assert!(codes.iter().all(|error| error.closes.is_some()));
}

#[test]
fn an_operation_for_several_items_is_that_of_a_batch() {
    let model = okx_spec::shipped().unwrap();
    for operation in &model.operations {
        assert_eq!(operation.op.starts_with("batch-"), model[operation.of].batch.is_some(), "{}", operation.op);
    }
}

#[test]
fn every_paged_list_says_how() {
    let model = okx_spec::shipped().unwrap();
    let paged: Vec<_> = model.endpoints.iter().filter(|endpoint| endpoint.pages.is_some()).collect();
    let by_time = paged.iter().filter(|endpoint| endpoint.pages_by_time(model)).count();
    let numbered = |endpoint: &&&Endpoint| matches!(endpoint.pages.as_ref().unwrap().order, PageOrder::Number(_));
    assert_eq!((paged.len(), by_time, paged.iter().filter(numbered).count()), (93, 44, 6));
}

#[test]
fn what_is_created_under_a_name_can_be_looked_up() {
    let model = okx_spec::shipped().unwrap();
    let named = model.endpoints.iter().filter(|endpoint| matches!(endpoint.repeat, Repeat::By(_)));
    let mute: Vec<&str> =
        named.filter(|endpoint| endpoint.asked_by.is_none()).map(|endpoint| endpoint.name.as_str()).collect();
    assert!(mute.is_empty(), "nobody says how these are asked for: {mute:?}");
}

#[test]
fn a_sub_code_without_advice_has_the_advice_of_its_code() {
    let model = okx_spec::shipped().unwrap();
    let advice = |code: &str| model.errors.iter().find(|error| error.code == code).unwrap().advice.as_deref();
    assert!(advice("51004").is_some());
    assert_eq!(advice("51004_1101"), advice("51004"));
    assert_ne!(advice("51008_1000"), advice("51008"));
}
