//! TLS: the certificate that an operator has, or one of an authority that the service makes for
//! itself.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use axum_server::tls_rustls::RustlsConfig;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedKey, CidrSubnet, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
    string::Ia5String,
};
use remote_rendering_protocol::Timestamp;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _},
};
use time::{Duration, OffsetDateTime};

use crate::{
    RegionPlan,
    private_file::{self, FileError},
};

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// An authority that the service made signs one for the names of this machine. `ca.pem` in the
    /// data folder is what a client has to trust.
    SelfSigned,
    /// The operator's own.
    Files {
        /// The certificate and those between it and its root, in PEM.
        chain: PathBuf,
        /// Its private key, in PEM.
        key: PathBuf,
    },
}

/// There is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A PEM file cannot be read.
    #[error("{} cannot be read", .path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: pem::Error,
    },
    /// Certificate and key cannot be used together.
    #[error("the certificate and its key cannot be used")]
    Pair(#[from] rustls::Error),
    /// A certificate could not be made, or the authority's key is damaged.
    #[error("no certificate could be made: if {} is damaged, remove it for a new authority", .authority.display())]
    Making {
        /// The file of the authority's key.
        authority: PathBuf,
        /// Why.
        #[source]
        cause: rcgen::Error,
    },
    /// The authority's files failed.
    #[error("the certificate authority's file failed")]
    File(#[from] FileError),
}

/// How long the authority is trusted. Trusting it again is a person's work, so it is long.
const AUTHORITY_LIFETIME: Duration = Duration::days(3650);

/// How long a certificate is valid. Each start makes a new one.
const CERTIFICATE_LIFETIME: Duration = Duration::days(397);

/// Clocks differ: what is made now is valid since yesterday.
const BACKDATED: Duration = Duration::days(1);

type Pair = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// The files of a certificate and its key, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CertificateFiles {
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
}

/// The files of this certificate; an authority, and what it signs, live in `folder`. One that is made is for the hosts of
/// these regions, too.
pub(crate) fn files(
    certificate: &Certificate,
    folder: &Path,
    regions: &RegionPlan,
    now: Timestamp,
) -> Result<CertificateFiles, TlsError> {
    match certificate {
        Certificate::SelfSigned => self_signed(folder, regions, now),
        Certificate::Files { chain, key } => Ok(CertificateFiles {
            chain: chain.clone(),
            key: key.clone(),
        }),
    }
}

/// TLS with the certificate of these files.
pub(crate) fn configure(files: &CertificateFiles) -> Result<RustlsConfig, TlsError> {
    let (chain, key) = read(&files.chain, &files.key)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

fn read(chain: &Path, key: &Path) -> Result<Pair, TlsError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        |cause| TlsError::Pem { path, cause }
    };
    let certificates = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(failed(chain))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(failed(key))?;
    Ok((certificates, key))
}

/// The certificate's files are written with each start. The processes of sessions read them, too.
fn self_signed(
    folder: &Path,
    regions: &RegionPlan,
    now: Timestamp,
) -> Result<CertificateFiles, TlsError> {
    let (public, private) = (folder.join("ca.pem"), folder.join("ca.key"));
    let failed = |cause| TlsError::Making {
        authority: private.clone(),
        cause,
    };
    let authority = authority_params(now);
    let present = (private_file::read(&private)?, private_file::read(&public)?);
    let key = if let (Some(key), Some(_)) = present {
        // What is not text is no PEM either, which the parser says better.
        KeyPair::from_pem(&String::from_utf8(key).unwrap_or_default()).map_err(failed)?
    } else {
        let key = KeyPair::generate().map_err(failed)?;
        let certificate = authority.self_signed(&key).map_err(failed)?;
        // The key first: a certificate without a key would be trusted for nothing.
        private_file::write(&private, key.serialize_pem().as_bytes())?;
        private_file::write(&public, certificate.pem().as_bytes())?;
        key
    };
    let signed = sign(&Issuer::new(authority, key), regions, now).map_err(failed)?;
    let files = CertificateFiles {
        chain: folder.join("service.pem"),
        key: folder.join("service.key"),
    };
    private_file::write(&files.key, signed.signing_key.serialize_pem().as_bytes())?;
    private_file::write(&files.chain, signed.cert.pem().as_bytes())?;
    Ok(files)
}

/// The authority. Who trusts it trusts it for this machine's names only. Its name never changes:
/// the certificates of a later start are signed in it with the same key, and `ca.pem` stays as it
/// was.
fn authority_params(now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "Remote Rendering, this machine only");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(Ipv4Addr::LOCALHOST.octets(), 8)),
            GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(
                Ipv6Addr::LOCALHOST.octets(),
                128,
            )),
        ],
        excluded_subtrees: Vec::new(),
    });
    set_lifetime(&mut params, now, AUTHORITY_LIFETIME);
    params
}

/// A certificate for the names of this machine, signed by the authority.
fn sign(
    authority: &Issuer<'_, KeyPair>,
    regions: &RegionPlan,
    now: Timestamp,
) -> Result<CertifiedKey<KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    params.subject_alt_names = names(regions)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    set_lifetime(&mut params, now, CERTIFICATE_LIFETIME);
    let signing_key = KeyPair::generate()?;
    let cert = params.signed_by(&signing_key, authority)?;
    Ok(CertifiedKey { cert, signing_key })
}

/// The names under which the service answers. There is no `*.localhost`: clients accept no star
/// with one label behind it, and some then refuse the whole certificate. A star stands for one
/// label, so the regions are written out.
fn names(regions: &RegionPlan) -> Result<Vec<SanType>, rcgen::Error> {
    let mut names = vec![
        "localhost",
        "mixedreality.localhost",
        "*.mixedreality.localhost",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect::<Vec<_>>();
    for region in regions.names() {
        names.push(format!("sts.{region}.mixedreality.localhost"));
        names.push(format!("remoterendering.{region}.mixedreality.localhost"));
    }
    let names = names
        .into_iter()
        .map(|name| Ok(SanType::DnsName(Ia5String::try_from(name)?)));
    let addresses = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        .map(|address| Ok(SanType::IpAddress(address)));
    names.chain(addresses).collect()
}

fn set_lifetime(params: &mut CertificateParams, now: Timestamp, lifetime: Duration) {
    let now = OffsetDateTime::UNIX_EPOCH + Duration::seconds(now.unix_seconds());
    params.not_before = now - BACKDATED;
    params.not_after = now + lifetime;
}
