//! Load on a node over loopback: transactions and calls by HTTP from several clients, each on a
//! connection of its own.
//!
//! ```text
//! cargo run -p surety-node --example load [SECONDS] [URL]
//! ```
//!
//! Without a URL it starts a node in its own process, so clients and node share the machine.

use alloy_consensus::{SignableTransaction as _, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718 as _;
use alloy_primitives::{Address, TxKind, U256, hex};
use alloy_signer::SignerSync as _;
use alloy_signer_local::{MnemonicBuilder, PrivateKeySigner};
use anyhow::{Context as _, Result, ensure};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};
use surety_node::{DEV_MNEMONIC, Node, NodeConfig};

/// Clients that send at once.
const CLIENTS: u32 = 8;
/// Chain id of a node without flags.
const CHAIN_ID: u64 = 412_346;
/// Adds two slots and writes one: a small call.
const CODE: &str = "60015460025401600355600354600052602060 00f3";

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let seconds: u64 = args.next().map_or(Ok(5), |text| text.parse()).context("SECONDS")?;
    let time = Duration::from_secs(seconds);
    let url = args.next();
    let runtime = tokio::runtime::Runtime::new()?;
    let node = match &url {
        Some(_) => None,
        None => Some(runtime.block_on(Node::start(NodeConfig { port: 0, ..NodeConfig::default() }, None))?),
    };
    if let Some(node) = &node {
        println!("ready in {:?}", node.ready_in());
    }
    let address = match (&node, &url) {
        (Some(node), _) => node.address().to_string(),
        (None, Some(url)) => url.trim_start_matches("http://").trim_end_matches('/').to_owned(),
        (None, None) => unreachable!("there is a node without a URL"),
    };
    let target = set_code(&address)?;
    report("eth_call", load(&address, time, |client, _| client.view(target))?);
    report("eth_blockNumber", load(&address, time, |client, _| client.call("eth_blockNumber", "[]"))?);
    report("eth_sendRawTransaction", load(&address, time, |client, nonce| client.transfer(nonce))?);
    report(
        "the same, calling a contract",
        load(&address, time, |client, nonce| client.invoke(nonce, target))?,
    );
    Ok(())
}

fn report(what: &str, (count, elapsed): (u64, Duration)) {
    let rate = count as f64 / elapsed.as_secs_f64();
    println!("{what}: {count} in {elapsed:.2?}, {rate:.0}/s from {CLIENTS} clients");
}

/// Puts the small contract on the chain.
fn set_code(address: &str) -> Result<Address> {
    let target = Address::repeat_byte(0x42);
    let mut client = Client::connect(address, 0)?;
    client.call("anvil_setCode", &format!("[\"{target}\",\"0x{}\"]", CODE.replace(' ', "")))?;
    Ok(target)
}

/// Has all clients work for a time; answers what they did.
fn load(
    address: &str,
    time: Duration,
    work: impl Fn(&mut Client, u64) -> Result<()> + Sync,
) -> Result<(u64, Duration)> {
    let (stop, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let began = Instant::now();
    thread::scope(|scope| {
        let client = |index| {
            let (work, stop, done) = (&work, &stop, &done);
            scope.spawn(move || -> Result<()> {
                let mut client = Client::connect(address, index)?;
                let mut nonce = client.nonce()?;
                while !stop.load(Ordering::Relaxed) {
                    work(&mut client, nonce)?;
                    nonce += 1;
                    done.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            })
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    Ok((done.into_inner(), began.elapsed()))
}

/// One connection with one account.
struct Client {
    stream: BufReader<TcpStream>,
    signer: PrivateKeySigner,
}

impl Client {
    fn connect(address: &str, index: u32) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let signer = MnemonicBuilder::english().phrase(DEV_MNEMONIC).index(index)?.build()?;
        Ok(Self { stream: BufReader::new(stream), signer })
    }

    fn nonce(&mut self) -> Result<u64> {
        let params = format!("[\"{}\",\"latest\"]", self.signer.address());
        let answer = self.result("eth_getTransactionCount", &params)?;
        let hex = answer.split('"').rev().find(|part| part.starts_with("0x")).context("a nonce")?;
        Ok(u64::from_str_radix(hex.trim_start_matches("0x"), 16)?)
    }

    fn view(&mut self, target: Address) -> Result<()> {
        self.call("eth_call", &format!("[{{\"to\":\"{target}\"}},\"latest\"]"))
    }

    fn transfer(&mut self, nonce: u64) -> Result<()> {
        self.send(nonce, Address::repeat_byte(0x77))
    }

    fn invoke(&mut self, nonce: u64, target: Address) -> Result<()> {
        self.send(nonce, target)
    }

    fn send(&mut self, nonce: u64, to: Address) -> Result<()> {
        let tx = TxEip1559 {
            chain_id: CHAIN_ID,
            nonce,
            gas_limit: 100_000,
            max_fee_per_gas: 200_000_000,
            to: TxKind::Call(to),
            value: U256::ZERO,
            ..TxEip1559::default()
        };
        let signature = self.signer.sign_hash_sync(&tx.signature_hash())?;
        let raw = TxEnvelope::from(tx.into_signed(signature)).encoded_2718();
        self.call("eth_sendRawTransaction", &format!("[\"{}\"]", hex::encode_prefixed(raw)))
    }

    fn call(&mut self, method: &str, params: &str) -> Result<()> {
        self.result(method, params).map(drop)
    }

    fn result(&mut self, method: &str, params: &str) -> Result<String> {
        let body = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{params}}}");
        let request = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            ensure!(!line.is_empty(), "the node hung up");
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer)?;
        let answer = String::from_utf8(answer)?;
        ensure!(!answer.contains("\"error\""), "{method}: {answer}");
        Ok(answer)
    }
}
