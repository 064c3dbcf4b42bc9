//! TLS: certificates are always verified, and root certificates can be added.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock, SystemClock};
use okx_client::environments::Region;
use okx_client::public::GetTime;
use okx_client::value::Timestamp;
use okx_client::{Client, ClientBuilder, Environment, Error, RetryPolicy};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub(crate) const ROOT: &[u8] = include_bytes!("../tls/root.pem");
const CERTIFICATE: &[u8] = include_bytes!("../tls/server.pem");
const KEY: &[u8] = include_bytes!("../tls/server.key");

const BODY: &str = r#"{"code":"0","msg":"","data":[{"ts":"12345"}]}"#;

/// A server with a certificate for 127.0.0.1 from an unknown authority.
pub(crate) fn serve() -> String {
    serve_with(CERTIFICATE, KEY)
}

/// The configuration of a server with this certificate.
fn config(certificate: &[u8], key: &[u8]) -> ServerConfig {
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate).unwrap()],
            PrivateKeyDer::from_pem_slice(key).unwrap(),
        )
        .unwrap()
}

/// A server with this certificate.
fn serve_with(certificate: &[u8], key: &[u8]) -> String {
    let config = Arc::new(config(certificate, key));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), socket.unwrap());
            if stream.read(&mut [0; 4096]).is_ok() {
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", BODY.len());
                stream.write_all((head + BODY).as_bytes()).unwrap();
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    format!("https://127.0.0.1:{port}")
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().environment(Environment::live(Region::Global)).base_url(url).retry(RetryPolicy::none())
}

#[tokio::test]
async fn an_unknown_authority_is_refused_before_anything_is_sent() {
    let error = builder(&serve()).build().unwrap().send(&GetTime::new()).await.unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("certificate"), "{error}");
}

#[tokio::test]
async fn an_added_authority_is_trusted() {
    let client = builder(&serve()).root_certificates(ROOT).build().unwrap();
    assert_eq!(client.send(&GetTime::new()).await.unwrap().ts.as_millis(), 12_345);
}

#[tokio::test]
async fn a_certificate_is_valid_for_its_name_only() {
    let url = serve().replace("127.0.0.1", "localhost");
    let error = builder(&url).root_certificates(ROOT).build().unwrap().send(&GetTime::new()).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
}

/// Another authority, whose private key was deleted, and certificates that it signed.
const AUTHORITY: &[u8] = include_bytes!("../tls/authority/root.pem");
const AUTHORITY_KEY: &[u8] = include_bytes!("../tls/authority/server.key");
const GOOD: &[u8] = include_bytes!("../tls/authority/server.pem");
const EXPIRED: &[u8] = include_bytes!("../tls/authority/expired.pem");
const ELSEWHERE: &[u8] = include_bytes!("../tls/authority/elsewhere.pem");

async fn time_from(certificate: &[u8]) -> Result<i64, Error> {
    let client = builder(&serve_with(certificate, AUTHORITY_KEY)).root_certificates(AUTHORITY).build().unwrap();
    client.send(&GetTime::new()).await.map(|time| time.ts.as_millis())
}

#[tokio::test]
async fn expired_certificates_and_those_for_another_name_are_refused_with_an_added_authority() {
    assert_eq!(time_from(GOOD).await.unwrap(), 12_345);
    for (certificate, why) in [(EXPIRED, "Expired"), (ELSEWHERE, "NotValidForName")] {
        let error = time_from(certificate).await.unwrap_err();
        let text = error.to_string();
        assert!(error.is_unreachable() && !error.outcome_unknown(), "{text}");
        assert!(text.contains("certificate") || text.contains(why), "{text}");
    }
}

/// An HTTP/2 server that accepts connections and sends nothing except its first frame.
fn serve_mute() -> String {
    let mut config = config(CERTIFICATE, KEY);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), socket.unwrap());
            // An empty SETTINGS frame; then everything is read and nothing answered.
            let _ = stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]);
            while stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {}
        }
    });
    format!("https://127.0.0.1:{port}")
}

#[tokio::test]
async fn a_dead_connection_is_detected_by_keep_alive() {
    // No request ever times out, because this clock stands still.
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client = builder(&serve_mute()).root_certificates(ROOT).keep_alive(Duration::from_millis(100));
    let client = client.clock(Arc::new(clock)).build().unwrap();
    let request = GetTime::new();
    let error = tokio::select! {
        ended = client.send(&request) => ended.unwrap_err(),
        () = SystemClock::new().sleep(Duration::from_secs(60)) => panic!("nothing found out that the connection is dead"),
    };
    assert!(error.is_unreachable() && error.to_string().contains("failed before the reply was complete"), "{error}");
}
