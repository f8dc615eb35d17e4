//! The price of each operator (section 5.1).

use wasmparser::{FuncType, Operator};

use crate::activate::{Refusal, module::Module};

/// Price of an operator that is accepted but can't be paid for.
const UNPAYABLE: u64 = u64::MAX;

/// True for the operators that end a block and belong to it (section 5.2).
pub(crate) const fn ends_block(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::End
            | O::Else
            | O::Return
            | O::Loop { .. }
            | O::Br { .. }
            | O::BrTable { .. }
            | O::BrIf { .. }
            | O::If { .. }
            | O::Call { .. }
            | O::CallIndirect { .. }
    )
}

/// Ink of one operator.
///
/// # Errors
/// [`Refusal::Operator`] for those that no program may hold: arithmetic of floats, and bulk
/// operations on tables and passive segments.
pub(crate) fn price(operator: &Operator<'_>, module: &Module<'_>) -> Result<u64, Refusal> {
    use Operator as O;
    Ok(match operator {
        O::Unreachable
        | O::Return
        | O::Nop
        | O::I32Const { .. }
        | O::I64Const { .. }
        | O::Block { .. }
        | O::Loop { .. }
        | O::Else
        | O::End => 1,
        O::Drop => 9,
        O::I32Add
        | O::I32Sub
        | O::I32And
        | O::I32Or
        | O::I32Xor
        | O::I32Shl
        | O::I32ShrS
        | O::I32ShrU
        | O::I32Rotl
        | O::I32Rotr => 70,
        O::LocalGet { .. } | O::LocalTee { .. } => 75,
        O::I64Add
        | O::I64Sub
        | O::I64And
        | O::I64Or
        | O::I64Xor
        | O::I64Shl
        | O::I64ShrS
        | O::I64ShrU
        | O::I64Rotl
        | O::I64Rotr
        | O::I32WrapI64
        | O::I64ExtendI32S
        | O::I64ExtendI32U
        | O::I32Extend8S
        | O::I32Extend16S
        | O::I64Extend8S
        | O::I64Extend16S
        | O::I64Extend32S => 100,
        O::I32Mul | O::I64Mul => 160,
        O::I32Eqz
        | O::I32Eq
        | O::I32Ne
        | O::I32LtS
        | O::I32LtU
        | O::I32GtS
        | O::I32GtU
        | O::I32LeS
        | O::I32LeU
        | O::I32GeS
        | O::I32GeU => 170,
        O::LocalSet { .. } | O::I32Clz | O::I32Ctz | O::I64Clz | O::I64Ctz => 210,
        O::GlobalGet { .. }
        | O::I64Eqz
        | O::I64Eq
        | O::I64Ne
        | O::I64LtS
        | O::I64LtU
        | O::I64GtS
        | O::I64GtU
        | O::I64LeS
        | O::I64LeU
        | O::I64GeS
        | O::I64GeU => 225,
        O::GlobalSet { .. } => 575,
        O::I32Load { .. }
        | O::I32Load8S { .. }
        | O::I32Load8U { .. }
        | O::I32Load16S { .. }
        | O::I32Load16U { .. } => 670,
        O::I64Load { .. }
        | O::I64Load8S { .. }
        | O::I64Load8U { .. }
        | O::I64Load16S { .. }
        | O::I64Load16U { .. }
        | O::I64Load32S { .. }
        | O::I64Load32U { .. } => 680,
        O::Br { .. } | O::BrIf { .. } | O::If { .. } => 765,
        O::I32Store { .. } | O::I32Store8 { .. } | O::I32Store16 { .. } => 825,
        O::I64Store { .. }
        | O::I64Store8 { .. }
        | O::I64Store16 { .. }
        | O::I64Store32 { .. }
        | O::MemoryCopy { .. }
        | O::MemoryFill { .. } => 950,
        O::I32DivS | O::I32DivU | O::I32RemS | O::I32RemU => 1_120,
        O::Select => 1_250,
        O::I64DivS | O::I64DivU | O::I64RemS | O::I64RemU => 1_270,
        O::I32Popcnt => 2_650,
        O::MemorySize { .. } => 3_000,
        O::Call { .. } => 3_800,
        O::I64Popcnt => 6_000,
        O::MemoryGrow { .. } => 8_050,
        O::BrTable { targets } => 2_400 + 325 * u64::from(targets.len()),
        O::CallIndirect { type_index, .. } => {
            let params = module.type_at(*type_index).map_or(0, |ty: &FuncType| ty.params().len());
            // A function has at most 1 000 parameters.
            13_610 + 650 * params as u64
        }
        O::F32Const { .. }
        | O::F64Const { .. }
        | O::F32Load { .. }
        | O::F64Load { .. }
        | O::F32Store { .. }
        | O::F64Store { .. }
        | O::I32ReinterpretF32
        | O::I64ReinterpretF64
        | O::F32ReinterpretI32
        | O::F64ReinterpretI64 => UNPAYABLE,
        other => return Err(Refusal::Operator(format!("{other:?}"))),
    })
}
