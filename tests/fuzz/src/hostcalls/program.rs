//! Programs that call host functions, made from any bytes: most calls have pointers and lengths that
//! lie in memory, some do not.

use super::functions::{FUNCTIONS, Function, Kind, memory_grow};
use arbitrary::{Result, Unstructured};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, FunctionSection,
    ImportSection, InstructionSink, MemorySection, MemoryType, Module, TypeSection, ValType,
};

/// Numbers that a program remembers: the first is its argument, the last counts turns.
const LOCALS: u32 = 6;
const COUNTER: u32 = LOCALS - 1;
/// Statements of a program at most.
const MOST_STATEMENTS: usize = 48;
/// Statements nested in one another at most.
const MOST_DEPTH: u32 = 3;
/// Bytes at the start of memory that the input fills.
const DATA: usize = 512;
/// Room for what host functions answer, behind the data.
const ROOM: i32 = 4_096;

/// A program, and what it may see of its ink.
pub(super) struct Program {
    pub(super) wasm: Vec<u8>,
    /// True if it can tell how much ink or gas is left, or pass some on.
    pub(super) sees_ink: bool,
}

impl Program {
    /// The program that `data` says; every input says one.
    pub(super) fn new(data: &[u8]) -> Self {
        let (script, memory) = data.split_at(data.len().saturating_sub(data.len().min(DATA) / 2));
        let mut writer = Writer {
            bytes: Unstructured::new(script),
            body: Vec::new(),
            statements: 0,
            imports: vec![memory_grow()],
            sees_ink: false,
        };
        // A statement that lacks bytes is left out: what comes before it is whole.
        let _ = writer.statements(0);
        let status = i32::from(writer.bytes.ratio(1_u8, 6).unwrap_or(false));
        writer.sink().i32_const(status).end();
        Self { wasm: module(&writer.body, &writer.imports, memory), sees_ink: writer.sees_ink }
    }
}

/// Writes the entrypoint's instructions.
struct Writer<'a> {
    bytes: Unstructured<'a>,
    body: Vec<u8>,
    statements: usize,
    /// What it calls: each import costs time to compile.
    imports: Vec<&'static Function>,
    sees_ink: bool,
}

impl Writer<'_> {
    fn sink(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.body)
    }

    fn statements(&mut self, depth: u32) -> Result<()> {
        while !self.bytes.is_empty() && self.statements < MOST_STATEMENTS {
            self.statements += 1;
            match self.bytes.int_in_range(0..=23_u8)? {
                0 if depth > 0 => break,
                1 if depth < MOST_DEPTH => self.branch(depth)?,
                // Loops share a counter, so they do not nest.
                2 if depth == 0 => self.turns()?,
                3 => self.store()?,
                4 => self.arithmetic()?,
                5 => self.grow()?,
                6 => self.fill()?,
                _ => self.call()?,
            }
        }
        Ok(())
    }

    fn branch(&mut self, depth: u32) -> Result<()> {
        let local = self.local()?;
        self.sink().local_get(local).if_(BlockType::Empty);
        let inner = self.statements(depth + 1);
        self.sink().end();
        inner
    }

    fn turns(&mut self) -> Result<()> {
        let turns = i32::from(self.bytes.int_in_range(1..=12_u8)?);
        self.sink().i32_const(turns).local_set(COUNTER).loop_(BlockType::Empty);
        let inner = self.statements(1);
        let mut sink = self.sink();
        sink.local_get(COUNTER).i32_const(1).i32_sub().local_tee(COUNTER).br_if(0).end();
        inner
    }

    fn store(&mut self) -> Result<()> {
        let (at, value) = (self.pointer()?, self.bytes.arbitrary()?);
        self.sink().i32_const(at).i64_const(value).i64_store(memarg());
        Ok(())
    }

    fn arithmetic(&mut self) -> Result<()> {
        let (a, b, to) = (self.local()?, self.local()?, self.local()?);
        let choice = self.bytes.int_in_range(0..=4_u8)?;
        let mut sink = self.sink();
        sink.local_get(a).local_get(b);
        match choice {
            0 => sink.i32_add(),
            1 => sink.i32_mul(),
            2 => sink.i32_xor(),
            3 => sink.i32_shr_u(),
            _ => sink.i32_lt_u(),
        };
        sink.local_set(to);
        Ok(())
    }

    fn grow(&mut self) -> Result<()> {
        // Without metering nobody pays, so the chain is not asked either.
        self.sees_ink = true;
        let (pages, to) = (i32::from(self.bytes.int_in_range(0..=20_u8)?), self.local()?);
        self.sink().i32_const(pages).memory_grow(0).local_set(to);
        Ok(())
    }

    fn fill(&mut self) -> Result<()> {
        let (at, value, len) = (self.pointer()?, self.bytes.arbitrary::<u8>()?, self.length()?);
        self.sink().i32_const(at).i32_const(value.into()).i32_const(len).memory_fill(0);
        Ok(())
    }

    fn call(&mut self) -> Result<()> {
        let index = self.bytes.choose_index(FUNCTIONS.len())?;
        let Some(function) = FUNCTIONS.get(index) else { return Ok(()) };
        // Ending at once leaves the rest of the input without meaning: not too often.
        if function.name == "exit_early" && !self.bytes.ratio(1_u8, 8)? {
            return Ok(());
        }
        for kind in function.params {
            self.argument(*kind)?;
        }
        self.sees_ink |= function.sees_ink;
        let known = self.imports.iter().position(|import| import.name == function.name);
        let import = known.unwrap_or_else(|| {
            self.imports.push(function);
            self.imports.len() - 1
        });
        let (local, index) = (self.local()?, u32::try_from(import).unwrap_or(0));
        let mut sink = self.sink();
        sink.call(index);
        match function.result {
            Some(ValType::I32) => sink.local_set(local),
            Some(_) => sink.i32_wrap_i64().local_set(local),
            None => &mut sink,
        };
        Ok(())
    }

    fn argument(&mut self, kind: Kind) -> Result<()> {
        let mut byte = self.bytes.arbitrary::<u8>()?;
        // One in thirty is any number at all, one a remembered one.
        let odd = byte.is_multiple_of(30);
        if byte % 30 == 1 && kind != Kind::Gas {
            let local = self.local()?;
            self.sink().local_get(local);
            return Ok(());
        }
        byte /= 30;
        match kind {
            Kind::Gas => {
                let gas =
                    if odd { i64::MAX } else { i64::from(byte) << self.bytes.int_in_range(0..=20_u8)? };
                self.sink().i64_const(gas);
            }
            _ if odd => {
                let any = self.bytes.arbitrary()?;
                self.sink().i32_const(any);
            }
            Kind::Read | Kind::Write => {
                let at = self.pointer()? + if kind == Kind::Write { DATA as i32 } else { 0 };
                self.sink().i32_const(at);
            }
            Kind::Length => {
                let len = self.length()?;
                self.sink().i32_const(len);
            }
            Kind::Small => {
                let number = i32::from(self.bytes.int_in_range(0..=5_u8)?);
                self.sink().i32_const(number);
            }
        }
        Ok(())
    }

    /// A place in the data; words overlap now and then.
    fn pointer(&mut self) -> Result<i32> {
        let place = self.bytes.arbitrary::<u8>()?;
        Ok(i32::from(place % 32) * 16 + i32::from(place / 32 == 7))
    }

    fn length(&mut self) -> Result<i32> {
        let byte = self.bytes.arbitrary::<u8>()?;
        Ok(match byte {
            0..=200 => i32::from(byte),
            201..=240 => i32::from(byte) * 8,
            _ => ROOM << (byte % 6),
        })
    }

    fn local(&mut self) -> Result<u32> {
        self.bytes.int_in_range(0..=COUNTER - 1)
    }
}

const fn memarg() -> wasm_encoder::MemArg {
    wasm_encoder::MemArg { offset: 0, align: 0, memory_index: 0 }
}

/// The module around an entrypoint.
fn module(body: &[u8], called: &[&Function], memory: &[u8]) -> Vec<u8> {
    let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
    types.ty().function([ValType::I32], [ValType::I32]);
    for (index, function) in (1..).zip(called) {
        types.ty().function(function.params.iter().map(|kind| kind.ty()), function.result);
        imports.import("vm_hooks", function.name, EntityType::Function(index));
    }
    let imported = imports.len();
    let (mut functions, mut memories, mut exports) =
        (FunctionSection::new(), MemorySection::new(), ExportSection::new());
    functions.function(0);
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    exports.export("user_entrypoint", ExportKind::Func, imported);
    exports.export("memory", ExportKind::Memory, 0);
    let mut code = CodeSection::new();
    let mut function = wasm_encoder::Function::new([(LOCALS - 1, ValType::I32)]);
    function.raw(body.iter().copied());
    code.function(&function);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(0), memory.iter().copied());
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions).section(&memories);
    module.section(&exports).section(&code).section(&data);
    module.finish()
}
