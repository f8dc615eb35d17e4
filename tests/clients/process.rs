//! Processes that end: each has a time limit, behind which it and what it started are stopped.

use anyhow::{Context as _, Result, bail};
use std::{
    io::Read,
    os::unix::process::CommandExt as _,
    process::{Child, Command, Output, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// For a client that talks to a node, of which it needs seconds.
pub(crate) const CLIENT: Duration = Duration::from_secs(600);
/// For what downloads or compiles.
pub(crate) const INSTALLATION: Duration = Duration::from_secs(1_800);

/// Between two looks at a process.
const PAUSE: Duration = Duration::from_millis(10);

/// Runs a command to its end, like [`Command::output`].
///
/// # Errors
///
/// If it does not start, or has not ended after `limit`: then it is stopped, and the error has what it wrote.
pub(crate) fn output(command: &mut Command, limit: Duration) -> Result<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A group of its own, because a launcher's own children must not outlive it.
        .process_group(0)
        .spawn()
        .with_context(|| format!("{name} does not start"))?;
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let end = Instant::now() + limit;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if Instant::now() >= end {
            stop(&mut child)?;
            break None;
        }
        thread::sleep(PAUSE);
    };
    let (stdout, stderr) = (written(stdout)?, written(stderr)?);
    match status {
        Some(status) => Ok(Output { status, stdout, stderr }),
        None => bail!(
            "{name} has not ended within {} s and was stopped; it wrote:\n{}{}",
            limit.as_secs(),
            String::from_utf8_lossy(&stdout),
            String::from_utf8_lossy(&stderr)
        ),
    }
}

/// Reads a pipe while the process runs, which would wait once the pipe is full.
fn collect(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<std::io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

fn written(reader: JoinHandle<std::io::Result<Vec<u8>>>) -> Result<Vec<u8>> {
    Ok(reader.join().ok().context("reading what a process wrote")??)
}

/// Stops a process and its group.
fn stop(child: &mut Child) -> Result<()> {
    let group = format!("-{}", child.id());
    Command::new("kill").args(["-KILL", "--", &group]).status().context("kill does not start")?;
    // It is dead if the group was.
    child.kill()?;
    child.wait()?;
    Ok(())
}

#[test]
fn output_fails_and_stops_the_whole_group_when_a_process_does_not_end() -> Result<()> {
    let began = Instant::now();
    // A child of its own holds the pipes, so reading them ends only if it is stopped too.
    let mut hanging = Command::new("sh");
    hanging.args(["-c", "echo begun; sleep 600 & wait"]);
    let failure = output(&mut hanging, Duration::from_millis(500)).err().context("it ended")?.to_string();
    anyhow::ensure!(failure.contains("sh has not ended"), "{failure}");
    anyhow::ensure!(began.elapsed() < Duration::from_secs(300), "the sleep was waited for");
    Ok(())
}

#[test]
fn output_is_whole_when_it_is_larger_than_a_pipe() -> Result<()> {
    let mut large = Command::new("sh");
    large.args(["-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; exit 3"]);
    let output = output(&mut large, CLIENT)?;
    anyhow::ensure!(output.stdout.len() == 1_000_000 && output.stderr.len() == 1_000_000);
    anyhow::ensure!(output.status.code() == Some(3));
    Ok(())
}
