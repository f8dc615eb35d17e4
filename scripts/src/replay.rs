//! `surety replay`: plays stories and recordings on the compiled programs and on the model.

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
    process::ExitCode,
};
use surety_scenario::{
    catalogue::{self, Item},
    interfaces::Interfaces,
    recorded::SkipRule,
    report::{
        Entry, Kind, Report, html,
        table::{self, Style},
        write::atomically,
    },
    session::{self, Progress},
    world::{World, WorldParams},
};

use crate::{
    common::Common,
    terminal::{has_colour, say},
};

/// Play stories and recordings: on the compiled programs and on the model, which must agree
///
/// Without a path: the built-in stories. `--quiet` shows failures and totals only; `--json` prints one
/// document of the schema `surety.replay/1`.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety replay --filter slash                    only some stories
  surety replay story.toml                        one story, step by step
  surety replay tests/scenarios tests/attacks     whole folders
  surety replay --world model story.toml          without programs, so without building any
  surety replay --report report.html              also as a page
  surety replay recordings --json                 recorded scenarios, for machines")]
pub(crate) struct ReplayArgs {
    /// Stories (.toml), recordings (.json), or directories of them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where to play
    #[arg(long, value_enum, default_value_t = WorldChoice::Both)]
    world: WorldChoice,
    /// Also write the report as one self-contained page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Only scenarios whose name or title contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

/// Which worlds a replay runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum WorldChoice {
    /// The compiled programs on the embedded chain
    Wasm,
    /// The reference model
    Model,
    /// Both in lock-step; every answer must be the same
    Both,
}

impl Default for ReplayArgs {
    /// The built-in stories on both worlds, with tables.
    fn default() -> Self {
        Self { paths: Vec::new(), world: WorldChoice::Both, report: None, filter: None }
    }
}

impl ReplayArgs {
    /// Also writes the page to this file.
    #[must_use]
    pub(crate) fn with_report(mut self, file: PathBuf) -> Self {
        self.report = Some(file);
        self
    }
}

/// Builds fresh worlds of the chosen kinds. With both, the model comes first: its answers are shown
/// as expected when they differ, and the addresses must be the same.
pub(crate) type Deploy<'a> = dyn FnMut(WorldChoice, &WorldParams) -> Result<Vec<Box<dyn World>>> + 'a;

/// Ends with success if everything went as told, 1 if anything did not, 2 if a scenario makes no
/// sense when it is played.
///
/// # Errors
/// Paths that cannot be read, a filter that leaves nothing, a report that cannot be written, and
/// whatever keeps a world from being deployed. Nothing is played and nothing written before all
/// input is read.
pub(crate) fn run(
    common: &Common,
    args: &ReplayArgs,
    deploy: &mut Deploy<'_>,
    skips: &[SkipRule],
) -> Result<ExitCode> {
    let items = select(args)?;
    if let Some(file) = &args.report {
        writable(file)?;
    }
    let interfaces = Interfaces::suite().context("reading the suite's interfaces")?;
    let style = Style { colours: has_colour(&std::io::stdout()) };
    let mut screen = Screen::new(common, &items, style);
    // The error itself, not its text: its kind decides the exit code.
    let mut stopped = None;
    let mut deployer = |params: &WorldParams| {
        deploy(args.world, params).map_err(|e| {
            let text = e.to_string();
            stopped = Some(e);
            text.into()
        })
    };
    let report = session::replay(&items, &interfaces, skips, &mut deployer, &mut screen);
    screen.bar.finish_and_clear();
    let report = match (report, stopped) {
        (Ok(report), _) => report,
        (Err(e), Some(cause)) => return Err(cause.context(e.to_string())),
        (Err(e), None) => return Err(e.into()),
    };
    if common.json() {
        common.print(&report)?;
    } else {
        say(table::summary(&report, style).trim_end())?;
    }
    if let Some(file) = &args.report {
        atomically(file, html::page(&report).as_bytes())
            .with_context(|| format!("writing the report {}", file.display()))?;
        if !common.json() {
            say(&format!("report: {}", file.display()))?;
        }
    }
    Ok(exit_code(&report))
}

fn exit_code(report: &Report) -> ExitCode {
    if report.has_bad_input() {
        // As bad usage: the scenario is at fault, not the programs.
        return ExitCode::from(2);
    }
    if report.summary.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn select(args: &ReplayArgs) -> Result<Vec<Item>> {
    let mut items = if args.paths.is_empty() { catalogue::built_in()? } else { catalogue::at(&args.paths)? };
    if let Some(filter) = &args.filter {
        let wanted = filter.to_lowercase();
        let contains = |text: &str| text.to_lowercase().contains(&wanted);
        items.retain(|item| contains(&item.name()) || contains(item.title()));
        if items.is_empty() {
            bail!("no scenario's name or title contains `{filter}`");
        }
    }
    if items.is_empty() {
        bail!("there is nothing to replay at the given paths");
    }
    Ok(items)
}

/// Refuses a report's path before the work is done rather than after it.
fn writable(file: &Path) -> Result<()> {
    if file.is_dir() || file.file_name().is_none() {
        bail!("the report {} is not a file", file.display());
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        bail!("the report's folder {} does not exist", folder.display());
    }
    Ok(())
}

/// A progress bar on stderr, tables on stdout.
struct Screen {
    bar: ProgressBar,
    style: Style,
    tables: bool,
    failures_only: bool,
    steps_left: u64,
}

impl Screen {
    fn new(common: &Common, items: &[Item], style: Style) -> Self {
        let steps: usize = items.iter().map(Item::steps).sum();
        let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
        if common.is_quiet() || common.json() || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let template = "{bar:28.cyan/dim} {pos}/{len} steps  {msg}";
        if let Ok(look) = ProgressStyle::with_template(template) {
            bar.set_style(look);
        }
        let tables = !common.json();
        Self { bar, style, tables, failures_only: common.is_quiet(), steps_left: 0 }
    }
}

impl Progress for Screen {
    fn begun(&mut self, item: &Item) {
        self.bar.set_message(item.title().to_owned());
        self.steps_left = u64::try_from(item.steps()).unwrap_or(u64::MAX);
    }

    fn step(&mut self) {
        self.steps_left = self.steps_left.saturating_sub(1);
        self.bar.inc(1);
    }

    fn done(&mut self, entry: &Entry) {
        self.bar.inc(self.steps_left);
        let failed = entry.status == surety_scenario::report::Status::Failed;
        if !self.tables || (self.failures_only && !failed) {
            return;
        }
        let text = match entry.kind {
            Kind::Story => table::story(entry, self.style),
            Kind::Recorded | Kind::Mathematics => table::line(entry, self.style),
        };
        // Whoever reads the output may have gone; the exit code still tells.
        self.bar.suspend(|| drop(say(text.trim_end_matches('\n'))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn select_refuses_what_is_not_there_and_filters_that_leave_nothing() {
        let gone = ReplayArgs { paths: vec!["no/such/story.toml".into()], ..ReplayArgs::default() };
        assert!(select(&gone).is_err());
        let none = ReplayArgs { filter: Some("zzz".into()), ..ReplayArgs::default() };
        assert!(select(&none).is_err());
        let some = ReplayArgs { filter: Some("REDELEGATE".into()), ..ReplayArgs::default() };
        assert_eq!(select(&some).map(|items| items.len()).ok(), Some(1));
    }

    #[test]
    fn report_path_is_refused_before_anything_is_played() {
        assert!(writable(Path::new("/no/such/folder/report.html")).is_err());
        assert!(writable(Path::new("/")).is_err());
        assert!(writable(Path::new("report.html")).is_ok());
    }
}
