//! Whatever changes in the guide is written into the description: then nothing differs, the description is right, and every line that is not
//! concerned is what it was.

use okx_importer::diff::with_guide;
use okx_importer::guide::GuideModel;
use okx_importer::import::{Import, import};
use okx_importer::record::Record;
use okx_spec::todo::todos;
use okx_spec::{Model, Source, read_sources};
use proptest::prelude::*;

mod changes;
mod toys;

use changes::CHANGES;
use toys::{PAGE, seen, sources, with};

fn changed(which: &[usize]) -> String {
    which.iter().map(|place| CHANGES[*place]).fold(PAGE.to_owned(), |page, (name, from, to)| {
        assert_eq!(page.matches(from).count(), 1, "{name}: `{from}` stands on the page once");
        page.replace(from, to)
    })
}

fn read(sources: &[Source], what: &str) -> Model {
    read_sources(sources).unwrap_or_else(|failure| {
        let texts: Vec<String> = sources.iter().map(|one| String::from_utf8_lossy(&one.bytes).into_owned()).collect();
        panic!("{what}: {failure}\n{}", texts.join("\n---\n"))
    })
}

/// After an import nothing differs, nothing is wrong, and a second one finds nothing to do.
fn settles(page: &str, what: &str) -> (Import, Vec<Source>) {
    let (guide, record) = (GuideModel::read(page), seen());
    let import = import(&sources(), &guide, &record).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(import.left.is_empty(), "{what}: {:#?}", import.left);
    let (sources, record) = with(&import, sources(), &record);
    let model = read(&sources, what);
    let differs = with_guide(&guide, &model, &record.wording);
    assert!(differs.is_empty(), "{what}: {differs:#?}");
    let again = okx_importer::import::import(&sources, &guide, &record).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(again.files.is_empty(), "{what}: {:#?}", again.files);
    (import, sources)
}

#[test]
fn every_change_is_written() {
    for (place, (name, ..)) in CHANGES.iter().enumerate() {
        let (import, _) = settles(&changed(&[place]), name);
        assert!(!import.files.is_empty(), "{name}");
    }
}

#[test]
fn all_changes_at_once_are_written() {
    let all: Vec<usize> = (0..CHANGES.len()).collect();
    let (import, sources) = settles(&changed(&all), "all");
    assert_eq!(
        import.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        [
            "enums.yaml",
            "errors.yaml",
            "fields.yaml",
            "objects.yaml",
            "rest/toys.yaml",
            "ws/operations.yaml",
            "ws/private.yaml",
            "ws/public.yaml",
            "guide/wording.txt"
        ]
    );
    assert!(!todos(&read(&sources, "all")).is_empty());
}

#[test]
fn a_new_list_says_how_it_is_paged() {
    let place = CHANGES.iter().position(|change| change.0 == "an endpoint is added").expect("the change is there");
    let (_, come) = lines(place);
    let line = "    pages: {by: toyId, older: after, newer: before, up_to: 100}";
    assert!(come.iter().any(|written| written == line), "{come:#?}");
}

#[test]
fn a_list_that_becomes_paged_becomes_a_todo() {
    let (from, to) = (
        "<tr><td>kind</td><td>String</td><td>No</td>",
        "<tr><td>page</td><td>String</td><td>No</td><td></td></tr><tr><td>kind</td><td>String</td><td>No</td>",
    );
    let (_, sources) = settles(&PAGE.replacen(from, to, 1), "a page number");
    let todos = todos(&read(&sources, "a page number"));
    assert!(todos.iter().any(|todo| todo.text.contains("say how its list is paged")), "{todos:#?}");
}

#[test]
fn nothing_is_written_where_nothing_differs() {
    let (import, _) = settles(PAGE, "nothing");
    assert!(import.files.is_empty() && import.written == 0);
}

/// The lines that an import takes away and those that it puts there.
fn lines(place: usize) -> (Vec<String>, Vec<String>) {
    let (import, _) = settles(&changed(&[place]), CHANGES[place].0);
    let of = |sign: char| {
        let patches = import
            .files
            .iter()
            .filter(|file| file.name != "guide/wording.txt")
            .flat_map(|file| file.patch.lines().skip(2));
        patches.filter(|line| line.starts_with(sign)).map(|line| line[1..].to_owned()).collect()
    };
    (of('-'), of('+'))
}

#[track_caller]
fn replaces(name: &str, old: &[&str], new: &[&str]) {
    let place = CHANGES.iter().position(|change| change.0 == name).expect("the change is there");
    let (gone, come) = lines(place);
    assert_eq!(
        (gone.iter().map(String::as_str).collect::<Vec<_>>(), come.iter().map(String::as_str).collect::<Vec<_>>()),
        (old.to_vec(), new.to_vec())
    );
}

#[test]
fn exactly_the_lines_concerned_change() {
    replaces(
        "an endpoint moves to another path",
        &["    call: GET /api/v5/toys/toys"],
        &["    call: GET /api/v5/toys/all"],
    );
    replaces("an endpoint moves to another heading", &["    guide: get-toys"], &["    guide: rest-get-toys"]);
    replaces("a parameter need not be given", &["      instId: InstId"], &["      instId: InstId?"]);
}

#[test]
fn a_parameter_is_where_the_guide_has_it() {
    let means = "TODO: say what it means, and whether it is a Decimal, a Timestamp, an id or an enum";
    replaces("a parameter is added", &[], &[&format!("      limit: {{type: Text?, means: \"{means}\"}}")]);
    let object = [
        "  PlaceToyBox:",
        "    does: \"TODO: say what it is\"",
        "    fields:",
        "      lid: {type: Bool?, means: \"TODO: say what it means\"}",
        "      box: {type: PlaceToyBox?, means: \"TODO: say what it means\"}",
    ];
    replaces("a parameter with fields is added", &[], &object);
}

#[test]
fn a_field_of_the_dictionary_is_complete() {
    replaces("a field is added", &[], &["      kind: ToyKind?"]);
}

#[test]
fn what_must_be_given_moves_up() {
    replaces("a parameter must be given", &["      sz: Decimal?"], &["      sz: Decimal"]);
}

#[test]
fn a_field_that_is_gone_becomes_a_todo() {
    let new = "      ts: {type: Timestamp, means: \"TODO: the guide no longer has this field; remove it. Before: Timestamp\"}";
    replaces("a field is gone", &["      ts: Timestamp"], &[new]);
}

#[test]
fn a_value_that_gives_no_rust_name_gets_one() {
    replaces("a value is added", &[], &["      \"3d\": {as: Value3d, means: \"TODO: say what it means\"}"]);
}

#[test]
fn a_code_is_in_its_order() {
    let new = [
        "  \"50061\":",
        "    name: Code50061",
        "    http: 429",
        "    class: other",
        "    verdict: unknown",
        "    means: \"TODO: say what it means, and give it a name, a class and a verdict\"",
    ];
    replaces("a code is added", &[], &new);
    replaces("a code comes with another status", &[], &["    http: 400"]);
}

#[test]
fn a_name_changes_in_the_dictionary_too() {
    let lines = |name: &str| {
        let (word, fields) = (
            format!("  {name}: {{type: Number, means: Pieces.}}"),
            format!("    fields: {{name: Text, {name}: Number?}}"),
        );
        [word, fields, format!("      - require: [{name}]   # screws are counted")]
    };
    let (gone, come) = (lines("cnt"), lines("pieces"));
    replaces("a parameter is renamed", &gone.each_ref().map(String::as_str), &come.each_ref().map(String::as_str));
}

#[test]
fn a_condition_follows_the_name_of_its_field() {
    let page = PAGE.replace("<td>&gt; name</td>", "<td>&gt; label</td>");
    let (_, sources) = settles(&page, "a field of a condition is renamed");
    let rule = b"        when: {label: [screw, nail]}\n";
    assert!(sources.iter().any(|file| file.bytes.windows(rule.len()).any(|bytes| bytes == rule)));
}

const TO_TYPE: &str = "TODO: say what it means, and whether it is a Decimal, a Timestamp, an id or an enum";

#[test]
fn a_channel_is_after_the_one_before_it() {
    let expected = [
        "  ShelfPushPlaces:",
        "    does: \"TODO: say what it is\"",
        "    fields:",
        &format!("      depth: {{type: Text?, means: \"{TO_TYPE}\"}}"),
        "  ShelfPush:",
        "    does: \"TODO: say what it is\"",
        "    fields:",
        "      toyId: ToyId?",
        "      places: {type: \"ShelfPushPlaces[]\", means: \"TODO: say what it means\"}",
        "  ShelfMessage:",
        "    does: \"TODO: say what it is\"",
        "    fields:",
        &format!("      action: {{type: Text?, means: \"{TO_TYPE}\"}}"),
        "  shelf:",
        "    does: \"TODO: say what it tells\"",
        "    guide: toys-ws-shelf-channel",
        "    names: [shelf, shelf-all]",
        "    arguments:",
        "      toyId: ToyId",
        "      kind: ToyKind?",
        "    push: ShelfPush[]",
        "    beside: ShelfMessage",
    ];
    replaces("a channel is added", &[], &expected);
}

#[test]
fn channels_change_in_their_entries() {
    let names = "    names: [stock, stock5]";
    replaces("a channel name is added", &[names], &["    names: [stock, stock5, stock50]"]);
    replaces("a channel needs a login", &[], &["    login: true"]);
    let arguments = "    arguments: {instId: InstId, kind: ToyKind?}";
    replaces("an argument is added", &[arguments], &["    arguments: {instId: InstId, toyId: ToyId?, kind: ToyKind?}"]);
    let room = format!("      room: {{type: Text, means: \"{TO_TYPE}\"}}");
    replaces("a first argument is added", &[], &["    arguments:", &room]);
    let fields = "    fields: {toyId: ToyId, kind: ToyKind?, ts: Timestamp}";
    let with_size = "    fields: {toyId: ToyId, sz: Decimal?, kind: ToyKind?, ts: Timestamp}";
    replaces("a pushed field is added", &[fields], &[with_size]);
    let message = [
        "  OwnToysMessage:",
        "    does: \"TODO: say what it is\"",
        "    fields:",
        &format!("      event: {{type: Text?, means: \"{TO_TYPE}\"}}"),
        "    beside: OwnToysMessage",
    ];
    replaces("something is pushed beside the rows", &[], &message);
}

#[test]
fn operations_change_in_their_entries() {
    let adds = "    adds: {shelf: {type: Number, means: Number of the shelf.}}";
    let more = format!(
        "    adds: {{shelf: {{type: Number, means: Number of the shelf.}}, color: {{type: Text?, means: \"{TO_TYPE}\"}}}}"
    );
    replaces("an operation takes more", &[adds], &[&more]);
    replaces("an operation takes less", &[], &["    without: [toyId]"]);
    let request = "    request: {toyId: ToyId}";
    let less = ["    request: {toyId: ToyId, sz: Decimal?}", "    without: [sz]"];
    replaces("a call takes what its operation does not", &[request], &less);
    let limit = "    limit: 30/2s by user";
    replaces("an operation is limited otherwise", &[limit], &["    limit: 20/2s by user"]);
}

/// The page without what is between two headings.
fn without(from: &str, to: &str) -> String {
    let (start, end) = (PAGE.find(from).expect("it is there"), PAGE.find(to).expect("it is there"));
    format!("{}{}", &PAGE[..start], &PAGE[end..])
}

#[test]
fn channels_and_operations_that_are_gone_are_left_to_a_person() {
    let channel = without("<h3 id=\"toys-ws-own-toys-channel\">", "<h3 id=\"toys-ws-drop-toy\">");
    let operation = without("<h3 id=\"toys-ws-drop-toy\">", "<h1 id=\"codes\">");
    let name = PAGE.replace("<br><code>stock5</code>", "");
    let names = without("<h3 id=\"toys-ws-stock-channel\">", "<h3 id=\"toys-ws-own-toys-channel\">");
    for (page, line) in [
        (channel, "    does: \"TODO: the guide no longer has the channel own-toys; remove it. Before: "),
        (operation, "    does: \"TODO: the guide no longer has this operation; remove it. Before: "),
        (name, "    does: \"TODO: the guide no longer has the channel stock5; remove it. Before: Tells"),
        (names, "    does: \"TODO: the guide no longer has the channels stock, stock5; remove them. Before: Tells"),
    ] {
        let (_, sources) = settles(&page, line);
        assert!(sources.iter().any(|source| String::from_utf8_lossy(&source.bytes).contains(line)), "{line}");
        assert_eq!(todos(&read(&sources, line)).len(), 1, "{line}");
    }
}

/// To users of the client, a channel that moved to another socket is another channel, in another file.
#[test]
fn a_channel_on_another_socket_is_left_as_it_is() {
    let guide = GuideModel::read(&PAGE.replace("<p>/ws/v5/public</p>", "<p>/ws/v5/business</p>"));
    let import = import(&sources(), &guide, &seen()).unwrap_or_else(|failure| panic!("{failure}"));
    let left: Vec<String> = import.left.iter().map(|finding| finding.part.to_string()).collect();
    assert_eq!(left, ["socket"]);
    assert!(import.files.is_empty(), "{:#?}", import.files);
}

#[test]
fn an_operation_is_of_the_call_with_its_title() {
    let expected = [
        "  place_toy:",
        "    does: \"TODO: say what it does, and whether it is of this call\"",
        "    guide: toys-ws-place-toy",
        "    op: place-toy",
        "    socket: private",
        "    of: toys.place_toy",
        "    without: [instId, sz, parts]",
        "    adds:",
        "      room: {type: Number, means: \"TODO: say what it means\"}",
        "    limit: 7/1s by user",
    ];
    replaces("an operation is added", &[], &expected);
}

#[test]
fn the_patch_is_one_that_tools_take() {
    let place = CHANGES.iter().position(|change| change.0 == "a limit and its key change").expect("it is there");
    let (import, _) = settles(&changed(&[place]), "a limit");
    let expected = "--- a/rest/toys.yaml\n+++ b/rest/toys.yaml\n@@ -39,7 +39,7 @@\n     guide: drop-toy\n     call: POST /api/v5/toys/drop\n     \
                    access: trade\n-    limit: 5/1s by user\n+    limit: 6/1s by user, toyId\n     repeat: always\n     request: {toyId: ToyId}\n     \
                    response: Dropped\n";
    assert_eq!(import.files[0].patch, expected);
}

#[test]
fn an_excused_mistake_of_the_guide_is_not_written() {
    let place = CHANGES.iter().position(|change| change.0 == "a type changes").expect("it is there");
    let slips = "slips:\n- {about: POST /api/v5/toys/toy, part: response.isNew, change: type, says: text, reason: It never was a text.}\n";
    let slips =
        okx_importer::slip::Slips::read(&Source::new("slips.yaml", slips)).unwrap_or_else(|one| panic!("{one}"));
    let guide = GuideModel::read(&changed(&[place]));
    let import = import(&sources(), &guide, &Record { slips, ..seen() }).unwrap_or_else(|one| panic!("{one}"));
    assert!(import.files.is_empty(), "{:#?}", import.files);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    /// Any of the changes together: they settle, and every line that no patch takes away is still there.
    #[test]
    fn changes_settle_in_any_company(which in prop::sample::subsequence((0..CHANGES.len()).collect::<Vec<_>>(), 0..=CHANGES.len())) {
        let (import, new) = settles(&changed(&which), &format!("{which:?}"));
        for (old, new) in sources().iter().zip(&new) {
            let patch = import.files.iter().find(|file| *old.name == file.name).map_or("", |file| &file.patch);
            let gone: Vec<&str> = patch.lines().skip(2).filter_map(|line| line.strip_prefix('-')).collect();
            let new = String::from_utf8_lossy(&new.bytes).into_owned();
            for line in String::from_utf8_lossy(&old.bytes).lines().filter(|line| !gone.contains(line)) {
                prop_assert!(new.lines().any(|one| one == line), "{}: {line}", old.name);
            }
        }
    }
}
