//! A world in which every call succeeds and nothing happens: what parsers are fuzzed with.

use crate::world::{Directory, Moment, Outcome, World, WorldParams};
use alloy_primitives::{Address, Bytes, U256};

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Void {
    directory: Directory,
    now: Moment,
}

impl Void {
    pub(crate) fn new(params: &WorldParams) -> Self {
        let mut directory = params.actors.clone();
        let contracts = ["$dm", "$sm", "$am", "$pc", "$kr", "$avsd", "$strategyA", "$tokenA"];
        for (index, symbol) in (1_u8..).zip(contracts) {
            directory.insert(symbol.to_owned(), Address::repeat_byte(index));
        }
        Self { directory, now: params.start }
    }
}

impl World for Void {
    fn name(&self) -> &'static str {
        "void"
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn advance(&mut self, to: Moment) {
        self.now = to;
    }

    fn now(&self) -> Moment {
        self.now
    }

    fn transact(&mut self, _: Address, _: Address, _: &Bytes, _: U256) -> Outcome {
        Outcome { success: true, output: Bytes::new(), logs: Vec::new(), gas: None }
    }

    fn view(&mut self, _: Address, _: &Bytes) -> Outcome {
        Outcome { success: true, output: Bytes::new(), logs: Vec::new(), gas: None }
    }
}
