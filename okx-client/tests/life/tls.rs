//! Certificates are always checked; roots can be added, never ignored.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use okx_client::environments::Region;
use okx_client::public::GetTime;
use okx_client::{Client, ClientBuilder, Environment, RetryPolicy};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub(crate) const ROOT: &[u8] = include_bytes!("../tls/root.pem");
const CERTIFICATE: &[u8] = include_bytes!("../tls/server.pem");
const KEY: &[u8] = include_bytes!("../tls/server.key");

const BODY: &str = r#"{"code":"0","msg":"","data":[{"ts":"12345"}]}"#;

/// A server whose certificate is for 127.0.0.1, by an authority nobody knows.
pub(crate) fn serve() -> String {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
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
async fn a_certificate_is_for_its_own_name_only() {
    let url = serve().replace("127.0.0.1", "localhost");
    let error = builder(&url).root_certificates(ROOT).build().unwrap().send(&GetTime::new()).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
}
