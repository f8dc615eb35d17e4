//! What one check finds, and how it is shown.

use crate::{
    common::Common,
    terminal::{Colour, coloured, has_colour, say},
};
use anyhow::Result;
use serde::Serialize;
use serde_json::json;
use std::process::ExitCode;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// Works, but something is missing that some commands need, or will be soon.
    Warn,
    /// Something is wrong.
    Fail,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Check {
    check: &'static str,
    status: Status,
    found: String,
    /// The command that mends it; `None` where nothing is to be mended.
    mend: Option<String>,
}

impl Check {
    pub(super) fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, status: Status::Ok, found: found.into(), mend: None }
    }

    pub(super) fn warn(check: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, status: Status::Warn, found: found.into(), mend: Some(mend.into()) }
    }

    pub(super) fn fail(check: &'static str, found: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, status: Status::Fail, found: found.into(), mend: Some(mend.into()) }
    }

    pub(super) fn is_bad(&self) -> bool {
        self.status == Status::Fail
    }

    fn lines(&self, colours: bool) -> String {
        let (word, colour) = match self.status {
            Status::Ok => ("ok  ", Colour::Green),
            Status::Warn => ("warn", Colour::Yellow),
            Status::Fail => ("fail", Colour::Red),
        };
        let found = self.found.replace('\n', "\n      ");
        let mut lines = format!("{}  {:<16}  {found}", coloured(word, colour, colours), self.check);
        if let Some(mend) = &self.mend {
            lines += &format!("\n      mend: {mend}");
        }
        lines
    }
}

/// Shows all checks; with `--quiet` those that are not ok.
pub(super) fn show(common: &Common, checks: &[Check]) -> Result<ExitCode> {
    let bad = checks.iter().filter(|check| check.is_bad()).count();
    if common.json() {
        common.print(&json!({ "schema": "surety.doctor/1", "ok": bad == 0, "checks": checks }))?;
    } else {
        let colours = has_colour(&std::io::stdout());
        let shown = checks.iter().filter(|check| !common.is_quiet() || check.status != Status::Ok);
        for check in shown {
            say(&check.lines(colours))?;
        }
    }
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_is_not_ok_names_what_mends_it() {
        let check = Check::warn("record", "nothing is deployed", "surety deploy apply");
        assert_eq!(
            check.lines(false),
            "warn  record            nothing is deployed\n      mend: surety deploy apply"
        );
        assert!(Check::fail("a", "b", "c").is_bad() && !check.is_bad());
        let coloured = Check::ok("a", "b").lines(true);
        assert_eq!(coloured, "\u{1b}[32mok  \u{1b}[0m  a                 b");
    }

    #[test]
    fn machines_get_the_same() {
        let check = serde_json::to_value(Check::fail("node", "silent", "surety node")).unwrap();
        let expected = json!({ "check": "node", "status": "fail", "found": "silent", "mend": "surety node" });
        assert_eq!(check, expected);
    }
}
