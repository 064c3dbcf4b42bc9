//! Control characters in replies are escaped in messages and on terminals.

use std::io::{BufReader, Write as _};
use std::net::TcpListener;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};
use std::thread;

use okx_client::is_printable;

use crate::gate::message;
use crate::run::{Okx, okx};

/// Text that clears the screen, sets colours with one byte, reverses the direction of writing, and imitates a message.
const HOSTILE: &str = "\u{1b}[2Jx\u{9b}31m\u{202e}\r\nokx: all is done\u{2028}\u{7f}";

/// A server that replies with this body to every request.
fn answering(status: &'static str, body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let url = format!("http://{}", listener.local_addr().expect("it listens"));
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.expect("a connection");
            while message(&mut BufReader::new(&client)).is_some() {
                let reply = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                (&client).write_all(reply.as_bytes()).expect("it is read");
            }
        }
    });
    url
}

/// Servers that reply with a rejection of OKX and with a page of another server, both with hostile text.
fn servers() -> [String; 3] {
    let json = |text: &str| serde_json::to_string(text).expect("text is JSON");
    let refused = format!(r#"{{"code":{},"msg":{},"data":[]}}"#, json(HOSTILE), json(HOSTILE));
    let row = format!(r#"{{"code":"0","msg":"","data":[{{"ts":{},{}:1}}]}}"#, json(HOSTILE), json(HOSTILE));
    let page = format!("<html>{HOSTILE}</html>");
    [answering("200 OK", refused), answering("200 OK", row), answering("502 Bad Gateway", page)]
}

fn commands(url: &str) -> Vec<Okx> {
    let at = |words: &[&str]| okx(words).and(&["--base-url", url]);
    vec![
        at(&["call", "public.get_time"]),
        at(&["call", "public.get_time", "--json"]),
        at(&["call", "--jsonl"]).input(r#"{"endpoint":"public.get_time"}"#),
        at(&["doctor"]),
        at(&["doctor", "--json"]),
        at(&["candles", "BTC-USDT", "--from", "2024-01-01"]),
    ]
}

#[test]
fn messages_escape_it() {
    for url in servers() {
        for command in commands(&url) {
            let ended = command.run();
            assert!(ended.stderr.chars().all(|letter| letter == '\n' || is_printable(letter)), "{ended:?}");
            let lines = |text: &str| text.lines().any(|line| line.starts_with("okx: all is done"));
            assert!(!lines(&ended.stderr) && !lines(&ended.stdout), "{ended:?}");
        }
    }
}

#[test]
fn a_pipe_gets_the_reply_unchanged() {
    let [refused, ..] = servers();
    let ended = okx(&["call", "public.get_time", "--base-url", &refused]).run();
    assert_eq!(ended.json()["msg"], HOSTILE);
    assert!(ended.stdout.contains('\u{9b}') && ended.stderr.contains(r"\u{9b}31m"), "{ended:?}");
}

/// On other systems, `script` has different flags.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_escapes() {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no `script` to make a terminal with");
        return;
    }
    for url in servers() {
        for command in commands(&url) {
            let words: Vec<String> = command.words().iter().map(|word| format!("'{word}'")).collect();
            let line = format!("{} {}", env!("CARGO_BIN_EXE_okx"), words.join(" "));
            let mut script = Command::new("script");
            script.args(["-qec", &line, "/dev/null"]).env("NO_COLOR", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = script.spawn().expect("script is there");
            // End of input, as typed on a terminal.
            let input = "{\"endpoint\":\"public.get_time\"}\n\u{4}";
            child.stdin.take().expect("its input is ours").write_all(input.as_bytes()).expect("it is read");
            let shown = String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("it is text");
            // The terminal adds carriage returns, and echoes the input.
            let shown = shown.replace("\r\n", "\n").replace("^D\u{8}\u{8}", "");
            assert!(shown.contains("all is done") || !shown.contains("code"), "{line}: {shown:?}");
            assert!(shown.chars().all(|letter| letter == '\n' || is_printable(letter)), "{line}: {shown:?}");
            assert!(!shown.lines().any(|line| line.starts_with("okx: all is done")), "{line}: {shown:?}");
        }
    }
}

/// On other systems, `script` has different flags.
#[cfg(target_os = "linux")]
#[test]
fn lists_and_pages_fit_the_terminal() {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: there is no `script` to make a terminal with");
        return;
    }
    for width in [60, 80, 120] {
        for words in [
            "list",
            "list trade",
            "list open orders",
            "show trade.place_order",
            "show orders",
            "show clOrdId",
            "show 51008",
        ] {
            let line = format!("stty rows 24 cols {width}; {} {words}", env!("CARGO_BIN_EXE_okx"));
            let mut script = Command::new("script");
            script.args(["-qec", &line, "/dev/null"]).env("NO_COLOR", "1").stdin(Stdio::null());
            let shown = String::from_utf8(script.output().expect("script is there").stdout).expect("it is text");
            assert!(!shown.trim().is_empty() && !shown.contains('\u{1b}'), "{words}: {shown}");
            for line in shown.lines().filter(|line| line.chars().count() > width) {
                // Words are never broken, so only what has a single long word is longer, and code that is to be copied.
                assert!(
                    line.contains("://") || line.contains("::new(") || line.split_whitespace().count() < 3,
                    "{words}: {line}"
                );
            }
        }
    }
}
