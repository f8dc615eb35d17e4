//! How the command ends: the exit codes, and what an error looks like.

use crate::terminal::{say, tell};
use serde_json::json;
use std::process::ExitCode;
use surety_deploy::DeployError;
use surety_wasm_build::Error as BuildError;

/// The codes, as the help tells them.
pub(crate) const CODES: &str = "\
Exit codes:
  0  done
  1  a check failed, a program does not compile, or the chain refused a transaction
  2  bad usage, or input that makes no sense
  3  something is missing: a tool, a folder that can be written, a node that answers";

/// A check failed, and the output says which: what `ExitCode::FAILURE` is too.
const CHECK_FAILED: u8 = 1;
/// The user asked for something that does not exist or cannot be read. clap ends with the same.
pub(crate) const BAD_INPUT: u8 = 2;
/// A tool is missing, a folder cannot be written, or a node does not answer.
const ENVIRONMENT: u8 = 3;

/// Turns the end of a subcommand into the end of the process, telling the user about errors.
pub(crate) fn report(result: anyhow::Result<ExitCode>, as_json: bool) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) => {
            let code = code_of(&error);
            tell(&format!("error: {error:#}"));
            if as_json {
                say_json(&format!("{error:#}"), code);
            }
            code.into()
        }
    }
}

/// The error as the one document on stdout, in one line for those who read lines.
pub(crate) fn say_json(message: &str, code: u8) {
    let document = json!({ "schema": "surety.error/1", "error": { "message": message, "exitCode": code } });
    // Whoever reads the output may have gone; the exit code still tells.
    drop(say(&document.to_string()));
}

fn code_of(error: &anyhow::Error) -> u8 {
    if let Some(build) = error.chain().find_map(|cause| cause.downcast_ref::<BuildError>()) {
        return match build {
            // The programs' sources are at fault.
            BuildError::Command { .. } | BuildError::Module { .. } | BuildError::NoPrograms(_) => {
                CHECK_FAILED
            }
            BuildError::Choice { .. } | BuildError::NoWorkspace(_) => BAD_INPUT,
            _ => ENVIRONMENT,
        };
    }
    match error.chain().find_map(|cause| cause.downcast_ref::<DeployError>()) {
        Some(DeployError::Rpc { .. }) => ENVIRONMENT,
        Some(
            DeployError::Balance { .. }
            | DeployError::Changed { .. }
            | DeployError::Occupied { .. }
            | DeployError::Lost { .. }
            | DeployError::WouldFail { .. }
            | DeployError::NotReady { .. }
            | DeployError::Failed { .. }
            | DeployError::Stuck { .. },
        ) => CHECK_FAILED,
        _ => BAD_INPUT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn errors_end_with_the_documented_codes() {
        let build =
            |error: BuildError| Err::<(), _>(error).context("building").context("replaying").unwrap_err();
        let module = BuildError::Module { program: "vault".into(), reason: "too large".into() };
        assert_eq!(code_of(&build(module)), CHECK_FAILED);
        let choice = BuildError::Choice { name: "x", value: "y".into(), allowed: "z" };
        assert_eq!(code_of(&build(choice)), BAD_INPUT);
        let none = BuildError::NoToolchain { rustup: "a".into(), debian: "b".into(), minimum: "1.95".into() };
        assert_eq!(code_of(&build(none)), ENVIRONMENT);
        assert_eq!(code_of(&anyhow::anyhow!("no such story")), BAD_INPUT);
    }

    #[test]
    fn chains_that_refuse_and_nodes_that_are_silent_differ() {
        let code = |error: DeployError| code_of(&Err::<(), _>(error).context("deploying").unwrap_err());
        assert_eq!(code(DeployError::Rpc { what: "a".into(), reason: "b".into() }), ENVIRONMENT);
        assert_eq!(code(DeployError::Lost { step: "a".into() }), CHECK_FAILED);
        assert_eq!(code(DeployError::Key("key 1".into())), BAD_INPUT);
        assert_eq!(code(DeployError::WrongChain { expected: 1, found: 2 }), BAD_INPUT);
    }
}
