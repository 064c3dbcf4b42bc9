//! Random schedules of faults on orders. For any faults while orders are placed, amended and canceled, every order
//! ends as done, refused or listed as unresolved; every unresolved order can be resolved; none is executed twice; and
//! every reported outcome is correct.
//!
//! Requests are sent over the REST API, over a socket, or over a socket with the REST API as a fallback.
//!
//! `cargo test` runs 200 schedules over the REST API and 96 over each of the others. `OKX_FAULT_SCHEDULES=10000` runs
//! more, and `OKX_FAULT_SEED=7` runs different ones. A failing schedule prints the seed that reproduces it. The statistics are printed with `-- --nocapture`.

mod environment;
mod schedule;
mod socket_faults;
mod statistics;
mod step;

use okx_client::SendRoute;
use okx_tests::random::Random;
use tokio::runtime::Builder;

use environment::Environment;
use schedule::Schedule;
use statistics::Statistics;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

fn run(seed: u64, route: SendRoute) -> Statistics {
    let schedule = Schedule::draw(&mut Random::new(seed), route);
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

fn run_all(route: SendRoute, otherwise: u64) {
    let (first, count) = (setting("OKX_FAULT_SEED", 1), setting("OKX_FAULT_SCHEDULES", otherwise));
    let mut statistics = Statistics::default();
    for seed in first..first + count {
        statistics.add(&run(seed, route));
    }
    println!("{route:?}: {statistics}");
    if count >= otherwise {
        statistics.assert_all_outcomes_occurred();
    }
}

#[test]
fn every_order_is_resolved_correctly_and_none_is_executed_twice() {
    run_all(SendRoute::Rest, 200);
}

#[test]
fn every_order_over_a_socket_is_resolved_correctly_and_none_is_executed_twice() {
    run_all(SendRoute::Socket, 96);
}

#[test]
fn every_order_with_a_fallback_is_resolved_correctly_and_none_is_executed_twice() {
    run_all(SendRoute::SocketOrRest, 96);
}
