//! `okx doctor`, and credentials from a file.

use std::fs;
use std::path::PathBuf;

use okx_sim::Sim;

use crate::run::okx;

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_setup_has_no_problem_and_a_wrong_key_is_reported() {
    let sim = Sim::start().await;
    let healthy = okx(&["doctor", "--json"]).on(&sim).run();
    assert_eq!(healthy.code, Some(0), "{healthy:?}");
    assert!(healthy.json()["findings"].as_array().is_some_and(|findings| findings.len() > 5), "{healthy:?}");

    let live = okx(&["doctor", "--live"]).with_keys(&sim).at(&sim).run();
    assert!(live.code == Some(1) && live.stdout.contains("problem"), "{live:?}");
    assert!(!format!("{live:?}").contains(&sim.credentials().secret));
    let nobody = okx(&["doctor"]).at(&sim).run();
    assert!(nobody.stderr.contains("no credentials"), "{nobody:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_read_from_a_private_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let sim = Sim::start().await;
    let keys = sim.credentials();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("okx-command.env");
    let text =
        format!("OKX_API_KEY={}\nOKX_API_SECRET={}\nOKX_API_PASSPHRASE={}\n", keys.key, keys.secret, keys.passphrase);
    fs::write(&path, text).expect("it can be written");
    let call =
        okx(&["call", "account.get_balance", "--demo", "--credentials"]).and(&[&path.display().to_string()]).at(&sim);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("it is ours");
    let open = call.run();
    assert!(open.code == Some(2) && open.stderr.contains("chmod 600"), "{open:?}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("it is ours");
    assert_eq!(call.run().code, Some(0));
}
