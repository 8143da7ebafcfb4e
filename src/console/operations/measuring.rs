//! Measuring the round trips to the regions.

use std::{pin::pin, time::Duration};

use futures_util::{
    FutureExt as _,
    future::{Either, abortable, join_all, select},
};
use remote_rendering_client::{
    latency::WARM_SAMPLES,
    probe::{Connection, ProbeFailure, Prober as _},
};
use remote_rendering_protocol::Region;
use yew::UseReducerDispatcher;

use super::Operations;
use crate::{
    browser::BrowserProber,
    console::state::regions::{self, Regions},
};

impl Operations {
    /// Measures the round trips to all regions at once; a measurement under way is cancelled.
    pub fn measure_regions(&self) {
        self.cancel_measuring();
        let regions = self.inner.tell.regions.clone();
        regions.dispatch(regions::Action::Began);
        let catalogue = self.inner.regions.clone();
        let (measurement, handle) = abortable(async move {
            join_all(catalogue.iter().map(|region| measure(region, &regions))).await;
            regions.dispatch(regions::Action::Ended);
        });
        self.inner.measuring.replace(Some(handle));
        self.spawn(measurement.map(drop));
    }

    /// Stops a measurement; what it has found stays.
    pub fn cancel_measuring(&self) {
        if let Some(handle) = self.inner.measuring.take() {
            handle.abort();
            self.inner.tell.regions.dispatch(regions::Action::Ended);
        }
    }
}

/// One region: a cold round trip and five warm ones, one after the other. Two failures in a row end it.
async fn measure(region: &Region, tell: &UseReducerDispatcher<Regions>) {
    let mut failed = 0;
    let mut measured = 0;
    while measured <= WARM_SAMPLES {
        if let Ok(sample) = round_trip(region.probe_url.as_str()).await {
            (measured, failed) = (measured + 1, 0);
            tell.dispatch(regions::Action::Sampled(region.name.clone(), sample));
        } else {
            failed += 1;
            if failed == 2 {
                return tell.dispatch(regions::Action::Unreachable(region.name.clone()));
            }
        }
    }
}

/// A region that stays silent must not hold up the others.
const TIME_LIMIT: Duration = Duration::from_secs(3);

async fn round_trip(probe_url: &str) -> Result<Duration, ProbeFailure> {
    let prober = BrowserProber::new();
    let limit = pin!(prober.sleep(TIME_LIMIT));
    match select(pin!(prober.probe(probe_url, Connection::Shared)), limit).await {
        Either::Left((reading, _)) => reading.map(|it| it.exchange.unwrap_or(it.total)),
        Either::Right(((), _)) => Err(ProbeFailure::Lost),
    }
}
