//! OKX's own guide, changed in every way it is known to change: exactly that is found, graded and written, and what was written is a
//! description without mistakes. `.ci/run` builds a client from it.

mod expected_findings;

use std::path::{Path, PathBuf};
use std::{fs, io};

use expected_findings::assert_found;
use okx_importer::diff::with_guide;
use okx_importer::finding::{Change, Grade};
use okx_importer::guide::GuideModel;
use okx_importer::import::{Import, import};
use okx_importer::record::Record;
use okx_importer::wording::Wording;
use okx_spec::todo::todos;
use okx_spec::{Source, read_sources};

/// Changes of the guide: the heading, the text before and the text after.
const EDITS: [(&str, &str, &str); 17] = [
    (
        "status-get-status",
        "<h2 id=\"status-get-status\">",
        "<h2 id=\"status-get-outages\">GET / Outages</h2><h4>Rate Limit: 1 request per second</h4><h4>Rate limit rule: IP</h4>\
         <h4>HTTP Request</h4><p><code>GET /api/v5/system/outages</code></p><h4>Request Parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th><th>Required</th></tr><tr><td>instId</td><td>String</td><td>Yes</td></tr></table>\
         <h4>Response Parameters</h4><table><tr><th>Parameter</th><th>Type</th></tr><tr><td>ts</td><td>String</td></tr>\
         <tr><td>parts</td><td>Array of objects</td></tr><tr><td>&gt; depth</td><td>String</td></tr></table>\
         <h2 id=\"status-get-status\">",
    ),
    ("block-trading-rest-api-cancel-rfq", "POST /api/v5/rfq/cancel-rfq<", "POST /api/v5/rfq/cancel-one-rfq<"),
    (
        "status-get-status",
        "<td>state</td>\n<td>String</td>\n<td>No</td>",
        "<td>region</td><td>String</td><td>No</td><td></td></tr><tr><td>state</td>\n<td>String</td>\n<td>Yes</td>",
    ),
    ("spread-trading-rest-api-get-ticker-public", "<td>sprdId</td>", "<td>spreadId</td>"),
    (
        "status-get-status",
        "<td>scheDesc</td>\n<td>String</td>",
        "<td>crewSize</td><td>String</td><td></td></tr><tr><td>scheDesc</td>\n<td>Integer</td>",
    ),
    ("status-get-status", "<code>0</code>: WebSocket", "<code>0</code>: WebSocket<br><code>12</code>: Boats"),
    ("block-trading-rest-api-get-block-ticker", "Rate Limit: 20 requests", "Rate Limit: 10 requests"),
    ("block-trading-rest-api-get-block-ticker", "Rate limit rule: IP<", "Rate limit rule: IP + Instrument ID<"),
    (
        "general-class",
        "<tr>\n<td>50012</td>",
        "<tr><td>50098</td><td>503</td><td>Gone fishing</td></tr><tr>\n<td>50012</td>",
    ),
    (
        "status-ws-status-channel",
        "<h2 id=\"status-ws-status-channel\">",
        "<h2 id=\"status-ws-outages-channel\">WS / Outages channel</h2><h4>URL Path</h4><p>/ws/v5/public</p>\
         <h4>Request Parameters</h4><table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>\
         <tr><td>args</td><td>Array of objects</td><td>Yes</td><td></td></tr>\
         <tr><td>&gt; channel</td><td>String</td><td>Yes</td><td><code>outages</code><br><code>outages-all</code></td></tr>\
         <tr><td>&gt; instId</td><td>String</td><td>No</td><td></td></tr></table><h4>Push data parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th></tr><tr><td>arg</td><td>Object</td></tr><tr><td>action</td><td>String</td></tr>\
         <tr><td>data</td><td>Array of objects</td></tr><tr><td>&gt; ts</td><td>String</td></tr></table>\
         <h2 id=\"status-ws-status-channel\">",
    ),
    (
        CALL_AUCTION,
        "<code>call-auction-details</code>",
        "<code>call-auction-details</code><br><code>call-auction-brief</code>",
    ),
    (
        CALL_AUCTION,
        "<td>&gt; instId</td>\n<td>String</td>\n<td>Yes</td>",
        "<td>&gt; depth</td><td>String</td><td>No</td><td></td></tr><tr><td>&gt; instId</td>\n<td>String</td>\n<td>Yes</td>",
    ),
    (
        CALL_AUCTION,
        "<td>&gt; unmatchedSz</td>",
        "<td>&gt; rounds</td><td>Integer</td><td></td></tr><tr><td>&gt; unmatchedSz</td>",
    ),
    (
        "spread-trading-websocket-trade-api-ws-cancel-order",
        "<td>&gt; ordId</td>",
        "<td>&gt; urgency</td><td>String</td><td>No</td><td></td></tr><tr><td>&gt; ordId</td>",
    ),
    (
        "spread-trading-websocket-trade-api-ws-cancel-all-orders",
        "5 requests per 2 seconds<",
        "4 requests per 2 seconds<",
    ),
    ("block-trading-rest-api-create-rfq", "<p>Creates a new RFQ</p>", "<p>Makes a new RFQ</p>"),
    ("announcement-get-announcement-types", "GET / Announcement types", "GET / Kinds of announcements"),
];

const CALL_AUCTION: &str = "order-book-trading-market-data-ws-call-auction-details-channel";

/// A section that is gone: its heading, and the heading after it.
const GONE: (&str, &str) = ("<h3 id=\"block-trading-rest-api-cancel-all-rfqs\">", "<h3 id=\"");

/// Exactly this is found: calls in the order of the guide, what is gone, sockets, codes, words.
const FINDINGS: [(Grade, Change, &str, &str); 20] = [
    (Grade::Breaking, Change::Moved, "POST /api/v5/rfq/cancel-rfq", ""),
    (Grade::Breaking, Change::Limit, "GET /api/v5/market/block-ticker", "limit"),
    (Grade::Breaking, Change::Renamed, "GET /api/v5/market/sprd-ticker", "request.spreadId"),
    (Grade::Additive, Change::Added, "GET /api/v5/system/outages", ""),
    (Grade::Breaking, Change::Required, STATUS, "request.state"),
    (Grade::Additive, Change::Added, STATUS, "request.region"),
    (Grade::Additive, Change::ValueAdded, STATUS, "response.serviceType=12"),
    (Grade::Breaking, Change::Type, STATUS, "response.scheDesc"),
    (Grade::Additive, Change::Added, STATUS, "response.crewSize"),
    (Grade::Breaking, Change::Removed, "POST /api/v5/rfq/cancel-all-rfqs", ""),
    (Grade::Additive, Change::Added, "channel call-auction-details", "arguments.depth"),
    (Grade::Additive, Change::Added, "channel call-auction-details", "push.data.rounds"),
    (Grade::Additive, Change::Added, "channel call-auction-brief", ""),
    (Grade::Additive, Change::Added, "channel outages", ""),
    (Grade::Additive, Change::Added, "channel outages-all", ""),
    (Grade::Additive, Change::Added, "operation sprd-cancel-order", "request.args.urgency"),
    (Grade::Breaking, Change::Limit, "operation sprd-mass-cancel", "limit"),
    (Grade::Additive, Change::Added, "code 50098", ""),
    (Grade::Wording, Change::Wording, "POST /api/v5/rfq/create-rfq", ""),
    (Grade::Wording, Change::Wording, "GET /api/v5/support/announcement-types", ""),
];

const STATUS: &str = "GET /api/v5/system/status";

/// The guide as it is, or `None` where it is not at hand.
fn page() -> Option<String> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/okx-v5/okx-docs-v5.html");
    let page = fs::read_to_string(page).ok();
    if page.is_none() {
        println!("skipped: there is no saved guide beside the repository");
    }
    page
}

fn changed(mut page: String) -> String {
    for (anchor, from, to) in EDITS {
        let heading = page.find(&format!("id=\"{anchor}\"")).unwrap_or_else(|| panic!("there is no #{anchor}"));
        let start = page[..heading].rfind('<').unwrap_or_default();
        let place = page[start..].find(from).unwrap_or_else(|| panic!("#{anchor} has no `{from}`"));
        page.replace_range(start + place..start + place + from.len(), to);
    }
    let start = page.find(GONE.0).expect("the section is there");
    let end = start + 1 + page[start + 1..].find(GONE.1).expect("there is one after it");
    page.replace_range(start..end, "");
    page
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

#[test]
fn the_guide_and_the_description_say_the_same() {
    let Some(page) = page() else { return };
    let record = Record::shipped().unwrap_or_else(|error| panic!("{error}"));
    let model = okx_spec::shipped().unwrap_or_else(|failure| panic!("{failure}"));
    let parted = record.slips.part(with_guide(&GuideModel::read(&page), model, &record.wording));
    assert!(parted.open.is_empty(), "{:#?}", parted.open);
    assert!(parted.idle.is_empty(), "{:#?}", parted.idle);
    assert!(parted.excused.len() <= 60, "{} differences are excused", parted.excused.len());
}

#[test]
fn a_changed_guide_is_followed() {
    let Some(page) = page() else { return };
    let guide = GuideModel::read(&changed(page));
    let record = Record::read(&data()).unwrap_or_else(|error| panic!("{error}"));
    let sources = Source::read_folder(&data()).expect("the description is there");
    let model = read_sources(&sources).unwrap_or_else(|failure| panic!("{failure}"));

    let findings = record.slips.part(with_guide(&guide, &model, &record.wording)).open;
    assert_found(&findings, &FINDINGS);

    let import = import(&sources, &guide, &record).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(import.left.is_empty(), "{:#?}", import.left);
    untouched_lines_stay(&sources, &import);
    contributors_see_the_line_that_is_written(&import);
    let (sources, record) = with(sources, record, &import);
    let model = read_sources(&sources).unwrap_or_else(|failure| panic!("{failure}"));
    let differs = record.slips.part(with_guide(&guide, &model, &record.wording)).open;
    assert!(differs.is_empty(), "{differs:#?}");
    assert!(!todos(&model).is_empty());

    copy_repository(&sources).unwrap_or_else(|error| panic!("{error}"));
}

/// CONTRIBUTING.md shows how one new field is followed.
fn contributors_see_the_line_that_is_written(import: &Import) {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../CONTRIBUTING.md")).expect("it is there");
    let status = import.files.iter().find(|file| file.name == "rest/status.yaml").expect("it changes");
    let line = status.patch.lines().find_map(|line| line.strip_prefix('+').filter(|line| line.contains("crewSize")));
    assert!(line.is_some_and(|line| page.lines().any(|shown| shown == line)), "{line:?} is not shown");
}

/// What the patches say is all that changes: applied to the old files they give the new ones, byte for byte.
fn untouched_lines_stay(sources: &[Source], import: &Import) {
    for source in sources {
        let old = String::from_utf8_lossy(&source.bytes);
        let Some(file) = import.files.iter().find(|file| *source.name == file.name) else { continue };
        assert_eq!(patched(&old, &file.patch), file.text, "{}", file.name);
        let gone = file.patch.lines().skip(2).filter(|line| line.starts_with('-')).count();
        assert!(gone <= 4, "{}", file.patch);
    }
}

/// A text with a unified diff applied to it.
fn patched(old: &str, patch: &str) -> String {
    let mut rest = old.split_inclusive('\n');
    let (mut new, mut done) = (String::new(), 0);
    for line in patch.split_inclusive('\n').skip(2) {
        let (sign, text) = line.split_at(1);
        match sign {
            "@" => {
                let start = text.split(['-', ',']).nth(1).and_then(|start| start.parse::<usize>().ok());
                let before = start.expect("a hunk says where it begins") - 1 - done;
                new.extend(rest.by_ref().take(before));
                done += before;
            }
            "+" => new.push_str(text),
            _ => {
                assert_eq!(rest.next(), Some(text), "the patch is about this text");
                done += 1;
                new.push_str(if sign == " " { text } else { "" });
            }
        }
    }
    new.extend(rest);
    new
}

/// The description and the record with everything of an import in them.
fn with(mut sources: Vec<Source>, mut record: Record, import: &Import) -> (Vec<Source>, Record) {
    for file in &import.files {
        match sources.iter_mut().find(|source| *source.name == file.name) {
            Some(source) => *source = Source::new(file.name.clone(), file.text.clone()),
            None => record.wording = Wording::parse(&file.text),
        }
    }
    (sources, record)
}

/// Copies the repository with the new description; `.ci/run` then builds a client of it.
fn copy_repository(sources: &[Source]) -> io::Result<()> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("followed");
    for folder in ["okx-spec", "okx-macros", "okx-client", "tests"] {
        let _ = fs::remove_dir_all(to.join(folder));
        copy(&from.join(folder), &to.join(folder))?;
    }
    for file in ["Cargo.toml", "Cargo.lock", "README.md"] {
        fs::copy(from.join(file), to.join(file))?;
    }
    sources.iter().try_for_each(|source| fs::write(to.join("okx-spec/data").join(&*source.name), &source.bytes))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
