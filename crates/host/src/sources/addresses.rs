//! Models at `https` addresses.
//!
//! An address is a stranger's text, and its query may be a signature that lets in: no error and no log has the query.

use std::{error::Error, fs::File, io, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use http::{StatusCode, header::LOCATION};
use remote_rendering_protocol::device::{FailedCode, Failure};
use reqwest::{Client, Response, Url, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::io::AsyncWriteExt as _;

use super::{
    Fetched, Tell, failure,
    network::{Network, NotPublic, Origin},
    too_large,
};
use crate::HostError;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 3;

/// How long a connection may take to open.
const CONNECTING: Duration = Duration::from_secs(10);

/// How long an answer may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// How long a fetch may take in all.
const WHOLE: Duration = Duration::from_mins(30);

/// Fetches models from the hosts that the operator allows.
#[derive(Debug)]
pub(crate) struct Addresses {
    allowed: Vec<Origin>,
    network: Network,
    client: Client,
    most: u64,
}

impl Addresses {
    /// The hosts that models may come from, and the largest file's size.
    pub(super) fn new(allowed: &[String], most: u64) -> Result<Self, HostError> {
        let mut roots = RootCertStore::empty();
        // Some systems carry a few that are malformed; the others count.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::with(allowed, most, Network::public(), roots)
    }

    fn with(
        allowed: &[String],
        most: u64,
        network: Network,
        roots: RootCertStore,
    ) -> Result<Self, HostError> {
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            // A proxy would look names up by itself.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .dns_resolver(Arc::new(network.clone()))
            .connect_timeout(CONNECTING)
            .read_timeout(SILENCE)
            .timeout(WHOLE)
            .build();
        Ok(Self {
            allowed: allowed
                .iter()
                .map(|text| Origin::read(text))
                .collect::<Result<_, _>>()?,
            network,
            client: client.map_err(|error| HostError::System(io::Error::other(error)))?,
            most,
        })
    }

    /// The hosts that models may come from.
    pub(super) fn hosts(&self) -> Vec<String> {
        self.allowed.iter().map(ToString::to_string).collect()
    }

    /// Fetches a model into a file without a name.
    pub(super) async fn fetch(&self, address: &str, tell: Tell<'_>) -> Result<Fetched, Failure> {
        let url = Url::parse(address)
            .map_err(|_| failure(FailedCode::NotFound, "The model's address is not a URL."))?;
        let answer = self.ask(url.clone()).await?;
        let name = url.path_segments().and_then(|mut parts| parts.next_back());
        let name = name.filter(|name| !name.is_empty()).unwrap_or("model");
        let file = self.receive(answer, tell).await?;
        Ok(Fetched::file(name.to_owned(), file))
    }

    /// The answer of success, after redirects.
    async fn ask(&self, mut url: Url) -> Result<Response, Failure> {
        for _ in 0..=MOST_REDIRECTS {
            self.check(&url)?;
            let answer = self.client.get(url.clone()).send().await;
            let answer = answer.map_err(|error| unreachable(&url, &error))?;
            match answer.status() {
                StatusCode::OK => return Ok(answer),
                status if status.is_redirection() => {
                    let target = answer.headers().get(LOCATION);
                    let target = target.and_then(|target| target.to_str().ok());
                    let next = target.and_then(|target| url.join(target).ok());
                    url = next.ok_or_else(|| wrong_status(&url, status))?;
                }
                status => return Err(wrong_status(&url, status)),
            }
        }
        let message = format!("The address leads through more than {MOST_REDIRECTS} redirects.");
        Err(failure(FailedCode::Unreachable, message))
    }

    /// Refuses what the operator does not allow, also after a redirect.
    fn check(&self, url: &Url) -> Result<(), Failure> {
        let not_allowed = |message: String| Err(failure(FailedCode::NotAllowed, message));
        let host = url.host_str().unwrap_or_default();
        if url.scheme() != "https" {
            return not_allowed("The address, or where it leads, is not https.".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return not_allowed("The address holds a user's name or password.".to_owned());
        }
        if !Origin::of(url).is_some_and(|origin| self.allowed.contains(&origin)) {
            return not_allowed(format!(
                "The operator does not allow models from {host}: --models-from names the allowed hosts."
            ));
        }
        if !self.network.admits_host(url) {
            return not_allowed(not_public(url));
        }
        Ok(())
    }

    /// Writes the body to a file as it comes, as far as the limit.
    async fn receive(&self, answer: Response, tell: Tell<'_>) -> Result<File, Failure> {
        let total = answer.content_length();
        if total.is_some_and(|total| total > self.most) {
            return Err(too_large(self.most));
        }
        let url = answer.url().clone();
        let file = tempfile::tempfile().map_err(|error| no_room(&error))?;
        let mut file = tokio::fs::File::from_std(file);
        let mut body = answer.bytes_stream();
        let mut done = 0;
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(|error| unreachable(&url, &error))?;
            done += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if done > self.most {
                return Err(too_large(self.most));
            }
            file.write_all(&piece)
                .await
                .map_err(|error| no_room(&error))?;
            tell(done, total);
        }
        file.flush().await.map_err(|error| no_room(&error))?;
        Ok(file.into_std().await)
    }
}

/// The address without what may be secret in it.
fn shown(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host}{}", url.path())
}

fn not_public(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    format!("{host} is not in the public internet, and models are fetched from there alone.")
}

fn wrong_status(url: &Url, status: StatusCode) -> Failure {
    let code = match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => FailedCode::NotFound,
        _ => FailedCode::Unreachable,
    };
    let message = format!(
        "{} answers {}: check the address, and whether it has run out.",
        shown(url),
        status.as_u16()
    );
    let mut failure = failure(code, message);
    failure.detail.status = Some(status.as_u16());
    failure
}

fn unreachable(url: &Url, error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    let mut last = "no answer".to_owned();
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return failure(FailedCode::NotAllowed, not_public(url));
        }
        // The outermost has the whole address in its text.
        if !error.is::<reqwest::Error>() {
            last = error.to_string();
        }
        cause = error.source();
    }
    let reason = if error.is_timeout() {
        "it is silent for too long".to_owned()
    } else {
        last
    };
    let message = format!("{} does not give the model: {reason}.", shown(url));
    failure(FailedCode::Unreachable, message)
}

/// The host's own disk.
fn no_room(error: &io::Error) -> Failure {
    let message = format!("The host cannot keep the file while it reads it: {error}.");
    failure(FailedCode::Memory, message)
}

#[cfg(test)]
mod tests;
