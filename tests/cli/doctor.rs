//! `surety doctor`: what it finds, and that what it says mends it.

use super::{Ended, Site, run, surety};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
};

/// A check's status, and the command that mends it.
fn check(ended: &Ended, name: &str) -> Result<(String, String)> {
    let document = ended.json()?;
    let checks = document["checks"].as_array().context("no checks")?;
    let check =
        checks.iter().find(|check| check["check"] == name).with_context(|| format!("{name}: {document}"))?;
    ensure!((check["status"] == "ok") == check["mend"].is_null(), "{check}");
    let text = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
    Ok((text("status"), text("mend")))
}

/// Fails unless a check has this status, and what mends it has this in it.
fn expect(ended: &Ended, name: &str, status: &str, mend: &str) -> Result<()> {
    let found = check(ended, name)?;
    ensure!(
        found.0 == status && found.1.contains(mend),
        "{name}: {found:?}, not {status}: {mend}\n{}",
        ended.out
    );
    Ok(())
}

fn doctor(site: &Site, more: &[&str]) -> Result<Ended> {
    run(site.signed(&["doctor", "--json"])?.args(more))
}

#[test]
fn a_deployment_from_its_beginning_to_its_decay() -> Result<()> {
    let site = Site::new("doctor")?;
    let fresh = doctor(&site, &[])?.with(0)?;
    for name in [
        "Rust",
        "C compiler",
        "WASM compiler",
        "wasm-opt",
        "programs",
        "node",
        "chain",
        "configuration",
        "keys",
    ] {
        expect(&fresh, name, "ok", "")?;
    }
    expect(&fresh, "record", "warn", "surety deploy apply")?;
    run(&mut site.signed(&["deploy", "apply", "-q"])?)?.with(0)?;

    let healthy = doctor(&site, &[])?.with(0)?;
    let all = healthy.json()?;
    let checks = all["checks"].as_array().context("no checks")?;
    ensure!(checks.len() == 12 && checks.iter().all(|check| check["status"] == "ok"), "{all}");
    let keyless = run(&mut site.surety(&["doctor", "--json"])?)?.with(0)?;
    expect(&keyless, "keys", "warn", "SURETY_DEPLOY_KEYS")?;
    ensure!(run(&mut site.signed(&["doctor", "-q"])?)?.with(0)?.out.is_empty(), "quiet, and all is well");

    site.pass(320)?;
    expect(&doctor(&site, &[])?.with(0)?, "expiry", "warn", "surety deploy keepalive --days 60")?;
    expect(&doctor(&site, &["--days", "20"])?.with(0)?, "expiry", "ok", "")?;
    run(&mut site.signed(&["deploy", "keepalive", "--days", "60", "-q"])?)?.with(0)?;
    expect(&doctor(&site, &[])?.with(0)?, "expiry", "ok", "")?;
    site.pass(400)?;
    expect(&doctor(&site, &[])?.with(1)?, "expiry", "fail", "surety deploy keepalive")?;

    broken_records(&site)
}

/// Records that are torn, lost, interrupted, and of a chain that is no more.
fn broken_records(site: &Site) -> Result<()> {
    let whole = fs::read_to_string(site.record())?;
    fs::write(site.record(), &whole[..whole.len() / 2])?;
    expect(&doctor(site, &[])?.with(1)?, "record", "fail", "version control")?;
    fs::write(site.record(), whole.replacen("412346", "412347", 1))?;
    expect(&doctor(site, &[])?.with(1)?, "record", "fail", "version control")?;
    fs::remove_file(site.record())?;
    expect(&doctor(site, &[])?.with(0)?, "record", "warn", "surety deploy apply writes it anew")?;
    let mut interrupted: Value = serde_json::from_str(&whole)?;
    let entries = interrupted["entries"].as_array_mut().context("no entries")?;
    let sent =
        entries.iter().rposition(|entry| entry["outcome"]["kind"] == "sent").context("nothing sent")?;
    entries.truncate(sent + 1);
    fs::write(site.record(), interrupted.to_string())?;
    expect(&doctor(site, &[])?, "record", "warn", "surety deploy apply")?;

    fs::write(site.record(), &whole)?;
    site.rpc("hardhat_reset", json!([]))?;
    expect(&doctor(site, &[])?.with(1)?, "record", "fail", "move")
}

#[test]
fn nodes_that_are_silent_or_of_another_chain() -> Result<()> {
    let silent = run(&mut surety(&["doctor", "--json", "--rpc", "http://127.0.0.1:1"]))?.with(1)?;
    expect(&silent, "node", "fail", "surety node --with-suite")?;
    let site = Site::new("wrong-chain")?;
    let other = site.dir.join("other.toml");
    let config = fs::read_to_string(crate::root().join("deployments/config/412346.toml"))?;
    fs::write(&other, config.replace("412346", "42161"))?;
    let other = other.to_str().context("no text")?;
    expect(&doctor(&site, &["--config", other])?.with(1)?, "configuration", "fail", "same chain")?;
    let mainnet = another_chain()?;
    expect(&run(&mut surety(&["doctor", "--json", "--rpc", &mainnet]))?.with(1)?, "chain", "fail", "--rpc")?;
    let keys = run(site.surety(&["doctor", "--json"])?.env("SURETY_DEPLOY_KEYS", "0x12"))?.with(1)?;
    expect(&keys, "keys", "fail", "SURETY_DEPLOY_KEYS")?;
    ensure!(!keys.out.contains("0x12\""), "a key is shown: {}", keys.out);
    Ok(())
}

/// A node of chain 1, where a call of an account without code answers nothing.
fn another_chain() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // A client that has gone away needs no answer.
            drop(answer(stream));
        }
    });
    Ok(url)
}

fn answer(stream: TcpStream) -> Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let request: Value = serde_json::from_slice(&body)?;
    let result = if request["method"] == "eth_chainId" { "0x1" } else { "0x" };
    let body = json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }).to_string();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ";
    Ok(write!(reader.get_mut(), "{head}{}\r\n\r\n{body}", body.len())?)
}

#[test]
fn a_machine_without_tools() -> Result<()> {
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-empty");
    fs::create_dir_all(&empty)?;
    let mut command = surety(&["doctor", "--json"]);
    command.env("PATH", &empty).env("XDG_CACHE_HOME", &empty).env_remove("SURETY_TOOLCHAIN_DIR");
    // Nobody listens there, and nobody asked for it: no node is no failure.
    let ended = run(command.env_remove("SURETY_WASM_OPT"))?.with(1)?;
    expect(&ended, "Rust", "fail", "rustup")?;
    expect(&ended, "C compiler", "fail", "gcc")?;
    expect(&ended, "WASM compiler", "warn", "surety toolchain")?;
    expect(&ended, "wasm-opt", "warn", "surety build")?;
    expect(&ended, "programs", "warn", "surety build")?;
    let mut command = surety(&["doctor", "--json"]);
    let ended = run(command.env("SURETY_WASM_OPT", "/no/such/wasm-opt"))?.with(1)?;
    expect(&ended, "wasm-opt", "fail", "unset SURETY_WASM_OPT")
}
