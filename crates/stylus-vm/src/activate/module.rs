//! A validated module, taken apart into what the rules speak of.

use std::ops::Range;

use wasmparser::{
    BinaryReader, Data, Element, FuncType, FunctionBody, Imports, MemoryType, Name, NameSectionReader,
    Operator, Parser, Payload, TableType, TypeRef, Validator, WasmFeatures,
};

use super::refusal::Refusal;

/// Identifiers of the sections that instrumentation carries over.
pub(crate) mod section {
    pub(crate) const TYPE: u8 = 1;
    pub(crate) const IMPORT: u8 = 2;
    pub(crate) const FUNCTION: u8 = 3;
    pub(crate) const TABLE: u8 = 4;
    pub(crate) const MEMORY: u8 = 5;
    pub(crate) const ELEMENT: u8 = 9;
    pub(crate) const DATA: u8 = 11;
}

/// An imported function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Import<'a> {
    pub(crate) module: &'a str,
    pub(crate) name: &'a str,
    pub(crate) type_index: u32,
}

/// What kind of thing is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportKind {
    Function,
    Memory,
    Other,
}

/// An export.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Export<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: ExportKind,
    pub(crate) index: u32,
}

/// A validated module.
pub(crate) struct Module<'a> {
    pub(crate) wasm: &'a [u8],
    pub(crate) types: Vec<FuncType>,
    pub(crate) imports: Vec<Import<'a>>,
    /// Type of each function with a body.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    /// Encoded globals.
    pub(crate) globals: Vec<&'a [u8]>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    pub(crate) elements: Vec<Element<'a>>,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) datas: Vec<Data<'a>>,
    /// From the name section; empty if there is none.
    pub(crate) name: &'a str,
    /// Contents of sections carried over unchanged, by identifier, in order.
    pub(crate) raw_sections: Vec<(u8, Range<usize>)>,
}

/// The proposals of item 1.
fn features(multi_value: bool) -> WasmFeatures {
    let mut features = WasmFeatures::FLOATS
        | WasmFeatures::GC_TYPES
        | WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::BULK_MEMORY;
    features.set(WasmFeatures::MULTI_VALUE, multi_value);
    features
}

impl<'a> Module<'a> {
    /// Validates `wasm` and takes it apart (items 1 to 3).
    pub(crate) fn parse(wasm: &'a [u8], multi_value: bool) -> Result<Self, Refusal> {
        Validator::new_with_features(features(multi_value)).validate_all(wasm)?;
        let mut module = Module {
            wasm,
            types: Vec::new(),
            imports: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            exports: Vec::new(),
            start: None,
            elements: Vec::new(),
            bodies: Vec::new(),
            datas: Vec::new(),
            name: "",
            raw_sections: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(wasm) {
            module.add(payload?)?;
        }
        Ok(module)
    }

    /// Type of the function with index `function`, imported or not.
    pub(crate) fn function_type(&self, function: u32) -> Option<&FuncType> {
        let index = usize::try_from(function).ok()?;
        let type_index = match self.imports.get(index) {
            Some(import) => import.type_index,
            None => *self.functions.get(index.checked_sub(self.imports.len())?)?,
        };
        self.type_at(type_index)
    }

    /// The type with this index.
    pub(crate) fn type_at(&self, index: u32) -> Option<&FuncType> {
        self.types.get(usize::try_from(index).ok()?)
    }

    /// Index of the export with this name and kind.
    pub(crate) fn export(&self, name: &str, kind: ExportKind) -> Option<u32> {
        self.exports
            .iter()
            .find(|export| export.name == name && export.kind == kind)
            .map(|export| export.index)
    }

    /// The bytes of a range that the parser gave.
    pub(crate) fn bytes(&self, range: &Range<usize>) -> &'a [u8] {
        self.wasm.get(range.clone()).unwrap_or_default()
    }

    fn add(&mut self, payload: Payload<'a>) -> Result<(), Refusal> {
        if let Some((id, range)) = payload.as_section() {
            use section::{DATA, ELEMENT, FUNCTION, IMPORT, MEMORY, TABLE, TYPE};
            if [TYPE, IMPORT, FUNCTION, TABLE, MEMORY, ELEMENT, DATA].contains(&id) {
                self.raw_sections.push((id, range));
            }
        }
        match payload {
            Payload::TypeSection(types) => collect(&mut self.types, types.into_iter_err_on_gc_types())?,
            Payload::ImportSection(imports) => {
                for import in imports {
                    self.imports.push(function_import(import?)?);
                }
            }
            Payload::FunctionSection(functions) => collect(&mut self.functions, functions)?,
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => collect(&mut self.memories, memories)?,
            Payload::GlobalSection(globals) => self.add_globals(globals)?,
            Payload::ExportSection(exports) => {
                for export in exports {
                    let wasmparser::Export { name, kind, index } = export?;
                    let kind = match kind {
                        wasmparser::ExternalKind::Func => ExportKind::Function,
                        wasmparser::ExternalKind::Memory => ExportKind::Memory,
                        _ => ExportKind::Other,
                    };
                    self.exports.push(Export { name, kind, index });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => collect(&mut self.elements, elements)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(datas) => collect(&mut self.datas, datas)?,
            Payload::CustomSection(custom) if custom.name() == "name" => {
                self.add_names(BinaryReader::new(custom.data(), custom.data_offset()))?;
            }
            Payload::Version { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::CustomSection(_)
            | Payload::End(_) => {}
            _ => return Err(Refusal::Section),
        }
        Ok(())
    }

    fn add_globals(&mut self, globals: wasmparser::GlobalSectionReader<'a>) -> Result<(), Refusal> {
        let end = globals.range().end;
        let mut starts = Vec::new();
        for item in globals.into_iter_with_offsets() {
            let (start, global) = item?;
            let mut init = global.init_expr.get_operators_reader();
            let constant = matches!(
                init.read()?,
                Operator::I32Const { .. }
                    | Operator::I64Const { .. }
                    | Operator::F32Const { .. }
                    | Operator::F64Const { .. }
            );
            if !constant || !matches!(init.read()?, Operator::End) || !init.eof() {
                return Err(Refusal::GlobalInit);
            }
            starts.push(start);
        }
        let ends = starts.iter().copied().skip(1).chain([end]);
        let globals: Vec<_> =
            starts.iter().zip(ends).map(|(start, end)| self.bytes(&(*start..end))).collect();
        self.globals.extend(globals);
        Ok(())
    }

    /// Only the module's name counts, but function names must be readable as well.
    fn add_names(&mut self, reader: BinaryReader<'a>) -> Result<(), Refusal> {
        for name in NameSectionReader::new(reader) {
            match name? {
                Name::Module { name, .. } => self.name = name,
                Name::Function(functions) => {
                    for function in functions {
                        function?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn function_import(imports: Imports<'_>) -> Result<Import<'_>, Refusal> {
    let Imports::Single(_, import) = imports else { return Err(Refusal::Section) };
    match import.ty {
        TypeRef::Func(type_index) => Ok(Import { module: import.module, name: import.name, type_index }),
        _ => Err(Refusal::ImportKind(import.name.to_owned())),
    }
}

fn collect<T>(
    into: &mut Vec<T>,
    items: impl IntoIterator<Item = wasmparser::Result<T>>,
) -> Result<(), Refusal> {
    for item in items {
        into.push(item?);
    }
    Ok(())
}
