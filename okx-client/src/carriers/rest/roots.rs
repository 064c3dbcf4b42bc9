//! Whom TLS trusts.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::error::Error;

/// The certificate authorities browsers trust, and those that were added. There is no way to trust everyone.
#[derive(Clone, Debug)]
pub(crate) struct Roots(RootCertStore);

impl Roots {
    pub(crate) fn public() -> Self {
        Self(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// Adds the certificates of a PEM file, or one certificate in DER.
    pub(crate) fn add(&mut self, file: &[u8]) -> Result<(), Error> {
        let before = self.0.len();
        if file.starts_with(b"\x30") {
            self.add_one(CertificateDer::from(file))?;
        } else {
            for certificate in CertificateDer::pem_slice_iter(file) {
                let broken = |error| Error::setup(format!("the root certificates are not valid PEM: {error}"));
                self.add_one(certificate.map_err(broken)?)?;
            }
        }
        if self.0.len() == before {
            return Err(Error::setup("the root certificates hold no certificate, neither as PEM nor as DER"));
        }
        Ok(())
    }

    fn add_one(&mut self, certificate: CertificateDer<'_>) -> Result<(), Error> {
        let broken = |error| Error::setup(format!("a root certificate cannot be used: {error}"));
        self.0.add(certificate.into_owned()).map_err(broken)
    }

    /// How to talk TLS with these roots.
    pub(crate) fn client_config(&self) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::setup(format!("TLS cannot be set up: {error}")))?
            .with_root_certificates(self.0.clone())
            .with_no_client_auth();
        // The HTTP library leaves a configuration that it is given as it is, so what we speak is said here.
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_refused(file: &[u8], expected: &str) {
        let error = Roots::public().add(file).unwrap_err();
        assert!(error.is_setup());
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        is_refused(b"", "hold no certificate");
        is_refused(b"hello", "hold no certificate");
        is_refused(b"\x30\x03abc", "cannot be used");
        is_refused(b"-----BEGIN CERTIFICATE-----\n@@@@\n-----END CERTIFICATE-----\n", "not valid PEM");
        is_refused(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be used");
    }
}
