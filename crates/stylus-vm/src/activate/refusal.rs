//! Why a module is refused.

/// A rule of section 3.2 that a module breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not valid WebAssembly under the proposals that are allowed (items 1 and 9).
    #[error("invalid module: {0}")]
    Invalid(String),
    /// A section of a kind that is not taken, `DataCount` among them (item 2).
    #[error("unsupported section")]
    Section,
    /// An import of something else than a function (item 3).
    #[error("import {0} is not a function")]
    ImportKind(String),
    /// One name is imported with two types (item 3).
    #[error("import {0} has two types")]
    InconsistentImport(String),
    /// A global's initial value is not one constant (item 3).
    #[error("global initializer is not a constant")]
    GlobalInit,
    /// An export bears an import's name (item 4).
    #[error("export bears the name of import {0}")]
    ReExport(String),
    /// An import or export is named like the VM's own (item 4).
    #[error("name {0} is reserved")]
    ReservedName(String),
    /// The module has a start function (item 5).
    #[error("start functions are not allowed")]
    StartFunction,
    /// Memory is absent or not exported as `memory` (item 7).
    #[error("no memory is exported as `memory`")]
    NoMemory,
    /// Memory starts too large (item 7).
    #[error("memory of {pages} pages exceeds {limit}")]
    MemoryTooLarge {
        /// Pages it starts with.
        pages: u64,
        /// Pages allowed.
        limit: u16,
    },
    /// Memory can grow, and `pay_for_memory_grow` is not imported as it should be (item 8).
    #[error("memory can grow, but pay_for_memory_grow is not imported or has another type")]
    NoPayForMemoryGrow,
    /// An operator that is not taken (item 9).
    #[error("operator {0} is not allowed")]
    Operator(String),
    /// The entrypoint is absent or has another type (item 10).
    #[error("no function `user_entrypoint` of type (i32) -> i32 is exported")]
    NoEntrypoint,
    /// An import that the VM does not have (item 11).
    #[error("there is no host function {0}")]
    UnknownImport(String),
    /// An import of another type than the VM's (item 11).
    #[error("host function {0} has another type")]
    ImportType(String),
    /// A count or length passes its limit (items 12 and 13).
    #[error("too many {what}: {count} > {limit}")]
    Limit {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// How many there may be.
        limit: u64,
    },
    /// A table of something else than functions (item 14).
    #[error("unsupported table type")]
    TableType,
    /// A segment's offset is not one `i32` constant (item 14).
    #[error("segment offset is not a constant")]
    SegmentOffset,
    /// An active segment reaches beyond its memory or table (item 14).
    #[error("{0} segment is out of bounds")]
    SegmentBounds(&'static str),
    /// Elements are expressions, not function indices (item 14).
    #[error("element segment holds expressions")]
    ElementExpressions,
    /// Init or cached cost does not fit its field (item 15).
    #[error("init cost too high")]
    CostTooHigh,
}

impl From<wasmparser::Error> for Refusal {
    fn from(error: wasmparser::Error) -> Self {
        Self::Invalid(error.to_string())
    }
}
