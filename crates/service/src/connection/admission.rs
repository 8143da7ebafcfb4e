use std::{
    collections::HashMap,
    io,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{Limits, address_block::AddressBlock, metrics::ConnectionMetrics};

/// How many connections there are, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Admission(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: usize,
    /// `None` where every connection comes from a proxy.
    most_per_address: Option<usize>,
    counts: Mutex<Counts>,
    metrics: ConnectionMetrics,
}

#[derive(Debug, Default)]
struct Counts {
    all: usize,
    by_address: HashMap<AddressBlock, usize>,
}

/// The place of an open connection, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    admission: Admission,
    address: AddressBlock,
}

impl Admission {
    pub(crate) fn new(limits: &Limits, behind_proxies: bool, metrics: ConnectionMetrics) -> Self {
        Self(Arc::new(Inner {
            most: limits.connections,
            most_per_address: (!behind_proxies).then_some(limits.connections_per_address),
            counts: Mutex::default(),
            metrics,
        }))
    }

    pub(super) fn enter(&self, address: IpAddr) -> io::Result<Place> {
        let address = AddressBlock::of(address);
        let refused = |limit| {
            self.0.metrics.refused(limit);
            io::Error::new(io::ErrorKind::ConnectionRefused, "too many connections")
        };
        let mut counts = self.counts();
        if counts.all >= self.0.most {
            return Err(refused("all"));
        }
        let here = counts.by_address.get(&address).copied().unwrap_or_default();
        if self.0.most_per_address.is_some_and(|most| here >= most) {
            return Err(refused("address"));
        }
        counts.all += 1;
        counts.by_address.insert(address, here + 1);
        self.0.metrics.open.inc();
        Ok(Place {
            admission: self.clone(),
            address,
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing in here panics between two writes, so a poisoned lock guards whole counts.
        self.0.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.admission.counts();
        counts.all -= 1;
        if let Some(here) = counts.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                counts.by_address.remove(&self.address);
            }
        }
        self.admission.0.metrics.open.dec();
    }
}
