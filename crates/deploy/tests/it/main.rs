//! Deployments against a node in this process, over HTTP.

mod apply;
mod care;
mod config;
mod resume;
mod support;
mod verify;
