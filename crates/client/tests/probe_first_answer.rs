//! What a region's first answer says: it opens a connection, or finds one open, and may be slow by chance.
#![cfg(test)]

use std::time::Duration;

use remote_rendering_client::probe::{Clock, Entrant, Moves, Policy, ProbeId, Race, Reading, Step};

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A shell that sees the exchange by itself, on a connection that was open.
fn warm(round_trip: Duration) -> Reading {
    Reading {
        total: round_trip,
        exchange: Some(round_trip),
        handshake: None,
        clock: Clock::Recorded,
    }
}

/// A shell that sees the exchange and the handshake before it.
fn cold(handshake: Duration, exchange: Duration) -> Reading {
    Reading {
        total: 2 * handshake + exchange,
        exchange: Some(exchange),
        handshake: Some(handshake),
        clock: Clock::Recorded,
    }
}

fn slower_and_nearer() -> Race {
    let entrants = ["slower", "nearer"].map(|name| Entrant {
        name: name.parse().unwrap(),
        distance: None,
    });
    Race::new(entrants.to_vec(), Policy::DEFAULT, Duration::ZERO)
}

fn moves(race: &mut Race, now: Duration) -> Moves {
    match race.step(now) {
        Step::Race(moves) => moves,
        Step::Decided(verdict) => panic!("decided already: {verdict:?}"),
    }
}

fn probe_of(moves: &Moves, entrant: usize) -> ProbeId {
    let mut sent = moves.send.iter();
    let Some(probe) = sent.find(|probe| probe.entrant == entrant) else {
        panic!("{entrant} is not probed: {moves:?}")
    };
    probe.id
}

#[test]
fn a_first_answer_on_an_open_connection_is_one_round_trip_and_not_several() {
    let mut race = slower_and_nearer();
    let first = moves(&mut race, ms(0));
    race.answered(probe_of(&first, 1), warm(ms(40)));
    let second = moves(&mut race, ms(40));
    race.answered(probe_of(&first, 0), warm(ms(60)));
    moves(&mut race, ms(60));
    race.answered(probe_of(&second, 1), warm(ms(40)));
    moves(&mut race, ms(80));
    assert_eq!(race.provisional(), Some(1));
}

#[test]
fn a_slow_exchange_after_a_quick_handshake_does_not_put_a_region_out() {
    let mut race = slower_and_nearer();
    let first = moves(&mut race, ms(0));
    race.answered(probe_of(&first, 0), cold(ms(12), ms(12)));
    let second = moves(&mut race, ms(36));
    race.answered(probe_of(&second, 0), warm(ms(12)));
    moves(&mut race, ms(48));
    race.answered(probe_of(&first, 1), cold(ms(4), ms(58)));
    // Its handshake says that it may be the nearest: it is asked again.
    let again = probe_of(&moves(&mut race, ms(66)), 1);
    race.answered(again, warm(ms(4)));
    moves(&mut race, ms(70));
    assert_eq!(race.provisional(), Some(1));
}
