//! Random schedules of faults on orders. For any faults while orders are placed, amended and canceled, every order
//! ends as done, refused or listed as unresolved; every unresolved order can be resolved; none is executed twice; and
//! every reported outcome is correct.
//!
//! `cargo test` runs 200 schedules. `OKX_FAULT_SCHEDULES=10000` runs more, and `OKX_FAULT_SEED=7` runs different
//! ones. A failing schedule prints the seed that reproduces it. The statistics are printed with `-- --nocapture`.

mod environment;
mod random;
mod schedule;
mod statistics;
mod step;

use tokio::runtime::Builder;

use environment::Environment;
use random::Random;
use schedule::Schedule;
use statistics::Statistics;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

fn run(seed: u64) -> Statistics {
    let schedule = Schedule::draw(&mut Random::new(seed));
    let description = format!("OKX_FAULT_SEED={seed} OKX_FAULT_SCHEDULES=1: {schedule:?}");
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(async move {
        let mut environment = Environment::new(&schedule, description).await;
        let mut statistics = Statistics { schedules: 1, ..Statistics::default() };
        for step in &schedule.steps {
            step::run(&mut environment, step, &mut statistics).await;
        }
        environment.finish(&mut statistics).await;
        statistics
    })
}

#[test]
fn every_order_is_resolved_correctly_and_none_is_executed_twice() {
    let (first, count) = (setting("OKX_FAULT_SEED", 1), setting("OKX_FAULT_SCHEDULES", 200));
    let mut statistics = Statistics::default();
    for seed in first..first + count {
        statistics.add(&run(seed));
    }
    println!("{statistics}");
    if count >= 200 {
        statistics.assert_all_outcomes_occurred();
    }
}
