//! KeyRegistrar: signing keys of operators, per operator set.

mod bn254;
mod register;
mod views;

use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, Bytes};
use std::collections::{HashMap, HashSet};
use surety_abi::IKeyRegistrar as api;

/// The kind of a set's keys. The numbers are the ABI's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Curve {
    #[default]
    None = 0,
    Ecdsa = 1,
    Bn254 = 2,
}

impl Curve {
    /// Reads the ABI's enum, of which other values cannot be decoded.
    const fn decode(number: u8) -> Result<Self> {
        match number {
            0 => Ok(Self::None),
            1 => Ok(Self::Ecdsa),
            2 => Ok(Self::Bn254),
            _ => Err(Revert::empty()),
        }
    }
}

/// Which keys are whose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    curves: HashMap<SetId, Curve>,
    /// Keys in use, by set and operator.
    keys: HashMap<(SetId, Address), Bytes>,
    /// Hashes of all keys ever registered: a key is never used twice, in any set.
    spent: HashSet<B256>,
    /// Who registered a key.
    operators: HashMap<B256, Address>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_keys(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::configureOperatorSetCall => |args| {
                self.configure_curve(frame, args.operatorSet.into(), Curve::decode(args.curveType)?)?
            },
            act api::registerKeyCall => |args| self.register_key(frame, &args)?,
            act api::deregisterKeyCall => |args| self.deregister_key(frame, args.operator, args.operatorSet.into())?,
        }
    }

    fn configure_curve(&mut self, frame: Frame, set: SetId, curve: Curve) -> Result {
        self.require_may_act_for(set.avs, frame)?;
        require(curve != Curve::None, api::InvalidCurveType {})?;
        require(self.curve_of(set) == Curve::None, api::ConfigurationAlreadySet {})?;
        self.keys.curves.insert(set, curve);
        self.emit(
            frame.this,
            &api::OperatorSetConfigured { operatorSet: set.into(), curveType: curve as u8 },
        );
        Ok(())
    }

    fn curve_of(&self, set: SetId) -> Curve {
        self.keys.curves.read(&set)
    }

    fn require_configured(&self, set: SetId) -> Result<Curve> {
        let curve = self.curve_of(set);
        require(curve != Curve::None, api::OperatorSetNotConfigured {})?;
        Ok(curve)
    }
}
