//! The simulated height of the operand stack (section 5.5).

use wasmparser::{BlockType, FuncType, Operator};

use crate::activate::module::Module;

/// Walks linearly over a function, without regard to branches and dead code, and remembers the
/// highest stack it saw.
#[derive(Debug)]
pub(crate) struct Height {
    now: u32,
    worst: u32,
    scopes: Vec<u32>,
}

impl Height {
    /// At the start of a function.
    pub(crate) fn new() -> Self {
        Self { now: 0, worst: 0, scopes: vec![0] }
    }

    /// The highest so far.
    pub(crate) const fn worst(&self) -> u32 {
        self.worst
    }

    /// The code that charges for a block.
    pub(crate) fn block_charge(&mut self) {
        self.push(2);
        self.pop(2);
    }

    /// The code that charges for a length, which lies on top: it is parked, three globals and a
    /// constant are pushed, the ink is reduced and compared, the length comes back.
    pub(crate) fn length_charge(&mut self) {
        self.pop(1);
        self.push(4);
        self.pop(3);
        self.push(1);
        self.pop(2);
        self.push(1);
    }

    /// One operator of the function.
    pub(crate) fn operator(&mut self, operator: &Operator<'_>, module: &Module<'_>) {
        use Operator as O;
        match operator {
            O::Block { blockty } | O::Loop { blockty } => self.open(*blockty, module),
            O::If { blockty } => {
                self.pop(1);
                self.open(*blockty, module);
            }
            O::Else => self.now = self.scopes.last().copied().unwrap_or_default(),
            O::End => self.now = self.scopes.pop().unwrap_or_default(),
            O::Call { function_index } => self.call(module.function_type(*function_index)),
            O::CallIndirect { type_index, .. } => {
                self.call(module.type_at(*type_index));
                self.pop(1);
            }
            O::LocalGet { .. }
            | O::GlobalGet { .. }
            | O::MemorySize { .. }
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::F32Const { .. }
            | O::F64Const { .. } => self.push(1),
            O::Nop
            | O::Unreachable
            | O::Br { .. }
            | O::Return
            | O::LocalTee { .. }
            | O::MemoryGrow { .. }
            | O::I32Load { .. }
            | O::I64Load { .. }
            | O::F32Load { .. }
            | O::F64Load { .. }
            | O::I32Load8S { .. }
            | O::I32Load8U { .. }
            | O::I32Load16S { .. }
            | O::I32Load16U { .. }
            | O::I64Load8S { .. }
            | O::I64Load8U { .. }
            | O::I64Load16S { .. }
            | O::I64Load16U { .. }
            | O::I64Load32S { .. }
            | O::I64Load32U { .. }
            | O::I32Eqz
            | O::I64Eqz
            | O::I32Clz
            | O::I32Ctz
            | O::I32Popcnt
            | O::I64Clz
            | O::I64Ctz
            | O::I64Popcnt
            | O::I32WrapI64
            | O::I64ExtendI32S
            | O::I64ExtendI32U
            | O::I32Extend8S
            | O::I32Extend16S
            | O::I64Extend8S
            | O::I64Extend16S
            | O::I64Extend32S
            | O::I32ReinterpretF32
            | O::I64ReinterpretF64
            | O::F32ReinterpretI32
            | O::F64ReinterpretI64 => {}
            O::Select
            | O::I32Store { .. }
            | O::I64Store { .. }
            | O::F32Store { .. }
            | O::F64Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. } => self.pop(2),
            O::MemoryFill { .. } | O::MemoryCopy { .. } => self.pop(3),
            // Binary operators and comparisons, drop, local.set, global.set, br_if, br_table: all
            // that is left of what `price` accepts.
            _ => self.pop(1),
        }
    }

    fn push(&mut self, count: u32) {
        // A function has at most 2^17 operators, each pushes at most 1 000 values.
        self.now = self.now.saturating_add(count);
        self.worst = self.worst.max(self.now);
    }

    const fn pop(&mut self, count: u32) {
        self.now = self.now.saturating_sub(count);
    }

    fn open(&mut self, ty: BlockType, module: &Module<'_>) {
        match ty {
            BlockType::Empty => {}
            BlockType::Type(_) => self.push(1),
            BlockType::FuncType(index) => self.call(module.type_at(index)),
        }
        self.scopes.push(self.now);
    }

    /// Results are pushed before parameters are popped.
    fn call(&mut self, ty: Option<&FuncType>) {
        let count = |types: &[wasmparser::ValType]| u32::try_from(types.len()).unwrap_or(u32::MAX);
        if let Some(ty) = ty {
            self.push(count(ty.results()));
            self.pop(count(ty.params()));
        }
    }
}
