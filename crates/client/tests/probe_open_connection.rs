//! A race in which connections to the regions are open before it begins.

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
    let entrants = ["slower", "nearer"].map(|name| Entrant {
        name: name.parse().unwrap(),
        distance: None,
    });
    let mut race = Race::new(entrants.to_vec(), Policy::DEFAULT, Duration::ZERO);
    let first = moves(&mut race, ms(0));
    race.answered(probe_of(&first, 1), warm(ms(40)));
    let second = moves(&mut race, ms(40));
    race.answered(probe_of(&first, 0), warm(ms(60)));
    moves(&mut race, ms(60));
    race.answered(probe_of(&second, 1), warm(ms(40)));
    moves(&mut race, ms(80));
    assert_eq!(race.provisional(), Some(1));
}
