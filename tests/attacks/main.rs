//! Attacks that need more than a story can say: signatures, trees, raw words, other chains, wrong code,
//! the year's end. Each module names the case it comes from; README.md lists them beside the stories.

mod casts;
mod catalogue;
mod claims;
mod expiry;
mod initialisation;
mod migration;
mod permits;
mod scene;
mod signatures;
mod trees;
mod upgrades;
