//! `okx sign`: known answers, and a secret that is never shown.

use crate::run::{Okx, okx};

const SECRET: &str = "22582BD0CFF14C41EDBF1AB98506286D";

#[track_caller]
fn signs(command: &Okx, text: &str, signature: &str) {
    let ended = command.clone().and(&["--json"]).run();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let json = ended.json();
    assert_eq!((json["text"].as_str(), json["signature"].as_str()), (Some(text), Some(signature)));
    assert!(!format!("{ended:?}").contains(SECRET));
    assert!(command.run().stdout.contains(signature));
}

#[test]
fn known_answers_made_with_openssl() {
    let at = ["--timestamp", "2020-12-08T09:08:57.715Z"];
    let get = okx(&["sign", "GET", "/api/v5/account/balance?ccy=BTC"]).and(&at).with("OKX_API_SECRET", SECRET);
    signs(
        &get,
        "2020-12-08T09:08:57.715ZGET/api/v5/account/balance?ccy=BTC",
        "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=",
    );
    let body = r#"{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}"#;
    let post = okx(&["sign", "post", "/api/v5/account/set-leverage", body]).and(&at).with("OTHER", SECRET);
    signs(
        &post.and(&["--secret-env", "OTHER"]),
        &format!("2020-12-08T09:08:57.715ZPOST/api/v5/account/set-leverage{body}"),
        "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=",
    );
    let login = okx(&["sign", "GET", "/users/self/verify", "--timestamp", "1538054050", "--secret-stdin"]);
    signs(
        &login.input(format!("{SECRET}\n")),
        "1538054050GET/users/self/verify",
        "+LdIr8lkkvhr5hoA3g9TMC0+uQJ849ftAcocA/ouu4M=",
    );
}

#[test]
fn a_missing_or_malformed_secret_is_refused() {
    let command = okx(&["sign", "GET", "/users/self/verify"]);
    let missing = command.run();
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("OKX_API_SECRET"), "{missing:?}");
    let stray = command.with("OKX_API_SECRET", "se cret").run();
    assert_eq!(stray.code, Some(2));
    assert!(stray.stderr.contains("character 3 is U+0020") && !stray.stderr.contains("se cret"), "{stray:?}");
}

#[test]
fn a_secret_given_as_a_name_is_not_shown() {
    for value in [SECRET, "ABCDEF0123456789ABCDEF0123456789", "a=b", ""] {
        let ended = okx(&["sign", "GET", "/users/self/verify", "--secret-env", value]).run();
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.stderr.contains("never the secret"), "{ended:?}");
        assert!(value.is_empty() || !format!("{ended:?}").contains(value), "{ended:?}");
    }
}
