//! OKX's time, as determined from the clocks and the replies.

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
fn the_fastest_sample_is_used_and_its_midpoint_counts() {
    let (clock, time) = standing();
    clock.advance(Duration::from_millis(500));
    // At 340 ms on the monotonic clock, half-way, OKX's clock stood at WALL + 5,340: it is five seconds ahead.
    let samples = [sample(0, 200, WALL), sample(320, 360, WALL + 5_340), sample(400, 500, WALL)];
    let offset = time.measured(&samples).unwrap();
    assert_eq!((offset.millis(), offset.round_trip()), (5_000, Duration::from_millis(40)));
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500));
    clock.set_wall(Timestamp::from_millis(0));
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 5_500), "the wall clock no longer matters");
}

#[test]
fn nothing_changes_without_a_sample() {
    let (_, time) = standing();
    assert_eq!(time.measured(&[]), None);
    assert_eq!((time.now(), time.offset()), (Timestamp::from_millis(WALL), None));
}

#[test]
fn the_earliest_time_allows_for_every_error() {
    let (clock, time) = standing();
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL - 30_000), "OKX rejects what is further off");
    clock.advance(Duration::from_millis(40));
    time.measured(&[sample(0, 40, WALL + 20)]).unwrap();
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 - 1_040));
    clock.advance(Duration::from_secs(3_600));
    assert_eq!(time.earliest(), Timestamp::from_millis(WALL + 40 + 3_600_000 - 1_400));
    clock.advance(Duration::from_secs(1_000 * 3_600));
    assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000);
}

#[test]
fn after_sleep_the_wall_clock_is_used_until_the_time_is_measured_again() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL + 5_000)]).unwrap();
    assert!(!time.is_uncertain());
    clock.set_wall(Timestamp::from_millis(WALL + 3_600_000));
    assert!(time.is_uncertain());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_605_000));
    assert_eq!(time.now().as_millis() - time.earliest().as_millis(), 30_000, "nothing is certain any more");
    time.measurement_failed();
    assert!(!time.is_uncertain(), "another attempt comes later");
    clock.advance(PAUSE_AFTER_FAILURE);
    assert!(time.is_uncertain());
    let awake = Sample { jumps: time.jumps(), ..sample(5_000, 5_000, WALL + 3_610_200) };
    time.measured(&[awake]).unwrap();
    assert!(!time.is_uncertain());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_610_200));
}

#[test]
fn after_a_jump_both_clocks_can_be_right() {
    let (clock, time) = standing();
    let at = Timestamp::from_millis;
    assert_eq!(time.bounds(), (at(WALL - 30_000), at(WALL + 30_000)));
    time.measured(&[sample(0, 0, WALL + 5_000)]).unwrap();
    assert_eq!(time.bounds(), (at(WALL + 4_000), at(WALL + 6_000)));
    clock.set_wall(at(WALL + 3_600_000));
    assert_eq!(time.bounds(), (at(WALL + 5_000 - 30_000), at(WALL + 3_605_000 + 30_000)));
}

#[test]
fn a_clock_that_is_changed_repeatedly_does_not_accumulate_errors() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    for _ in 0..10 {
        for wall in [WALL - 86_400_000, WALL, WALL + 60_000] {
            clock.set_wall(Timestamp::from_millis(wall));
            assert!(time.is_uncertain());
            assert!(time.now() <= Timestamp::from_millis(WALL + 60_000));
        }
    }
}

fn reply(sent: u64, received: u64) -> ReplyTime {
    let [sent, received] = [sent, received].map(Duration::from_millis);
    ReplyTime { sent, received, out_micros: None, date: None }
}

#[test]
fn a_reply_corrects_the_time_within_the_bounds_of_its_round_trip() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    clock.advance(Duration::from_secs(1));
    // OKX sent it between 900 and 1,000 ms here, which matches the known time.
    time.observe(&ReplyTime { out_micros: Some((WALL + 950) * 1_000), ..reply(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_000));
    // OKX's clock showed 1,200 when this one showed 1,000 or earlier.
    time.observe(&ReplyTime { out_micros: Some((WALL + 1_200) * 1_000), ..reply(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 1_200));
    assert_eq!(time.offset().unwrap().millis(), 200);
    // And 800 when this one showed 900 or later.
    time.observe(&ReplyTime { out_micros: Some((WALL + 800) * 1_000), ..reply(900, 1_000) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 900));
    assert!(!time.is_uncertain());
}

#[test]
fn a_reply_with_an_impossible_time_is_not_trusted_but_triggers_a_measurement() {
    for out in [i64::MAX, i64::MIN, 0, WALL, (WALL + 100_000) * 1_000] {
        let (clock, time) = standing();
        time.measured(&[sample(0, 0, WALL)]).unwrap();
        time.observe(&ReplyTime { out_micros: Some(out), ..reply(0, 0) });
        assert!(!time.is_uncertain(), "it was measured just now");
        clock.advance(PAUSE_AFTER_MEASUREMENT);
        time.observe(&ReplyTime { out_micros: Some(out), ..reply(60_000, 60_000) });
        assert!(time.is_uncertain(), "{out}");
        assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
    }
}

#[test]
fn replies_do_not_move_the_time_further_than_the_error_of_the_measurement() {
    for step in [900, -900] {
        let (clock, time) = standing();
        clock.advance(Duration::from_millis(100));
        time.measured(&[sample(0, 100, WALL + 50)]).unwrap();
        for replies in 1..=20 {
            time.observe(&ReplyTime { out_micros: Some((WALL + 100 + replies * step) * 1_000), ..reply(100, 100) });
            let moved = time.now().as_millis() - (WALL + 100);
            assert!(moved.abs() <= 1_100, "{moved} ms");
        }
        let earliest = time.earliest().as_millis();
        assert_eq!(
            earliest,
            time.now().as_millis() - 30_000,
            "the reported times are impossible, so the time is uncertain"
        );
        clock.advance(PAUSE_AFTER_MEASUREMENT);
        assert!(time.is_uncertain());
    }
}

#[test]
fn the_earliest_time_is_based_on_the_measurement_whatever_replies_corrected() {
    let (_, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    time.observe(&ReplyTime { out_micros: Some((WALL + 900) * 1_000), ..reply(0, 0) });
    assert_eq!((time.now().as_millis() - WALL, time.earliest().as_millis() - WALL), (900, -1_000));
}

#[test]
fn a_measurement_during_which_the_machine_slept_is_ignored() {
    let (clock, time) = standing();
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    let before = Sample { jumps: time.jumps(), ..sample(0, 0, WALL) };
    clock.set_wall(Timestamp::from_millis(WALL + 3_600_000));
    assert_eq!(time.measured(&[before]), None);
    assert!(time.is_uncertain());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 3_600_000));
    let after = Sample { jumps: time.jumps(), ..sample(0, 0, WALL + 3_600_200) };
    time.measured(&[before, after]).unwrap();
    assert_eq!((time.is_uncertain(), time.now()), (false, Timestamp::from_millis(WALL + 3_600_200)));
}

#[test]
fn a_date_verifies_a_measurement_and_replaces_a_missing_one() {
    let date = |millis| Some(Timestamp::from_millis(millis));
    let (clock, time) = standing();
    time.observe(&ReplyTime { date: date(WALL + 90_000), ..reply(0, 0) });
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 90_000));
    assert_eq!(time.offset(), None);
    time.measured(&[sample(0, 0, WALL)]).unwrap();
    clock.advance(PAUSE_AFTER_MEASUREMENT);
    time.observe(&ReplyTime { date: date(WALL + 58_500), ..reply(60_000, 60_000) });
    assert!(!time.is_uncertain());
    time.observe(&ReplyTime { date: date(WALL + 63_000), ..reply(60_000, 60_000) });
    assert!(time.is_uncertain());
    assert_eq!(time.now(), Timestamp::from_millis(WALL + 60_000));
}

#[test]
fn a_burst_waits_rather_than_signing_far_in_the_future() {
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
fn concurrent_tasks_never_share_a_timestamp() {
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
    /// Whatever happens to the wall clock, and however unevenly time passes, timestamps increase and stay near OKX's time.
    #[test]
fn timestamps_strictly_increase(steps in prop::collection::vec((0_u64..5_000, any::<i32>()), 1..200)) {
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
