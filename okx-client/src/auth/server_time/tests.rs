//! OKX's time as the clocks and the replies tell it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::system::clock::ManualClock;

const WALL: i64 = 1_600_000_000_000;

fn standing() -> (ManualClock, ServerTime) {
    let clock = ManualClock::new(Timestamp::from_millis(WALL));
    (clock.clone(), ServerTime::new(Arc::new(clock)))
}

fn sample(sent: u64, received: u64, server: i64) -> Sample {
    let [sent, received] = [sent, received].map(Duration::from_millis);
    Sample { sent, received, server: Timestamp::from_millis(server), jumps: 0 }
}

#[test]
fn the_fastest_sample_wins_and_its_midpoint_counts() {
    let (clock, time) = standing();
    clock.advance(Duration::from_millis(500));
    // At 340 ms on the monotonic clock, half-way, OKX's clock stood at WALL + 5,340: it is five seconds ahead.
    let samples = [sample(0, 200, WALL), sample(320, 360, WALL + 5_340), sample(400, 500, WALL)];
    let offset = time.measured(&samples).unwrap();
    assert_eq!((offset.millis(), offset.round_trip()), (5_000, Duration::from_millis(40)));
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500));
    clock.set_wall(Timestamp::from_millis(0));
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500), "the time of day no longer matters");
}

#[test]
fn without_a_sample_nothing_changes() {
    let (_, time) = standing();
    assert_eq!(time.measured(&[]), None);
    assert_eq!((time.now(), time.offset()), (Timestamp::from_millis(WALL), None));
}

#[test]
fn the_earliest_time_allows_for_all_that_may_be_wrong() {
    let (clock, time) = standing();
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL - 30_000), "OKX refuses what is further off");
    clock.advance(Duration::from_millis(40));
    time.measured(&[sample(0, 40, WALL + 20)]).unwrap();
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 - 1_040));
    clock.advance(Duration::from_secs(3_600));
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 + 3_600_000 - 1_400));
    clock.advance(Duration::from_secs(1_000 * 3_600));
    assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000);
}

#[test]
fn a_machine_that_slept_goes_by_its_time_of_day_until_it_is_measured_again() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL + 5_000)]).unwrap();
    assert!(!time.is_doubtful());
    clock.set_wall(Timestamp::from_millis(WALL + 3_600_000));
    assert!(time.is_doubtful());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_605_000));
    assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000, "nothing is certain any more");
    time.not_measured();
    assert!(!time.is_doubtful(), "another attempt comes later");
    clock.advance(PATIENCE_AFTER_FAILURE);
    assert!(time.is_doubtful());
    let awake = Sample { jumps: time.jumps(), ..sample(5_000, 5_000, WALL + 3_610_200) };
    time.measured(&[awake]).unwrap();
    assert!(!time.is_doubtful());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_610_200));
}

#[test]
fn a_clock_that_is_set_back_and_on_does_not_run_away() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    for _ in 0..10 {
        for wall in [WALL - 86_400_000, WALL, WALL + 60_000] {
            clock.set_wall(Timestamp::from_millis(wall));
            assert!(time.is_doubtful());
            assert!(time.now() <= Timestamp::from_millis(WALL + 60_000));
        }
    }
}

fn heard(sent: u64, received: u64) -> Heard {
    let [sent, received] = [sent, received].map(Duration::from_millis);
    Heard { sent, received, out_micros: None, date: None }
}

#[test]
fn a_reply_corrects_the_time_within_what_its_round_trip_leaves_open() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    clock.advance(Duration::from_secs(1));
    // It was sent out between 900 and 1,000 ms here, which fits what is known.
    time.heard(&Heard { out_micros: Some((WALL + 950) * 1_000), ..heard(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_000));
    // OKX's clock was at 1,200 when it stood at 1,000 here, or earlier.
    time.heard(&Heard { out_micros: Some((WALL + 1_200) * 1_000), ..heard(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_200));
    assert_eq!(time.offset().unwrap().millis(), 200);
    // And at 800 when it stood at 900 here, or later.
    time.heard(&Heard { out_micros: Some((WALL + 800) * 1_000), ..heard(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 900));
    assert!(!time.is_doubtful());
}

#[test]
fn a_reply_of_another_age_is_not_believed_but_a_reason_to_measure() {
    for out in [i64::MAX, i64::MIN, 0, WALL, (WALL + 100_000) * 1_000] {
        let (clock, time) = standing();
        time.measured(&[sample(0, 0, WALL)]).unwrap();
        time.heard(&Heard { out_micros: Some(out), ..heard(0, 0) });
        assert!(!time.is_doubtful(), "it was measured just now");
        clock.advance(PATIENCE_WITH_REPLIES);
        time.heard(&Heard { out_micros: Some(out), ..heard(60_000, 60_000) });
        assert!(time.is_doubtful(), "{out}");
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
    }
}

#[test]
fn replies_do_not_move_the_time_further_than_the_measurement_can_be_off() {
    for step in [900, -900] {
        let (clock, time) = standing();
        clock.advance(Duration::from_millis(100));
        time.measured(&[sample(0, 100, WALL + 50)]).unwrap();
        for replies in 1..=20 {
            time.heard(&Heard { out_micros: Some((WALL + 100 + replies * step) * 1_000), ..heard(100, 100) });
            let moved = time.now().as_millis() - (WALL + 100);
            assert!(moved.abs() <= 1_100, "{moved} ms");
        }
        let earliest = time.earliest().as_millis();
        assert_eq!(earliest, time.now().as_millis() - 30_000, "what the replies tell cannot be, so nothing is certain");
        clock.advance(PATIENCE_WITH_REPLIES);
        assert!(time.is_doubtful());
    }
}

#[test]
fn the_earliest_time_counts_from_the_measurement_whatever_replies_corrected() {
    let (_, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    time.heard(&Heard { out_micros: Some((WALL + 900) * 1_000), ..heard(0, 0) });
    assert_eq!((time.now().as_millis() - WALL, time.earliest().as_millis() - WALL), (900, -1_000));
}

#[test]
fn a_measurement_that_spans_a_sleep_of_the_machine_does_not_count() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    let before = Sample { jumps: time.jumps(), ..sample(0, 0, WALL) };
    clock.set_wall(Timestamp::from_millis(WALL + 3_600_000));
    assert_eq!(time.measured(&[before]), None);
    assert!(time.is_doubtful());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_600_000));
    let after = Sample { jumps: time.jumps(), ..sample(0, 0, WALL + 3_600_200) };
    time.measured(&[before, after]).unwrap();
    assert_eq!((time.is_doubtful(), time.now()), (false, Timestamp::from_millis(WALL + 3_600_200)));
}

#[test]
fn a_date_is_a_check_of_what_was_measured_and_better_than_nothing_otherwise() {
    let date = |millis| Some(Timestamp::from_millis(millis));
    let (clock, time) = standing();
    time.heard(&Heard { date: date(WALL + 90_000), ..heard(0, 0) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 90_000));
    assert_eq!(time.offset(), None);
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    clock.advance(PATIENCE_WITH_REPLIES);
    time.heard(&Heard { date: date(WALL + 58_500), ..heard(60_000, 60_000) });
    assert!(!time.is_doubtful());
    time.heard(&Heard { date: date(WALL + 63_000), ..heard(60_000, 60_000) });
    assert!(time.is_doubtful());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
}

#[test]
fn a_flood_waits_rather_than_sign_far_in_the_future() {
    let (clock, time) = standing();
    let taken = (0..5_000).map_while(|_| time.stamp().ok()).last().unwrap();
    assert_eq!(taken, Timestamp::from_millis(WALL + AHEAD_MS));
    assert_eq!(time.stamp(), Err(Duration::from_millis(1)));
    clock.advance(Duration::from_millis(1));
    assert_eq!(time.stamp(), Ok(Timestamp::from_millis(WALL + AHEAD_MS + 1)));
}

#[test]
fn a_clock_that_was_far_ahead_is_set_back() {
    let (_, time) = standing();
    time.stamp().unwrap();
    time.measured(&[sample(0, 0, WALL - 120_000)]).unwrap();
    assert_eq!(time.stamp(), Ok(Timestamp::from_millis(WALL - 119_999)));
}

#[test]
fn a_small_step_back_does_not_repeat_a_timestamp() {
    let (_, time) = standing();
    let first = time.stamp().unwrap();
    time.measured(&[sample(0, 0, WALL - 20)]).unwrap();
    assert_eq!(time.stamp().unwrap().as_millis(), first.as_millis() + 1);
}

#[test]
fn tasks_never_share_a_timestamp() {
    let (_, time) = standing();
    let taken = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..100).for_each(|_| assert!(taken.lock().unwrap().insert(time.stamp().unwrap()))));
        }
    });
    assert_eq!(taken.into_inner().unwrap().len(), 800);
}

proptest! {
    /// Whatever the machine does to its time of day, and however unevenly time passes, timestamps rise and stay near OKX's time.
    #[test]
    fn timestamps_strictly_rise(steps in prop::collection::vec((0_u64..5_000, any::<i32>()), 1..200)) {
        let (clock, time) = standing();
        let mut last = Timestamp::from_millis(i64::MIN);
        for (micros, wall) in steps {
            clock.advance(Duration::from_micros(micros));
            clock.set_wall(Timestamp::from_millis(i64::from(wall)));
            if let Ok(stamp) = time.stamp() {
                prop_assert!(stamp > last);
                prop_assert!(stamp.as_millis() - time.now().as_millis() <= AHEAD_MS);
                last = stamp;
            }
        }
    }
}
