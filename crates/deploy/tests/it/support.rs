//! A node, a configuration for it, and the keys of its accounts.

use alloy_network::Ethereum;
use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_provider::{Provider as _, RootProvider};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};
use surety_deploy::{
    Config, DeployError, FACTORY, Journal, Observer, Outcome, Plan, Remote, Run, Signers, Silent, Step,
    Strategy,
};
use surety_node::{Node, NodeConfig};
use surety_wasm_build::{BuildOptions, Program, build_all};

/// A token whose strategy has no limits.
pub(crate) const TOKEN: Address = address!("1000000000000000000000000000000000000001");
/// A token whose strategy has.
pub(crate) const LIMITED_TOKEN: Address = address!("1000000000000000000000000000000000000002");

/// A node and what one deploys to it.
pub(crate) struct Bench {
    pub(crate) node: Node,
    pub(crate) remote: Remote,
    pub(crate) config: Config,
    pub(crate) plan: Plan,
    provider: RootProvider<Ethereum>,
    dir: PathBuf,
}

/// All programs, built once for all tests.
pub(crate) fn programs() -> &'static [Program] {
    static PROGRAMS: OnceLock<Vec<Program>> = OnceLock::new();
    PROGRAMS.get_or_init(|| build_all(&BuildOptions::from_env().unwrap()).unwrap())
}

/// The configuration of the development node, with two tokens.
pub(crate) fn config() -> Config {
    let root = surety_wasm_build::find_root().unwrap();
    let mut config = Config::read(&root.join("deployments/config/412346.toml")).unwrap();
    let limits = (Some(U256::from(100)), Some(U256::from(1_000)));
    config.strategies = vec![
        Strategy { token: TOKEN, max_per_deposit: None, max_total: None },
        Strategy { token: LIMITED_TOKEN, max_per_deposit: limits.0, max_total: limits.1 },
    ];
    config
}

impl Bench {
    /// An empty chain with two tokens, and an empty folder for the record.
    pub(crate) async fn new(name: &str) -> Self {
        let cache_dir = surety_wasm_build::cache_dir().ok().map(|dir| dir.join("compiled"));
        let node =
            Node::start(NodeConfig { port: 0, cache_dir, ..NodeConfig::default() }, None).await.unwrap();
        let url = format!("http://{}", node.address());
        let remote = Remote::new(&url).unwrap();
        let provider = RootProvider::new_http(url.parse().unwrap());
        let config = config();
        let plan = Plan::new(&config, programs()).unwrap();
        let dir = std::env::temp_dir().join(format!("surety-deploy-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let bench = Self { node, remote, config, plan, provider, dir };
        let root = surety_wasm_build::find_root().unwrap();
        let artifact = std::fs::read(root.join("tests/solidity/artifacts/MockToken.json")).unwrap();
        let artifact: Value = serde_json::from_slice(&artifact).unwrap();
        // The node comes with the factory; other chains may lack it.
        bench.rpc("anvil_setCode", json!([FACTORY, "0x"])).await;
        bench.rpc("anvil_setNonce", json!([FACTORY, "0x0"])).await;
        for token in [TOKEN, LIMITED_TOKEN] {
            bench.rpc("anvil_setCode", json!([token, artifact["runtime"]])).await;
        }
        bench
    }

    /// A call that succeeds.
    pub(crate) async fn rpc(&self, method: &str, params: Value) -> Value {
        self.try_rpc(method, params).await.unwrap()
    }

    /// A call that may fail.
    pub(crate) async fn try_rpc(&self, method: &str, params: Value) -> Result<Value, String> {
        let answer = self.provider.raw_request(method.to_owned().into(), params).await;
        answer.map_err(|error| error.to_string())
    }

    /// Keys of the deployer, the owner and the unpauser, as far as they are wanted.
    pub(crate) fn signers(&self, accounts: &[usize]) -> Signers {
        accounts.iter().fold(Signers::default(), |signers, index| {
            signers.with_keys(&self.node.accounts()[*index].private_key.to_string()).unwrap()
        })
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The record as it is on disk.
    pub(crate) fn journal(&self) -> Journal {
        Journal::open(&self.dir, self.plan.chain_id).unwrap()
    }

    /// One run, as a process of its own would do it.
    pub(crate) async fn run(
        &self,
        accounts: &[usize],
        observer: &mut dyn Observer,
    ) -> Result<Outcome, DeployError> {
        self.run_on(&mut self.journal(), accounts, observer).await
    }

    /// One run on a record that was opened before.
    pub(crate) async fn run_on(
        &self,
        journal: &mut Journal,
        accounts: &[usize],
        observer: &mut dyn Observer,
    ) -> Result<Outcome, DeployError> {
        let signers = self.signers(accounts);
        self.sending(&signers, journal, observer).apply(&self.plan, &self.config).await
    }

    /// Does steps that are no plan's.
    pub(crate) async fn execute(
        &self,
        steps: &[Step],
        accounts: &[usize],
        observer: &mut dyn Observer,
    ) -> Result<Outcome, DeployError> {
        let signers = self.signers(accounts);
        self.sending(&signers, &mut self.journal(), observer).execute(steps).await
    }

    fn sending<'a>(
        &'a self,
        signers: &'a Signers,
        journal: &'a mut Journal,
        observer: &'a mut dyn Observer,
    ) -> Run<'a> {
        let (fees, remote) = (&self.config.fees, &self.remote);
        Run { fees, remote, signers, journal, commit: Some("abc"), observer }
    }

    /// A run with all keys that nobody interrupts.
    pub(crate) async fn deploy(&self) -> Outcome {
        self.run(&[0, 1, 2], &mut Silent).await.unwrap()
    }

    /// Transactions that the deployer has sent.
    pub(crate) async fn nonce(&self) -> u64 {
        self.provider.get_transaction_count(self.plan.deployer).await.unwrap()
    }

    pub(crate) async fn block(&self) -> u64 {
        self.provider.get_block_number().await.unwrap()
    }

    pub(crate) async fn code(&self, at: Address) -> Bytes {
        self.provider.get_code_at(at).await.unwrap()
    }

    pub(crate) async fn set_storage(&self, at: Address, slot: U256, word: B256) {
        self.rpc("anvil_setStorageAt", json!([at, slot, word])).await;
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
