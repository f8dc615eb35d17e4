//! A node driven over real HTTP and WebSocket connections on loopback.

mod blocks;
mod calls;
mod control;
mod filters;
mod persistence;
mod robustness;
mod send;
mod support;
mod websocket;
