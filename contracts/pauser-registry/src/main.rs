//! What cargo-stylus asks of a program, on the host: `abi` prints its interface, `constructor` nothing,
//! because none of our programs has one.

use std::io::Write as _;

const INTERFACE: &str = include_str!("../../../abi/IPauserRegistry.sol");

fn main() -> std::io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("abi") => std::io::stdout().write_all(INTERFACE.as_bytes()),
        _ => Ok(()),
    }
}
