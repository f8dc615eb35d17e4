//! Stories and recorded scenarios: formats, runner, reports.

pub mod world;
