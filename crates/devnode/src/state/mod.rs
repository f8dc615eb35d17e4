//! The chain's state: revm's journal over immutable layers.
//!
//! Transactions run on the journal alone, which keeps what they loaded; a snapshot moves the
//! journal's content into a new layer. So the hot path pays nothing for cheap snapshots.

mod layers;
mod world;

pub(crate) use layers::{Layer, Layers};
pub(crate) use world::{World, analysed, infallible};
