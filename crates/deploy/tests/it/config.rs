//! Configurations that are refused, and why.

use crate::support::config;
use alloy_primitives::{Address, U256};
use surety_deploy::{Config, DeployError};

/// What is wrong with it.
fn errors(config: &Config) -> Vec<String> {
    match config.validate() {
        Ok(()) => Vec::new(),
        Err(DeployError::Invalid(errors)) => errors,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn each_rule_has_its_error() {
    type Break = fn(&mut Config);
    let rules: [(&str, Break); 14] = [
        ("roles.owner", |config| config.roles.owner = Address::ZERO),
        ("deallocation_blocks must not be below", |config| {
            config.delays.deallocation_blocks = config.delays.withdrawal_blocks - 1;
        }),
        ("configuration_blocks must not be below", |config| {
            config.delays.configuration_blocks = config.delays.withdrawal_blocks - 1;
        }),
        ("withdrawal_blocks must not be 0", |config| config.delays.withdrawal_blocks = 0),
        ("calculation_interval_secs", |config| config.rewards.calculation_interval_secs = 3_600),
        ("genesis_timestamp", |config| config.rewards.genesis_timestamp += 1),
        ("max_duration_secs", |config| config.rewards.max_duration_secs += 1),
        ("default_split_bips", |config| config.rewards.default_split_bips = 10_001),
        ("strategies[1].token has a strategy", |config| {
            config.strategies[1].token = config.strategies[0].token;
        }),
        ("must not exceed max_total", |config| {
            config.strategies[1].max_per_deposit = Some(U256::from(1_001));
        }),
        ("or none", |config| config.strategies[1].max_total = None),
        ("domain.version", |config| config.domain.version = "v".repeat(32)),
        ("upgrades.admin", |config| config.upgrades.admin = Some(config.roles.owner)),
        ("fees.max_fee_wei", |config| config.fees.max_fee_wei = 0),
    ];
    assert_eq!(errors(&config()), Vec::<String>::new());
    for (rule, break_it) in rules {
        let mut config = config();
        break_it(&mut config);
        let errors = errors(&config);
        assert!(matches!(errors.as_slice(), [error] if error.contains(rule)), "{rule}: {errors:?}");
    }
}

#[test]
fn all_errors_are_told_at_once() {
    let mut config = config();
    config.delays.deallocation_blocks = 0;
    config.roles.unpauser = Address::ZERO;
    config.domain.version.clear();
    assert_eq!(errors(&config).len(), 3);
}

#[test]
fn unknown_settings_are_refused() {
    let root = surety_wasm_build::find_root().unwrap();
    let text = std::fs::read_to_string(root.join("deployments/config/412346.toml")).unwrap();
    let path = std::env::temp_dir().join(format!("surety-deploy-unknown-{}.toml", std::process::id()));
    std::fs::write(&path, text.replace("[delays]", "[delays]\nwithdrawal_days = 14")).unwrap();
    let error = Config::read(&path).unwrap_err().to_string();
    assert!(error.contains("withdrawal_days"), "{error}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn the_template_must_be_filled_in() {
    let root = surety_wasm_build::find_root().unwrap();
    let error = Config::read(&root.join("deployments/config/421614.toml")).unwrap_err();
    assert!(matches!(&error, DeployError::Invalid(errors) if errors.len() >= 7), "{error}");
}
