//! Runs other programs: never a prompt, never a lost error message.

use crate::{Error, Progress};
use std::{
    collections::VecDeque,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Lines of stderr kept for the error message.
const TAIL_LINES: usize = 30;

/// One command to run. Standard input is closed, so nothing can ask a question.
#[derive(Debug)]
pub(crate) struct Exec {
    command: Command,
}

impl Exec {
    /// A command by name or path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        Self { command }
    }

    /// The cargo that runs us, or else the first on `PATH`, without the caller's compiler settings:
    /// they describe a build for this host.
    pub(crate) fn cargo() -> Self {
        let mut exec = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(is_compiler_setting) {
                exec.command.env_remove(name);
            }
        }
        exec
    }

    /// Appends arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets the working directory.
    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Runs to the end and answers standard output.
    ///
    /// # Errors
    /// If the program is absent or fails.
    pub(crate) fn capture(self) -> Result<String, Error> {
        self.run(Progress::Silent, None)
    }

    /// As [`Self::capture`], but ends the program after `limit`.
    ///
    /// # Errors
    /// If the program is absent, fails, or is not done in time.
    pub(crate) fn capture_within(self, limit: Duration) -> Result<String, Error> {
        self.run(Progress::Silent, Some(limit))
    }

    /// Runs to the end, passing stderr on line by line.
    ///
    /// # Errors
    /// If the program is absent or fails; the error carries the last lines.
    pub(crate) fn stream(self, progress: Progress) -> Result<(), Error> {
        self.run(progress, None).map(drop)
    }

    fn run(mut self, progress: Progress, limit: Option<Duration>) -> Result<String, Error> {
        let shown = self.shown();
        let mut child =
            self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|source| {
                Error::Start { program: self.command.get_program().to_string_lossy().into_owned(), source }
            })?;
        let stdout = child.stdout.take();
        let stderr = child.stderr.take();
        let (status, output, tail) = thread::scope(|scope| {
            let output = scope.spawn(|| read_all(stdout));
            let tail = scope.spawn(|| read_lines(stderr, progress));
            let status = wait(&mut child, limit);
            (status, output.join().unwrap_or_default(), tail.join().unwrap_or_default())
        });
        match status {
            Ok(Some(status)) if status.success() => Ok(output),
            Ok(ended) => Err(Error::Command {
                command: shown,
                status: ended.map_or_else(|| "not done in time".to_owned(), |status| status.to_string()),
                tail: tail.into(),
            }),
            Err(source) => Err(Error::Start { program: shown, source }),
        }
    }

    fn shown(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

/// Waits for the end; `None` if the limit passed and the child had to be killed.
fn wait(child: &mut Child, limit: Option<Duration>) -> std::io::Result<Option<ExitStatus>> {
    let Some(limit) = limit else { return child.wait().map(Some) };
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn read_all(stream: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // A broken pipe means that the program ended; its status tells the rest.
        let _ = stream.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn read_lines(stream: Option<impl Read>, progress: Progress) -> VecDeque<String> {
    let mut tail = VecDeque::new();
    let Some(stream) = stream else { return tail };
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        progress.detail(&line);
        if tail.len() == TAIL_LINES {
            tail.pop_front();
        }
        tail.push_back(line);
    }
    tail
}

/// True for variables that would change how cargo compiles, or which compiler it takes.
fn is_compiler_setting(name: &str) -> bool {
    const EXACT: [&str; 5] =
        ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_INCREMENTAL", "CARGO_MAKEFLAGS", "CARGO_ENCODED_RUSTFLAGS"];
    const PREFIXES: [&str; 5] =
        ["RUSTC", "CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_", "CARGO_UNSTABLE_"];
    EXACT.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capture_names_command_and_last_words_when_it_fails() {
        let error = Exec::new("sh").args(["-c", "echo one >&2; echo two >&2; exit 7"]).capture().unwrap_err();
        let text = error.to_string();
        assert!(text.contains("exit status: 7") && text.contains("one") && text.contains("two"), "{text}");
    }

    #[test]
    fn capture_within_ends_a_program_that_hangs() {
        let start = Instant::now();
        let error = Exec::new("sleep").args(["30"]).capture_within(Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("not done in time"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_question_gets_no_answer() {
        let answer = Exec::new("sh").args(["-c", "read x; echo \"<$x>\""]).capture().unwrap();
        assert_eq!(answer.trim(), "<>");
    }

    #[test]
    fn compiler_settings_of_the_caller_are_known() {
        for name in ["RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_PROFILE_RELEASE_LTO", "CARGO_TARGET_DIR", "RUSTC"] {
            assert!(is_compiler_setting(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_NET_OFFLINE", "RUSTUP_HOME", "PATH", "CARGO"] {
            assert!(!is_compiler_setting(name), "{name}");
        }
    }
}
