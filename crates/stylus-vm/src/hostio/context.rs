//! What every host function works with: ink, the program's memory, the frame.

use alloy_primitives::{Address, B256, U256};
use wasmtime::{Caller, Global, Memory, Trap, Val};

use super::Answer;
use crate::{
    engine::frame::{Frame, Handles},
    host::FrameEnv,
    outcome::InkProfile,
    price,
};

/// Why a host function ends the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Ink is exhausted.
    OutOfInk,
    /// A bad pointer, bad topics, a write in a static context, a refused creation.
    Failure,
    /// `exit_early` with this status.
    Exit(u32),
}

/// What a host function gives.
pub(crate) type Result<T, E = Stop> = std::result::Result<T, E>;

/// One call of a host function.
pub(crate) struct Hostio<'c> {
    caller: Caller<'c, Frame>,
    memory: Memory,
    ink: u64,
}

impl<'c> Hostio<'c> {
    /// Runs `function` with the ink the program has left, then hands what remains back to it;
    /// `purpose` says what the ink counts as.
    pub(super) fn serve<T: Answer>(
        mut caller: Caller<'c, Frame>,
        (name, args): (&'static str, &[u64]),
        purpose: impl FnOnce(&mut InkProfile) -> &mut u64,
        function: impl FnOnce(&mut Self) -> Result<T>,
    ) -> wasmtime::Result<T> {
        // Host functions are reached from the program's code only, which runs once it is set up.
        let Some(Handles { memory, ink: global, .. }) = caller.data().handles else {
            return end(&mut caller, Stop::Failure);
        };
        let before = read_ink(global, &mut caller);
        let mut io = Self { caller, memory, ink: before };
        let recorded = io.frame().world.trace().is_some_and(|trace| trace.wants_data());
        let given = if recorded { io.encoded_arguments(name, args) } else { Vec::new() };
        let result = function(&mut io);
        let gave = match &result {
            Ok(value) if recorded => io.encoded_results(name, args, value.answer_bits()),
            Ok(_) | Err(_) => Vec::new(),
        };
        let Self { mut caller, ink, .. } = io;
        let after = if matches!(result, Err(Stop::OutOfInk)) { 0 } else { ink };
        if after != before {
            global.set(&mut caller, Val::I64(after.cast_signed()))?;
        }
        let frame = caller.data_mut();
        let counter = purpose(&mut frame.profile);
        *counter = counter.saturating_add(before.saturating_sub(after));
        if matches!(result, Ok(_) | Err(Stop::Exit(_)))
            && let Some(trace) = frame.world.trace()
        {
            trace.hostio(name, before, after);
            if recorded {
                trace.data(given, gave);
            }
        }
        match result {
            Ok(value) => Ok(value),
            Err(stop) => end(&mut caller, stop),
        }
    }

    /// The frame's state.
    pub(crate) fn frame(&mut self) -> &mut Frame {
        self.caller.data_mut()
    }

    /// The frame's surroundings.
    pub(crate) fn env(&self) -> &FrameEnv {
        self.caller.data().world.env()
    }

    /// The frame's calldata.
    pub(super) fn calldata(&self) -> &[u8] {
        self.caller.data().world.input()
    }

    /// Ink left.
    pub(crate) const fn ink(&self) -> u64 {
        self.ink
    }

    /// Whole gas left.
    pub(crate) fn gas_left(&self) -> u64 {
        self.caller.data().ink_to_gas(self.ink)
    }

    /// Takes `ink`, or exhausts it.
    pub(crate) fn buy_ink(&mut self, ink: u64) -> Result<()> {
        self.ink = self.ink.checked_sub(ink).ok_or(Stop::OutOfInk)?;
        Ok(())
    }

    /// Takes the ink of `gas`.
    pub(crate) fn buy_gas(&mut self, gas: u64) -> Result<()> {
        let ink = self.caller.data().gas_to_ink(gas);
        self.buy_ink(ink)
    }

    /// Requires the ink of `gas` without taking it.
    pub(crate) fn need_gas(&self, gas: u64) -> Result<()> {
        if self.ink < self.caller.data().gas_to_ink(gas) { Err(Stop::OutOfInk) } else { Ok(()) }
    }

    /// Takes the price of reading `len` bytes twice: once for the VM, once for the chain.
    pub(crate) fn buy_read_twice(&mut self, len: u32) -> Result<()> {
        self.buy_ink(price::read(len))?;
        self.buy_ink(price::read(len))
    }

    /// `len` bytes of the program's memory.
    pub(crate) fn bytes(&self, ptr: u32, len: u32) -> Result<&[u8]> {
        slice(self.memory.data(&self.caller), ptr, len)
    }

    /// Bytes of the program's memory, together with the frame's state.
    pub(crate) fn bytes_and_frame(&mut self, ptr: u32, len: u32) -> Result<(&[u8], &mut Frame)> {
        let (memory, frame) = self.memory.data_and_store_mut(&mut self.caller);
        Ok((slice(memory, ptr, len)?, frame))
    }

    /// A 32-byte word of the program's memory.
    pub(crate) fn word(&self, ptr: u32) -> Result<B256> {
        self.bytes(ptr, 32).map(B256::from_slice)
    }

    /// A 32-byte big-endian number of the program's memory.
    pub(crate) fn number(&self, ptr: u32) -> Result<U256> {
        self.word(ptr).map(|word| U256::from_be_bytes(word.0))
    }

    /// An address in the program's memory.
    pub(crate) fn address(&self, ptr: u32) -> Result<Address> {
        self.bytes(ptr, 20).map(Address::from_slice)
    }

    /// Writes `bytes` into the program's memory.
    pub(crate) fn put(&mut self, ptr: u32, bytes: &[u8]) -> Result<()> {
        write(self.memory.data_mut(&mut self.caller), ptr, bytes)
    }

    /// Writes bytes that the frame's state holds into the program's memory.
    pub(crate) fn put_from(&mut self, ptr: u32, bytes: impl FnOnce(&Frame) -> &[u8]) -> Result<()> {
        let (memory, frame) = self.memory.data_and_store_mut(&mut self.caller);
        write(memory, ptr, bytes(frame))
    }
}

/// The part of `bytes` that lies in `[offset, offset + size)`.
pub(crate) fn overlap(bytes: &[u8], offset: u32, size: u32) -> &[u8] {
    let clamp = |index: u32| usize::try_from(index).map_or(bytes.len(), |index| index.min(bytes.len()));
    bytes.get(clamp(offset)..clamp(offset.saturating_add(size))).unwrap_or_default()
}

/// A length as programs see it: they can't hold more than 32 bits of it.
pub(crate) fn len32(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// Ink left in the global of a program.
pub(crate) fn read_ink(global: Global, store: impl wasmtime::AsContextMut) -> u64 {
    global.get(store).i64().map_or(0, i64::cast_unsigned)
}

fn slice(memory: &[u8], ptr: u32, len: u32) -> Result<&[u8]> {
    let start = usize::try_from(ptr).map_err(|_| Stop::Failure)?;
    let len = usize::try_from(len).map_err(|_| Stop::Failure)?;
    let end = start.checked_add(len).ok_or(Stop::Failure)?;
    memory.get(start..end).ok_or(Stop::Failure)
}

fn write(memory: &mut [u8], ptr: u32, bytes: &[u8]) -> Result<()> {
    let start = usize::try_from(ptr).map_err(|_| Stop::Failure)?;
    let end = start.checked_add(bytes.len()).ok_or(Stop::Failure)?;
    memory.get_mut(start..end).ok_or(Stop::Failure)?.copy_from_slice(bytes);
    Ok(())
}

/// Ends the program: any trap does, the frame remembers the reason.
fn end<T>(caller: &mut Caller<'_, Frame>, stop: Stop) -> wasmtime::Result<T> {
    caller.data_mut().stop = Some(stop);
    Err(Trap::UnreachableCodeReached.into())
}
