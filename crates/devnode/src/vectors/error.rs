//! What can be wrong with a vector, as opposed to what it finds out.

use std::{io, path::PathBuf};

/// A vector that can't be run.
#[derive(Debug, thiserror::Error)]
pub enum VectorError {
    /// A file or directory can't be read.
    #[error("can't read {}", .path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A directory without a vector.
    #[error("no *.json in {}", .0.display())]
    NoVectors(PathBuf),
    /// A file is not of the format; the source names line, column and field.
    #[error("{}: {source}", .path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong where.
        #[source]
        source: serde_json::Error,
    },
    /// A file is of the format but can't be run.
    #[error("{}: {place}: {reason}", .path.display())]
    Scenario {
        /// The file.
        path: PathBuf,
        /// Where in the scenario.
        place: String,
        /// What is wrong.
        reason: String,
    },
}
