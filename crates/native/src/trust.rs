use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem, pem::PemObject as _},
};

/// Which certificates are believed.
#[derive(Clone, Debug)]
pub struct Trust(Arc<ClientConfig>);

/// An authority that cannot be trusted.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file is not there, or is not PEM.
    #[error("the certificates in {} cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: pem::Error,
    },
    /// The file has no certificate.
    #[error("there is no certificate in {}: name the authority's, in PEM", .0.display())]
    Empty(PathBuf),
    /// A certificate that is not one.
    #[error("the certificate in {} cannot be used as an authority's", .path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: rustls::Error,
    },
    /// The TLS library refuses its own defaults.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
}

impl Trust {
    /// The authorities that the system trusts, and those in a PEM file, if one is given.
    ///
    /// A system that has none is no error: where only http is asked, or the file has the authority, none is needed.
    pub fn new(extra: Option<&Path>) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        // Some systems carry a few that are malformed; the others count.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(path) = extra {
            add_file(&mut roots, path)?;
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }

    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), TrustError> {
    let unreadable = |cause| TrustError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let before = roots.len();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
        let added = roots.add(certificate.map_err(unreadable)?);
        added.map_err(|cause| TrustError::Unusable {
            path: path.to_owned(),
            cause,
        })?;
    }
    if roots.len() == before {
        return Err(TrustError::Empty(path.to_owned()));
    }
    Ok(())
}
