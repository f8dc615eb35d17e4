//! `surety fuzz`: random lives on the compiled programs and on the model, with every invariant after
//! every step.

mod report;
mod state;

use crate::{
    common::Common,
    terminal::{say, tell},
};
use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use report::Report;
use std::{
    fs,
    io::IsTerminal as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use surety_devnode::with_big_stack;
use surety_lives::{
    Life,
    run::{End, LIFE, Plan, Stages, Standing, Watcher, run as live},
    transcript::Transcript,
};
use surety_scenario::report::write::atomically;
use surety_suite::{Programs, Worlds};

/// Time between two writings of the file to resume from.
const SAVED_EVERY: Duration = Duration::from_secs(5);

/// Live random lives on the programs and the model, with every invariant after every step
///
/// The same seed and number of steps give the same run on any machine, with any number of jobs. A life
/// that fails is shrunk and written to tests/lives, where a test keeps playing it.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety fuzz                                   what CI runs
  surety fuzz --profile long --resume run.json  millions of steps; goes on where it was interrupted
  surety fuzz --steps 100000 --seed 7 --jobs 1  so many steps of another seed, on one core
  surety fuzz --play tests/lives/0001.json      a life that was kept
  surety fuzz --profile nightly --json          for machines")]
pub(crate) struct Args {
    /// How long: steps, unless --steps says otherwise
    #[arg(long, value_enum, default_value_t = Profile::Ci)]
    profile: Profile,
    /// Steps in all; rounded up to whole lives
    #[arg(long, value_name = "N")]
    steps: Option<u64>,
    /// Where all choices come from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads; as many as there are cores unless given
    #[arg(long, value_name = "J")]
    jobs: Option<usize>,
    /// Keep the standing in this file, and go on from it if it is there
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Write the report as a page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where a life that fails is written
    #[arg(long, value_name = "FOLDER", default_value = "tests/lives")]
    keep: PathBuf,
    /// Play a life from a file instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["steps", "resume", "report"])]
    play: Option<PathBuf>,
}

/// How long a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Profile {
    /// 200,000 steps.
    Ci,
    /// 2,000,000 steps.
    Nightly,
    /// 10,000,000 steps.
    Long,
}

impl Profile {
    const fn steps(self) -> u64 {
        match self {
            Self::Ci => 200_000,
            Self::Nightly => 2_000_000,
            Self::Long => 10_000_000,
        }
    }
}

/// Runs, and reports.
pub(crate) fn run(common: &Common, args: &Args) -> Result<ExitCode> {
    if let Some(file) = &args.play {
        return play(common, file);
    }
    let steps = args.steps.unwrap_or_else(|| args.profile.steps());
    let lives = steps.div_ceil(LIFE as u64);
    if lives == 0 {
        bail!("no steps, nothing to show: give --steps a number above 0");
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let plan = Plan { seed: args.seed, lives, jobs: args.jobs.unwrap_or(cores).max(1) };
    // Before the work rather than after it.
    let from = match &args.resume {
        Some(file) if file.exists() => state::load(file, &plan)?,
        _ => Standing::default(),
    };
    let stages = stages(common)?;
    let begun = Instant::now();
    let first = from.met.steps;
    let watch = Watch::new(common, args, &plan, &from);
    let end = live(&stages, &plan, from, &watch)?;
    watch.bar.finish_and_clear();
    let (standing, failed) = match end {
        End::Done(standing) | End::Stopped(standing) => (standing, None),
        End::Failed { standing, life, shrunk } => (standing, Some((life, shrunk))),
    };
    if let Some(file) = &args.resume {
        state::save(file, &plan, &standing)?;
    }
    let report = Report::new(&plan, &standing, standing.met.steps.saturating_sub(first), begun.elapsed())?;
    let kept = failed.map(|(life, shrunk)| keep(args, life, &shrunk)).transpose()?;
    if let Some(file) = &args.report {
        atomically(file, report.markdown().as_bytes())
            .with_context(|| format!("writing {}", file.display()))?;
    }
    if common.json() {
        common.print(&report.json(kept.as_ref()))?;
    } else {
        report.lines().iter().try_for_each(|line| say(line))?;
        if let Some((file, what)) = &kept {
            say(&format!("\nFAILED {what}"))?;
            say(&format!("kept as {0}; play it with: surety fuzz --play {0}", file.display()))?;
        }
    }
    Ok(if kept.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn stages(common: &Common) -> Result<Stages> {
    let worlds = Worlds::new(Programs::from_built(common.programs()?));
    with_big_stack(|| Stages::set_up(&worlds))
}

/// Plays a life that was kept.
fn play(common: &Common, file: &Path) -> Result<ExitCode> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let transcript = Transcript::parse(&text).with_context(|| file.display().to_string())?;
    let actions = transcript.actions().with_context(|| file.display().to_string())?;
    let life = Life::begin(stages(common)?.of(transcript.life)?)?;
    let played = with_big_stack(|| life.play(&actions));
    let failure = played.err().map(|failure| failure.to_string());
    if common.json() {
        let steps = actions.len();
        common.print(&serde_json::json!({
            "schema": "surety.fuzz-play/1", "file": file, "steps": steps, "failure": failure,
        }))?;
    } else {
        say(&match &failure {
            None => format!("{}: {} steps, everything holds", file.display(), actions.len()),
            Some(what) => format!("{}: FAILED {what}", file.display()),
        })?;
    }
    Ok(if failure.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Writes a life that failed where a test will keep playing it.
fn keep(args: &Args, life: u64, shrunk: &surety_lives::shrink::Shrunk) -> Result<(PathBuf, String)> {
    let what = shrunk.failure.to_string();
    let about = format!("seed {}, life {life}: {what}", args.seed);
    let file = args.keep.join(format!("seed-{}-life-{life}.json", args.seed));
    fs::create_dir_all(&args.keep).with_context(|| format!("making {}", args.keep.display()))?;
    let mut text = serde_json::to_string_pretty(&Transcript::new(about, life, &shrunk.actions))?;
    text.push('\n');
    atomically(&file, text.as_bytes()).with_context(|| format!("writing {}", file.display()))?;
    Ok((file, what))
}

/// Shows how far a run is, and writes its standing down.
struct Watch<'a> {
    bar: ProgressBar,
    plan: Plan,
    file: Option<&'a Path>,
    saved: Mutex<Instant>,
    broken: AtomicBool,
}

impl<'a> Watch<'a> {
    fn new(common: &Common, args: &'a Args, plan: &Plan, from: &Standing) -> Self {
        let bar = ProgressBar::new(plan.lives.saturating_mul(LIFE as u64));
        if common.is_quiet() || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template(
            "{bar:40} {human_pos}/{human_len} steps, {per_sec}, {eta} left {msg}",
        );
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_position(from.met.steps);
        bar.reset_eta();
        Self {
            bar,
            plan: *plan,
            file: args.resume.as_deref(),
            saved: Mutex::new(Instant::now()),
            broken: AtomicBool::new(false),
        }
    }
}

impl Watcher for Watch<'_> {
    fn counted(&self, standing: &Standing) {
        self.bar.set_position(standing.met.steps);
        let Some(file) = self.file else { return };
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        if saved.elapsed() < SAVED_EVERY {
            return;
        }
        *saved = Instant::now();
        if let Err(error) = state::save(file, &self.plan, standing)
            && !self.broken.swap(true, Ordering::Relaxed)
        {
            // The run itself is worth going on with.
            tell(&format!("warning: the standing cannot be kept: {error:#}"));
        }
    }

    fn shrinking(&self, life: u64, left: usize) {
        self.bar.set_message(format!("life {life} failed: shrinking, {left} actions left"));
    }
}
