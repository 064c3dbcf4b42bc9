//! Placeholder.
fn main() {
    match okx_spec::shipped() {
        Ok(m) => println!("{} endpoints", m.endpoints.len()),
        Err(f) => println!("{f}"),
    }
}
