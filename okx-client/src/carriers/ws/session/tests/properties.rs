//! Any interleaving of commands, frames, drops and timers ends with what was asked for.

use proptest::prelude::*;

use super::world::World;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_shrink_iters: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_ends_with_what_was_asked_for(bytes in prop::collection::vec(any::<u8>(), 0..900)) {
        World::run(&bytes, false);
    }

    #[test]
    fn any_frame_is_survived(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        World::run(&bytes, true);
    }
}
