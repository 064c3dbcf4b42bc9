//! Structs written by hand.

use proc_macro2::TokenStream;
use syn::{DeriveInput, File, Item, parse_quote};

use super::{golden, label, printed};
use crate::derive;

fn written(input: &DeriveInput) -> String {
    let item: Item = parse_quote!(#input);
    printed(&[item])
}

/// The items with these labels.
fn kept(items: TokenStream, labels: &[&str]) -> String {
    let items: File = syn::parse2(items).expect("what is emitted is Rust");
    let kept: Vec<Item> = items.items.into_iter().filter(|item| labels.contains(&label(item).as_str())).collect();
    assert_eq!(kept.len(), labels.len(), "each label is that of one item");
    printed(&kept)
}

#[track_caller]
fn reports(input: &DeriveInput, expected: &[&str]) {
    let mistakes = derive::request_items(input).expect_err("the struct has mistakes");
    let mistakes: Vec<String> = mistakes.into_iter().map(|mistake| mistake.to_string()).collect();
    assert_eq!(mistakes, expected);
}

#[test]
fn request() {
    let input: DeriveInput = parse_quote! {
        #[okx(post = "/my/note", access = trade, limit = "20/2s by user, instId", draws = [okx_client::budgets::NOTES])]
        #[okx(repeat = by(tag), deadline, row = Note, many, guide = "https://example.com/notes")]
        struct WriteNote {
            inst_id: InstId,
            #[okx(wire = "label")]
            tag: Option<Tag>,
        }
    };
    let expansion = derive::request_items(&input).expect("the struct is right");
    golden("derived_request", &written(&input), &kept(expansion, &["impl Endpoint for WriteNote"]));
}

#[test]
fn row() {
    let input: DeriveInput = parse_quote! {
        struct Note {
            inst_id: InstId,
            #[okx(precision = rules::SIZE, bare)]
            r#type: Vec<Decimal>,
            #[okx(extra)]
            rest: Extra,
        }
    };
    let expansion = derive::row_items(&input).expect("the struct is right");
    let labels = ["impl Table for Note"];
    golden("derived_row", &written(&input), &kept(expansion, &labels));
}

#[test]
fn everything_missing_is_reported_at_once() {
    reports(
        &parse_quote! { struct Empty {} },
        &[
            "the path is missing: add `get = \"/path\"` or `post = \"/path\"`",
            "`access` is missing: add `access = public`, `either`, `read`, `trade` or `withdraw`",
            "the rate limit is missing: add `limit = \"20/2s by ip\"`, or shared budgets with `draws = [PATH]`",
            "`row` is missing: add the type of a row of the reply, `row = TypeOfARow`",
        ],
    );
}

#[test]
fn mistakes_in_entries_do_not_hide_each_other() {
    reports(
        &parse_quote! {
            #[okx(get = "/a", post = "/b", access = root, limit = "20 by ip", repeat = sometimes, row = 5, colour = red, many, many)]
            struct Wrong<T> { #[okx(wires = "x")] inst_id: T }
        },
        &[
            "`root` is not a value of `access`; give `public`, `either`, `read`, `trade` or `withdraw`",
            "`20 by ip` is not a limit; write `COUNT/SECONDSs by KEY, KEY`, for example `60/2s`",
            "write `repeat = always`, `never` or `by(field)`",
            "write `row = TypeOfARow`",
            "there is no entry `colour`; give one of `get`, `post`, `access`, `limit`, `draws`, `repeat`, `deadline`, `reduces_risk`, `row`, `many`, `guide`, `crate`",
            "`many` is given twice",
            "give `get` or `post`, not both",
            "a request or a row must not have generic parameters",
            "there is no entry `wires`; did you mean `wire`?",
        ],
    );
}

#[test]
fn names_must_be_those_of_fields() {
    let keyed: DeriveInput = parse_quote! {
        #[okx(get = "/a", access = public, limit = "20/2s by ccy", row = Note)]
        struct Keyed { inst_id: InstId }
    };
    reports(&keyed, &["`Keyed` has no field with the name `ccy` on the wire"]);
    let repeated: DeriveInput = parse_quote! {
        #[okx(post = "/a", access = trade, limit = "20/2s by user", repeat = by(tag), row = Note)]
        struct Repeated { inst_id: InstId }
    };
    reports(&repeated, &["`Repeated` has no field `tag`"]);
}

#[test]
fn fields_are_counted() {
    let fields = (0..256).map(|place| quote::format_ident!("field_{place}"));
    let input: DeriveInput = parse_quote! { struct Wide { #(#fields: Decimal),* } };
    let mistake = derive::row_items(&input).expect_err("it is too wide").to_string();
    assert_eq!(mistake, "this struct has 256 fields, and the maximum is 255");
}

#[test]
fn only_structs_with_named_fields_are_accepted() {
    let tuple: DeriveInput = parse_quote! { struct Pair(InstId, Decimal); };
    let mistake = derive::row_items(&tuple).expect_err("it has no names").to_string();
    assert_eq!(mistake, "this derive is only for structs with named fields");
}
