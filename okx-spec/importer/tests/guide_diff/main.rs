//! A guide against its description: nothing differs, and every change to the guide is found, and nothing else.

mod coverage;
mod deadlines;
#[path = "../expected_findings/mod.rs"]
mod expected_findings;
mod slips;
mod sockets;
mod unread;

use std::path::Path;

use expected_findings::assert_found;
use okx_importer::diff;
use okx_importer::finding::{Change, Finding, Grade};
use okx_importer::guide::GuideModel;
use okx_importer::record::Record;
use okx_importer::slip::Slips;
use okx_importer::wording::Wording;
use okx_spec::{Model, Source};

const PAGE: &str = include_str!("../fixtures/toys.html");

fn described() -> Model {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    okx_spec::read_tree(folder).unwrap_or_else(|failure| panic!("{failure}"))
}

fn seen() -> Wording {
    Wording::of(&GuideModel::read(PAGE))
}

/// The page with one stretch of it replaced.
#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert_eq!(PAGE.matches(from).count(), 1, "`{from}` is on the page once");
    PAGE.replace(from, to)
}

fn findings(page: &str) -> Vec<Finding> {
    diff::with_guide(&GuideModel::read(page), &described(), &seen())
}

#[track_caller]
fn finds(page: &str, expected: &[(Grade, Change, &str, &str)]) {
    assert_found(&findings(page), expected);
}

const PLACE: &str = "POST /api/v5/toys/toy";
const LIST: &str = "GET /api/v5/toys/toys";
const DROP: &str = "POST /api/v5/toys/drop";
/// Where the sections about sockets begin.
const SOCKETS: &str = "<h3 id=\"toys-ws-stock-channel\">";

#[test]
fn nothing_differs() {
    finds(PAGE, &[]);
}

#[test]
fn an_endpoint_is_added() {
    let section = "<h3 id=\"toys-hide\">Hide</h3><h4>Rate limit: 1 request per second</h4><h4>HTTP Request</h4>\
                   <p><code>POST /api/v5/toys/hide</code></p><h1 id=\"codes\">";
    let page = changed("<h1 id=\"codes\">", section);
    finds(&page, &[(Grade::Additive, Change::Added, "POST /api/v5/toys/hide", "")]);
}

#[test]
fn an_endpoint_is_removed() {
    let start = PAGE.find("<h3 id=\"toys-drop-toy\">").expect("it is there");
    let end = PAGE.find(SOCKETS).expect("it is there");
    let page = format!("{}{}", &PAGE[..start], &PAGE[end..]);
    finds(&page, &[(Grade::Breaking, Change::Removed, DROP, "")]);
}

#[test]
fn an_endpoint_moves_to_another_path() {
    let page = changed("POST /api/v5/toys/drop", "POST /api/v5/toys/throw");
    finds(&page, &[(Grade::Breaking, Change::Moved, DROP, "")]);
}

#[test]
fn an_endpoint_moves_to_another_heading() {
    let page = changed("id=\"toys-drop-toy\"", "id=\"toys-rest-drop-toy\"");
    finds(&page, &[(Grade::Wording, Change::Moved, DROP, "")]);
}

const KIND_OF_LIST: &str = "<tr><td>kind</td><td>String</td><td>No</td>";

#[test]
fn a_parameter_is_added() {
    let page = changed(
        KIND_OF_LIST,
        &format!("<tr><td>limit</td><td>String</td><td>No</td><td>How many</td></tr>{KIND_OF_LIST}"),
    );
    finds(&page, &[(Grade::Additive, Change::Added, LIST, "request.limit")]);
}

#[test]
fn a_parameter_that_must_be_given_is_added() {
    let page = changed(
        KIND_OF_LIST,
        &format!("<tr><td>limit</td><td>String</td><td>Yes</td><td>How many</td></tr>{KIND_OF_LIST}"),
    );
    finds(&page, &[(Grade::Breaking, Change::Added, LIST, "request.limit")]);
}

#[test]
fn a_parameter_is_renamed() {
    let page = changed("<td>sz</td>", "<td>amt</td>");
    finds(&page, &[(Grade::Breaking, Change::Renamed, PLACE, "request.amt")]);
}

#[test]
fn a_parameter_is_renamed_and_reworded() {
    let page = changed("<td>sz</td><td>String</td><td>No</td><td>How", "<td>amt</td><td>String</td><td>No</td><td>So");
    finds(
        &page,
        &[
            (Grade::Additive, Change::Added, PLACE, "request.amt"),
            (Grade::Breaking, Change::Removed, PLACE, "request.sz"),
        ],
    );
}

#[test]
fn a_parameter_must_be_given() {
    let page = changed("<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Yes</td>");
    finds(&page, &[(Grade::Breaking, Change::Required, PLACE, "request.sz")]);
}

#[test]
fn a_parameter_need_not_be_given() {
    let page =
        changed("<td>instId</td><td>String</td><td>Yes</td>", "<td>instId</td><td>String</td><td>Conditional</td>");
    finds(&page, &[(Grade::Additive, Change::Optional, PLACE, "request.instId")]);
}

#[test]
fn a_nested_parameter_is_added() {
    let row = "<tr><td>&gt; cnt</td>";
    let page = changed(row, &format!("<tr><td>&gt; color</td><td>String</td><td>No</td><td></td></tr>{row}"));
    finds(&page, &[(Grade::Additive, Change::Added, PLACE, "request.parts.color")]);
}

#[test]
fn a_field_is_added_and_one_is_gone() {
    let page = changed("<td>isNew</td><td>Boolean</td><td>Whether", "<td>isOld</td><td>Boolean</td><td>If");
    finds(
        &page,
        &[
            (Grade::Additive, Change::Added, PLACE, "response.isOld"),
            (Grade::Breaking, Change::Removed, PLACE, "response.isNew"),
        ],
    );
}

#[test]
fn a_type_changes() {
    let page = changed("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>");
    finds(&page, &[(Grade::Breaking, Change::Type, PLACE, "response.isNew")]);
}

#[test]
fn a_value_is_added() {
    let page =
        changed("<code>hard</code>: for the day", "<code>hard</code>: for the day<br><code>wet</code>: for the bath");
    finds(&page, &[(Grade::Additive, Change::ValueAdded, PLACE, "request.kind=wet")]);
}

#[test]
fn a_value_is_gone() {
    let page = PAGE.replace("<br><code>hard</code>: for the day", "").replace(" or <code>hard</code>", "");
    let mut found = findings(&page);
    found.retain(|finding| finding.grade != Grade::Wording);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].change(), found[0].subject.to_string(), found[0].part.to_string()),
        (Change::ValueRemoved, "enum ToyKind".to_owned(), "hard".to_owned())
    );
}

#[test]
fn a_limit_and_its_key_change() {
    let page =
        changed("60 requests per 2 seconds", "50 requests per 2 seconds").replace("User ID + Instrument ID", "User ID");
    finds(&page, &[(Grade::Breaking, Change::Limit, PLACE, "limit")]);
}

#[test]
fn a_limit_is_raised() {
    let page = changed("60 requests per 2 seconds", "60 requests per second");
    finds(&page, &[(Grade::Additive, Change::Limit, PLACE, "limit")]);
}

#[test]
fn a_limit_is_halved_by_its_window() {
    let page = changed("20 requests per 2 seconds", "20 requests per 4 seconds");
    finds(&page, &[(Grade::Breaking, Change::Limit, LIST, "limit")]);
}

#[test]
fn another_right_is_needed() {
    let page = PAGE.replacen("Permission: Trade", "Permission: Withdraw", 1);
    finds(&page, &[(Grade::Breaking, Change::Access, PLACE, "access")]);
}

#[test]
fn a_code_is_added() {
    let row = "<tr><td>51000</td>";
    let page = changed(row, &format!("<tr><td>51000_1</td><td>200</td><td>Lost</td></tr>{row}"));
    finds(&page, &[(Grade::Additive, Change::Added, "code 51000_1", "")]);
}

#[test]
fn a_code_is_gone_or_comes_with_another_status() {
    let page = changed("<td>50011</td><td>429</td>", "<td>50061</td><td>429</td>");
    finds(
        &page,
        &[(Grade::Additive, Change::Added, "code 50061", ""), (Grade::Breaking, Change::Removed, "code 50011", "")],
    );
    let page = changed("<td>50011</td><td>429</td>", "<td>50011</td><td>418</td>");
    finds(&page, &[(Grade::Breaking, Change::HttpStatus, "code 50011", "http")]);
}

#[test]
fn a_channel_is_added() {
    let section = "<h3 id=\"toys-shelf\">Shelf</h3><h4>URL Path</h4><p>/ws/v5/public</p><h4>Request parameters</h4>\
                   <table><tr><th>Parameter</th><th>Description</th></tr><tr><td>args</td><td></td></tr>\
                   <tr><td>&gt; channel</td><td><code>shelf</code></td></tr></table><h1 id=\"codes\">";
    let page = changed("<h1 id=\"codes\">", section);
    finds(&page, &[(Grade::Additive, Change::Added, "channel shelf", "")]);
}

#[test]
fn texts_change() {
    finds(&changed("How many; all", "How many pieces; all"), &[(Grade::Wording, Change::Wording, PLACE, "request.sz")]);
    finds(&changed("Throws a toy away.", "Throws it away."), &[(Grade::Wording, Change::Wording, DROP, "")]);
    finds(&changed("No such toy", "No such thing"), &[(Grade::Wording, Change::Wording, "code 51000", "")]);
}

/// Everything that the guide is known to do, at once: exactly these findings, in the order of the guide.
#[test]
fn thirteen_changes_are_thirteen_findings() {
    let added = "<h3 id=\"toys-hide\">Hide</h3><h4>Rate limit: 1 request per second</h4><h4>HTTP Request</h4>\
                 <p><code>POST /api/v5/toys/hide</code></p>";
    let channel = "<h3 id=\"toys-shelf\">Shelf</h3><h4>URL Path</h4><p>/ws/v5/public</p><h4>Request parameters</h4>\
                   <table><tr><th>Parameter</th><th>Description</th></tr><tr><td>args</td><td></td></tr>\
                   <tr><td>&gt; channel</td><td><code>shelf</code></td></tr></table>";
    let start = PAGE.find("<h3 id=\"toys-drop-toy\">").expect("it is there");
    let end = PAGE.find(SOCKETS).expect("it is there");
    let page = format!("{}{added}{channel}{}", &PAGE[..start], &PAGE[end..])
        .replace("GET /api/v5/toys/toys", "GET /api/v5/toys/all")
        .replace(
            KIND_OF_LIST,
            &format!("<tr><td>limit</td><td>String</td><td>No</td><td>How many</td></tr>{KIND_OF_LIST}"),
        )
        .replace("<td>&gt; cnt</td>", "<td>&gt; pieces</td>")
        .replace("<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Yes</td>")
        .replace(
            "<tr><td>isNew</td><td>Boolean</td>",
            "<tr><td>color</td><td>String</td><td></td></tr><tr><td>isNew</td><td>String</td>",
        )
        .replace("<code>hard</code>: for the day", "<code>hard</code>: for the day<br><code>wet</code>: for the bath")
        .replace("60 requests per 2 seconds", "50 requests per 2 seconds")
        .replace("User ID + Instrument ID", "User ID")
        .replace("<tr><td>51000</td>", "<tr><td>51000_1</td><td>200</td><td>Lost</td></tr><tr><td>51000</td>")
        .replace("<td>When it came</td>", "<td>When it was put there</td>");
    finds(
        &page,
        &[
            (Grade::Breaking, Change::Limit, PLACE, "limit"),
            (Grade::Additive, Change::ValueAdded, PLACE, "request.kind=wet"),
            (Grade::Breaking, Change::Required, PLACE, "request.sz"),
            (Grade::Breaking, Change::Renamed, PLACE, "request.parts.pieces"),
            (Grade::Breaking, Change::Type, PLACE, "response.isNew"),
            (Grade::Additive, Change::Added, PLACE, "response.color"),
            (Grade::Breaking, Change::Moved, LIST, ""),
            (Grade::Additive, Change::Added, LIST, "request.limit"),
            (Grade::Additive, Change::Added, "POST /api/v5/toys/hide", ""),
            (Grade::Breaking, Change::Removed, DROP, ""),
            (Grade::Additive, Change::Added, "channel shelf", ""),
            (Grade::Additive, Change::Added, "code 51000_1", ""),
            (Grade::Wording, Change::Wording, "GET /api/v5/toys/all", "response.ts"),
        ],
    );
}

/// Of an object that several calls return, the guide need not list every field for each of them.
#[test]
fn a_field_of_a_shared_object_must_be_listed_for_one_call() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    let mut sources = Source::read_folder(folder).expect("the fixture is there");
    let toys = sources.iter_mut().find(|source| source.name == "rest/toys.yaml").expect("it is there");
    let text = String::from_utf8_lossy(&toys.bytes).replace("response: Dropped", "response: Toy");
    let dropped = "  Dropped:\n    does: A toy that is gone.\n    fields: {toyId: ToyId}\n";
    *toys = Source::new("rest/toys.yaml", text.replace(dropped, ""));
    let model = okx_spec::read_sources(&sources).unwrap_or_else(|failure| panic!("{failure}"));
    let differs = |page: &str| diff::with_guide(&GuideModel::read(page), &model, &seen());
    assert!(differs(PAGE).is_empty(), "{:#?}", differs(PAGE));
    let gone = differs(&changed("<tr><td>ts</td><td>String</td><td>When it came</td></tr>", ""));
    let parts: Vec<String> = gone.iter().map(|one| one.part.to_string()).collect();
    assert_eq!(parts, ["response.ts", "response.ts", "response.data.ts"], "two calls and an operation: {gone:#?}");
    assert!(gone.iter().all(|one| one.change() == Change::Removed));
}

#[test]
fn how_words_are_spaced_is_no_wording() {
    finds(&changed("Throws a toy away.", "Throws a\n  toy away. "), &[]);
}

#[test]
fn wording_survives_its_file() {
    assert_eq!(Wording::parse(&seen().to_text()), seen());
}

#[test]
fn a_finding_has_its_place_on_both_sides() {
    let page = changed("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>");
    let finding = findings(&page).remove(0);
    assert_eq!(finding.old.map(|place| place.to_string()).as_deref(), Some("objects.yaml:12:7"));
    assert_eq!(finding.new.map(|place| place.to_string()).as_deref(), Some("#toys-place-toy"));
}

fn slips(text: &str) -> Slips {
    Slips::read(&Source::new("slips.yaml", text)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn slips_explain_findings() {
    let list = slips(
        "slips:\n\
         - {about: POST /api/v5/toys/toy, part: response.isNew, change: type, says: text, reason: It never was a text.}\n\
         - {about: POST /api/v5/toys/gone, change: added, reason: It is only talk.}\n",
    );
    let page = changed("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>");
    let parted = list.part(findings(&page));
    assert!(parted.open.is_empty());
    assert_eq!((parted.excused.len(), parted.idle.len()), (1, 1));
    assert_eq!(parted.idle[0].reason, "It is only talk.");
}

#[test]
fn slips_with_mistakes_are_complained_about() {
    let text = "slips:\n- {about: x, change: exploded, reason: }\n- {change: added, reason: y}\n";
    let mistakes = Slips::read(&Source::new("slips.yaml", text)).expect_err("it has mistakes").to_string();
    for part in ["`exploded` is not a value of `change:`", "`reason:` is empty", "needs `about:`"] {
        assert!(mistakes.contains(part), "`{part}` is not in\n{mistakes}");
    }
}

#[test]
fn the_format_shows_a_list_of_slips() {
    let readme = include_str!("../../../README.md");
    let section = readme.split("## guide/slips.yaml").nth(1).expect("the section is there");
    let example = section.split("```").nth(1).and_then(|text| text.strip_prefix("yaml\n")).expect("it has an example");
    assert_eq!(slips(example).iter().count(), 2);
}

#[test]
fn the_shipped_record_is_right() {
    assert!(Record::shipped().is_ok());
}

#[test]
fn letters_of_values_are_no_values() {
    let page = changed(
        "<code>hard</code>: for the day",
        "<code>hard</code>: for the day<br><code>3m</code>, <code>5m</code> (<code>m</code>: months)",
    );
    finds(
        &page,
        &[
            (Grade::Additive, Change::ValueAdded, PLACE, "request.kind=3m"),
            (Grade::Additive, Change::ValueAdded, PLACE, "request.kind=5m"),
        ],
    );
}

#[test]
fn what_the_page_calls_public_is_public() {
    let permission = "<h4>Permission: Read</h4>\n<h4>HTTP Request</h4>\n<p><code>GET";
    let read = changed("<h4>HTTP Request</h4>\n<p><code>GET", permission);
    finds(&read, &[(Grade::Breaking, Change::Access, LIST, "access")]);
    let public = read.replace("<p>Lists what", "<p>Public endpoint. Lists what");
    finds(&public, &[(Grade::Wording, Change::Wording, LIST, "")]);
    let optional = read.replace("<p>Lists what", "<p>Authentication is optional. Lists what");
    finds(&optional, &[(Grade::Wording, Change::Wording, LIST, "")]);
}
