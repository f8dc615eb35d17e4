//! The code that is added to a function.

use wasm_encoder::{BlockType, InstructionSink};
use wasmparser::{FunctionBody, Operator};

use super::{module::Globals, plan::FunctionPlan, price::ends_block};
use crate::activate::{Refusal, module::Module};

/// Ink of each byte that is filled or copied.
const INK_PER_BYTE: i64 = 100;
/// Ink status of a program that ran out.
const EXHAUSTED: i32 = 1;

/// Writes instrumented functions.
#[derive(Clone, Copy)]
pub(super) struct Emitter<'m> {
    pub(super) module: &'m Module<'m>,
    pub(super) globals: Globals,
    /// Function that growth is paid with.
    pub(super) pay_for_memory_grow: Option<u32>,
}

impl Emitter<'_> {
    /// The instrumented body of one function.
    pub(super) fn function(&self, body: &FunctionBody<'_>, plan: &FunctionPlan) -> Result<Vec<u8>, Refusal> {
        let range = body.range();
        let mut operators = body.get_operators_reader()?;
        let start = operators.original_position();
        let mut out = self.module.bytes(&(range.start..start)).to_vec();
        self.enter(&mut out, plan.frame);

        let mut prices = plan.block_prices.iter();
        let mut at_block_start = true;
        let mut copied = start;
        let mut depth = 1_u32;
        while !operators.eof() {
            let position = operators.original_position();
            let operator = operators.read()?;
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
                Operator::End => depth = depth.saturating_sub(1),
                _ => {}
            }
            let leaves =
                matches!(operator, Operator::Return) || (matches!(operator, Operator::End) && depth == 0);
            let grows = matches!(operator, Operator::MemoryGrow { .. });
            let has_length = matches!(operator, Operator::MemoryFill { .. } | Operator::MemoryCopy { .. });
            if at_block_start || leaves || grows || has_length {
                out.extend_from_slice(self.module.bytes(&(copied..position)));
                copied = position;
            }
            if at_block_start {
                // The plan holds one price for each block of this very function.
                self.charge_block(&mut out, prices.next().copied().unwrap_or(u64::MAX));
            }
            if has_length {
                self.charge_length(&mut out);
            }
            if leaves {
                self.leave(&mut out, plan.frame);
            }
            if let (true, Some(pay)) = (grows, self.pay_for_memory_grow) {
                self.charge_growth(&mut out, pay);
            }
            at_block_start = ends_block(&operator);
        }
        out.extend_from_slice(self.module.bytes(&(copied..range.end)));
        Ok(out)
    }

    /// Takes the frame's words, or sets them to 0 and traps.
    fn enter(&self, out: &mut Vec<u8>, frame: u32) {
        let stack = self.globals.stack;
        InstructionSink::new(out)
            .global_get(stack)
            .i32_const(frame.cast_signed())
            .i32_le_u()
            .if_(BlockType::Empty)
            .i32_const(0)
            .global_set(stack)
            .unreachable()
            .end()
            .global_get(stack)
            .i32_const(frame.cast_signed())
            .i32_sub()
            .global_set(stack);
    }

    /// Gives the frame's words back.
    fn leave(&self, out: &mut Vec<u8>, frame: u32) {
        let stack = self.globals.stack;
        InstructionSink::new(out)
            .global_get(stack)
            .i32_const(frame.cast_signed())
            .i32_add()
            .global_set(stack);
    }

    /// Takes the block's ink, or sets the status and traps.
    fn charge_block(&self, out: &mut Vec<u8>, price: u64) {
        let Globals { ink, status, .. } = self.globals;
        InstructionSink::new(out)
            .global_get(ink)
            .i64_const(price.cast_signed())
            .i64_lt_u()
            .if_(BlockType::Empty)
            .i32_const(EXHAUSTED)
            .global_set(status)
            .unreachable()
            .end()
            .global_get(ink)
            .i64_const(price.cast_signed())
            .i64_sub()
            .global_set(ink);
    }

    /// Takes the ink of the length on top of the stack; ink that wraps sets the status and traps.
    fn charge_length(&self, out: &mut Vec<u8>) {
        let Globals { ink, status, scratch, .. } = self.globals;
        InstructionSink::new(out)
            .global_set(scratch)
            .global_get(ink)
            .global_get(ink)
            .global_get(scratch)
            .i64_extend_i32_u()
            .i64_const(INK_PER_BYTE)
            .i64_mul()
            .i64_sub()
            .global_set(ink)
            .global_get(ink)
            .i64_lt_u()
            .if_(BlockType::Empty)
            .i32_const(EXHAUSTED)
            .global_set(status)
            .unreachable()
            .end()
            .global_get(scratch);
    }

    /// Pays for the pages on top of the stack.
    fn charge_growth(&self, out: &mut Vec<u8>, pay: u32) {
        let scratch = self.globals.scratch;
        InstructionSink::new(out).global_set(scratch).global_get(scratch).global_get(scratch).call(pay);
    }
}
