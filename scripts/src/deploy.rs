//! `surety deploy`: the suite on any Arbitrum chain.

use crate::{build::With, terminal::table};
use alloy_primitives::{Address, U256, utils::format_ether};
use anyhow::{Context as _, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};
use surety_deploy::{
    Config, Event, Journal, KEYS_VARIABLE, Observer, Outcome, Plan, Remote, Signers, Step, apply, batch,
    cache, execute, keepalive, quote, status, upgrade, verify,
};

/// Has the password of the keystore files.
const PASSWORD_VARIABLE: &str = "SURETY_KEYSTORE_PASSWORD";

/// Deploy the suite to an Arbitrum chain, check it, and look after it.
///
/// Reads deployments/config/<chain id>.toml; keeps a record in deployments/<chain id>.json and .md.
/// What is interrupted goes on when it is run again.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DeployArgs {
    #[command(subcommand)]
    act: Act,
    /// The chain's node
    #[arg(long, global = true, default_value = "http://127.0.0.1:8547", value_name = "URL")]
    rpc: String,
    /// Configuration [default: deployments/config/<chain id>.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the records [default: deployments]
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Keystore file of somebody who has to sign; its password is in SURETY_KEYSTORE_PASSWORD
    #[arg(long, global = true, value_name = "FILE")]
    keystore: Vec<PathBuf>,
    /// Print what this account has to send, as a batch for a Safe's transaction builder; send nothing
    #[arg(long, global = true, value_name = "ADDRESS")]
    calldata: Option<Address>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    with: With,
}

const EXAMPLES: &str = "\
Examples:
  surety deploy plan                               steps, gas, fees; changes nothing
  surety deploy apply                              sends what the chain lacks
  surety deploy verify                             reads everything back; exit code 1 if it differs
  surety deploy plan --calldata 0xSAFE             what a Safe has to send
  surety deploy status                             days until each program expires
  surety deploy keepalive --days 60                renews those with fewer days left
  surety deploy --rpc https://sepolia-rollup.arbitrum.io/rpc plan

Keys: SURETY_DEPLOY_KEYS has private keys, separated by commas; or --keystore. Steps of accounts
without a key here are left for them, and told at the end.";

#[derive(Clone, Copy, Debug, clap::Subcommand)]
enum Act {
    /// Print what would be sent, and what it costs; change nothing
    Plan,
    /// Send what the chain lacks
    Apply,
    /// Read everything back and compare
    Verify,
    /// Show days left and cache state of each program
    Status,
    /// Renew programs that expire soon
    Keepalive {
        /// Renew programs with fewer days left than this
        #[arg(long, default_value_t = 60)]
        days: u64,
    },
    /// Bid for a place in the program cache for each program without one
    Cache,
    /// Replace programs behind the proxies by those that are built now
    Upgrade,
}

/// Runs a subcommand.
///
/// # Errors
/// If the chain, the configuration or a key is not as needed.
pub(crate) fn run(args: &DeployArgs) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(act(args))
}

async fn act(args: &DeployArgs) -> Result<ExitCode> {
    let remote = Remote::new(&args.rpc)?;
    let chain_id = remote.chain_id().await?;
    let root = surety_wasm_build::find_root()?;
    let default = || root.join(format!("deployments/config/{chain_id}.toml"));
    let config = Config::read(&args.config.clone().unwrap_or_else(default))?;
    let plan = Plan::new(&config, &args.with.programs()?)?;
    let desk = Desk { args, root, remote, config, plan };
    match args.act {
        Act::Plan => desk.plan().await,
        Act::Apply => desk.apply().await,
        Act::Verify => desk.verify().await,
        Act::Status => desk.status().await,
        Act::Keepalive { days } => {
            let steps = keepalive(&desk.plan, &desk.remote, days).await?;
            desk.do_steps(&steps).await
        }
        Act::Cache => {
            let steps = cache(&desk.plan, &desk.remote).await?;
            desk.do_steps(&steps).await
        }
        Act::Upgrade => {
            let (replacements, steps) = upgrade(&desk.plan, &desk.config, &desk.remote).await?;
            for one in &replacements {
                eprintln!("{} program {}: {} -> {}", one.contract, one.index, one.old, one.new);
            }
            desk.do_steps(&steps).await
        }
    }
}

/// All that a subcommand works with.
struct Desk<'a> {
    args: &'a DeployArgs,
    root: PathBuf,
    remote: Remote,
    config: Config,
    plan: Plan,
}

impl Desk<'_> {
    async fn plan(&self) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(&self.plan.steps, from);
        }
        let quotes = quote(&self.plan, &self.remote).await?;
        let total = quotes.iter().fold(U256::ZERO, |sum, quote| sum.saturating_add(quote.cost));
        let gas: u64 =
            quotes.iter().filter(|quote| !quote.done).map(|quote| quote.step.gas + quote.l1_gas).sum();
        if self.args.json {
            let contracts: serde_json::Map<_, _> = self
                .plan
                .contracts
                .iter()
                .map(|planned| (planned.name.clone(), planned.address.to_string().into()))
                .collect();
            let document = serde_json::json!({
                "schema": "surety.plan/1",
                "chainId": self.plan.chain_id,
                "deployer": self.plan.deployer,
                "contracts": contracts,
                "steps": quotes,
                "gas": gas,
                "cost": total,
            });
            println!("{}", serde_json::to_string_pretty(&document)?);
            return Ok(ExitCode::SUCCESS);
        }
        let header = ["step", "from", "gas", "L1 gas", "data fee, ETH", "cost, ETH"].map(str::to_owned);
        let mut rows = vec![header.to_vec()];
        for quote in quotes {
            let cost = if quote.done { "done".to_owned() } else { format_ether(quote.cost) };
            let fee = if quote.data_fee.is_zero() { String::new() } else { format_ether(quote.data_fee) };
            rows.push(vec![
                short(&quote.step.id),
                quote.step.from.to_string(),
                crate::terminal::grouped(quote.step.gas),
                crate::terminal::grouped(quote.l1_gas),
                fee,
                cost,
            ]);
        }
        table(&rows).iter().for_each(|line| println!("{line}"));
        println!("{} gas, {} ETH at the present price", crate::terminal::grouped(gas), format_ether(total));
        Ok(ExitCode::SUCCESS)
    }

    async fn apply(&self) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(&self.plan.steps, from);
        }
        let (signers, mut journal, commit) = (self.signers()?, self.journal()?, self.commit());
        let mut progress = Progress { quiet: self.args.with.is_quiet() };
        let outcome = apply(
            &self.plan,
            &self.config,
            &self.remote,
            &signers,
            &mut journal,
            commit.as_deref(),
            &mut progress,
        )
        .await?;
        self.tell(&outcome)
    }

    /// Does the steps of an upgrade or a renewal, or prints them.
    async fn do_steps(&self, steps: &[Step]) -> Result<ExitCode> {
        if let Some(from) = self.args.calldata {
            return self.calldata(steps, from);
        }
        let (signers, mut journal, commit) = (self.signers()?, self.journal()?, self.commit());
        let mut progress = Progress { quiet: self.args.with.is_quiet() };
        let outcome = execute(
            steps,
            &self.config,
            &self.remote,
            &signers,
            &mut journal,
            commit.as_deref(),
            &mut progress,
        )
        .await?;
        self.tell(&outcome)
    }

    async fn verify(&self) -> Result<ExitCode> {
        let findings = verify(&self.plan, &self.config, &self.remote).await?;
        let wrong = findings.iter().filter(|finding| !finding.ok).count();
        if self.args.json {
            println!("{}", serde_json::to_string_pretty(&findings)?);
        } else {
            for finding in findings.iter().filter(|finding| !finding.ok) {
                println!("{}: expected {}, found {}", finding.what, finding.expected, finding.found);
            }
            println!("{} of {} checks hold", findings.len() - wrong, findings.len());
        }
        Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn status(&self) -> Result<ExitCode> {
        let all = status(&self.plan, &self.remote).await?;
        if self.args.json {
            println!("{}", serde_json::to_string_pretty(&all)?);
            return Ok(ExitCode::SUCCESS);
        }
        let mut rows = vec![["program", "days left", "cached", "address"].map(str::to_owned).to_vec()];
        rows.extend(all.into_iter().map(|care| {
            let days = care.days_left.map_or("not active".to_owned(), |days| days.to_string());
            vec![care.program, days, care.cached.to_string(), care.address.to_string()]
        }));
        table(&rows).iter().for_each(|line| println!("{line}"));
        Ok(ExitCode::SUCCESS)
    }

    fn calldata(&self, steps: &[Step], from: Address) -> Result<ExitCode> {
        println!("{}", serde_json::to_string_pretty(&batch(&self.plan, steps, from))?);
        Ok(ExitCode::SUCCESS)
    }

    fn tell(&self, outcome: &Outcome) -> Result<ExitCode> {
        if self.args.json {
            let document = serde_json::json!({
                "schema": "surety.apply/1",
                "sent": outcome.sent,
                "found": outcome.found,
                "waiting": outcome.waiting,
            });
            println!("{}", serde_json::to_string_pretty(&document)?);
        } else {
            println!("{} steps sent, {} done before", outcome.sent, outcome.found);
            for step in &outcome.waiting {
                println!("waits for a key: {step}");
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn dir(&self) -> PathBuf {
        self.args.dir.clone().unwrap_or_else(|| self.root.join("deployments"))
    }

    fn journal(&self) -> Result<Journal> {
        Ok(Journal::open(&self.dir(), self.plan.chain_id)?)
    }

    /// Keys of the environment and of keystore files.
    fn signers(&self) -> Result<Signers> {
        let mut signers = Signers::default();
        if let Ok(keys) = std::env::var(KEYS_VARIABLE) {
            signers = signers.with_keys(&keys)?;
        }
        if !self.args.keystore.is_empty() {
            let password = std::env::var(PASSWORD_VARIABLE)
                .with_context(|| format!("--keystore needs the password in {PASSWORD_VARIABLE}"))?;
            for path in &self.args.keystore {
                signers = signers.with_keystore(path, &password)?;
            }
        }
        if signers.is_empty() {
            bail!("no key: set {KEYS_VARIABLE} or give --keystore; --calldata prints what to send instead");
        }
        Ok(signers)
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

/// A step's key without the hash or address that makes it unique.
fn short(id: &str) -> String {
    let mut parts = id.split(':');
    let head: Vec<_> = parts.by_ref().take(2).collect();
    head.join(" ")
}

/// Tells of each step on stderr.
struct Progress {
    quiet: bool,
}

impl Observer for Progress {
    fn event(&mut self, event: Event<'_>) -> bool {
        if !self.quiet {
            match event {
                Event::Sent(step, transaction) => eprintln!("surety: {} in {transaction}", short(&step.id)),
                Event::Waits(step) => eprintln!("surety: {} waits for {}", short(&step.id), step.from),
                Event::Begins(_)
                | Event::Signed(..)
                | Event::Mined(..)
                | Event::Recorded(_)
                | Event::Found(_) => {}
            }
        }
        true
    }
}
