//! A program that does not fit one account.

use crate::support::{Bench, programs};
use std::io::Write as _;
use surety_deploy::{Plan, verify};
use surety_wasm_build::{CODE_LIMIT, Program};

/// The program with its stream compressed so badly that it needs two fragments.
fn bloated(program: &Program) -> Program {
    let two = CODE_LIMIT + 1..2 * CODE_LIMIT - 10;
    let codes = (0..11).map(|quality| code(&program.wasm, quality));
    let code = codes.into_iter().find(|code| two.contains(&(code.len() as u64))).unwrap();
    Program { code, ..program.clone() }
}

fn code(wasm: &[u8], quality: u32) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut stream, 4_096, quality, 22);
    writer.write_all(wasm).unwrap();
    drop(writer);
    [&[0xef, 0xf0, 0x00, 0x00][..], &stream].concat()
}

#[tokio::test]
async fn a_program_in_fragments_is_deployed_and_runs() {
    let mut bench = Bench::new("fragments").await;
    let mut changed = programs().to_vec();
    let largest = changed.iter_mut().max_by_key(|program| program.code.len()).unwrap();
    *largest = bloated(largest);
    let name = largest.name.clone();
    bench.plan = Plan::new(&bench.config, &changed).unwrap();
    let program = bench.plan.programs.iter().find(|program| program.name == name).unwrap();
    assert_eq!(program.fragments.len(), 2);
    assert_eq!(program.code.len(), 8 + 2 * 20);
    assert!(bench.deploy().await.waiting.is_empty());
    let findings = verify(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    assert!(findings.iter().any(|finding| finding.what == format!("{name}: fragment 1")));
    let wrong: Vec<_> = findings.iter().filter(|finding| !finding.ok).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
