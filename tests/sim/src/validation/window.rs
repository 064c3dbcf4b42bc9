//! An exact sliding window that stores every arrival.

use std::collections::VecDeque;

/// The arrivals that still count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    arrivals: VecDeque<(i64, u32)>,
    sum: u32,
}

impl Window {
    /// Removes arrivals that are at least one window length old.
    pub(crate) fn expire(&mut self, now_micros: i64, length_micros: i64) {
        while let Some(&(at, weight)) = self.arrivals.front() {
            if now_micros.saturating_sub(at) < length_micros {
                break;
            }
            self.sum -= weight;
            self.arrivals.pop_front();
        }
    }

    /// Whether this many more fit within the limit.
    pub(crate) fn has_room(&self, weight: u32, limit: u32) -> bool {
        self.sum.checked_add(weight).is_some_and(|sum| sum <= limit)
    }

    /// Records an arrival.
    pub(crate) fn record(&mut self, now_micros: i64, weight: u32) {
        self.arrivals.push_back((now_micros, weight));
        self.sum = self.sum.saturating_add(weight);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LENGTH: i64 = 2_000_000;

    fn admit(window: &mut Window, now: i64, weight: u32, limit: u32) -> bool {
        window.expire(now, LENGTH);
        let room = window.has_room(weight, limit);
        if room {
            window.record(now, weight);
        }
        room
    }

    /// The sum of what was admitted in the window that ends at this time.
    fn sum_within(admitted: &[(i64, u32)], end: i64) -> u32 {
        admitted.iter().filter(|(at, _)| *at > end - LENGTH && *at <= end).map(|(_, weight)| weight).sum()
    }

    #[test]
    fn an_arrival_counts_until_a_full_window_has_passed() {
        let mut window = Window::default();
        assert!(admit(&mut window, 0, 3, 3));
        assert!(!admit(&mut window, LENGTH - 1, 1, 3));
        assert!(admit(&mut window, LENGTH, 1, 3));
    }

    #[test]
    fn a_weight_above_the_limit_never_fits() {
        assert!(!Window::default().has_room(4, 3));
        assert!(!Window::default().has_room(1, 0));
    }

    proptest! {
        /// For any sequence of requests, no window, wherever it starts, contains more than the limit, and nothing
        /// that fits is rejected.
        #[test]
        fn no_window_exceeds_the_limit(
            steps in prop::collection::vec((0_i64..700_000, 1_u32..4), 1..200),
            limit in 1_u32..20,
        ) {
            let mut window = Window::default();
            let mut admitted: Vec<(i64, u32)> = Vec::new();
            let mut now = 0;
            for (step, weight) in steps {
                now += step;
                let fits = sum_within(&admitted, now) + weight <= limit;
                prop_assert_eq!(admit(&mut window, now, weight, limit), fits);
                if fits {
                    admitted.push((now, weight));
                }
            }
            for (at, _) in &admitted {
                prop_assert!(sum_within(&admitted, *at) <= limit);
            }
        }
    }
}
