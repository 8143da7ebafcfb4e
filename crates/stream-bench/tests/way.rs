//! The model of a way.

use std::time::Duration;

use proptest::prelude::*;
use rand::{SeedableRng as _, rngs::StdRng};
use remote_rendering_stream_bench::{Direction, Way};

const CLEAR: Way = Way {
    delay: Duration::from_millis(25),
    loss: 0.0,
    rate: None,
    queue: Duration::from_millis(300),
    is_tcp_only: false,
};

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn randomness() -> StdRng {
    StdRng::seed_from_u64(1)
}

#[test]
fn a_clear_way_takes_its_delay() {
    let mut direction = Direction::new(CLEAR);
    for now in [ms(0), ms(1), ms(500)] {
        assert_eq!(
            direction.pass(&[0; 1000], now, &mut randomness()),
            Some(now + ms(25))
        );
    }
}

#[test]
fn packets_wait_in_front_of_a_narrow_place_until_the_queue_is_full() {
    // A packet of 1000 bytes takes 10 ms.
    let way = Way {
        rate: Some(800_000),
        queue: ms(25),
        ..CLEAR
    };
    let mut direction = Direction::new(way);
    let mut pass = |now| direction.pass(&[0; 1000], now, &mut randomness());
    assert_eq!(pass(ms(0)), Some(ms(35)));
    assert_eq!(pass(ms(0)), Some(ms(45)));
    assert_eq!(pass(ms(0)), Some(ms(55)));
    // It would wait 30 ms.
    assert_eq!(pass(ms(0)), None);
    assert_eq!(pass(ms(5)), Some(ms(65)));
    assert_eq!(pass(ms(1000)), Some(ms(1035)));
}

#[test]
fn as_many_are_lost_as_was_asked() {
    let mut direction = Direction::new(Way {
        loss: 0.03,
        ..CLEAR
    });
    let mut randomness = randomness();
    let arrived =
        (0..20_000).filter(|_| direction.pass(&[0; 100], ms(0), &mut randomness).is_some());
    let lost = 20_000 - arrived.count();
    assert!((500..700).contains(&lost), "{lost} of 20000");
}

#[test]
fn udp_can_be_kept_out() {
    let mut direction = Direction::new(Way {
        is_tcp_only: true,
        ..CLEAR
    });
    let packet = |protocol: u8| {
        let mut packet = [0; 40];
        packet[0] = 0x45;
        packet[9] = protocol;
        packet
    };
    assert!(
        direction
            .pass(&packet(6), ms(0), &mut randomness())
            .is_some()
    );
    assert_eq!(direction.pass(&packet(17), ms(0), &mut randomness()), None);
    assert_eq!(direction.pass(&[], ms(0), &mut randomness()), None);
}

proptest! {
    #[test]
    fn packets_keep_their_order_and_no_more_come_through_than_fit(
        steps in proptest::collection::vec((0_u64..20, 1_usize..1500), 1..200),
        rate in 100_000_u64..50_000_000,
    ) {
        let mut direction = Direction::new(Way { rate: Some(rate), ..CLEAR });
        let (mut now, mut last, mut bits) = (Duration::ZERO, Duration::ZERO, 0_u128);
        for (step, length) in steps {
            now += ms(step);
            if let Some(arrives) = direction.pass(&vec![0; length], now, &mut randomness()) {
                prop_assert!(arrives >= last);
                bits += 8 * u128::try_from(length).unwrap();
                last = arrives;
                let time = arrives.checked_sub(CLEAR.delay).unwrap().as_nanos();
                prop_assert!(bits * 1_000_000_000 <= (time + 1_000) * u128::from(rate));
            }
        }
    }
}
