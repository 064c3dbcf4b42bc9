//! The faults of the sockets of a step.

use std::time::Duration;

use okx_client::ws::operations;
use okx_sim::{Sim, SocketFault, SocketTarget};
use okx_tests::random::Random;

/// A fault of a socket, and when it begins.
#[derive(Clone, Debug)]
pub(crate) struct SocketStep {
    begins: Begins,
    fault: SocketFault,
}

/// When a fault begins.
#[derive(Clone, Copy, Debug)]
enum Begins {
    /// Before the request is sent, on the open connections.
    AtOnce,
    /// When the request arrives, and this many times.
    WithRequest(u32),
    /// When the client logs in next.
    WithLogin,
    /// When the client connects next, and this many times.
    WithConnection(u32),
}

/// Draws the faults of a step.
pub(crate) fn draw(random: &mut Random) -> Vec<SocketStep> {
    let mut steps = Vec::new();
    if random.percent(85) {
        steps.extend(draw_one(random));
    }
    if random.percent(25) {
        steps.extend(draw_one(random));
    }
    steps
}

fn draw_one(random: &mut Random) -> Vec<SocketStep> {
    let request = Begins::WithRequest(random.pick(&[1, 1, 1, 2]));
    let early = if random.percent(50) { Begins::AtOnce } else { request };
    let one = |begins, fault| vec![SocketStep { begins, fault }];
    let reset = || SocketStep { begins: Begins::AtOnce, fault: SocketFault::Reset };
    match random.below(17) {
        0 => one(request, SocketFault::CutBeforeActing),
        1 => one(request, SocketFault::CutAfterActing),
        2 | 3 => one(request, SocketFault::LostReply),
        4 => one(early, SocketFault::Reset),
        5 | 6 => one(early, SocketFault::Stall { lasts: Some(random.millis(200, 60_000)) }),
        7 => {
            let closes_after = random.pick(&[Duration::ZERO, Duration::from_secs(1), Duration::from_secs(60)]);
            one(early, SocketFault::Notice { closes_after })
        }
        8 => one(early, slow(random)),
        9 => one(early, SocketFault::HalfOpen),
        10 => {
            let status = random.pick(&[403, 404, 429, 500, 503]);
            let refused = SocketFault::RefusedUpgrade { status, body: "refused by the schedule".to_owned() };
            let begins = Begins::WithConnection(random.pick(&[1, 1, 3]));
            vec![reset(), SocketStep { begins, fault: refused }]
        }
        11 => one(request, SocketFault::WrongJson),
        12 => one(request, refused(random.pick(&["50011", "50026", "98765"]))),
        15 => one(request, refused(random.pick(&["51008", "51000"]))),
        13 => {
            let code = random.pick(&[4001, 4004, 4005, 4006, 1006]);
            one(early, SocketFault::Close { code, reason: "closed by the schedule".to_owned() })
        }
        14 => vec![
            reset(),
            SocketStep { begins: Begins::WithLogin, fault: refused(random.pick(&["60006", "60009", "60024"])) },
        ],
        // The request waits for the login, and is sent late.
        _ => {
            let stall = SocketFault::Stall { lasts: Some(random.millis(20_000, 60_000)) };
            let slow = SocketStep { begins: Begins::WithLogin, fault: slow(random) };
            vec![reset(), slow, SocketStep { begins: request, fault: stall }]
        }
    }
}

fn slow(random: &mut Random) -> SocketFault {
    SocketFault::Slow { delay: random.millis(1, 9_000), bytes_per_second: random.pick(&[None, Some(50), Some(5_000)]) }
}

fn refused(code: &str) -> SocketFault {
    SocketFault::Refused { code: code.to_owned() }
}

/// Activates the faults of a step whose request has this call, and ends those of earlier steps.
pub(crate) fn activate(sim: &Sim, steps: &[SocketStep], call: &str) {
    let op = op_of(call).expect("the call can be sent over a socket");
    let faults = sim.socket_faults();
    faults.clear();
    for SocketStep { begins, fault } in steps {
        let fault = fault.clone();
        match *begins {
            Begins::AtOnce => drop(faults.now(SocketTarget::socket("private"), fault)),
            Begins::WithRequest(times) => faults.next(times, SocketTarget::any().op(op), fault),
            Begins::WithLogin => faults.once(SocketTarget::any().op("login"), fault),
            Begins::WithConnection(times) => faults.next(times, SocketTarget::socket("private"), fault),
        }
    }
}

/// OKX's name of a call over a socket.
pub(crate) fn op_of(call: &str) -> Option<&'static str> {
    operations::ALL.iter().find(|route| route.operation.name == call).map(|route| route.op)
}
