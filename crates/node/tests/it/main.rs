//! A node driven over real HTTP and WebSocket connections on loopback.

mod blocks;
mod calls;
mod control;
mod faults;
mod filters;
mod killed;
mod noise;
mod persistence;
mod predeploys;
mod robustness;
mod send;
mod soak;
mod suite;
mod support;
mod traces;
mod websocket;
