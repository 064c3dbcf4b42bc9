//! A private Redis or Valkey server on a Unix socket in a temporary folder.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};

/// A server without persistence. It is stopped on drop.
pub(crate) struct Server {
    program: &'static str,
    folder: PathBuf,
    process: Child,
}

static STARTED: AtomicU32 = AtomicU32::new(0);

impl Server {
    /// Starts a server, or returns `None` if neither Redis nor Valkey is installed; `.ci/run` ensures that one is.
    pub(crate) async fn start() -> Option<Self> {
        let runs = |program: &&str| Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
        let Some(program) = ["redis-server", "valkey-server"].into_iter().find(runs) else {
            println!("skipped: neither redis-server nor valkey-server is installed");
            return None;
        };
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("okx-limits-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let process = launch(program, &folder);
        let server = Self { program, folder, process };
        server.answers().await;
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// Kills the server; its data is lost.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::fs::remove_file(self.socket()).unwrap_or_default();
    }

    /// Starts the server again, without data.
    pub(crate) async fn start_again(&mut self) {
        self.process = launch(self.program, &self.folder);
        self.answers().await;
    }

    /// Suspends the server: it accepts connections but does not respond.
    pub(crate) fn hang(&self) {
        self.signal("-STOP");
    }

    /// Resumes the server.
    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap().success());
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    async fn answers(&self) {
        super::wait_until("the server listens", || std::os::unix::net::UnixStream::connect(self.socket()).is_ok())
            .await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        std::fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}

fn launch(program: &str, folder: &Path) -> Child {
    Command::new(program)
        .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket", "socket", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits for a moment.
pub(crate) async fn moment() {
    SystemClock::new().sleep(Duration::from_millis(20)).await;
}
