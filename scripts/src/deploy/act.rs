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
    Config, Journal, Plan, Remote, Replacement, Signers, Step, apply, batch, cache, execute, keepalive,
    quote, status, upgrade, verify,
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

/// What sending takes: who signs, what is on record, and where progress is shown.
struct Hand {
    signers: Signers,
    journal: Journal,
    commit: Option<String>,
    progress: show::Progress,
}

impl Desk<'_> {
    pub(super) async fn act(&self) -> Result<ExitCode> {
        match self.args.act {
            Act::Plan => self.plan().await,
            Act::Apply => self.apply().await,
            Act::Verify => {
                show::findings(self.common, &verify(&self.plan, &self.config, &self.remote).await?)
            }
            Act::Status => show::cares(self.common, status(&self.plan, &self.remote).await?),
            Act::Keepalive { days } => {
                self.execute(&keepalive(&self.plan, &self.remote, days).await?, &[]).await
            }
            Act::Cache => self.execute(&cache(&self.plan, &self.remote).await?, &[]).await,
            Act::Upgrade => {
                let (replacements, steps) = upgrade(&self.plan, &self.config, &self.remote).await?;
                self.execute(&steps, &replacements).await
            }
        }
    }

    async fn plan(&self) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(&self.plan.steps, from);
        }
        show::quotes(self.common, &self.plan, &quote(&self.plan, &self.remote).await?)
    }

    async fn apply(&self) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(&self.plan.steps, from);
        }
        let mut hand = self.hand(self.plan.steps.len())?;
        let outcome = apply(
            &self.plan,
            &self.config,
            &self.remote,
            &hand.signers,
            &mut hand.journal,
            hand.commit.as_deref(),
            &mut hand.progress,
        )
        .await?;
        show::outcome(self.common, &outcome, &[])
    }

    /// Does the steps of an upgrade or a renewal, or prints them.
    async fn execute(&self, steps: &[Step], replacements: &[Replacement]) -> Result<ExitCode> {
        if !self.common.is_quiet() {
            show::replacements(replacements);
        }
        if let Some(from) = self.args.calldata {
            return self.calldata(steps, from);
        }
        let mut hand = self.hand(steps.len())?;
        let outcome = execute(
            steps,
            &self.config,
            &self.remote,
            &hand.signers,
            &mut hand.journal,
            hand.commit.as_deref(),
            &mut hand.progress,
        )
        .await?;
        show::outcome(self.common, &outcome, replacements)
    }

    fn hand(&self, steps: usize) -> Result<Hand> {
        Ok(Hand {
            signers: self.args.chain.signers()?,
            journal: self.args.chain.journal(&self.root, self.plan.chain_id)?,
            commit: self.commit(),
            progress: show::Progress::new(self.common, steps),
        })
    }

    fn calldata(&self, steps: &[Step], from: Address) -> Result<ExitCode> {
        self.common.print(&batch(&self.plan, steps, from))?;
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
