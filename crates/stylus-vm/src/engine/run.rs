//! One call of a program, from instantiation to its outcome.

use alloy_primitives::Bytes;
use wasmtime::{PoolConcurrencyLimitError, Store, Trap, Val};

use super::{
    Call, EngineError, Program,
    backend::{Backend, Compiled, Instantiated},
    frame::Frame,
    world::{Lent, World},
};
use crate::{
    hostio::{Stop, read_ink},
    outcome::{InkProfile, Outcome, RunResult},
};

/// Runs `program`, in a pooled instance if there is one left.
pub(super) fn run<'b>(
    program: &Program,
    pooled: &Backend,
    on_demand: impl FnOnce() -> Result<&'b Backend, EngineError>,
    call: &Call<'_>,
    mut lent: Lent<'_>,
) -> Result<RunResult, EngineError> {
    match enter(program, pooled, &program.pooled, call, &mut lent) {
        Err(EngineError::Instantiate(error)) if error.is::<PoolConcurrencyLimitError>() => {
            let backend = on_demand()?;
            enter(program, backend, program.on_demand(backend)?, call, &mut lent)
        }
        other => other,
    }
}

#[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
fn enter(
    program: &Program,
    backend: &Backend,
    compiled: &Compiled,
    call: &Call<'_>,
    lent: &mut Lent<'_>,
) -> Result<RunResult, EngineError> {
    let input_len = u32::try_from(call.input.len()).unwrap_or(u32::MAX);
    // SAFETY: the store is the only owner, does not leave this function, and `lent` is not used
    // while it lives.
    let world = unsafe { World::new(lent) };
    let mut store = Store::new(&backend.engine, Frame::new(world, call));
    store.limiter(|frame| &mut frame.limits);
    let instantiated = compiled.instantiate(&mut store).map_err(EngineError::Instantiate)?;
    let Instantiated { entrypoint, handles } = instantiated;
    store.data_mut().handles = Some(handles);
    let set = |store: &mut Store<Frame>, global: wasmtime::Global, value| {
        global.set(store, value).map_err(EngineError::Abnormal)
    };
    set(&mut store, handles.ink, Val::I64(call.ink.cast_signed()))?;
    set(&mut store, handles.stack, Val::I32(call.params.max_stack_depth.cast_signed()))?;

    let outcome = match entrypoint.call(&mut store, input_len) {
        Ok(0) => Outcome::Success,
        Ok(_) => Outcome::Revert,
        Err(error) => match store.data().stop {
            Some(Stop::Exit(0)) => Outcome::Success,
            Some(Stop::Exit(_)) => Outcome::Revert,
            Some(Stop::OutOfInk) => Outcome::OutOfInk,
            Some(Stop::Failure) => Outcome::Failure,
            None => trapped(&error, &mut store, handles)?,
        },
    };
    program.ended(handles.memory.data(&store));
    let ink_left = match outcome {
        Outcome::OutOfInk | Outcome::OutOfStack => 0,
        _ => read_ink(handles.ink, &mut store),
    };
    let frame = store.data_mut();
    let output = match outcome {
        Outcome::Success | Outcome::Revert => Bytes::from(std::mem::take(&mut frame.output)),
        _ => Bytes::new(),
    };
    let used = call.ink.saturating_sub(ink_left);
    let wasm = used.saturating_sub(frame.profile.total());
    Ok(RunResult { outcome, output, ink_left, profile: InkProfile { wasm, ..frame.profile } })
}

/// What a trap of the program's own code means: stack first, then ink, else failure.
fn trapped(
    error: &wasmtime::Error,
    store: &mut Store<Frame>,
    handles: super::frame::Handles,
) -> Result<Outcome, EngineError> {
    match error.downcast_ref::<Trap>() {
        None => return Err(EngineError::Abnormal(wasmtime::Error::msg(format!("{error:#}")))),
        Some(Trap::StackOverflow) => return Err(EngineError::NativeStack),
        Some(_) => {}
    }
    let mut is_zero = |global: wasmtime::Global| global.get(&mut *store).i32() == Some(0);
    Ok(if is_zero(handles.stack) {
        Outcome::OutOfStack
    } else if is_zero(handles.status) {
        Outcome::Failure
    } else {
        Outcome::OutOfInk
    })
}
