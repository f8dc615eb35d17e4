//! How much native stack an optimized program can use.
//!
//! Without optimization, native code keeps what the rules meter: operands and locals. An optimizer
//! may besides keep any value that it would otherwise compute again, so that a function of few
//! words gets a large native frame, and a recursion that the rules allow overflows the native
//! stack. So a program is optimized only if it can't, by a bound that ordinary programs are far
//! from: functions that can't recurse count once, the others by the words that the rules allow.

use wasmparser::{ElementItems, ElementKind, Operator};

use super::call_graph::CallGraph;
use crate::activate::{Checked, Refusal, module::Module};

/// Native bytes of each value that may be kept, and of each metered word.
const BYTES_PER_VALUE: u64 = 16;
/// Return address, saved registers, alignment.
const BYTES_PER_FRAME: u64 = 128;

/// An upper bound on the native stack of an optimized program with `max_stack_depth` words, bytes.
///
/// # Errors
/// [`Refusal`] if the module can't be read, which checked modules can.
pub(super) fn optimized_stack_bytes(
    module: &Module<'_>,
    checked: &Checked,
    max_stack_depth: u32,
) -> Result<u64, Refusal> {
    let (graph, values) = calls_and_values(module)?;
    let recursive = graph.recursive();
    let (mut once, mut most_per_word) = (0_u64, 0_u64);
    for ((plan, values), recursive) in checked.plans.iter().zip(values).zip(recursive) {
        let words = u64::from(plan.frame).max(1);
        let bytes = BYTES_PER_FRAME + BYTES_PER_VALUE * (words + values);
        if recursive {
            most_per_word = most_per_word.max(bytes.div_ceil(words));
        } else {
            once += bytes;
        }
    }
    Ok(once.saturating_add(most_per_word.saturating_mul(u64::from(max_stack_depth))))
}

/// The call graph, whose first nodes are the functions with bodies, followed by one for each type
/// that stands for a call through the table; and the values each function computes.
fn calls_and_values(module: &Module<'_>) -> Result<(CallGraph, Vec<u64>), Refusal> {
    let functions = module.bodies.len();
    let mut graph = CallGraph::new(functions + module.types.len());
    let mut values = Vec::with_capacity(functions);
    for (caller, body) in module.bodies.iter().enumerate() {
        let mut count = 0;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } => {
                    if let Some(callee) = with_body(module, function_index) {
                        graph.add(caller, callee);
                    }
                }
                Operator::CallIndirect { type_index, .. } => {
                    if let Some(node) = type_node(module, type_index) {
                        graph.add(caller, node);
                    }
                }
                operator if is_recomputable(&operator) => count += 1,
                _ => {}
            }
        }
        values.push(count);
    }
    for element in &module.elements {
        let (ElementKind::Active { .. }, ElementItems::Functions(items)) = (&element.kind, &element.items)
        else {
            continue;
        };
        for function in items.clone() {
            let function = function?;
            let index = usize::try_from(function).unwrap_or(usize::MAX);
            let ty = index.checked_sub(module.imports.len()).and_then(|index| module.functions.get(index));
            if let (Some(callee), Some(node)) =
                (with_body(module, function), ty.and_then(|ty| type_node(module, *ty)))
            {
                graph.add(node, callee);
            }
        }
    }
    Ok((graph, values))
}

/// Number of a function among those with bodies.
fn with_body(module: &Module<'_>, function: u32) -> Option<usize> {
    usize::try_from(function).ok()?.checked_sub(module.imports.len())
}

/// Node of a type; equal types share one, as the engine's check of a call through the table does.
fn type_node(module: &Module<'_>, type_index: u32) -> Option<usize> {
    let ty = module.type_at(type_index)?;
    let first = module.types.iter().position(|other| other == ty)?;
    Some(module.bodies.len() + first)
}

/// True for operators whose value follows from their operands alone.
const fn is_recomputable(operator: &Operator<'_>) -> bool {
    use Operator as O;
    !matches!(
        operator,
        O::Unreachable
            | O::Nop
            | O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Return
            | O::Drop
            | O::LocalGet { .. }
            | O::LocalSet { .. }
            | O::LocalTee { .. }
            | O::GlobalSet { .. }
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::I32Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. }
            | O::MemoryFill { .. }
            | O::MemoryCopy { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activate::check_activated;

    fn bound(functions: &str, max_stack_depth: u32) -> u64 {
        let text = format!(
            "(module (type $t (func (param i32) (result i32))) (memory (export \"memory\") 1 1) {functions})"
        );
        let wasm = wat::parse_str(text).unwrap();
        let (module, checked) = check_activated(&wasm).unwrap();
        optimized_stack_bytes(&module, &checked, max_stack_depth).unwrap()
    }

    /// One function, which computes `values` values beside its end.
    fn entrypoint(values: usize, end: &str) -> String {
        let values = "(drop (i32.mul (local.get 0) (local.get 0)))".repeat(values);
        format!("(func $main (export \"user_entrypoint\") (type $t) {values} {end})")
    }

    #[test]
    fn functions_that_do_not_recurse_count_once() {
        let function = entrypoint(10, "i32.const 0");
        // A frame of 6 words: two operands and the constant four.
        assert_eq!(bound(&function, 22_000), 128 + 16 * (6 + 10));
        let twice = function.clone() + "(func (drop (call $main (i32.const 0))))";
        assert_eq!(bound(&twice, 22_000), bound(&twice, 100));
    }

    #[test]
    fn recursion_counts_by_the_words_that_the_rules_allow() {
        let direct = bound(&entrypoint(10, "(call $main (i32.const 0))"), 22_000);
        // A frame of 7 words: a result below the two operands of the last block's charge.
        assert_eq!(direct, 22_000 * (128 + 16 * (7 + 10_u64)).div_ceil(7));
        let many = bound(&entrypoint(1_000, "(call $main (i32.const 0))"), 22_000);
        assert!(many > 30 * direct);
    }

    #[test]
    fn recursion_through_the_table_counts_as_well() {
        let table = "(table 1 1 funcref) (elem (i32.const 0) $main)";
        let call = "(call_indirect (type $t) (i32.const 0) (i32.const 0))";
        assert!(bound(&(entrypoint(10, call) + table), 22_000) > 100_000);
        // A function of another type can't be reached.
        let other = "(table 1 1 funcref) (elem (i32.const 0) $other) (func $other (param i64))";
        assert!(bound(&(entrypoint(10, call) + other), 22_000) < 2_000);
    }
}
