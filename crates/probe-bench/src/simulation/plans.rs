use super::{
    Named,
    ours::{Sight, Where, race},
    plan::{Order, Plan, Statistic, azurespeed, first_answer},
};

const AT_ONCE: Order = Order::Parallel { pause: 0.0 };

/// Every plan, ours first: as a page sees any service, and as it sees one that lets it see its timing (the exchange,
/// or the handshake, too).
pub(super) const PLANS: &[Named] = &[
    Named {
        name: "ours",
        run: |trial, names| race(trial, Sight::Duration, Where::Known, names),
    },
    Named {
        name: "ours, timing allowed",
        run: |trial, names| race(trial, Sight::ExchangeAndHandshake, Where::Known, names),
    },
    Named {
        name: "ours, exchange only",
        run: |trial, names| race(trial, Sight::Exchange, Where::Known, names),
    },
    Named {
        name: "ours, place unknown",
        run: |trial, names| race(trial, Sight::Duration, Where::Unknown, names),
    },
    Named {
        name: "one cold shot, all awaited",
        run: |trial, _| Plan::new(1, 0, Statistic::Mean, AT_ONCE).run(trial),
    },
    Named {
        name: "one cold shot, first wins",
        run: |trial, _| first_answer(trial),
    },
    Named {
        name: "4, mean, one by one",
        run: |trial, _| Plan::new(4, 0, Statistic::Mean, Order::Lanes(1)).run(trial),
    },
    Named {
        name: "1+4, mean, parallel",
        run: |trial, _| Plan::new(5, 1, Statistic::Mean, AT_ONCE).run(trial),
    },
    Named {
        name: "10, median, one by one",
        run: |trial, _| Plan::new(10, 0, Statistic::Median, Order::Lanes(1)).run(trial),
    },
    Named {
        name: "1+10, median, parallel",
        run: |trial, _| Plan::new(11, 1, Statistic::Median, AT_ONCE).run(trial),
    },
    Named {
        name: "1+5, least, parallel",
        run: |trial, _| Plan::new(6, 1, Statistic::Least, AT_ONCE).run(trial),
    },
    Named {
        name: "1+10, least, parallel",
        run: |trial, _| Plan::new(11, 1, Statistic::Least, AT_ONCE).run(trial),
    },
    Named {
        name: "AzureSpeedTest2",
        run: |trial, _| {
            Plan::new(5, 1, Statistic::Mean, Order::Rounds(4))
                .in_whole_milliseconds()
                .run(trial)
        },
    },
    Named {
        name: "azurespeed.com",
        run: |trial, _| azurespeed(trial),
    },
    Named {
        name: "gcping",
        run: |trial, _| {
            Plan::new(10, 0, Statistic::MedianOfTexts, Order::Rounds(1))
                .in_whole_milliseconds()
                .run(trial)
        },
    },
    Named {
        name: "LibreSpeed",
        run: |trial, _| {
            Plan::new(3, 0, Statistic::Least, Order::Lanes(6))
                .in_whole_milliseconds()
                .run(trial)
        },
    },
    Named {
        name: "cloudping.me",
        run: |trial, _| {
            Plan::new(4, 1, Statistic::Median, AT_ONCE)
                .in_whole_milliseconds()
                .run(trial)
        },
    },
    Named {
        name: "Photon",
        run: |trial, _| {
            Plan::new(5, 1, Statistic::Mean, Order::Parallel { pause: 100.0 }).run(trial)
        },
    },
];
