//! Tests of the session against a scripted peer.
