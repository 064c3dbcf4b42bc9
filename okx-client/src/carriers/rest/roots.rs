//! The root certificates that TLS trusts.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::error::Error;

/// The public certificate authorities that browsers trust, plus added ones. Verification cannot be disabled.
#[derive(Clone, Debug)]
pub(crate) struct Roots(RootCertStore);

impl Roots {
    pub(crate) fn public() -> Self {
        Self(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// Adds the certificates of a PEM file, or a single DER certificate.
    pub(crate) fn add(&mut self, file: &[u8]) -> Result<(), Error> {
        let before = self.0.len();
        if file.starts_with(b"\x30") {
            self.add_one(CertificateDer::from(file))?;
        } else {
            for certificate in CertificateDer::pem_slice_iter(file) {
                let broken = |error| Error::setup(format!("invalid PEM in the root certificates: {error}"));
                self.add_one(certificate.map_err(broken)?)?;
            }
        }
        if self.0.len() == before {
            return Err(Error::setup("no root certificate found; expected PEM, or a single certificate in DER"));
        }
        Ok(())
    }

    fn add_one(&mut self, certificate: CertificateDer<'_>) -> Result<(), Error> {
        let broken = |error| Error::setup(format!("invalid root certificate: {error}"));
        self.0.add(certificate.into_owned()).map_err(broken)
    }

    /// The TLS configuration with these roots, for connections with one of these protocols.
    pub(crate) fn client_config(&self, protocols: &[&[u8]]) -> Result<ClientConfig, Error> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::setup(format!("failed to set up TLS: {error}")))?
            .with_root_certificates(self.0.clone())
            .with_no_client_auth();
        // The HTTP library does not change a configuration that it is given, so the protocols are set here.
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refuses(file: &[u8], expected: &str) {
        let error = Roots::public().add(file).unwrap_err();
        assert!(error.is_setup());
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn invalid_certificates_are_rejected() {
        refuses(b"", "no root certificate found");
        refuses(b"hello", "no root certificate found");
        refuses(b"\x30\x03abc", "invalid root certificate");
        refuses(b"-----BEGIN CERTIFICATE-----\n@@@@\n-----END CERTIFICATE-----\n", "invalid PEM");
        refuses(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "invalid root certificate");
    }
}
