//! What the subcommands do.

use super::{Act, DeployArgs, show};
use crate::common::Common;
use alloy_primitives::Address;
use anyhow::Result;
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};
use surety_deploy::{
    Config, Outcome, Plan, Remote, Run, Step, Upgrade, batch, cache, keepalive, quote, status, upgrade,
    verify,
};

/// All that a subcommand works with.
pub(super) struct Desk<'a> {
    pub(super) common: &'a Common,
    pub(super) args: &'a DeployArgs,
    pub(super) root: PathBuf,
    pub(super) remote: Remote,
    pub(super) config: Config,
    pub(super) plan: Plan,
}

/// What is sent.
enum Task<'a> {
    /// The plan, if what must hold beforehand does.
    Plan,
    /// Steps of their own.
    Steps(&'a [Step]),
}

impl Task<'_> {
    fn steps<'a>(&'a self, plan: &'a Plan) -> &'a [Step] {
        match self {
            Self::Plan => &plan.steps,
            Self::Steps(steps) => steps,
        }
    }
}

impl Desk<'_> {
    pub(super) async fn act(&self) -> Result<ExitCode> {
        match self.args.act {
            Act::Plan => self.plan().await,
            Act::Apply => self.finish(Task::Plan).await,
            Act::Verify => {
                show::findings(self.common, &verify(&self.plan, &self.config, &self.remote).await?)
            }
            Act::Status => show::cares(self.common, status(&self.plan, &self.remote).await?),
            Act::Keepalive { days } => {
                self.finish(Task::Steps(&keepalive(&self.plan, &self.remote, days).await?)).await
            }
            Act::Cache => self.finish(Task::Steps(&cache(&self.plan, &self.remote).await?)).await,
            Act::Upgrade { execute } => self.upgrade(execute).await,
        }
    }

    async fn plan(&self) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(&self.plan.steps, from).await;
        }
        show::quotes(self.common, &self.plan, &quote(&self.plan, &self.remote).await?)
    }

    /// Sends what is left to do, or prints it.
    async fn finish(&self, task: Task<'_>) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(task.steps(&self.plan), from).await;
        }
        show::outcome(self.common, &self.send(task).await?, &Upgrade::default())
    }

    async fn upgrade(&self, execute: bool) -> Result<ExitCode> {
        let found = self.compare().await?;
        if !self.common.is_quiet() {
            show::replacements(&found.replacements);
        }
        if let Some(from) = self.args.calldata {
            return match &found.operation {
                // Whoever signs may do so before the delay is over.
                Some(operation) if execute => {
                    self.calldata(std::slice::from_ref(&operation.execute), from).await
                }
                _ => self.calldata(&found.steps, from).await,
            };
        }
        let steps = if execute { found.executable()? } else { found.steps.as_slice() };
        let outcome = self.send(Task::Steps(steps)).await?;
        // What the timelock says afterwards: from when on the batch can be executed.
        let operation = match found.operation {
            Some(_) => self.compare().await?.operation,
            None => None,
        };
        show::outcome(self.common, &outcome, &Upgrade { operation, ..found })
    }

    async fn compare(&self) -> Result<Upgrade> {
        Ok(upgrade(&self.plan, &self.config, &self.remote).await?)
    }

    async fn send(&self, task: Task<'_>) -> Result<Outcome> {
        let steps = task.steps(&self.plan).len();
        let (signers, commit) = (self.args.chain.signers()?, self.commit());
        let mut run = Run {
            fees: &self.config.fees,
            remote: &self.remote,
            signers: &signers,
            journal: &mut self.args.chain.journal(&self.root, self.plan.chain_id)?,
            commit: commit.as_deref(),
            observer: &mut show::Progress::new(self.common, steps),
        };
        Ok(match task {
            Task::Plan => run.apply(&self.plan, &self.config).await?,
            Task::Steps(steps) => run.execute(steps).await?,
        })
    }

    async fn calldata(&self, steps: &[Step], from: Address) -> Result<ExitCode> {
        self.common.print(&batch(&self.plan, steps, from, &self.remote).await?)?;
        Ok(ExitCode::SUCCESS)
    }

    /// The commit that the programs were built from; with a mark if files differ from it.
    fn commit(&self) -> Option<String> {
        let git = |arguments: &[&str]| output(&self.root, arguments);
        let commit = git(&["rev-parse", "HEAD"])?;
        let changed = git(&["status", "--porcelain", "--untracked-files=no"])?;
        Some(if changed.is_empty() { commit } else { format!("{commit}-dirty") })
    }
}

fn output(dir: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(dir).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
