//! The `okx-sim` command: its output, and that it serves requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

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

#[test]
fn it_prints_its_url_and_credentials() {
    let child = command(&["--port", "0", "--seed", "7"]).stdout(Stdio::piped()).spawn().expect("okx-sim starts");
    let mut running = Running(child);
    let stdout = running.0.stdout.take().expect("stdout is piped");
    let mut lines = Vec::new();
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let is_last = line.contains("ctrl-c");
        lines.push(line);
        if is_last {
            break;
        }
    }
    let text = lines.join("\n");
    for name in
        ["OKX_API_KEY=", "OKX_API_SECRET=", "OKX_API_PASSPHRASE=", "x-simulated-trading: 1", "BTC-USDT-SWAP", "ws://"]
    {
        assert!(text.contains(name), "{text}");
    }
    let address = text.split("http://").nth(1).and_then(|rest| rest.split(' ').next()).expect("an address");
    let mut stream = TcpStream::connect(address).expect("okx-sim listens");
    write!(stream, "GET /api/v5/public/time HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")
        .expect("the request is sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply is received");
    assert!(reply.starts_with("HTTP/1.1 200") && reply.contains("\"ts\":"), "{reply}");
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
