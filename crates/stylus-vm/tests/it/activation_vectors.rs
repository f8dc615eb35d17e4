//! Every recorded activation comes out the same: figures, fees, refusals.

use crate::support::vectors::{self, VectorFile, bytes};
use alloy_primitives::U256;
use serde_json::Value;
use surety_stylus_vm::{
    ActivationRules, ArbosVersion, StylusParams,
    activate::activate,
    code::{CodeError, CodeKind, Dictionaries, Dictionary, classify, decompress},
    data_fee::DataPricer,
    program_info::ProgramInfo,
};

#[test]
fn recorded_activations_come_out_the_same() {
    let (mut activations, mut mismatches) = (0, Vec::new());
    for file in vectors::files() {
        let mut pricer = DataPricer::default();
        for program in file.list("programs") {
            if program["activation"]["status"] == "not activated" {
                continue;
            }
            activations += 1;
            let differences = compare(&file, program, &mut pricer);
            let name = program["name"].as_str().unwrap_or_default();
            mismatches.extend(differences.iter().map(|text| format!("{}/{name}: {text}", file.name)));
        }
    }
    println!("{activations} activations, {} mismatches", mismatches.len());
    assert!(mismatches.is_empty(), "{}", mismatches.join("\n"));
}

fn compare(file: &VectorFile, program: &Value, pricer: &mut DataPricer) -> Vec<String> {
    let params = file.params();
    let arbos = ArbosVersion::new(file.arbos());
    let expected = &program["activation"];
    let Some(wasm) = module(program, arbos, &params) else { return Vec::new() };

    let mut gas = u64::MAX;
    let result = activate(&wasm, &ActivationRules::new(arbos, &params), &mut gas);
    let activation = match (result, expected["status"].as_str()) {
        (Ok(activation), Some("ok")) => activation,
        (Err(_), Some("error")) => return Vec::new(),
        (Ok(_), _) => return vec![format!("accepted, but {}", expected["error_text"])],
        (Err(error), _) => return vec![format!("refused: {error}")],
    };
    let figures = activation.figures;
    let info = ProgramInfo::activated(&figures, &params, 1_800_000_000, false);
    let now = file.json["block"]["timestamp"].as_u64().unwrap();
    let fee = pricer.charge(figures.asm_estimate, now);
    let total = activation.metered_gas + if arbos.has_activation_gas() { 1_748_626 } else { 1_747_826 };
    let checks = [
        ("version", u64::from(params.version)),
        ("wasm_len", wasm.len() as u64),
        ("footprint_pages", figures.footprint.into()),
        ("init_cost", figures.init_cost.into()),
        ("cached_init_cost", figures.cached_cost.into()),
        ("init_gas", info.init_gas(&params)),
        ("cached_gas", info.cached_gas(&params)),
        ("asm_estimate", figures.asm_estimate.into()),
        ("asm_estimate_kb", info.asm_estimate_kb.into()),
        ("activation_metered_gas", activation.metered_gas),
    ];
    let mut differences: Vec<String> = checks
        .iter()
        .filter(|(name, value)| expected[name].as_u64() != Some(*value))
        .map(|(name, value)| format!("{name} is {value}, recorded {}", expected[name]))
        .collect();
    if vectors::number(&expected["data_fee"]) != fee {
        differences.push(format!("data_fee is {fee}, recorded {}", expected["data_fee"]));
    }
    // Root programs pay for their fragments besides.
    let whole = program.get("fragments").is_none();
    if whole && vectors::number(&expected["activation_precompile_gas"]) != U256::from(total) {
        differences.push(format!("total is {total}, recorded {}", expected["activation_precompile_gas"]));
    }
    differences
}

/// The dictionaries at hand: that of Nitro if a variable names its file.
fn dictionaries() -> Dictionaries {
    let file = std::env::var_os("SURETY_STYLUS_DICTIONARY");
    Dictionaries { stylus: file.map(|file| Dictionary::from_file(file.as_ref()).unwrap()) }
}

/// The program's module; `None` if it can't be had without a dictionary that is not here.
fn module(program: &Value, arbos: ArbosVersion, params: &StylusParams) -> Option<Vec<u8>> {
    let given = program.get("wasm_hex").map(|wasm| bytes(wasm).to_vec());
    let code = program.get("code_hex").map(bytes);
    if let Some(CodeKind::Classic { dictionary, stream }) = code.as_deref().map(|code| classify(code, arbos))
    {
        match decompress(stream, dictionary, &dictionaries(), params.max_wasm_size) {
            Ok(wasm) => {
                assert!(
                    given.is_none_or(|given| given == wasm),
                    "{} decompresses to another module",
                    program["name"]
                );
                return Some(wasm);
            }
            Err(CodeError::DictionaryNotAvailable(_)) if given.is_none() => {
                println!("{}: its dictionary is not here", program["name"]);
            }
            Err(error) => assert!(given.is_some(), "{}: {error}", program["name"]),
        }
    }
    given
}
