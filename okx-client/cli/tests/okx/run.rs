//! Runs the command, with or without a simulated exchange.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};

use okx_sim::Sim;
use serde_json::Value;

/// How the command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// Its output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Each line of its output as JSON.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

/// The command with arguments, without OKX's variables in its environment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Okx {
    words: Vec<String>,
    environment: Vec<(&'static str, String)>,
    input: Vec<u8>,
}

pub(crate) fn okx(words: &[&str]) -> Okx {
    Okx { words: words.iter().map(ToString::to_string).collect(), ..Okx::default() }
}

impl Okx {
    pub(crate) fn input(self, input: impl Into<Vec<u8>>) -> Self {
        Self { input: input.into(), ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// Against a simulated exchange, with its keys, for demo trading.
    pub(crate) fn on(self, sim: &Sim) -> Self {
        self.with_keys(sim).at(sim).and(&["--demo"])
    }

    /// With the keys of a simulated exchange.
    pub(crate) fn with_keys(self, sim: &Sim) -> Self {
        let keys = sim.credentials();
        self.with("OKX_API_KEY", &keys.key)
            .with("OKX_API_SECRET", &keys.secret)
            .with("OKX_API_PASSPHRASE", &keys.passphrase)
    }

    /// At the address of a simulated exchange.
    pub(crate) fn at(self, sim: &Sim) -> Self {
        self.and(&["--base-url", &sim.url()])
    }

    pub(crate) fn and(mut self, words: &[&str]) -> Self {
        self.words.extend(words.iter().map(ToString::to_string));
        self
    }

    pub(crate) fn run(&self) -> Ended {
        let mut child = self.command().spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("its input is ours");
        let input = self.input.clone();
        // Another thread writes, because both pipes may be full at once.
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("the command ends");
        // The command may not read all of it.
        let _ = writer.join().expect("writing does not panic");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Its arguments.
    #[cfg(target_os = "linux")]
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Starts it without waiting for its end.
    pub(crate) fn start(&self) -> Running {
        Running::of(self.command())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = self.command_of(env!("CARGO_BIN_EXE_okx"));
        command.args(&self.words);
        command
    }

    /// Another program in the same environment, without arguments.
    pub(crate) fn command_of(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let is_ours = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with("OKX_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
            command.env_remove(name);
        }
        for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        // No profiles of the person who runs the tests.
        command.env("OKX_CONFIG", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-profiles/config.yaml"));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// The command while it runs.
pub(crate) struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Option<BufReader<ChildStdout>>,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    pub(crate) fn of(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().map(BufReader::new);
        let stderr = BufReader::new(child.stderr.take().expect("its errors are ours"));
        Self { child, stdin, stdout, stderr }
    }

    /// Writes a line to its input.
    pub(crate) fn tell(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("its input is open");
        stdin.write_all(format!("{line}\n").as_bytes()).expect("it reads");
    }

    /// Ends its input.
    pub(crate) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// The next line it prints.
    pub(crate) fn line(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.as_mut().expect("its output is ours").read_line(&mut line).expect("it is text");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// The next line of its messages.
    pub(crate) fn message(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).expect("it is text");
        line
    }

    /// Closes its output.
    pub(crate) fn close_output(&mut self) {
        self.stdout = None;
    }

    /// Sends it a signal, such as `INT`.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().expect("kill is there").success());
    }

    /// Waits for its end without reading any of its output.
    #[cfg(unix)]
    pub(crate) fn end_unread(&mut self) -> Option<i32> {
        self.child.wait().expect("the command ends").code()
    }

    /// Waits for its end, and returns the rest of its output.
    pub(crate) fn end(mut self) -> Ended {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        if let Some(reader) = &mut self.stdout {
            reader.read_to_string(&mut stdout).expect("it is text");
        }
        self.stderr.read_to_string(&mut stderr).expect("it is text");
        let code = self.child.wait().expect("the command ends").code();
        Ended { code, stdout, stderr }
    }
}
