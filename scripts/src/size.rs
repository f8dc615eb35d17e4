//! `surety size`: what each program costs, against what Arbitrum allows.

use crate::{
    common::Common,
    terminal::{grouped, has_colour, red, say, table, tell},
};
use serde::Serialize;
use std::process::ExitCode;
use surety_wasm_build::{CODE_LIMIT, FRAGMENT_LIMIT, MODULE_LIMIT, PAGE_LIMIT, Program, Size};

/// Show each program's bytes, gas and fee against the limits; fail if one is broken
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety size             a table; ends with 1 if Arbitrum would refuse a program
  surety size --json      for machines")]
pub(crate) struct Args {}

/// The output of `--json`.
#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    programs: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    program: &'a str,
    #[serde(flatten)]
    size: &'a Size,
}

/// Builds, measures and compares.
///
/// # Errors
/// Those of the build.
pub(crate) fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let programs = common.programs()?;
    if common.json() {
        common.print(&report(&programs))?;
    } else {
        lines(&programs).iter().try_for_each(|line| say(line))?;
    }
    let mut code = ExitCode::SUCCESS;
    for program in &programs {
        for excess in program.size.excesses() {
            let (value, limit) = (grouped(excess.value), grouped(excess.limit));
            let text = format!("{}: {} {value}, the limit is {limit}", program.name, excess.what);
            tell(&red(&text, has_colour(&std::io::stderr())));
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn report(programs: &[Program]) -> Report<'_> {
    let rows = programs.iter().map(|program| Row { program: &program.name, size: &program.size });
    Report { schema: "surety.size/1", programs: rows.collect() }
}

fn lines(programs: &[Program]) -> Vec<String> {
    let header = [
        "program",
        "raw",
        "%",
        "code",
        "%",
        "fragments",
        "pages",
        "init gas",
        "cached gas",
        "activation gas",
        "data fee",
    ];
    let limits = [MODULE_LIMIT, CODE_LIMIT, FRAGMENT_LIMIT, PAGE_LIMIT].map(grouped);
    let [module, code, fragments, pages] = limits;
    let limit_row = ["limit".into(), module, String::new(), code, String::new(), fragments, pages];
    let mut rows = vec![header.map(str::to_owned).to_vec(), limit_row.to_vec()];
    rows.extend(programs.iter().map(|program| cells(&program.name, &program.size)));
    let mut lines = table(&rows);
    lines.push(format!(
        "bytes; code = brotli, quality 11, window 22, with its prefix of 4; init gas = a call's, if not cached, on top of \
         cached gas; data fee in wei; {} programs at ArbOS 60",
        programs.len()
    ));
    lines
}

fn cells(name: &str, size: &Size) -> Vec<String> {
    let percent = |value: u64, limit: u64| (value * 100).div_ceil(limit).to_string();
    vec![
        name.to_owned(),
        grouped(size.raw_bytes),
        percent(size.raw_bytes, MODULE_LIMIT),
        grouped(size.compressed_bytes),
        percent(size.compressed_bytes, CODE_LIMIT),
        size.fragments.to_string(),
        size.footprint_pages.to_string(),
        grouped(size.init_gas),
        grouped(size.cached_gas),
        grouped(size.activation_gas),
        grouped(size.data_fee_wei),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Program {
        let size = Size {
            raw_bytes: 65_536,
            compressed_bytes: 24_577,
            fragments: 2,
            footprint_pages: 1,
            init_gas: 12_641,
            cached_gas: 829,
            activation_gas: 3_000_000,
            data_fee_wei: 43_607_190_175_334,
        };
        Program { name: "vault".into(), path: "vault.wasm".into(), wasm: vec![], code: vec![], size }
    }

    #[test]
    fn json_has_the_documented_shape() {
        let json = serde_json::to_string(&report(&[program()])).unwrap();
        let expected = r#"{"schema":"surety.size/1","programs":[{"program":"vault","raw_bytes":65536,"compressed_bytes":24577,"fragments":2,"footprint_pages":1,"init_gas":12641,"cached_gas":829,"activation_gas":3000000,"data_fee_wei":43607190175334}]}"#;
        assert_eq!(json, expected);
    }

    #[test]
    fn table_compares_with_the_limits_and_rounds_against_us() {
        let lines = lines(&[program()]);
        assert!(lines[1].contains("131,072") && lines[1].contains("24,576"), "{}", lines[1]);
        let words: Vec<_> = lines[2].split_whitespace().collect();
        assert_eq!(words[..5], ["vault", "65,536", "50", "24,577", "101"]);
    }
}
