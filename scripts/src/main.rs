//! The `surety` command.
fn main() {}
