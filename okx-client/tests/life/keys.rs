//! Credentials from files, and from sources that change.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::clock::ManualClock;
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::environments::Region;
use okx_client::trade::PlaceOrder;
use okx_client::value::Timestamp;
use okx_client::{
    Client, ClientBuilder, Credentials, CredentialsSource, Decimal, Environment, Error, RetryPolicy, errors,
};
use okx_sim::Sim;

use crate::script::{KEY, PASSPHRASE, SECRET, Script, Step, refusal, rows};

/// A vault with credentials that can be changed. It counts how often it is read.
#[derive(Clone)]
struct Vault {
    content: Arc<Mutex<Result<[String; 3], &'static str>>>,
    asked: Arc<AtomicUsize>,
}

impl Vault {
    fn new(content: Result<[&str; 3], &'static str>) -> Self {
        let content = content.map(|parts| parts.map(str::to_owned));
        Self { content: Arc::new(Mutex::new(content)), asked: Arc::default() }
    }

    fn put(&self, parts: [&str; 3]) {
        *self.content.lock().unwrap() = Ok(parts.map(str::to_owned));
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn source(&self) -> CredentialsSource {
        let vault = self.clone();
        CredentialsSource::new("desk", move || {
            vault.asked.fetch_add(1, Ordering::SeqCst);
            let content = vault.content.lock().unwrap().clone();
            async move {
                // Other tasks run here, so that they would read the vault too if they could.
                tokio::task::yield_now().await;
                let [key, secret, passphrase] = content.map_err(io::Error::other)?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(Credentials::new(key, secret, passphrase)?)
            }
        })
    }
}

fn scripted(script: &Script, vault: &Vault) -> ClientBuilder {
    script.builder().credentials_from(vault.source()).retry(RetryPolicy::none())
}

fn keys_sent(script: &Script) -> Vec<String> {
    script.seen().iter().map(|seen| seen.header("ok-access-key").unwrap().to_owned()).collect()
}

/// Sends a request, and changes the content of the vault as soon as it was read.
async fn reads_while_it_changes(client: &Client, vault: &Vault, parts: [&str; 3]) -> Result<(), Error> {
    let request = GetBalance::new();
    let change = async {
        while vault.asked() == 0 {
            tokio::task::yield_now().await;
        }
        vault.put(parts);
    };
    let (read, ()) = tokio::join!(client.send(&request), change);
    read.map(|_| ())
}

#[tokio::test]
async fn credentials_that_change_at_run_time_are_read_again() {
    let sim = Sim::start().await;
    let (old, new) = (sim.credentials_of_another_region(), sim.credentials());
    let vault = Vault::new(Ok([&old.key, &old.secret, &old.passphrase]));
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials_from(vault.source())
        .build()
        .unwrap();
    reads_while_it_changes(&okx, &vault, [&new.key, &new.secret, &new.passphrase]).await.unwrap();
    okx.send(&GetBalance::new()).await.unwrap();
    assert_eq!(vault.asked(), 2);
}

#[tokio::test]
async fn a_refused_key_is_replaced_and_the_request_sent_again() {
    let script = Script::new([refusal(401, errors::KEY_UNKNOWN), rows(""), rows("")]);
    let vault = Vault::new(Ok([KEY, SECRET, PASSPHRASE]));
    let client = scripted(&script, &vault).build().unwrap();
    let _ = reads_while_it_changes(&client, &vault, ["Key-of-tomorrow", SECRET, PASSPHRASE]).await;
    let _ = client.send(&GetBalance::new()).await;
    assert_eq!(
        (keys_sent(&script), vault.asked()),
        (vec![KEY.into(), "Key-of-tomorrow".into(), "Key-of-tomorrow".into()], 2)
    );
}

#[tokio::test]
async fn a_request_that_may_have_been_done_is_not_sent_again_with_another_key() {
    let script = Script::new([Step::Broken]);
    let vault = Vault::new(Ok([KEY, SECRET, PASSPHRASE]));
    let client = scripted(&script, &vault).build().unwrap();
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Market, Decimal::ONE);
    assert!(client.send(&order).await.unwrap_err().outcome_unknown());
    assert_eq!((vault.asked(), script.seen().len()), (1, 1));
}

#[tokio::test]
async fn unchanged_credentials_leave_the_refusal_and_are_not_read_again_for_a_while() {
    let script = Script::new((0..5).map(|_| refusal(401, errors::PASSPHRASE_WRONG)));
    let vault = Vault::new(Ok([KEY, SECRET, PASSPHRASE]));
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client = scripted(&script, &vault).clock(Arc::new(clock.clone())).build().unwrap();
    for expected in [2, 2, 2] {
        let error = client.send(&GetBalance::new()).await.unwrap_err();
        assert!(error.is_authentication() && error.is_refused(), "{error}");
        assert_eq!(vault.asked(), expected);
    }
    clock.advance(Duration::from_secs(10));
    client.send(&GetBalance::new()).await.unwrap_err();
    assert_eq!((vault.asked(), script.seen().len()), (3, 4), "each request was sent once");
}

#[tokio::test]
async fn concurrent_requests_read_the_vault_once() {
    let (script, vault) = (Script::default(), Vault::new(Ok([KEY, SECRET, PASSPHRASE])));
    let source = vault.source();
    let client = || script.builder().credentials_from(source.clone()).build().unwrap();
    let (one, other) = (client(), client());
    let balance = GetBalance::new();
    let _ = tokio::join!(one.send(&balance), one.send(&balance), other.send(&balance), other.send(&balance));
    assert_eq!((vault.asked(), script.seen().len()), (1, 4));
}

#[tokio::test]
async fn a_request_is_not_sent_if_the_vault_fails() {
    let script = Script::default();
    let vault = Vault::new(Err("sealed"));
    let client = scripted(&script, &vault).build().unwrap();
    let error = client.send(&GetBalance::new()).await.unwrap_err();
    assert!(error.is_setup() && error.to_string().contains("credentials source failed: sealed"), "{error}");
    assert!(std::error::Error::source(&error).is_some() && script.seen().is_empty());
    vault.put([KEY, SECRET, PASSPHRASE]);
    let _ = client.send(&GetBalance::new()).await;
    assert_eq!((vault.asked(), script.seen().len()), (2, 1));
}

#[tokio::test]
async fn a_vault_that_never_answers_causes_a_timeout() {
    let script = Script::default();
    let source = CredentialsSource::new("desk", std::future::pending::<Result<Credentials, io::Error>>);
    let patience = Duration::from_millis(1);
    let client = script.builder().credentials_from(source).request_timeout(patience).build().unwrap();
    let error = client.send(&GetBalance::new()).await.unwrap_err();
    assert!(error.is_setup() && error.to_string().contains("timed out after 1 ms"), "{error}");
    assert!(script.seen().is_empty());
}

#[cfg(unix)]
mod file {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::{Path, PathBuf};

    use super::*;

    /// A file for one test, with this text and mode.
    fn file(name: &str, text: &str, mode: u32) -> PathBuf {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_file(&path);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    #[track_caller]
    fn is_refused(path: &Path, why: &str) {
        let error = Credentials::from_file(path).unwrap_err();
        assert!(error.is_setup() && error.to_string().contains(why), "{error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }

    fn lines() -> String {
        format!("OKX_API_KEY={KEY}\nOKX_API_SECRET='{SECRET}'\nexport OKX_API_PASSPHRASE=\"{PASSPHRASE}\"\n")
    }

    #[tokio::test]
    async fn credentials_from_a_file_sign_requests() {
        let sim = Sim::start().await;
        let okx_sim::Credentials { key, secret, passphrase } = sim.credentials();
        let text = format!("OKX_API_KEY={key}\nOKX_API_SECRET={secret}\nOKX_API_PASSPHRASE={passphrase}\n");
        let okx = Client::builder()
            .environment(Environment::demo(Region::Global))
            .base_url(sim.url())
            .credentials(Credentials::from_file(file("signs.env", &text, 0o600)).unwrap())
            .build()
            .unwrap();
        okx.send(&GetBalance::new()).await.unwrap();
    }

    #[test]
    fn a_file_with_open_permissions_is_refused_with_advice() {
        for mode in [0o640, 0o604, 0o620, 0o601, 0o644, 0o777] {
            let path = file("loose.env", &lines(), mode);
            is_refused(&path, &format!("mode {mode:04o}); run `chmod 600 '{}'`", path.display()));
        }
        for mode in [0o600, 0o400] {
            Credentials::from_file(file("tight.env", &lines(), mode)).unwrap();
        }
    }

    #[test]
    fn a_link_is_followed() {
        let link = Path::new(env!("CARGO_TARGET_TMPDIR")).join("link.env");
        for (mode, taken) in [(0o600, true), (0o644, false)] {
            let _ = fs::remove_file(&link);
            symlink(file("linked.env", &lines(), mode), &link).unwrap();
            assert_eq!(Credentials::from_file(&link).is_ok(), taken);
        }
    }

    #[test]
    fn what_is_no_file_of_credentials_is_refused() {
        is_refused(Path::new("/nowhere/okx.env"), "failed to read /nowhere/okx.env");
        is_refused(Path::new(env!("CARGO_TARGET_TMPDIR")), "is not a regular file");
        is_refused(&file("large.env", &"#".repeat(70_000), 0o600), "too large");
        is_refused(
            &file("lines.env", &lines().replace("'\n", "\n"), 0o600),
            "lines.env:2: the closing quote is missing",
        );
        let path = file("bytes.env", "", 0o600);
        fs::write(&path, b"OKX_API_KEY=\xff").unwrap();
        is_refused(&path, "is not valid UTF-8");
    }

    #[test]
    fn a_shell_reads_the_same_values() {
        let path = file("shell.env", &lines().replace(PASSPHRASE, "it's-#1").replace(SECRET, "$a`b\"c\\d"), 0o600);
        let script = format!(". {} && printf %s \"$OKX_API_SECRET $OKX_API_PASSPHRASE\"", path.display());
        let shell = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8(shell.stdout).unwrap(), "$a`b\"c\\d it's-#1");
        Credentials::from_file(&path).unwrap();
    }
}
