//! The fixtures' contracts that answer as they are told: a task hook and the certificate verifiers.

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::{Address, Bytes, Selector};
use alloy_sol_types::sol;
use std::collections::HashMap;

sol! {
    /// What one is told, and tells.
    interface IPuppet {
        /// It was called with this.
        event Told(bytes data);
        /// From now on `selector` is answered so.
        function play(bytes4 selector, uint8 manner, bytes calldata words) external;
    }
}

/// Reverts with its words.
const REVERTS: u8 = 1;
/// Reverts with the calldata.
const ECHOES: u8 = 2;
/// Logs the calldata and answers with its words.
const TELLS: u8 = 3;

/// What each of them was told, by function: a manner and words. Without manner it answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Puppets(HashMap<(Address, Selector), (u8, Bytes)>);

impl Chain {
    /// A call that may change state.
    pub(crate) fn act_puppet(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let this = frame.this;
        if let Some(output) = self.play(this, data)? {
            return Ok(Some(output));
        }
        if self.part(this, data).0 == TELLS {
            self.emit(this, &IPuppet::Told { data: data.to_vec().into() });
            return Ok(Some(self.part(this, data).1.into()));
        }
        self.view_puppet(this, data)
    }

    fn play(&mut self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act IPuppet::playCall => |args| {
                self.puppets.0.insert((this, args.selector), (args.manner, args.words));
            },
        }
    }

    /// A call that may not.
    pub(crate) fn view_puppet(&self, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let (manner, words) = self.part(this, data);
        match manner {
            REVERTS => Err(Revert(words)),
            ECHOES => Err(Revert(data.to_vec().into())),
            // Logs are forbidden.
            TELLS => Err(Revert::empty()),
            _ => Ok(Some(words.into())),
        }
    }

    fn part(&self, this: Address, data: &[u8]) -> (u8, Bytes) {
        let selector = data.first_chunk::<4>().copied().unwrap_or_default();
        self.puppets.0.read(&(this, selector.into()))
    }
}
