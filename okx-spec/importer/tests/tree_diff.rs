//! One description against another: what changed for those who build on it.

mod expected_findings;

use std::path::Path;

use expected_findings::assert_found;
use okx_importer::diff;
use okx_importer::finding::{Change, Finding, Grade};
use okx_spec::{Model, Source};

fn sources() -> Vec<Source> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys"));
    Source::read_folder(folder).expect("the fixture is there")
}

fn model(sources: &[Source]) -> Model {
    okx_spec::read_sources(sources).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The fixture with one stretch of one file replaced.
#[track_caller]
fn changed(file: &str, from: &str, to: &str) -> Vec<Finding> {
    let old = sources();
    let mut new = old.clone();
    let source = new.iter_mut().find(|source| source.name == file).expect("the file is there");
    let text = String::from_utf8(source.bytes.to_vec()).expect("it is text");
    assert_eq!(text.matches(from).count(), 1, "`{from}` is in {file} once");
    *source = Source::new(file.to_owned(), text.replace(from, to));
    diff::between(&model(&old), &model(&new))
}

const TOYS: &str = "rest/toys.yaml";
const PLACE: &str = "request toys.PlaceToy";
const DROP: &str = "POST /api/v5/toys/drop";

#[test]
fn places_make_no_difference() {
    assert_found(&changed(TOYS, "does: Toys on a shelf.", "# A line more.\ndoes: Toys on a shelf."), &[]);
}

#[test]
fn calls_come_and_go() {
    let call = "  hide_toy:\n    does: Hides a toy.\n    guide: hide-toy\n    call: POST /api/v5/toys/hide\n    access: trade\n    \
                limit: 1/1s by user\n    repeat: never\n    request: {toyId: ToyId}\n    response: Dropped\n  drop_toy:";
    assert_found(
        &changed(TOYS, "  drop_toy:", call),
        &[(Grade::Additive, Change::Added, "POST /api/v5/toys/hide", "")],
    );
    let old = changed(TOYS, "call: GET /api/v5/toys/toys", "call: GET /api/v5/toys/all");
    assert_found(&old, &[(Grade::Additive, Change::Moved, "GET /api/v5/toys/toys", "")]);
    let renamed = changed(TOYS, "      parts: {", "      pieces: {");
    let expected =
        [(Grade::Breaking, Change::Removed, PLACE, "parts"), (Grade::Additive, Change::Added, PLACE, "pieces")];
    assert_found(&renamed, &expected);
}

#[test]
fn parameters_become_required_or_optional() {
    let required = changed(TOYS, "      sz: Decimal?", "      sz: Decimal");
    assert_found(&required, &[(Grade::Breaking, Change::Required, PLACE, "sz")]);
    let optional = changed(TOYS, "      kind: ToyKind\n", "      kind: ToyKind?\n");
    assert_found(&optional, &[(Grade::Breaking, Change::Optional, PLACE, "kind")]);
}

#[test]
fn the_order_of_arguments_matters() {
    let swapped =
        changed(TOYS, "      instId: InstId\n      kind: ToyKind\n", "      kind: ToyKind\n      instId: InstId\n");
    assert_found(&swapped, &[(Grade::Breaking, Change::Behaviour, PLACE, "")]);
    assert_eq!(
        swapped[0].difference.to_string(),
        "the order of its fields changed from `instId, kind` to `kind, instId`"
    );
    let with_another = changed(
        TOYS,
        "      instId: InstId\n      kind: ToyKind\n      sz: Decimal?\n",
        "      kind: ToyKind\n      instId: InstId\n      sz: Decimal\n",
    );
    let expected = [(Grade::Breaking, Change::Required, PLACE, "sz"), (Grade::Breaking, Change::Behaviour, PLACE, "")];
    assert_found(&with_another, &expected);
    let moved = changed(
        "objects.yaml",
        "fields: {name: Text, cnt: Number?}",
        "fields: {name: Text, ts: Timestamp?, cnt: Number?}",
    );
    assert_found(&moved, &[(Grade::Additive, Change::Added, "object Part", "ts")]);
}

/// The shipped description with two neighbouring lines of one file swapped.
#[track_caller]
fn swapped(file: &str, first: &str, second: &str) -> Vec<Finding> {
    let old = Source::read_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../data"))).expect("it is there");
    let mut new = old.clone();
    let source = new.iter_mut().find(|source| source.name == file).expect("the file is there");
    let text = String::from_utf8(source.bytes.to_vec()).expect("it is text");
    let lines = format!("{first}{second}");
    assert_eq!(text.matches(&lines).count(), 1, "`{lines}` is in {file} once");
    *source = Source::new(file.to_owned(), text.replace(&lines, &format!("{second}{first}")));
    diff::between(&model(&old), &model(&new))
}

#[test]
fn swapped_arguments_of_one_type_are_found() {
    let transfer = swapped("rest/funding.yaml", "      from: FundsAccount\n", "      to: FundsAccount\n");
    assert_found(&transfer, &[(Grade::Breaking, Change::Behaviour, "request funding.Transfer", "")]);
    assert_eq!(
        transfer[0].difference.to_string(),
        "the order of its fields changed from `ccy, amt, from, to` to `ccy, amt, to, from`"
    );
}

#[test]
fn an_empty_text_clears_or_does_not() {
    let clears = changed(TOYS, "      sz: Decimal?", "      sz: {type: Decimal?, empty: clears}");
    assert_found(&clears, &[(Grade::Breaking, Change::Behaviour, PLACE, "sz")]);
    assert_eq!(clears[0].difference.to_string(), "changed: whether an empty text clears it");
}

#[test]
fn reply_fields_come_and_change() {
    let added = changed(TOYS, "      ts: Timestamp", "      ts: Timestamp\n      sz: Decimal");
    assert_found(&added, &[(Grade::Additive, Change::Added, "object toys.Toy", "sz")]);
    let typed = changed(TOYS, "      ts: Timestamp", "      ts: {type: Integer, means: When it came.}");
    assert_found(&typed[..1], &[(Grade::Breaking, Change::Type, "object toys.Toy", "ts")]);
}

#[test]
fn a_required_field_in_what_is_sent_breaks() {
    let added = changed("objects.yaml", "{name: Text, cnt: Number?}", "{name: Text, ts: Timestamp, cnt: Number?}");
    assert_found(&added, &[(Grade::Breaking, Change::Added, "object Part", "ts")]);
}

#[test]
fn a_change_of_rules_is_found() {
    const OBJECTS: &str = "objects.yaml";
    let rules = "    rules:\n      - require: [cnt]   # screws are counted\n        when: {name: [screw, nail]}\n";
    assert_found(&changed(OBJECTS, rules, ""), &[(Grade::Additive, Change::Behaviour, "object Part", "")]);
    let stricter = changed(OBJECTS, "when: {name: [screw, nail]}", "when: {name: [screw, nail, bolt]}");
    assert_found(&stricter, &[(Grade::Breaking, Change::Behaviour, "object Part", "")]);
    // A field more moves the others, and with them what the rules point at.
    let moved = changed(OBJECTS, "{name: Text, cnt: Number?}", "{name: Text, sz: Decimal?, cnt: Number?}");
    assert_found(&moved, &[(Grade::Additive, Change::Added, "object Part", "sz")]);
}

#[test]
fn values_come_and_go() {
    let added = changed("enums.yaml", "      hard: For the day.", "      hard: For the day.\n      wet: For the bath.");
    assert_found(&added, &[(Grade::Additive, Change::ValueAdded, "enum ToyKind", "wet")]);
    let gone = changed("enums.yaml", "      hard: For the day.\n", "");
    assert_found(&gone, &[(Grade::Breaking, Change::ValueRemoved, "enum ToyKind", "hard")]);
    let renamed = changed("enums.yaml", "hard: For the day.", "hard: {as: Stiff, means: For the day.}");
    assert_found(&renamed, &[(Grade::Breaking, Change::Renamed, "enum ToyKind", "hard")]);
}

#[test]
fn limits_change_without_breaking() {
    let limit = changed(TOYS, "limit: 5/1s by user", "limit: 2/1s by ip");
    assert_found(&limit, &[(Grade::Additive, Change::Limit, DROP, "")]);
    assert_eq!(limit[0].difference.to_string(), "changed from `5/1s by user` to `2/1s by ip`");
}

#[test]
fn calls_behave_otherwise() {
    let rules = "    request: {toyId: ToyId, kind: ToyKind?}\n    rules: [{require: [kind], when: {toyId: a}}]\n    response: Dropped";
    let stricter = changed(TOYS, "    request: {toyId: ToyId}\n    response: Dropped", rules);
    let expected = [
        (Grade::Additive, Change::Added, "request toys.DropToy", "kind"),
        (Grade::Breaking, Change::Behaviour, DROP, ""),
    ];
    assert_found(&stricter, &expected);
    let repeat = changed(TOYS, "    repeat: always", "    repeat: never");
    assert_found(&repeat, &[(Grade::Additive, Change::Behaviour, DROP, "")]);
    let reply = changed(TOYS, "response: Toy[]", "response: Toy");
    assert_found(&reply, &[(Grade::Breaking, Change::Behaviour, "GET /api/v5/toys/toys", "")]);
}

#[test]
fn others_may_call_it() {
    let access = "call: POST /api/v5/toys/drop\n    access: trade";
    let now = |word: &str| changed(TOYS, access, &access.replace("access: trade", &format!("access: {word}")));
    assert_found(&now("withdraw"), &[(Grade::Breaking, Change::Access, DROP, "")]);
    assert_found(&now("read"), &[(Grade::Additive, Change::Access, DROP, "")]);
}

#[test]
fn lists_are_paged_otherwise() {
    let paged = "    request:\n      kind: ToyKind?\n      after: {type: Timestamp?, means: Older ones.}\n    response: Toy[]\n    \
                 pages: {by: ts, older: after, up_to: 10}\n";
    let bare = "    request:\n      kind: ToyKind?\n    response: Toy[]\n";
    let list = "GET /api/v5/toys/toys";
    let now = changed(TOYS, bare, paged);
    assert_found(&now[1..], &[(Grade::Additive, Change::Behaviour, list, "")]);
}

#[test]
fn ids_codes_and_hosts_change() {
    let id = changed(
        "ids.yaml",
        "ToyId: {does: Number of a toy., of: Text}",
        "ToyId: {does: Number of a toy., of: Text, max_length: 8}",
    );
    assert_found(&id, &[(Grade::Breaking, Change::Behaviour, "id ToyId", "")]);
    let secret = changed("ids.yaml", "of: Text}\n  ToyId", "of: Text, secret: true}\n  ToyId");
    assert_found(&secret, &[(Grade::Breaking, Change::Behaviour, "id InstId", "")]);
    let code = changed("errors.yaml", "verdict: never", "verdict: wait");
    assert_found(&code, &[(Grade::Additive, Change::Behaviour, "code 51000", "")]);
    let host = changed("index.yaml", "wss://demo.example", "wss://other.example");
    assert_found(&host, &[(Grade::Additive, Change::Behaviour, "environment global", "")]);
}

#[test]
fn texts_are_only_texts() {
    let field = changed(TOYS, "means: What it is made of.", "means: Everything it is made of.");
    assert_found(&field, &[(Grade::Wording, Change::Wording, PLACE, "parts")]);
    let call = changed(TOYS, "does: Throws a toy away.", "does: Throws one toy away.");
    assert_found(&call, &[(Grade::Wording, Change::Wording, DROP, "")]);
}

#[test]
fn a_finding_has_its_place_on_both_sides() {
    let finding = changed(TOYS, "  get_toys:", "  list_toys:").remove(0);
    let place = Some("rest/toys.yaml:28:3".to_owned());
    assert_eq!(finding.old.map(|place| place.to_string()), place);
    assert_eq!(finding.new.map(|place| place.to_string()), place);
}

const PUBLIC: &str = "ws/public.yaml";
const STOCK: &str = "channel public.shelf_changes";

#[test]
fn channels_come_and_go() {
    let channel = "channels:\n  shelf_names:\n    does: Tells of shelves.\n    guide: toys-shelves\n    names: [shelves]\n    push: toys.Toy\n";
    let new = changed(PUBLIC, "channels:\n", channel);
    assert_found(&new, &[(Grade::Additive, Change::Added, "channel public.shelf_names", "")]);
    let renamed = changed(PUBLIC, "  shelf_changes:", "  shelf_news:");
    let expected = [
        (Grade::Breaking, Change::Removed, STOCK, ""),
        (Grade::Additive, Change::Added, "channel public.shelf_news", ""),
    ];
    assert_found(&renamed, &expected);
}

#[test]
fn names_of_channels_come_and_go() {
    let more = changed(PUBLIC, "[stock, stock5]", "[stock, stock5, stock50]");
    assert_found(&more, &[(Grade::Additive, Change::Added, STOCK, "stock50")]);
    let fewer = changed(PUBLIC, "[stock, stock5]", "[stock]");
    assert_found(&fewer, &[(Grade::Breaking, Change::Removed, STOCK, "stock5")]);
    let choice = changed("ws/private.yaml", "[own-toys]", "[own-toys, own-bears]");
    assert_found(&choice, &[(Grade::Breaking, Change::Added, "channel private.own_toys", "own-bears")]);
}

#[test]
fn channels_change() {
    let login = changed(PUBLIC, "    arguments:", "    login: true\n    arguments:");
    assert_found(&login, &[(Grade::Breaking, Change::Access, STOCK, "login")]);
    let push = changed(PUBLIC, "push: Stock[]", "push: Stock");
    assert_found(&push, &[(Grade::Breaking, Change::Behaviour, STOCK, "push")]);
    let words = changed(PUBLIC, "does: Tells what stands on a shelf.", "does: Tells what is on a shelf.");
    assert_found(&words, &[(Grade::Wording, Change::Wording, STOCK, "")]);
}

#[test]
fn what_is_known_about_pushes_changes() {
    let behaves = [(Grade::Additive, Change::Behaviour, STOCK, "")];
    for (fact, what) in [
        ("silence: 60s", "how long it may be silent"),
        ("heavy: [stock]", "which of its channels are heavy"),
        ("excludes: {stock: [stock5]}", "the channels that it excludes"),
        ("once: [{by: [toyId]}]", "how its rows are told apart"),
        ("snapshot: full", "how a subscription starts"),
    ] {
        let found = changed(PUBLIC, "    push: Stock[]\n", &format!("    push: Stock[]\n    {fact}\n"));
        assert_found(&found, &behaves);
        assert_eq!(found[0].difference.to_string(), format!("changed: {what}"));
    }
    let counted = changed("ws/private.yaml", "    login: true\n", "    login: true\n    counted: true\n");
    assert_found(&counted, &[(Grade::Additive, Change::Behaviour, "channel private.own_toys", "")]);
}

#[test]
fn connections_accept_something_else() {
    for (from, to) in [
        ("/ws/v5/public", "/ws/v6/public"),
        ("480/3600s", "240/3600s"),
        ("idle: 30s", "idle: 20s"),
        ("max_length: 32", "max_length: 16"),
    ] {
        assert_found(&changed("index.yaml", from, to), &[(Grade::Additive, Change::Behaviour, "connections", "")]);
    }
    let code = "  \"4005\": {name: Full, class: socket, verdict: unknown, means: Full., closes: wait}\n";
    let old = format!("errors:\n{code}");
    let new = old.replace("closes: wait", "closes: reconnect");
    let with = |text: &str| {
        let mut sources = sources();
        let errors = sources.iter_mut().find(|source| source.name == "errors.yaml").expect("the file is there");
        let before = String::from_utf8(errors.bytes.to_vec()).expect("it is text");
        *errors = Source::new("errors.yaml", before.replace("errors:\n", text));
        model(&sources)
    };
    let found = diff::between(&with(&old), &with(&new));
    assert_found(&found, &[(Grade::Additive, Change::Behaviour, "code 4005", "")]);
}

#[test]
fn what_a_subscription_names_is_sent() {
    const SENT: &str = "sent ws/public.ShelfChanges";
    let required = changed(PUBLIC, "kind: ToyKind?}", "kind: ToyKind}");
    assert_found(&required, &[(Grade::Breaking, Change::Required, SENT, "kind")]);
    let more = changed(PUBLIC, "{instId: InstId, kind", "{instId: InstId, toyId: ToyId, kind");
    assert_found(&more, &[(Grade::Breaking, Change::Added, SENT, "toyId")]);
    let less = changed(PUBLIC, ", kind: ToyKind?}", "}");
    assert_found(&less, &[(Grade::Breaking, Change::Removed, SENT, "kind")]);
}

#[test]
fn pushes_change() {
    let more = changed(PUBLIC, "      kind: ToyKind?\n", "      kind: ToyKind?\n      sz: Decimal?\n");
    assert_found(&more, &[(Grade::Additive, Change::Added, "object ws/public.Stock", "sz")]);
    let beside = changed(PUBLIC, "fields: {action:", "fields: {cnt: Number?, action:");
    assert_found(&beside, &[(Grade::Additive, Change::Added, "object ws/public.StockMessage", "cnt")]);
}

#[test]
fn operations_change() {
    const FILE: &str = "ws/operations.yaml";
    const DROPS: &str = "operation drop-toy";
    assert_found(&changed(FILE, "limit: 30/2s", "limit: 20/2s"), &[(Grade::Additive, Change::Limit, DROPS, "")]);
    let shared = [(Grade::Additive, Change::Limit, DROPS, "")];
    assert_found(&changed(FILE, "    limit: 30/2s by user\n", ""), &shared);
    let socket = changed(FILE, "socket: private", "socket: business");
    let expected = [(Grade::Additive, Change::Behaviour, DROPS, "")];
    assert_found(&socket, &expected);
    let less = changed(FILE, "    adds:", "    without: [toyId]\n    adds:");
    assert_found(&less, &[(Grade::Breaking, Change::Removed, DROPS, "toyId")]);
    let adds = changed(FILE, "{shelf: {", "{kind: ToyKind, shelf: {");
    assert_found(&adds, &[(Grade::Breaking, Change::Added, "sent ws/private.DropToy", "kind")]);
    let other = changed(FILE, "  drop_toy:", "  throw_toy:");
    assert_found(&other, &[(Grade::Breaking, Change::Renamed, DROPS, "")]);
}
