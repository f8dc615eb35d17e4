//! Runs one Stylus program exactly as Arbitrum Nitro does.

pub mod host;
