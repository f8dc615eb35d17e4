//! Golden vectors: recorded executions of Stylus programs, run again and compared.
//!
//! A directory holds one scenario a file: programs, accounts, and transactions with the exact
//! outcome of each. [`check_dir`] runs them all on fresh chains and reports every difference.

mod activation;
mod compare;
mod error;
mod format;
mod frames;
mod report;
mod runner;
mod scenario;

pub use error::VectorError;
pub use report::{DirReport, FileReport, Mismatch, Totals};
pub use runner::{Checker, check_dir, files_of};
