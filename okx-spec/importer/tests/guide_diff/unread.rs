//! What a page states in a way that cannot be read is reported, and never counts as unchanged.

use okx_importer::coverage::Coverage;
use okx_importer::finding::{Change, Grade};
use okx_importer::guide::GuideModel;

use crate::{DROP, LIST, PAGE, PLACE, changed, findings, finds};

const STOCK: &str = "channel stock";

/// The page with this instead of that is found to be unread there, and is not covered.
#[track_caller]
fn is_unread(page: &str, subject: &str, texts: &[&str]) {
    let findings = findings(page);
    let found: Vec<_> = findings
        .iter()
        .filter(|one| {
            one.change() == Change::Unread && one.grade == Grade::Breaking && one.subject.to_string() == subject
        })
        .map(|one| one.difference.to_string())
        .collect();
    assert_eq!(found, texts, "{findings:#?}");
    assert!(!Coverage::of(&GuideModel::read(page), &findings).is_complete());
}

#[test]
fn a_limit_in_another_form() {
    let page = changed("Rate Limit: 60 requests per 2 seconds", "Rate Limit: 60 requests / 2s");
    is_unread(&page, PLACE, &["the rate limit `60 requests / 2s` could not be read", "the rate limit is missing"]);
    let page = changed("<h4>Rate Limit: 60 requests per 2 seconds</h4>", "<h4>Speed: 60 a minute</h4>");
    is_unread(&page, PLACE, &["the rate limit is missing"]);
    let page = changed("<h4>Rate limit rule: IP</h4>", "<h4>Counted by: IP</h4>");
    is_unread(&page, LIST, &["the rate limit rule is missing"]);
    let page = changed("<h4>Rate Limit: 30 requests per 2 seconds</h4>", "");
    is_unread(&page, "operation drop-toy", &["the rate limit is missing"]);
}

#[test]
fn a_permission_in_other_words() {
    let page = PAGE.replacen("Permission: Trade", "Permission: Everything", 1);
    is_unread(&page, PLACE, &["the permission `Everything` is unknown and was left out"]);
    let page = PAGE.replacen("<h4>Permission: Trade</h4>", "", 1);
    is_unread(&page, PLACE, &["the permission is missing"]);
}

#[test]
fn what_is_required_in_other_words() {
    let page = PAGE.replacen("<th>Required</th>", "<th>Mandatory</th>", 1);
    is_unread(&page, PLACE, &["a table of parameters does not state which of them are required"]);
    let page = changed("<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Never</td>");
    is_unread(&page, PLACE, &["whether `sz` is required is unknown: `Never`"]);
}

#[test]
fn a_type_that_is_none() {
    let page = changed("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>Map</td>");
    is_unread(&page, PLACE, &["the type of `isNew` is unknown: `Map`"]);
}

#[test]
fn tables_under_other_headings() {
    let start = PAGE.find("Throws a toy away.").expect("it is there");
    let page = format!("{}{}", &PAGE[..start], PAGE[start..].replacen("Response Parameters", "Outputs", 1));
    is_unread(
        &page,
        DROP,
        &[
            "the table of reply fields is missing",
            "a table of fields is under neither request nor response and was left out",
        ],
    );
    let page = PAGE.replacen("Push data parameters", "Data", 1);
    is_unread(&page, STOCK, &["the table for `data` of a pushed message is missing"]);
}

#[test]
fn a_call_with_an_unknown_method() {
    let section = "<h3 id=\"toys-forget\">Forget</h3><h4>HTTP Request</h4><p><code>DELETE /api/v5/toys/toy</code></p>\
                   <h1 id=\"codes\">";
    let page = changed("<h1 id=\"codes\">", section);
    is_unread(&page, "section toys-forget", &["the section announces a call or a socket, and none could be read"]);
}

/// A second description has another limit: a person must decide which is right, and it is not a new call.
#[test]
fn a_call_is_described_twice() {
    let start = PAGE.find("<h3 id=\"toys-drop-toy\">").expect("it is there");
    let end = PAGE.find(crate::SOCKETS).expect("it is there");
    let again = PAGE[start..end].replace("5 requests", "4 requests");
    let page = format!("{}{again}{}", &PAGE[..end], &PAGE[end..]);
    finds(&page, &[(Grade::Breaking, Change::Unread, DROP, "")]);
}

/// The call of the operation still has the field, so the description may keep it; but the section has fewer texts.
#[test]
fn a_field_is_gone_that_another_section_still_has() {
    let page = changed("<tr><td>&gt; toyId</td><td>String</td><td>Number of what was thrown away</td></tr>\n", "");
    finds(&page, &[(Grade::Wording, Change::Wording, "operation drop-toy", "")]);
}

#[test]
fn a_cell_as_long_as_a_page_is_not_repeated() {
    let word = "long ".repeat(10_000);
    let page = changed("<td>isNew</td><td>Boolean</td>", &format!("<td>isNew</td><td>{word}</td>"));
    assert!(findings(&page).iter().all(|one| one.difference.to_string().len() < 400));
}
