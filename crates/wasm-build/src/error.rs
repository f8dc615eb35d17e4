//! What can go wrong between a checkout and its programs.

use std::{io, path::PathBuf};

/// A failure of the toolchain or of a build.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb: "read", "write", "lock".
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A program is not on this machine.
    #[error("cannot start `{program}`: {source}")]
    Start {
        /// The program's name.
        program: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A program ended with a failure.
    #[error("`{command}` failed ({status}){}", indented(tail))]
    Command {
        /// The command line.
        command: String,
        /// How it ended, in words.
        status: String,
        /// The last lines it wrote to stderr.
        tail: Vec<String>,
    },
    /// JSON of our own files or of cargo's answer is not what it should be.
    #[error("{what} is not understood: {source}")]
    Json {
        /// Whose JSON.
        what: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A choice of toolchain or optimiser that does not exist.
    #[error("{name}: \"{value}\" is not one of {allowed}")]
    Choice {
        /// The variable or option.
        name: &'static str,
        /// What it was set to.
        value: String,
        /// What it may be set to.
        allowed: &'static str,
    },
    /// No way led to a compiler for the programs.
    #[error(
        "no compiler for the programs can be had on this machine\n  \
         rustup: {rustup}\n  distribution: {debian}\nEither of these repairs it:\n  \
         rustup component add rust-src                 (rustup with network, rustc {minimum} or newer)\n  \
         on Debian 12 or newer, enable the security suite (packages rustc-web, rust-web-src), then try again"
    )]
    NoToolchain {
        /// Why rustup's toolchain does not do.
        rustup: String,
        /// Why the distribution's packages do not do.
        debian: String,
        /// Oldest release that would do.
        minimum: String,
    },
    /// A compiler was found, but it cannot be used.
    #[error("{0}")]
    Toolchain(String),
    /// No optimiser could be had.
    #[error(
        "no wasm-opt can be had on this machine\n  npm: {npm}\n  distribution: {debian}\n\
         Either of these repairs it:\n  install node and npm (the pinned `binaryen` package is fetched by itself)\n  \
         set SURETY_WASM_OPT to the path of a wasm-opt"
    )]
    NoOptimiser {
        /// Why npm's package does not do.
        npm: String,
        /// Why the distribution's package does not do.
        debian: String,
    },
    /// A downloaded file is not the pinned one.
    #[error("{what}: expected sha512 {expected}, found {found}; the file is not used")]
    Integrity {
        /// The file.
        what: String,
        /// The pinned hash, base64.
        expected: String,
        /// The file's hash, base64.
        found: String,
    },
    /// The folder is in no checkout of this project.
    #[error("no Surety workspace at or above {}", .0.display())]
    NoWorkspace(PathBuf),
    /// `contracts/` holds no program.
    #[error("no package below {} has crate-type \"cdylib\"", .0.display())]
    NoPrograms(PathBuf),
    /// A program is not a module that the pipeline can process.
    #[error("{program}: {reason}")]
    Module {
        /// The program.
        program: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// Wraps an I/O error with what was done to which path.
    pub(crate) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}

/// The lines of a failed command below its error message, set off from it.
fn indented(tail: &[String]) -> String {
    tail.iter().map(|line| format!("\n    {line}")).collect()
}
