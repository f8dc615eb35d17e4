//! The deployment on the node's chain: configuration, record, programs' days, keys.

use super::{DoctorArgs, check::Check, node::patiently};
use crate::chain::missing;
use std::path::Path;
use surety_deploy::{Config, Journal, KEYS_VARIABLE, Plan, Recorded, Remote, recorded, verify};
use surety_wasm_build::Program;

/// Seconds of a day.
const DAY_SECS: u64 = 86_400;
const RECORD: &str = "record";
const DEPLOYMENT: &str = "deployment";
const EXPIRY: &str = "expiry";

/// What a look at a deployment needs.
pub(super) struct Visit<'a> {
    pub(super) args: &'a DoctorArgs,
    pub(super) root: &'a Path,
    pub(super) remote: &'a Remote,
    pub(super) chain_id: u64,
}

impl Visit<'_> {
    /// All checks; those of the plan only where the programs are built.
    pub(super) async fn checks(&self, programs: Option<&[Program]>) -> Vec<Check> {
        let (check, config) = self.config();
        let mut checks = vec![check];
        let journal = match self.args.chain.journal(self.root, self.chain_id) {
            Ok(journal) => journal,
            Err(error) => {
                let mend = "get the file back from version control; or move it away, and `surety deploy apply` \
                            writes it anew from the chain";
                checks.push(Check::fail(RECORD, format!("{error:#}"), mend));
                checks.push(self.keys(config.as_ref()));
                return checks;
            }
        };
        let plan =
            config.as_ref().zip(programs).map(|(config, programs)| (config, Plan::new(config, programs)));
        let plan = match plan {
            Some((config, Ok(plan))) => Some((config, plan)),
            Some((_, Err(error))) => {
                checks.push(Check::fail(DEPLOYMENT, error.to_string(), "surety build"));
                None
            }
            None => None,
        };
        let plan = plan.as_ref().map(|(config, plan)| (*config, plan));
        if journal.entries().is_empty() {
            checks.push(self.unrecorded(&journal, plan).await);
        } else {
            checks.extend(self.recorded(&journal, plan).await);
        }
        checks.push(self.keys(config.as_ref()));
        checks
    }

    fn config(&self) -> (Check, Option<Config>) {
        const NAME: &str = "configuration";
        let path = self.args.chain.config(self.root, self.chain_id);
        let shown = path.display();
        if !path.is_file() && !self.args.chain.is_config_named() {
            let mend = format!("cp deployments/config/421614.toml {shown}, and name your accounts in it");
            return (Check::warn(NAME, format!("none for chain {}", self.chain_id), mend), None);
        }
        match Config::read(&path) {
            Ok(config) if config.chain_id == self.chain_id => {
                (Check::ok(NAME, shown.to_string()), Some(config))
            }
            Ok(config) => {
                let found =
                    format!("{shown} is for chain {}, the node's is {}", config.chain_id, self.chain_id);
                (Check::fail(NAME, found, "--rpc or --config of the same chain"), None)
            }
            // The template for others is not meant to be used as it is.
            Err(error) if !self.args.chain.is_config_named() => {
                (Check::warn(NAME, format!("{shown}: {error}"), format!("edit {shown}")), None)
            }
            Err(error) => (Check::fail(NAME, error.to_string(), format!("edit {shown}")), None),
        }
    }

    /// Nothing is on record; is it on the chain?
    async fn unrecorded(&self, journal: &Journal, plan: Option<(&Config, &Plan)>) -> Check {
        let file = journal.path().display();
        if let Some((_, plan)) = plan {
            match patiently(self.remote.code(plan.nursery)).await {
                Ok(code) if !code.is_empty() => {
                    let found = format!("{file} is missing, but the chain has the deployment");
                    return Check::warn(RECORD, found, "surety deploy apply writes it anew from the chain");
                }
                Ok(_) => {}
                Err(error) => return Check::fail(RECORD, error, "try again"),
            }
        }
        let suite = patiently(self.remote.ask("surety_deployment")).await.ok().flatten();
        if suite.is_some_and(|suite| suite.as_object().is_some_and(|suite| !suite.is_empty())) {
            return Check::ok(RECORD, format!("no {file}; the node brought the suite along (surety env)"));
        }
        Check::warn(RECORD, format!("no {file}: nothing is deployed"), "surety deploy apply")
    }

    async fn recorded(&self, journal: &Journal, plan: Option<(&Config, &Plan)>) -> Vec<Check> {
        let file = journal.path().display().to_string();
        let all = match patiently(recorded(journal, self.remote)).await {
            Ok(all) => all,
            Err(error) => return vec![Check::fail(RECORD, error, "surety deploy verify")],
        };
        let lost: Vec<_> = all.iter().filter(|one| !one.intact).map(|one| one.name.as_str()).collect();
        if !lost.is_empty() {
            let found = format!(
                "the chain lacks {} of {} on record in {file}: {}; another chain, or one that was reset",
                lost.len(),
                all.len(),
                lost.join(", ")
            );
            let mend = format!("--rpc of the right node; or move {file} away, and surety deploy apply");
            return vec![Check::fail(RECORD, found, mend)];
        }
        let open = journal.unfinished();
        let mut checks = vec![match open.first() {
            Some(step) => {
                let found = format!("{file}: a run was interrupted at `{step}`");
                let replaces = step.starts_with("upgrade");
                Check::warn(
                    RECORD,
                    found,
                    if replaces { "surety deploy upgrade" } else { "surety deploy apply" },
                )
            }
            None => {
                Check::ok(RECORD, format!("{file}: the chain has all {} contracts and programs", all.len()))
            }
        }];
        checks.extend(self.expiry(&all));
        if let Some((config, plan)) = plan {
            checks.push(self.compared(config, plan).await);
        }
        checks
    }

    /// Days that the programs have left; nothing if there is no program yet.
    fn expiry(&self, all: &[Recorded]) -> Option<Check> {
        let programs: Vec<_> =
            all.iter().filter_map(|one| one.program.map(|program| (&one.name, program.secs_left))).collect();
        let expired: Vec<_> =
            programs.iter().filter(|(_, left)| left.is_none()).map(|(name, _)| name.as_str()).collect();
        if !expired.is_empty() {
            let found = format!("{} not active, or expired: {}", expired.len(), expired.join(", "));
            return Some(Check::fail(EXPIRY, found, "surety deploy keepalive activates them anew"));
        }
        let (name, left) = programs
            .iter()
            .filter_map(|(name, left)| Some((name, (*left)?)))
            .min_by_key(|(_, left)| *left)?;
        let days = left / DAY_SECS;
        let found = format!("{days} days left, {name} first, of {} programs", programs.len());
        Some(if days < self.args.days {
            Check::warn(EXPIRY, found, format!("surety deploy keepalive --days {}", self.args.days))
        } else {
            Check::ok(EXPIRY, found)
        })
    }

    /// The chain beside what the configuration and the built programs ask for.
    async fn compared(&self, config: &Config, plan: &Plan) -> Check {
        let findings = match patiently(verify(plan, config, self.remote)).await {
            Ok(findings) => findings,
            Err(error) => return Check::fail(DEPLOYMENT, error, "surety deploy verify"),
        };
        // What is told above in other words.
        let counts = |what: &str| !what.ends_with(": active");
        let wrong: Vec<_> = findings.iter().filter(|one| !one.ok && counts(&one.what)).collect();
        let Some(first) = wrong.first() else {
            return Check::ok(DEPLOYMENT, format!("{} comparisons hold", findings.len()));
        };
        let found = format!("{} of {} comparisons differ, first {}", wrong.len(), findings.len(), first.what);
        // Code that is not there yet is work to do; anything else is not what the configuration says.
        let is_newer = |what: &str| {
            what.ends_with(": code") || what.contains(": program ") || what.contains(": ERC-1967")
        };
        if wrong.iter().all(|one| is_newer(&one.what)) {
            return Check::warn(DEPLOYMENT, found, "surety deploy upgrade, or surety deploy apply to finish");
        }
        Check::fail(
            DEPLOYMENT,
            found,
            "surety deploy verify shows them; surety deploy apply, or another configuration",
        )
    }

    fn keys(&self, config: Option<&Config>) -> Check {
        const NAME: &str = "keys";
        let mend = format!("export {KEYS_VARIABLE}=0x..., or --keystore FILE");
        let signers = match self.args.chain.keys() {
            Ok(signers) => signers,
            Err(error) => return Check::fail(NAME, format!("{error:#}"), mend),
        };
        if signers.is_empty() {
            return Check::warn(NAME, "none; only transactions need them", mend);
        }
        let Some(config) = config else { return Check::ok(NAME, "there are some") };
        let roles = &config.roles;
        let wanted = [("deployer", roles.deployer), ("owner", roles.owner), ("unpauser", roles.unpauser)];
        let absent = missing(&signers, &wanted);
        if absent.is_empty() {
            return Check::ok(NAME, "of deployer, owner and unpauser");
        }
        Check::warn(
            NAME,
            format!("not here: {}", absent.join(", ")),
            format!("{mend}; or --calldata for them"),
        )
    }
}
