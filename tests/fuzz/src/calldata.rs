//! Calldata, for every function of every program: what is malformed is refused at once, what is not
//! is understood as a decoder that is not ours understands it.

use crate::novelty;
use alloy_primitives::hex;
use arbitrary::{Result, Unstructured};
use std::cell::RefCell;
use surety_scenario::story::cast::default_params;
use surety_tests::{
    calldata::{Function, Target, nasty},
    worlds,
};

/// Words that are changed at most.
const MOST_CHANGES: usize = 6;

thread_local! {
    static TARGET: RefCell<Target> = RefCell::new(
        worlds().and_then(|worlds| Target::new(worlds.wasm(&default_params())?)).expect("a deployment"),
    );
}

/// Feeds the bytes as calldata: as they are, or as changes to calldata that means something.
///
/// # Panics
/// If it is misread, accepted though malformed, or refused at much cost.
pub fn feed(data: &[u8]) {
    TARGET.with_borrow_mut(|target| {
        let mut bytes = Unstructured::new(data);
        let Ok(index) = bytes.choose_index(target.functions.len()) else { return };
        let Some(function) = target.functions.get(index).cloned() else { return };
        let Ok(arguments) = arguments(target, &function, &mut bytes) else { return };
        match target.check(&function, &arguments) {
            Ok(receipt) => novelty::saw(index, receipt.gas_used - receipt.intrinsic_gas),
            Err(error) => panic!("{} with {}: {error:#}", function.name, hex::encode(arguments)),
        }
    });
}

fn arguments(target: &Target, function: &Function, bytes: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let shape = bytes.arbitrary::<u8>()?;
    if shape.is_multiple_of(4) {
        let rest = bytes.bytes(bytes.len())?;
        return Ok(rest.to_vec());
    }
    let length = (shape & 4 > 0).then_some(usize::from(shape >> 6));
    let mut data = target.arguments(function, bytes.arbitrary::<u16>()?.into(), length);
    for _ in 0..MOST_CHANGES {
        if bytes.is_empty() || data.is_empty() {
            break;
        }
        let at = bytes.choose_index(data.len().div_ceil(32))? * 32;
        let word = *bytes.choose(&nasty::words(&data, at))?;
        nasty::put(&mut data, at, word);
    }
    if shape & 8 > 0 {
        data.truncate(bytes.choose_index(data.len() + 1)?);
    } else if shape & 16 > 0 {
        data.extend_from_slice(bytes.bytes(bytes.len())?);
    }
    Ok(data)
}
