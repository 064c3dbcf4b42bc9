//! A Redis, or Valkey, of one's own on a socket in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};

/// A server that keeps nothing on disk. It ends when it is dropped.
pub(crate) struct Server {
    program: &'static str,
    folder: PathBuf,
    process: Child,
}

static STARTED: AtomicU32 = AtomicU32::new(0);

impl Server {
    /// A server, or none where there is no program for one; `.ci/run` sees to it that there is.
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

    /// Ends it at once, with all it knows.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::fs::remove_file(self.socket()).unwrap_or_default();
    }

    /// Starts it again, empty.
    pub(crate) async fn start_again(&mut self) {
        self.process = launch(self.program, &self.folder);
        self.answers().await;
    }

    /// Lets it hang: it takes connections and says nothing.
    pub(crate) fn hang(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
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
        super::until("the server listens", || std::os::unix::net::UnixStream::connect(self.socket()).is_ok()).await;
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

/// Lets a moment pass.
pub(crate) async fn moment() {
    SystemClock::new().sleep(Duration::from_millis(20)).await;
}
