//! The bodies of the fuzz targets: each takes any bytes, and panics if something that must hold does
//! not.

pub mod code;
pub mod corpus;
pub mod module;
pub mod request;
pub mod scenario;
