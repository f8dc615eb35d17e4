//! What cargo says it made.

use serde_json::Value;
use std::path::PathBuf;

/// A file that can be run, or a macro that the compiler loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Artifact {
    /// The target's name.
    pub(crate) name: String,
    /// The target's kind: `bin`, `test`, `lib`, `proc-macro`, ….
    pub(crate) kind: String,
    /// Whether it was compiled with its tests.
    pub(crate) is_test: bool,
    /// Where it is.
    pub(crate) path: PathBuf,
}

/// The artifacts among the messages of `--message-format json`. What is no message is passed over.
pub(crate) fn artifacts(messages: &str) -> Vec<Artifact> {
    messages.lines().filter_map(artifact).collect()
}

fn artifact(message: &str) -> Option<Artifact> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is_test = message.pointer("/profile/test")?.as_bool()?;
    let kind = message.pointer("/target/kind/0")?.as_str()?.to_owned();
    let name = message.pointer("/target/name")?.as_str()?.to_owned();
    let made = if kind == "proc-macro" && !is_test { "/filenames/0" } else { "/executable" };
    let path = message.pointer(made)?.as_str()?.into();
    Some(Artifact { name, kind, is_test, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artifacts_are_what_can_be_run_or_loaded() {
        let message = |kind: &str, test: bool, made: &str| {
            format!(r#"{{"profile":{{"test":{test}}},"target":{{"kind":["{kind}"],"name":"a"}},{made}}}"#)
        };
        let run = r#""executable":"/x/a""#;
        let library = r#""executable":null,"filenames":["/x/a"]"#;
        let messages = [
            message("test", true, run),
            message("lib", true, run),
            message("lib", false, library),
            message("proc-macro", false, library),
            "no message".to_owned(),
        ];
        let found = artifacts(&messages.join("\n"));
        let kinds: Vec<_> = found.iter().map(|one| (one.kind.as_str(), one.is_test)).collect();
        assert_eq!(kinds, [("test", true), ("lib", true), ("proc-macro", false)]);
        assert!(found.iter().all(|one| one.path.ends_with("a")));
    }
}
