//! The hosts of OKX's regions.

/// The hosts of one region.
#[derive(Debug)]
pub struct Hosts {
    /// The region's name in `snake_case`.
    pub region: &'static str,
    /// Address of the REST API, for live and demo trading alike.
    pub rest: &'static str,
    /// Address of the sockets of live trading, without path.
    pub socket: &'static str,
    /// Address of the sockets of demo trading, without path.
    pub demo_socket: &'static str,
}
