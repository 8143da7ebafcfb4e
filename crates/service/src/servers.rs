//! Which allocator the settings come to.

use std::{io, sync::Arc};

use tracing::info;

use crate::{
    Allocator, HostAddress, HostPlan, PoolMetrics, PoolRule, Randomness, SimulatedPool,
    tls::CertificateFiles,
};

/// There are no servers for sessions.
#[derive(Debug, thiserror::Error)]
pub enum ServersError {
    /// Nothing is known under the name that devices are to reach hosts by.
    #[error("--host-address {} leads nowhere: write a name that can be looked up, or an IP address", .0.as_str())]
    HostAddress(HostAddress, #[source] io::Error),
    /// The program's own file is not known.
    #[error("this program's file is not known, which serves sessions by --allocator process")]
    Program(#[source] io::Error),
}

/// The allocator of these settings. Says which one it is.
#[cfg_attr(
    not(feature = "host"),
    expect(
        clippy::unused_async,
        unused_variables,
        reason = "the options refuse hosts where there are none"
    )
)]
pub(crate) async fn allocator(
    hosts: Option<HostPlan>,
    rules: Vec<PoolRule>,
    certificate: Option<CertificateFiles>,
    randomness: Arc<dyn Randomness>,
    metrics: PoolMetrics,
) -> Result<Arc<dyn Allocator>, ServersError> {
    #[cfg(feature = "host")]
    if let Some(plan) = hosts {
        return processes::allocator(plan, rules, certificate, metrics).await;
    }
    info!("servers are simulated: no device can connect; --allocator process starts real ones");
    let pool = SimulatedPool::new(rules, randomness);
    Ok(Arc::new(pool.counted_by(metrics)))
}

#[cfg(feature = "host")]
mod processes {
    use std::{env, io, net::IpAddr, sync::Arc};

    use tracing::info;

    use super::ServersError;
    use crate::{
        Allocator, HostAddress, HostPlan, HostProgram, HostSettings, PoolMetrics, PoolRule,
        ProcessAllocator, tls::CertificateFiles,
    };

    pub(super) async fn allocator(
        plan: HostPlan,
        rules: Vec<PoolRule>,
        certificate: Option<CertificateFiles>,
        metrics: PoolMetrics,
    ) -> Result<Arc<dyn Allocator>, ServersError> {
        let HostPlan {
            address,
            bind,
            start_timeout,
            table,
        } = plan;
        let public_address = look_up(&address, bind)
            .await
            .map_err(|cause| ServersError::HostAddress(address.clone(), cause))?;
        info!(
            address = address.as_str(),
            %public_address,
            %bind,
            "servers are processes of this machine"
        );
        let program = HostProgram {
            program: env::current_exe().map_err(ServersError::Program)?,
            arguments: vec!["host".into()],
            start_timeout,
            settings: HostSettings {
                hostname: address.as_str().to_owned(),
                public_address,
                bind,
                tls: certificate.map(|files| (files.chain, files.key)),
                models: table.models,
                models_from: table.models_from,
                max_model_size: table.max_model_size,
                memory: table.memory,
            },
        };
        Ok(Arc::new(ProcessAllocator::new(program, rules, metrics)))
    }

    /// The address of a name, of the kind that hosts listen on.
    async fn look_up(address: &HostAddress, bind: IpAddr) -> io::Result<IpAddr> {
        if let Some(address) = address.ip() {
            return Ok(address);
        }
        let found = tokio::net::lookup_host((address.as_str(), 0)).await?;
        let mut fitting = found
            .map(|found| found.ip())
            .filter(|found| found.is_ipv4() == bind.is_ipv4());
        fitting.next().ok_or_else(|| {
            io::Error::other(format!(
                "it has no address of the kind of {bind}, on which hosts listen"
            ))
        })
    }
}
