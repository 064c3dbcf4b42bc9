//! Several independent processes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use okx_sim::Sim;

use super::server::Server;
use super::{arrived, refused, simulator, wait_until};

const PROCESSES: usize = 4;
const CALL: &str = "shared.get_shared";
const LIMIT: usize = 200;
const WINDOW_MICROS: i64 = 3_000_000;
/// The number of counted windows.
const WINDOWS: i64 = 4;

struct Worker {
    process: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// The statistics of a worker's tasks.
#[derive(Debug)]
struct Report {
    replies: usize,
    /// The minimum number of refusals per task.
    refusals: usize,
    failure: String,
}

impl Worker {
    fn start(sim: &Sim, server: &Server) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_limits-worker"));
        command.args([sim.url(), server.url()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let (ask, answers) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Self { process, ask, answers }
    }

    fn report(&mut self) -> Report {
        writeln!(self.ask).unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let mut words = line.trim_end().splitn(3, ' ');
        let mut number = || words.next().unwrap().parse().unwrap();
        let (replies, refusals) = (number(), number());
        Report { replies, refusals, failure: words.next().unwrap_or_default().to_owned() }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn workers(sim: &Sim, server: &Server) -> Vec<Worker> {
    (0..PROCESSES).map(|_| Worker::start(sim, server)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_use_the_whole_limit_and_never_exceed_it() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let mut workers = workers(&sim, &server);
    let start = |sim: &Sim| arrived(sim, CALL).first().map(|entry| entry.arrived_micros);
    wait_until("the windows are over", || {
        let entries = arrived(&sim, CALL);
        let (first, last) = (entries.first(), entries.last());
        first
            .zip(last)
            .is_some_and(|(first, last)| last.arrived_micros - first.arrived_micros >= WINDOWS * WINDOW_MICROS)
    })
    .await;
    let entries = arrived(&sim, CALL);
    let start = start(&sim).unwrap();
    let within = |window: i64| {
        let from = start + window * WINDOW_MICROS;
        entries.iter().filter(|entry| (from..from + WINDOW_MICROS).contains(&entry.arrived_micros)).count()
    };
    let counts: Vec<usize> = (0..WINDOWS).map(within).collect();
    let reports: Vec<Report> = workers.iter_mut().map(Worker::report).collect();
    println!("of {LIMIT} in each window {counts:?} were used; {reports:?}");
    assert_eq!(refused(&entries), 0, "50011");
    assert!(counts.iter().sum::<usize>() * 10 >= LIMIT * counts.len() * 9, "{counts:?}");
    assert!(reports.iter().all(|report| report.failure.is_empty() && report.replies > 0), "{reports:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_stop_when_redis_is_killed_and_continue_when_it_restarts() {
    let Some(mut server) = Server::start().await else { return };
    let sim = simulator().await;
    let mut workers = workers(&sim, &server);
    let count = || arrived(&sim, CALL).len();
    wait_until("the limit is used up", || count() >= LIMIT).await;
    server.kill();
    // No task hangs: every task of every process is refused because Redis is unavailable.
    for worker in &mut workers {
        let worker = std::cell::RefCell::new(worker);
        wait_until("all are refused", || worker.borrow_mut().report().refusals > 0).await;
    }
    let before = count();
    assert!(before < 2 * LIMIT, "{before} requests were sent although Redis was unavailable");
    server.start_again().await;
    wait_until("all processes continue", || count() >= before + 2 * LIMIT).await;
    assert_eq!(refused(&arrived(&sim, CALL)), 0, "50011");
    let reports: Vec<Report> = workers.iter_mut().map(Worker::report).collect();
    println!("{before} before, {} in all; {reports:?}", count());
    assert!(reports.iter().all(|report| report.failure.is_empty()), "{reports:?}");
}
