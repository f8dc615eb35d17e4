//! Deployments against a node in this process, over HTTP.

mod apply;
mod care;
mod config;
mod faults;
mod fragments;
mod nursery;
mod resume;
mod support;
mod timelock;
mod verify;
