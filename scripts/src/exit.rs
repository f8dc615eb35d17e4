//! How the command ends: 0 done, 1 a check failed, 2 bad usage or input, 3 something is missing on
//! this machine.

use std::process::ExitCode;
use surety_wasm_build::Error as BuildError;

/// A check failed, and the output says which: what `ExitCode::FAILURE` is too.
const CHECK_FAILED: u8 = 1;
/// The user asked for something that does not exist or cannot be read. clap ends with the same.
const BAD_INPUT: u8 = 2;
/// A tool is missing, or a folder cannot be written.
const ENVIRONMENT: u8 = 3;

/// Turns the end of a subcommand into the end of the process, telling the user about errors.
pub(crate) fn report(result: anyhow::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            code_of(&error).into()
        }
    }
}

fn code_of(error: &anyhow::Error) -> u8 {
    match error.chain().find_map(|cause| cause.downcast_ref::<BuildError>()) {
        // The programs' sources are at fault.
        Some(BuildError::Command { .. } | BuildError::Module { .. } | BuildError::NoPrograms(_)) => {
            CHECK_FAILED
        }
        Some(BuildError::Choice { .. } | BuildError::NoWorkspace(_)) | None => BAD_INPUT,
        Some(_) => ENVIRONMENT,
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
}
