//! Every law is broken at least once, and what is said about it is word for word what a contributor reads.

mod calls;
mod fields;
mod files;
mod form;
mod names;
mod precision;
mod references;
mod tree;

use std::collections::BTreeSet;

use okx_spec::Law;

use crate::tree::{Edit, complain, complaints, edited, sources};

#[test]
fn the_tree_without_a_mistake_is_read() {
    assert_eq!(complaints(&sources()), "");
}

#[test]
fn mistakes_in_files() {
    complain(files::FIXTURES);
}

#[test]
fn mistakes_in_form() {
    complain(form::FIXTURES);
}

#[test]
fn mistakes_in_names() {
    complain(names::FIXTURES);
}

#[test]
fn mistakes_in_references() {
    complain(references::FIXTURES);
}

#[test]
fn mistakes_in_fields() {
    complain(fields::FIXTURES);
}

#[test]
fn mistakes_in_calls() {
    complain(calls::FIXTURES);
}

#[test]
fn mistakes_in_precision() {
    complain(precision::FIXTURES);
}

#[test]
fn every_law_is_broken_by_a_fixture() {
    let themes = [
        files::FIXTURES,
        form::FIXTURES,
        names::FIXTURES,
        references::FIXTURES,
        fields::FIXTURES,
        calls::FIXTURES,
        precision::FIXTURES,
    ];
    let broken: BTreeSet<Law> = themes.into_iter().flatten().map(|fixture| fixture.law).collect();
    let unbroken: Vec<&Law> = Law::ALL.iter().filter(|law| !broken.contains(law)).collect();
    assert!(unbroken.is_empty(), "no fixture breaks {unbroken:?}");
}

#[test]
fn five_mistakes_in_five_places_are_five_sorted_complaints() {
    let mistakes = [
        ("rest/trade.yaml", Edit::Swap("- require: [px]", "- require: [pxx]")),
        ("objects.yaml", Edit::Swap("lotSz: Decimal,", "lotSz: Decmal,")),
        ("limits.yaml", Edit::Swap("60/2s by user, symbol", "60/2s")),
        ("enums.yaml", Edit::Swap("buy: Buy.", "buy: ''")),
        ("objects.yaml", Edit::Swap("{instId: InstId,", "{instId: InstId, instId: InstId,")),
    ];
    let broken = mistakes.iter().fold(sources(), |sources, (file, edit)| edited(sources, file, edit));
    assert_eq!(
        complaints(&broken),
        "enums.yaml:10:12: `buy:` is empty; say it in a sentence of your own [empty-text]\n\
         limits.yaml:5:12: the limit `60/2s` lacks a key; add what it is counted by, such as `by user, symbol` or `by ip` [limit-without-key]\n\
         objects.yaml:4:30: the key `instId` stands here already, on line 4; remove one of the two [duplicate-key]\n\
         objects.yaml:4:90: no type is named `Decmal`; did you mean `Decimal`? [unknown-type]\n\
         rest/trade.yaml:24:19: there is no field `pxx` here; did you mean `px`? [unknown-field]"
    );
}
