//! The `okx-sim` command: its output, and that it serves requests.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running command that is stopped at the end of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // The command may have ended by itself, so an error is ignored.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okx-sim"));
    command.args(arguments);
    command
}

/// Starts the command, and reads what it prints until it is ready.
fn start(arguments: &[&str]) -> (Running, Lines<BufReader<ChildStdout>>, String) {
    let child = command(arguments).stdout(Stdio::piped()).spawn().expect("okx-sim starts");
    let mut running = Running(child);
    let mut lines = BufReader::new(running.0.stdout.take().expect("stdout is piped")).lines();
    let mut text = String::new();
    for line in lines.by_ref().map_while(Result::ok) {
        text.push_str(&line);
        text.push('\n');
        if line.contains("ctrl-c") {
            break;
        }
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    (running, lines, text)
}

/// Sends a request to the address in the printed text. Returns the whole reply.
fn get(text: &str, path: &str) -> String {
    let address = text.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("an address");
    let mut stream = TcpStream::connect(address).expect("okx-sim listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("the request is sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply is received");
    reply
}

#[test]
fn it_prints_how_to_use_it_and_what_it_does() {
    let (_running, _, text) = start(&["--port", "0", "--seed", "7", "--faults", "0.5%"]);
    for name in [
        "export OKX_BASE_URL=http://127.0.0.1:",
        "export OKX_WS_URL=ws://127.0.0.1:",
        "export OKX_ENVIRONMENT=demo",
        "export OKX_API_KEY=",
        "export OKX_API_SECRET=",
        "export OKX_API_PASSPHRASE=",
        "x-simulated-trading: 1",
        "BTC-USDT-SWAP",
        "Others trade every 250 ms",
        "The seed is 7",
        "0.50 % of the requests",
        "cargo okx call trade.place_order",
        "okx-sim: sample",
    ] {
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn samples_are_marked_in_the_reply_and_printed_once() {
    let (_running, mut lines, text) = start(&["--port", "0", "--speed", "0"]);
    assert!(text.contains("Nobody trades but you"), "{text}");
    let simulated = get(&text, "/api/v5/public/time");
    assert!(simulated.starts_with("HTTP/1.1 200") && simulated.contains("\"ts\":"), "{simulated}");
    assert!(!simulated.contains("okx-sim:"), "{simulated}");
    for path in ["/api/v5/market/platform-24-volume", "/api/v5/market/platform-24-volume", "/api/v5/system/status"] {
        let sample = get(&text, path);
        assert!(sample.contains("\r\nokx-sim: sample\r\n"), "{sample}");
    }
    let mut next = || lines.next().expect("a line").expect("text");
    assert!(next().starts_with("sample: GET /api/v5/market/platform-24-volume is not simulated"));
    assert!(next().starts_with("sample: GET /api/v5/system/status is not simulated"));
}

#[test]
fn the_list_of_what_is_simulated_names_calls_and_channels() {
    let listed = command(&["--simulated"]).output().expect("okx-sim runs");
    let text = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.status.success(), "{text}");
    for name in [
        "POST /api/v5/trade/order\n",
        "POST /api/v5/trade/order-algo\n",
        "  funding-rate\n",
        "are answered with samples",
    ] {
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn a_share_of_faults_that_is_no_percentage_is_rejected() {
    for share in ["101%", "-1", "x", "1.234%", "%"] {
        let refused = command(&["--port", "0", &format!("--faults={share}")]).output().expect("okx-sim runs");
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(2) && text.contains("percentage from 0% to 100%"), "{share}: {text}");
    }
}

#[test]
fn help_has_examples_and_unknown_arguments_are_rejected() {
    let help = command(&["--help"]).output().expect("okx-sim runs");
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.status.success() && text.contains("Examples:") && text.contains("--limits-scaled-by"), "{text}");
    let wrong = command(&["--prot", "1"]).output().expect("okx-sim runs");
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("--port"));
}

#[test]
fn a_port_in_use_is_reported() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = command(&["--port", &port]).output().expect("okx-sim runs");
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && text.contains("choose another port"), "{text}");
}

#[test]
fn a_clock_offset_out_of_range_is_rejected() {
    for millis in ["9223372036854775807", "-9223372036854775808", "99999999999999"] {
        let refused = command(&["--port", "0", &format!("--clock-offset-ms={millis}")]).output().expect("okx-sim runs");
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(refused.status.code() == Some(2) && text.contains("--clock-offset-ms"), "{text}");
    }
}

#[test]
fn closed_pipes_do_not_panic() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for arguments in [&["--help"][..], &["--prot"], &["--port", &port]] {
        let mut child =
            command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("okx-sim starts");
        (child.stdout, child.stderr) = (None, None);
        assert_ne!(child.wait().expect("okx-sim exits").code(), Some(101), "{arguments:?}");
    }
}

#[test]
fn a_mistake_in_a_scenario_is_reported_with_its_place() {
    let file = std::env::temp_dir().join(format!("okx-sim-scenario-{}.yaml", std::process::id()));
    std::fs::write(&file, "faults: [{fault: reset}, {fault: drop}]").expect("the file is written");
    let name = file.to_string_lossy().into_owned();
    let refused = command(&["--port", "0", "--scenario", &name]).output().expect("okx-sim runs");
    std::fs::remove_file(&file).expect("the file is removed");
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && text.contains("faults[1]: `drop` is not a fault of sockets"), "{text}");
    let missing = command(&["--port", "0", "--scenario", &name]).output().expect("okx-sim runs");
    let text = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(!missing.status.success() && text.contains("cannot read") && text.contains(&name), "{text}");
}
