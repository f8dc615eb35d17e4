//! `anvil_`, `hardhat_`, `evm_`: driving the chain, under the names that tools know.

use super::{Answer, Params, Rpc, RpcError, answer, info::CLIENT, params::Number};
use crate::producer::{Mining, now};
use alloy_primitives::{Address, B256, Bytes, U64, U256};
use serde_json::json;
use surety_devnode::StateDiff;

/// `evm_mine`'s parameter: nothing, a time, or both time and a number of blocks.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(untagged)]
enum MineOptions {
    Timestamp(Number),
    Options { timestamp: Option<Number>, blocks: Option<Number> },
}

impl Rpc {
    pub(super) async fn control(&self, method: &str, name: &str, params: &mut Params<'_>) -> Answer {
        if let Some(answer) = self.control_state(name, params).await {
            return answer;
        }
        if let Some(answer) = self.control_time(method, name, params).await {
            return answer;
        }
        let producer = &self.producer;
        match name {
            "impersonateAccount" | "stopImpersonatingAccount" => {
                let (account, on) = (params.next()?, name == "impersonateAccount");
                producer.run(move |producer| producer.impersonate(account, on)).await?;
                answer(())
            }
            "autoImpersonateAccount" => {
                let on = params.next()?;
                producer.run(move |producer| producer.impersonate_all(on)).await?;
                answer(())
            }
            "setAutomine" => {
                let mining = if params.next()? { Mining::Auto } else { Mining::Waiting };
                producer.run(move |producer| producer.set_mining(mining)).await?;
                answer(true)
            }
            "getAutomine" => answer(producer.run(|producer| producer.mining()).await? == Mining::Auto),
            "setIntervalMining" => {
                // Zero ends interval mining; other values need a running timer, which the node
                // starts with `--block-time`.
                let Number(secs) = params.next()?;
                self.set_interval_mining(secs).await
            }
            "getIntervalMining" => answer(self.config.block_time.map(|time| time.as_secs())),
            "dropTransaction" => {
                let hash: B256 = params.next()?;
                let dropped = producer.run(move |producer| producer.drop_tx(hash)).await?;
                answer(dropped.map(|tx| tx.hash))
            }
            "dropAllTransactions" => {
                producer.run(|producer| producer.drop_waiting(None)).await?;
                answer(())
            }
            "removePoolTransactions" => {
                let sender = params.next()?;
                producer.run(move |producer| producer.drop_waiting(Some(sender))).await?;
                answer(())
            }
            "nodeInfo" => answer(self.node_info()),
            "metadata" => answer(self.metadata()),
            "setLoggingEnabled" | "setRpcUrl" | "enableTraces" => answer(()),
            _ => Err(RpcError::no_method(method)),
        }
    }

    async fn control_state(&self, name: &str, params: &mut Params<'_>) -> Option<Answer> {
        // Anvil also knows these as `evm_setAccountBalance` and so on.
        let name = match name.strip_prefix("setAccount") {
            Some("Balance") => "setBalance",
            Some("Nonce") => "setNonce",
            Some("Code") => "setCode",
            Some("StorageAt") => "setStorageAt",
            _ => name,
        };
        Some(match name {
            "setBalance" | "addBalance" | "setNonce" | "setCode" | "setStorageAt" => {
                self.set_account(name, params).await
            }
            "snapshot" => self
                .producer
                .run(|producer| producer.checkpoint())
                .await
                .map_err(RpcError::from)
                .and_then(|id| answer(U64::from(id))),
            "revert" => self.revert(params).await,
            "reset" => match self.producer.run(|producer| producer.reset()).await {
                Ok(done) => done.map_err(RpcError::from).and_then(|()| answer(true)),
                Err(stopped) => Err(stopped.into()),
            },
            "dumpState" => self.dump().await,
            "loadState" => self.load(params).await,
            _ => return None,
        })
    }

    async fn set_account(&self, name: &str, params: &mut Params<'_>) -> Answer {
        let (account, producer): (Address, _) = (params.next()?, &self.producer);
        match name {
            "setBalance" => {
                let wei: U256 = params.next()?;
                producer.run(move |producer| producer.set_balance(account, wei)).await?;
            }
            "addBalance" => {
                let wei: U256 = params.next()?;
                producer.run(move |producer| producer.add_balance(account, wei)).await?;
            }
            "setNonce" => {
                let Number(nonce) = params.next()?;
                producer.run(move |producer| producer.set_nonce(account, nonce)).await?;
            }
            "setCode" => {
                let code: Bytes = params.next()?;
                producer.run(move |producer| producer.set_code(account, code)).await?;
            }
            _ => {
                let (key, value): (U256, U256) = (params.next()?, params.next()?);
                producer.run(move |producer| producer.set_storage(account, key, value)).await?;
            }
        }
        // Hardhat and anvil answer `true` for slots and null otherwise; libraries ignore both.
        if name == "setStorageAt" { answer(true) } else { answer(()) }
    }

    async fn revert(&self, params: &mut Params<'_>) -> Answer {
        let Number(id) = params.next()?;
        answer(self.producer.run(move |producer| producer.revert(id)).await??)
    }

    async fn dump(&self) -> Answer {
        let state = self.producer.run(|producer| producer.dump()).await?;
        let text = serde_json::to_vec(&state).map_err(|error| RpcError::server(error.to_string()))?;
        answer(Bytes::from(text))
    }

    async fn load(&self, params: &mut Params<'_>) -> Answer {
        let bytes: Bytes = params.next()?;
        let state: StateDiff = serde_json::from_slice(&bytes).map_err(|error| {
            RpcError::invalid_params(format!("not a state that this node dumped: {error}"))
        })?;
        self.producer.run(move |producer| producer.load(&state)).await?;
        answer(true)
    }

    async fn control_time(&self, method: &str, name: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match (method, name) {
            ("evm_mine", _) => self.evm_mine(params).await,
            (_, "mine") => self.mine(params).await,
            (_, "increaseTime") => self.increase_time(params).await,
            (_, "setNextBlockTimestamp") => {
                let set = params.next().map(|Number(time)| time);
                self.set_clock(set, true).await
            }
            (_, "setTime") => {
                // Hardhat's ancestors take milliseconds here, anvil seconds; no time in seconds is
                // this large.
                let set = params.next().map(|Number(time)| if time > 1 << 36 { time / 1_000 } else { time });
                self.set_clock(set, false).await
            }
            (_, "setBlockTimestampInterval") => {
                self.set_interval(params.next().map(|Number(n)| Some(n))).await
            }
            (_, "removeBlockTimestampInterval") => self.set_interval(Ok(None)).await,
            (_, "setNextBlockBaseFeePerGas" | "setMinGasPrice" | "setBlockGasLimit" | "setCoinbase") => {
                self.set_block_field(name, params).await
            }
            _ => return None,
        })
    }

    async fn evm_mine(&self, params: &mut Params<'_>) -> Answer {
        let (timestamp, blocks) = match params.optional()? {
            None => (None, None),
            Some(MineOptions::Timestamp(timestamp)) => (Some(timestamp), None),
            Some(MineOptions::Options { timestamp, blocks }) => (timestamp, blocks),
        };
        let Number(count) = blocks.unwrap_or(Number(1));
        self.producer
            .run(move |producer| {
                if let Some(Number(timestamp)) = timestamp {
                    producer.set_next_timestamp(timestamp)?;
                }
                producer.mine(count, None)
            })
            .await??;
        answer("0x0")
    }

    async fn mine(&self, params: &mut Params<'_>) -> Answer {
        let count: Option<Number> = params.optional()?;
        let interval: Option<Number> = params.optional()?;
        let (Number(count), interval) = (count.unwrap_or(Number(1)), interval.map(|Number(secs)| secs));
        self.producer.run(move |producer| producer.mine(count, interval)).await??;
        answer(())
    }

    async fn increase_time(&self, params: &mut Params<'_>) -> Answer {
        let Number(secs) = params.next()?;
        let ahead = self.producer.run(move |producer| producer.increase_time(secs)).await?;
        answer(ahead)
    }

    async fn set_clock(&self, time: Result<u64, RpcError>, next_only: bool) -> Answer {
        let time = time?;
        let set = move |producer: &mut crate::producer::Producer| {
            if next_only { producer.set_next_timestamp(time) } else { producer.set_time(time) }
        };
        self.producer.run(set).await??;
        if next_only { answer(()) } else { answer(time.saturating_sub(now())) }
    }

    async fn set_interval(&self, secs: Result<Option<u64>, RpcError>) -> Answer {
        let secs = secs?;
        self.producer.run(move |producer| producer.set_block_interval(secs)).await?;
        answer(true)
    }

    async fn set_block_field(&self, name: &str, params: &mut Params<'_>) -> Answer {
        match name {
            "setCoinbase" => {
                let account = params.next()?;
                self.producer.run(move |producer| producer.set_coinbase(account)).await?;
                answer(())
            }
            "setBlockGasLimit" => {
                let Number(gas) = params.next()?;
                self.producer.run(move |producer| producer.set_gas_limit(gas)).await?;
                answer(true)
            }
            _ => {
                let Number(wei) = params.next()?;
                self.producer.run(move |producer| producer.set_basefee(wei)).await?;
                answer(())
            }
        }
    }

    async fn set_interval_mining(&self, secs: u64) -> Answer {
        let mining = Mining::Waiting;
        self.intervals.send_replace((secs > 0).then(|| std::time::Duration::from_secs(secs)));
        self.producer.run(move |producer| producer.set_mining(mining)).await?;
        answer(())
    }

    fn node_info(&self) -> serde_json::Value {
        let ledger = self.ledger.read();
        let (head, next) = (ledger.head(), ledger.next());
        json!({
            "currentBlockNumber": U64::from(head.number()),
            "currentBlockTimestamp": head.timestamp(),
            "currentBlockHash": head.hash,
            "hardFork": if self.config.arbos >= 50 { "OSAKA" } else if self.config.arbos >= 40 { "PRAGUE" } else { "CANCUN" },
            "transactionOrder": "fifo",
            "environment": {
                "baseFee": U256::from(next.basefee),
                "chainId": self.config.chain_id,
                "gasLimit": U256::from(next.gas_limit),
                "gasPrice": U256::from(next.basefee),
            },
            "forkConfig": { "forkUrl": null, "forkBlockNumber": null, "forkRetryBackoff": null },
            "arbosVersion": self.config.arbos,
            "l1BlockNumber": U64::from(head.l1_number),
        })
    }

    fn metadata(&self) -> serde_json::Value {
        let ledger = self.ledger.read();
        let head = ledger.head();
        json!({
            "clientVersion": CLIENT,
            "chainId": self.config.chain_id,
            "instanceId": self.instance,
            "latestBlockNumber": head.number(),
            "latestBlockHash": head.hash,
            "forkedNetwork": null,
            "snapshots": {},
        })
    }
}
