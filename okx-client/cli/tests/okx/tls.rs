//! `--root-certificate`: an additional authority is trusted, and its certificates are verified like all others.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::run::{Ended, okx};

const BODY: &str = r#"{"code":"0","msg":"","data":[{"ts":"12345"}]}"#;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tls/authority").join(name)
}

/// A server on 127.0.0.1 with this certificate of the authority.
fn serve(certificate: &str) -> String {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(file(certificate)).expect("a certificate")],
            PrivateKeyDer::from_pem_file(file("server.key")).expect("a key"),
        )
        .expect("they belong together");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    let port = listener.local_addr().expect("it listens").port();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("the configuration is good");
            let mut stream = StreamOwned::new(connection, socket.expect("a connection"));
            if stream.read(&mut [0; 4096]).is_ok() {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", BODY.len());
                let _ = stream.write_all((head + BODY).as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    format!("https://127.0.0.1:{port}")
}

fn asks(url: &str, root: Option<&Path>) -> Ended {
    let command = okx(&["call", "public.get_time", "--base-url", url]);
    match root {
        Some(root) => command.and(&["--root-certificate", &root.display().to_string()]).run(),
        None => command.run(),
    }
}

#[test]
fn only_the_given_authority_is_trusted() {
    let url = serve("server.pem");
    let trusted = asks(&url, Some(&file("root.pem")));
    assert_eq!((trusted.code, trusted.json()["data"][0]["ts"].as_str()), (Some(0), Some("12345")), "{trusted:?}");
    let unknown = asks(&url, None);
    assert!(unknown.code == Some(5) && unknown.stderr.contains("certificate"), "{unknown:?}");
}

#[test]
fn an_expired_certificate_and_one_with_another_name_are_refused() {
    for certificate in ["expired.pem", "elsewhere.pem"] {
        let ended = asks(&serve(certificate), Some(&file("root.pem")));
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(5), ""), "{certificate}: {ended:?}");
        assert!(ended.stderr.contains("certificate"), "{certificate}: {ended:?}");
    }
}

#[test]
fn a_file_without_a_certificate_is_refused() {
    let ended = asks("https://127.0.0.1:1", Some(&file("server.key")));
    assert!(ended.code == Some(2) && ended.stderr.contains("no root certificate found"), "{ended:?}");
    let ended = asks("https://127.0.0.1:1", Some(&file("nothing.pem")));
    assert!(ended.code == Some(2) && ended.stderr.contains("cannot be read"), "{ended:?}");
}
