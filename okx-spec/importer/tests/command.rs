//! The command as people and scripts meet it: what it prints, where, and with which exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use okx_spec::Source;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_okx-spec")).args(arguments).output().expect("the command starts")
}

/// What it prints when all is well; there must be nothing on the other stream.
fn prints(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
    text(&output.stdout)
}

/// Its message when there is no answer. Standard output must then be empty, so that no script takes it for an answer.
fn refuses(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{arguments:?}");
    text(&output.stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

fn tree() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tree")
}

/// The tree without a mistake, written to a folder with one file changed.
fn tree_with(folder: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    for source in Source::read_folder(&tree()).expect("the tree is there") {
        let path = folder.join(&*source.name);
        let content = text(&source.bytes);
        let content = if source.name == file { content.replace(from, to) } else { content };
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }
    folder
}

#[test]
fn check_counts_what_there_is() {
    let shipped = prints(&["check"]);
    assert!(shipped.ends_with("no mistakes\n"), "{shipped}");
    let small = prints(&["check", "--dir", tree().to_str().unwrap()]);
    for line in [
        "    12 endpoints",
        "    35 parameters",
        "    21 reply fields",
        "     4 channel sections",
        "     6 channels",
        "     2 operations",
        "    13 push fields",
        "    12 objects",
        "     3 errors",
        "    14 budgets",
    ] {
        assert!(small.lines().any(|given| given == line), "{line} is not in\n{small}");
    }
}

#[test]
fn check_reports_every_mistake_and_fails() {
    let folder = tree_with("three-mistakes", "rest/public.yaml", "instId", "intsId");
    let output = run(&["check", "--dir", folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "rest/public.yaml:20:35: the meaning of `intsId` is missing; did you mean `instId`? [unexplained-field]\n\
         rest/public.yaml:28:15: the meaning of `intsId` is missing; did you mean `instId`? [unexplained-field]\n\
         rest/public.yaml:44:7: the meaning of `intsId` is missing; did you mean `instId`? [unexplained-field]\n\
         3 mistakes\n"
    );
}

#[test]
fn check_speaks_json() {
    let small: serde_json::Value =
        serde_json::from_str(&prints(&["check", "--format", "json", "--dir", tree().to_str().unwrap()])).unwrap();
    let model = okx_spec::read_tree(&tree()).unwrap();
    assert_eq!(small["counts"]["endpoints"], model.endpoints.len());
    assert_eq!(small["counts"]["channel_sections"], model.channels.len());
    assert_eq!((&small["complaints"], &small["todos"]), (&serde_json::json!([]), &serde_json::json!([])));
    let folder = tree_with("mistakes-in-json", "rest/public.yaml", "instId", "intsId");
    for command in ["check", "list"] {
        let output = run(&[command, "--format", "json", "--dir", folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let first = &said["complaints"][0];
        assert_eq!(
            (&first["file"], &first["line"], &first["column"]),
            (&"rest/public.yaml".into(), &20.into(), &35.into())
        );
        assert_eq!(first["law"], "unexplained-field");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let said = refuses(&["check", "--dir", "nowhere-at-all"]);
    assert!(said.starts_with("okx-spec: nowhere-at-all: "), "{said}");
}

#[test]
fn list_names_the_calls_of_a_chapter() {
    let listed = prints(&["list", "trade"]);
    let place = listed.lines().find(|line| line.starts_with("trade.place_order ")).unwrap();
    assert!(place.contains("POST /api/v5/trade/order") && place.contains("60/2s by user, symbol"), "{place}");
    assert!(!listed.contains("public.") && !listed.contains('\u{1b}'), "{listed}");
    assert_eq!(refuses(&["list", "trad"]), "okx-spec: there is no chapter `trad`; did you mean `trade`?\n");
}

#[test]
fn list_speaks_json() {
    let calls: serde_json::Value = serde_json::from_str(&prints(&["list", "--format", "json"])).unwrap();
    let calls = calls.as_array().unwrap();
    assert_eq!(calls.len(), okx_spec::shipped().unwrap().endpoints.len());
    let place = calls.iter().find(|call| call["name"] == "trade.place_order").unwrap();
    assert_eq!((&place["method"], &place["access"]), (&"POST".into(), &"trade".into()));
}

#[test]
fn show_prints_a_call() {
    let folder = tree();
    let folder = folder.to_str().unwrap();
    let expected = "\
trade.place_order  POST /api/v5/trade/order
Places one order.

access   trade
limit    order.place: 60/2s by user, symbol, 4/2s for lead instruments of lead traders, else 50011 RateLimitReached
limit    sub_account.orders: 1000/2s by user, every order counts, not when the instrument's type is SPOT and side is not given, unless OKX granted the account a different count, else 50061 OrderLimitReached
repeat   by clOrdId
deadline may be given
guide    https://example.com/guide/#trade-post-place-order

Parameters
  instId    InstId                 required  Name of the instrument.
  side      Side                   required  Buy or sell.
  sz        Decimal(order_size)    required  Size, in contracts or base currency.
  px        Decimal(order_price)?            Price, in quote currency per unit.
  clOrdId   ClOrdId?                         Name of the order chosen by the client.
  flag      Bool?                            Whether.
  note      Text?                            Anything.
  kind      Text?                            How it behaves.
  attached  Attached[]                       Orders that come to life with this one.

Rules
  at most one of px, note
  required: px (when side is buy and the instrument's type is not OPTION)

Reply OrderAck, one row: What became of one order of a request.
  ordId    OrdId?    Name of the order.
  clOrdId  ClOrdId?  Name of the order chosen by the client.
  sCode    Text      Result code of the row.
  sMsg     Text?     Text of the result code.
";
    for name in ["place_order", "trade.place_order", "PlaceOrder", "/api/v5/trade/order", "POST /api/v5/trade/order"] {
        assert_eq!(prints(&["show", name, "--dir", folder]), expected);
    }
    assert!(prints(&["show", "place_orders", "--dir", folder]).contains("batch    up to 20 of trade.place_order"));
    assert!(prints(&["show", "forget_notes", "--dir", folder]).contains("batch    up to 10 of the items below"));
}

#[test]
fn show_prints_channels_and_operations() {
    let folder = tree();
    let show = |name: &str| prints(&["show", name, "--dir", folder.to_str().unwrap()]);
    let book = "\
book  a channel of the public socket
Tells of resting orders.

names    books, books-5
login    not needed
guide    https://example.com/guide/#public-book-channel

Arguments
  instId    InstId     required  Name of the instrument.
  instType  InstType?            Sort of instrument.

Push Update, any number of rows: What changed in the book.
  asks  Level[]    Sell orders, the cheapest first.
  ts    Timestamp  When it was made, ms since the epoch.

Next to the rows
  action  Text?  Whether it is all or only what changed.
";
    assert_eq!((show("book").as_str(), show("books-5").as_str()), (book, book));
    let order = "\
order  an operation of the private socket
Places one order.

of       trade.place_order
without  instId, attached
limit    order.place: 60/2s by user, symbol, 4/2s for lead instruments of lead traders, else 50011 RateLimitReached
limit    sub_account.orders: 1000/2s by user, every order counts, not when the instrument's type is SPOT and side is not given, unless OKX granted the account a different count, else 50061 OrderLimitReached
guide    https://example.com/guide/#trade-ws-place-order

Adds
  number  Number  required  Number of the instrument.
";
    assert_eq!(show("order"), order);
}

#[test]
fn list_names_what_sockets_push_and_take() {
    let folder = tree();
    let listed = prints(&["list", "--sockets", "--dir", folder.to_str().unwrap()]);
    let line = |name: &str| listed.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    assert!(line("books-5 ").contains("public"), "{listed}");
    assert!(line("batch-orders ").contains("trade.place_orders"), "{listed}");
    let entries: serde_json::Value = serde_json::from_str(&prints(&["list", "--sockets", "--format", "json"])).unwrap();
    let names = |kind: &str| entries[kind].as_array().map(Vec::len);
    let model = okx_spec::shipped().unwrap();
    assert_eq!(names("channels"), Some(model.channels.len()));
    assert_eq!(names("operations"), Some(model.operations.len()));
}

#[test]
fn show_prints_objects_enums_and_codes() {
    let folder = tree();
    let show = |name: &str| prints(&["show", name, "--dir", folder.to_str().unwrap()]);
    assert_eq!(
        show("Level"),
        "Level  an array, by position\nOne price level.\n\n  px  Decimal  Price, in quote currency per unit.\n  sz  Decimal  Size, in contracts or base currency.\n"
    );
    assert!(
        show("Attached").ends_with("Rules\n  required: px (when sz is not 0 and the instrument's type is SPOT)\n"),
        "{}",
        show("Attached")
    );
    assert_eq!(show("Side"), "Side  an enum\nBuy or sell.\n\n  buy   Buy   Buy.\n  sell  Sell  Sell.\n");
    let code = "50061  OrderLimitReached\nThe sub-account's order limit is used up.\n\nclass    rate_limit\nverdict  wait\nadvice   Send fewer orders.\n";
    assert_eq!((show("50061").as_str(), show("OrderLimitReached").as_str()), (code, code));
}

#[test]
fn show_speaks_json() {
    let show = |name: &str| -> serde_json::Value {
        serde_json::from_str(&prints(&["show", name, "--format", "json"])).unwrap()
    };
    let place = show("trade.place_order");
    let px = place["parameters"].as_array().unwrap().iter().find(|field| field["wire"] == "px").unwrap();
    assert_eq!((&px["type"], &px["required"]), (&"Decimal(order_price)?".into(), &false.into()));
    assert_eq!(show("OrderAck")["name"], "OrderAck");
    assert_eq!(show("50011")["verdict"], "wait");
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let said = refuses(&["show", "place_ordr"]);
    assert_eq!(
        said,
        "okx-spec: there is no call, channel, operation, object, enum or result code `place_ordr`; did you mean `place_order`?\n"
    );
    let said = refuses(&["show", "elephant"]);
    assert!(said.ends_with("`elephant`; `okx-spec list` names every call\n"), "{said}");
}

#[test]
fn help_has_examples_and_nonsense_is_refused() {
    assert!(prints(&["--help"]).contains("okx-spec show place_order"));
    for command in ["check", "list", "show", "diff", "coverage", "import", "openapi"] {
        let help = prints(&[command, "--help"]);
        assert!(help.contains("Examples:") && help.contains("--format <FORMAT>"), "{help}");
    }
    assert_eq!(run(&["chekc"]).status.code(), Some(2));
}

#[test]
fn json_says_why_there_is_no_answer() {
    for arguments in [&["show", "elephant"][..], &["list", "trad"], &["check", "--dir", "nowhere-at-all"]] {
        let output = run(&[arguments, &["--format", "json"]].concat());
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(format!("okx-spec: {}\n", value["error"].as_str().expect("it is a text")), text(&output.stderr));
    }
}

#[test]
fn an_extra_folder_is_refused() {
    let folder = tree();
    let folder = folder.to_str().unwrap();
    let said = refuses(&["diff", folder, folder, "--dir", folder]);
    assert_eq!(said, "okx-spec: --dir cannot be used when two folders are compared\n");
    let said = refuses(&["diff", folder]);
    assert!(said.contains("is a folder, not a saved page of the guide"), "{said}");
}

/// A full disk is a failure.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = Command::new(env!("CARGO_BIN_EXE_okx-spec"));
    let output = command.arg("openapi").stdout(full).output().expect("the command starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the answer could not be written"));
}

/// Whatever the text is about.
#[test]
fn check_lists_everything_that_is_left_to_do() {
    let places = [
        ("limits.yaml", "does: "),
        ("ids.yaml", "does: "),
        ("enums.yaml", "does: "),
        ("precision.yaml", "does: "),
        ("index.yaml", "does: "),
        ("rest/trade.yaml", "does: "),
        ("ws/operations.yaml", "does: "),
        ("errors.yaml", "means: "),
    ];
    for (file, key) in places {
        let folder = format!("todo-in-{}", file.replace('/', "-"));
        let folder = tree_with(&folder, file, key, &format!("{key}TODO "));
        let output = run(&["check", "--dir", folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        assert!(text(&output.stdout).starts_with(&format!("{file}:")), "{}", text(&output.stdout));
    }
}

#[test]
fn expand_prints_the_rust_that_the_macros_make() {
    let folder = tree();
    let expand = |words: &[&str]| prints(&[&["expand"], words, &["--dir", folder.to_str().unwrap()]].concat());
    assert!(expand(&["trade.place_order"]).contains("\npub struct PlaceOrder {"));
    assert!(expand(&["ws", "public"]).contains("\nimpl __p::Channel for Book {"));
    let json: serde_json::Value = serde_json::from_str(&expand(&["Side", "--format", "json"])).unwrap();
    assert!(json["rust"].as_str().unwrap().contains("\npub enum Side {"), "{json}");
    assert_eq!(
        refuses(&["expand", "trad"]),
        "okx-spec: there is nothing to expand with the name `trad`; did you mean `trade`?\n"
    );
}
