//! Secrets are never printed, in no error.

use super::fixture::{Chain, Detail, Key, Lock, Passphrase, Phrases};
use crate::error::Error;
use crate::facts::Fields;
use crate::fields::decode::decode;
use crate::fields::{Items, body};

/// Digits, so that it can be used as any kind of JSON value.
const SECRET: &str = "7351";

fn key() -> Key {
    let lock = Lock { passphrase: SECRET.into(), ..Lock::default() };
    Key {
        label: "one".into(),
        passphrase: SECRET.into(),
        former: vec![SECRET.into()],
        locks: vec![lock],
        ..Key::default()
    }
}

#[track_caller]
fn refuses<T: Fields + Default>(text: &str, expected: &str) {
    assert!(text.contains(SECRET), "{text} has a secret");
    let mut fields = T::default();
    let error = decode(text, &mut fields).unwrap_err();
    assert!(!format!("{error:?}").contains(SECRET), "{error:?}");
    assert_eq!(error.to_string(), expected);
    assert!(!format!("{:?}", Error::from(error)).contains(SECRET));
}

#[test]
fn secrets_print_as_stars() {
    assert_eq!(format!("{:?}", Passphrase::from(SECRET)), "***");
    assert_eq!(
        format!("{:?}", key()),
        "Key { label: \"one\", passphrase: ***, former: ***, locks: [Lock { passphrase: *** }] }"
    );
}

#[test]
fn undescribed_members_of_a_shape_with_secrets_print_as_stars() {
    let mut key = key();
    key.extra.insert("secret", SECRET);
    assert!(!format!("{key:?}").contains(SECRET), "{key:?}");
}

#[test]
fn secrets_are_sent_and_read_unchanged() {
    let sent = format!(r#"{{"label":"one","passphrase":"{SECRET}","former":["{SECRET}"],"locks":[["{SECRET}"]]}}"#);
    assert_eq!(String::from_utf8(body(Items::One(&key()))).unwrap(), sent);
    assert_eq!(serde_json::to_string(&key()).unwrap(), sent);
    assert_eq!(serde_json::from_str::<Key>(&sent).unwrap(), key());
    assert_eq!(serde_json::from_str::<Passphrase>(&format!("\"{SECRET}\"")).unwrap().as_str(), SECRET);
}

#[test]
fn an_error_for_a_secret_does_not_contain_it() {
    refuses::<Key>(r#"{"passphrase":["7351"]}"#, "`passphrase`: expected text, found a secret");
    refuses::<Key>(r#"{"former":"7351"}"#, "`former`: expected an array, found a secret");
    refuses::<Key>(r#"{"former":[{"of":"7351"}]}"#, "`former[0]`: expected text, found a secret");
    refuses::<Lock>(r#"[{"of":"7351"}]"#, "`passphrase`: expected text, found a secret");
    refuses::<Phrases>(r#"{"of":"7351"}"#, "expected an array, found a secret");
}

#[test]
fn an_error_for_a_shape_with_secrets_does_not_contain_them() {
    refuses::<Key>(r#"["7351"]"#, "expected an object, found a secret");
    refuses::<Lock>(r#"{"passphrase":"7351"}"#, "expected an array, found a secret");
    refuses::<Key>(r#"{"locks":{"passphrase":"7351"}}"#, "`locks`: expected an array, found a secret");
    refuses::<Key>(r#"{"locks":["7351"]}"#, "`locks[0]`: expected an array, found a secret");
    refuses::<Chain>(r#"["7351"]"#, "expected an object, found a secret");
    refuses::<Chain>(r#"{"ring":{"key":["7351"]}}"#, "`ring`: expected an array, found a secret");
    refuses::<Chain>(r#"{"ring":["7351"]}"#, "`ring[0]`: expected an object, found a secret");
}

#[test]
fn an_error_for_another_field_of_a_shape_with_secrets_does_not_contain_its_value() {
    refuses::<Key>(r#"{"label":["7351"]}"#, "`label`: expected text, found a secret");
    refuses::<Chain>(r#"{"length":"7351m"}"#, "`length`: expected a whole number of at most 64 bits, found a secret");
}

#[test]
fn other_values_are_in_the_error() {
    let error = decode(r#"{"ccy":["A"]}"#, &mut Detail::default()).unwrap_err();
    assert_eq!(error.to_string(), "`ccy`: expected text, found [\"A\"]");
}

#[test]
fn an_error_of_serde_does_not_contain_a_secret() {
    let error = serde_json::from_str::<Passphrase>(SECRET).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    assert!(error.to_string().starts_with("expected text, found a secret"), "{error}");
}
