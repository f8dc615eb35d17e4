//! Item 14 of section 3.2: tables, and segments that fit their memory or table.

use wasmparser::{ConstExpr, DataKind, ElementItems, ElementKind, Operator, RefType};

use super::{module::Module, refusal::Refusal};

const PAGE_BYTES: u64 = 65_536;

/// Checks tables, data segments and element segments. Passive ones are ignored: no operator that
/// could use them is allowed.
pub(crate) fn check_segments(module: &Module<'_>) -> Result<(), Refusal> {
    let memory_bytes = module.memories.first().map_or(0, |memory| memory.initial.saturating_mul(PAGE_BYTES));
    for data in &module.datas {
        if let DataKind::Active { memory_index, offset_expr } = &data.kind {
            let fits = ends_within(constant(offset_expr)?, data.data.len(), memory_bytes);
            if *memory_index != 0 || !fits {
                return Err(Refusal::SegmentBounds("data"));
            }
        }
    }
    if module.tables.iter().any(|table| table.element_type != RefType::FUNCREF) {
        return Err(Refusal::TableType);
    }
    for element in &module.elements {
        let ElementKind::Active { table_index, offset_expr } = &element.kind else { continue };
        let offset = constant(offset_expr)?;
        let ElementItems::Functions(functions) = &element.items else {
            return Err(Refusal::ElementExpressions);
        };
        let table = usize::try_from(table_index.unwrap_or(0)).ok().and_then(|index| module.tables.get(index));
        let size = table.map_or(0, |table| table.initial);
        let len = usize::try_from(functions.count()).unwrap_or(usize::MAX);
        if table.is_none() || !ends_within(offset, len, size) {
            return Err(Refusal::SegmentBounds("element"));
        }
    }
    Ok(())
}

fn ends_within(offset: u64, len: usize, size: u64) -> bool {
    let len = u64::try_from(len).unwrap_or(u64::MAX);
    offset.checked_add(len).is_some_and(|end| end <= size)
}

/// The value of an offset; a negative one is beyond every bound.
fn constant(offset: &ConstExpr<'_>) -> Result<u64, Refusal> {
    let mut operators = offset.get_operators_reader();
    match (operators.read()?, operators.read()?, operators.eof()) {
        (Operator::I32Const { value }, Operator::End, true) => Ok(u64::try_from(value).unwrap_or(u64::MAX)),
        _ => Err(Refusal::SegmentOffset),
    }
}
