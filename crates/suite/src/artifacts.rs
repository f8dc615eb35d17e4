//! The committed bytecode of the test contracts in `tests/solidity`.

use crate::SuiteError;
use alloy_primitives::Bytes;

macro_rules! artifacts {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) const $name: Artifact =
            Artifact { name: $file, json: include_str!(concat!("../../../tests/solidity/artifacts/", $file, ".json")) };
    )*};
}

artifacts! {
    /// An ordinary ERC-20 with open `mint`.
    MOCK_TOKEN = "MockToken";
    /// A registrar that accepts everything.
    ACCEPT_REGISTRAR = "AcceptRegistrar";
    /// A registrar whose hooks revert.
    REJECT_REGISTRAR = "RejectRegistrar";
    /// A registrar that supports no AVS.
    UNSUPPORTED_REGISTRAR = "UnsupportedRegistrar";
    /// An ERC-1271 wallet of one key.
    WALLET_1271 = "Wallet1271";
    /// A contract that answers each function as it is told to.
    PUPPET = "Puppet";
    /// A hook that answers as it is told.
    HOSTILE = "Hostile";
    /// A token that misbehaves when it is told to.
    HOSTILE_TOKEN = "HostileToken";
}

/// One contract's file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Artifact {
    name: &'static str,
    json: &'static str,
}

#[derive(serde::Deserialize)]
struct Compiled {
    creation: Bytes,
    runtime: Bytes,
}

impl Artifact {
    /// Creation code followed by ABI-encoded constructor arguments.
    pub(crate) fn creation(self, arguments: &[u8]) -> Result<Bytes, SuiteError> {
        Ok([&self.compiled()?.creation, arguments].concat().into())
    }

    /// The code of a contract that needs no constructor.
    pub(crate) fn runtime(self) -> Result<Bytes, SuiteError> {
        Ok(self.compiled()?.runtime)
    }

    fn compiled(self) -> Result<Compiled, SuiteError> {
        serde_json::from_str(self.json)
            .map_err(|error| SuiteError::Artifact { name: self.name, reason: error.to_string() })
    }
}
