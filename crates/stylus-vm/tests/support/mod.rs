//! What the integration tests share.
#![allow(dead_code, reason = "each test binary uses a part")]

pub mod mini_chain;
pub mod vectors;
