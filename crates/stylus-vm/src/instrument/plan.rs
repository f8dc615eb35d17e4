//! What instrumentation adds to each function, and the limits of a function.

use wasmparser::{FunctionBody, Operator};

use super::{
    height::Height,
    price::{ends_block, price},
};
use crate::activate::{Refusal, checks::limit, module::Module};

/// Ink of a block besides its operators.
const BLOCK_INK: u64 = 2_450;
/// Words of a frame besides its locals and operands.
const FRAME_WORDS: u32 = 4;
const MAX_HEIGHT: u32 = 4_096;
const MAX_FRAME: u32 = 10_240;
const MAX_LOCALS: u32 = 348;
const MAX_OPERATORS: u64 = 65_536;

/// Operators that the rules count for each addition (section 3.4).
mod added {
    pub(super) const BLOCK: u64 = 12;
    pub(super) const LENGTH: u64 = 17;
    pub(super) const ENTER: u64 = 12;
    pub(super) const LEAVE: u64 = 4;
    pub(super) const EXTRA_RETURN: u64 = 1;
    pub(super) const GROW: u64 = 4;
}

/// What is added to one function.
#[derive(Debug)]
pub(crate) struct FunctionPlan {
    /// Ink of each block, in order.
    pub(crate) block_prices: Vec<u64>,
    /// Words that entering the function takes.
    pub(crate) frame: u32,
    operators: u64,
}

impl FunctionPlan {
    /// Operators of the function after instrumentation.
    pub(crate) const fn instrumented_operators(&self) -> u64 {
        self.operators
    }
}

/// Plans every function with a body; `pays_for_growth` if the module's memory can grow.
///
/// # Errors
/// [`Refusal`] for an operator that is not allowed or a function that passes a limit.
pub(crate) fn plan_functions(
    module: &Module<'_>,
    pays_for_growth: bool,
) -> Result<Vec<FunctionPlan>, Refusal> {
    module.bodies.iter().map(|body| plan(body, module, pays_for_growth)).collect()
}

fn plan(
    body: &FunctionBody<'_>,
    module: &Module<'_>,
    pays_for_growth: bool,
) -> Result<FunctionPlan, Refusal> {
    let mut locals = 0_u32;
    for group in body.get_locals_reader()? {
        locals = locals.saturating_add(group?.0);
    }
    let mut height = Height::new();
    let mut block_prices = Vec::new();
    let mut block_price = None;
    let mut operators = added::ENTER + added::LEAVE + added::EXTRA_RETURN;
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        let cost = price(&operator, module)?;
        let so_far = block_price.unwrap_or_else(|| {
            height.block_charge();
            operators += added::BLOCK;
            BLOCK_INK
        });
        block_price = Some(u64::saturating_add(so_far, cost));
        operators += 1;
        match operator {
            Operator::MemoryFill { .. } | Operator::MemoryCopy { .. } => {
                height.length_charge();
                operators += added::LENGTH;
            }
            Operator::MemoryGrow { .. } if pays_for_growth => operators += added::GROW,
            Operator::Return => operators += added::LEAVE,
            _ => {}
        }
        height.operator(&operator, module);
        if ends_block(&operator) {
            block_prices.extend(block_price.take());
        }
    }
    limit("locals", locals, MAX_LOCALS)?;
    limit("words of operand stack", height.worst(), MAX_HEIGHT)?;
    let frame = height.worst() + locals + FRAME_WORDS;
    limit("words of a frame", frame, MAX_FRAME)?;
    limit("operators of a function", operators, MAX_OPERATORS)?;
    Ok(FunctionPlan { block_prices, frame, operators })
}

#[cfg(test)]
mod tests {
    use crate::activate::check_activated;

    /// Words of an entrypoint with this body, less the constant four.
    fn worst(body: &str) -> u32 {
        let text = format!(
            "(module (memory (export \"memory\") 1 1) (type $t (func (param i64 i64) (result i32)))
               (func $f (param i32) (result i64 i64 i64) unreachable) (table 1 1 funcref)
               (func (export \"user_entrypoint\") (param i32) (result i32) {body}))"
        );
        let (wasm, entrypoint) = (wat::parse_str(text).unwrap(), 1);
        let (_, checked) = check_activated(&wasm).unwrap();
        checked.plans[entrypoint].frame - super::FRAME_WORDS
    }

    #[test]
    fn height_counts_operands_and_the_charge_of_a_block() {
        assert_eq!(worst("i32.const 0"), 2);
        assert_eq!(worst("(i32.add (i32.add (local.get 0) (local.get 0)) (local.get 0))"), 2);
        assert_eq!(worst("(i32.add (local.get 0) (i32.add (local.get 0) (local.get 0)))"), 3);
        // A block that starts on top of three operands is charged with two more.
        assert_eq!(worst("local.get 0 local.get 0 local.get 0 (block (br 0)) drop drop"), 5);
        assert_eq!(worst("(local i64 i64) i32.const 0"), 2 + 2);
    }

    #[test]
    fn height_counts_results_before_parameters_go() {
        // Three results on top of one parameter.
        assert_eq!(worst("(call $f (local.get 0)) unreachable"), 4 + 1);
        // The result on top of two parameters and the index; then the charge on top of the result.
        assert_eq!(worst("(call_indirect (type $t) (i64.const 0) (i64.const 0) (i32.const 0))"), 4);
        // A block's results are set aside when it starts.
        assert_eq!(worst("(block (result i32) (i32.const 0))"), 1 + 1 + 1);
    }

    #[test]
    fn height_falls_back_at_else_and_end() {
        let arms = "(if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2)))";
        assert_eq!(worst(&format!("local.get 0 local.get 0 {arms} drop drop")), 2 + 1 + 2);
        // Pops in dead code stop at nothing, and are forgotten at the block's end.
        assert_eq!(worst("local.get 0 (block unreachable drop drop drop) local.get 0 i32.add"), 2 + 1);
        assert_eq!(
            worst("local.get 0 (if (local.get 0) (then unreachable drop drop) (else (drop (i32.const 0))))"),
            1 + 2
        );
    }

    #[test]
    fn height_counts_the_charge_of_a_length() {
        let fill = "(memory.fill (i32.const 0) (i32.const 0) (i32.const 0)) i32.const 0";
        assert_eq!(worst(fill), 3 + 3);
        assert_eq!(worst(&format!("local.get 0 {fill} i32.add")), 4 + 3);
        // In dead code the length is not there; what is parked for it comes back all the same.
        assert_eq!(worst("unreachable memory.fill"), 4);
        assert_eq!(worst("unreachable memory.fill memory.fill"), 4);
    }

    #[test]
    fn plan_counts_blocks() {
        let text = "(module (memory (export \"memory\") 1 1)
            (func (export \"user_entrypoint\") (param i32) (result i32)
              (block (br_if 0 (local.get 0)) nop) (loop nop) i32.const 0))";
        let wasm = wat::parse_str(text).unwrap();
        let (_, checked) = check_activated(&wasm).unwrap();
        let plan = &checked.plans[0];
        let base = super::BLOCK_INK;
        assert_eq!(plan.block_prices, [base + 1 + 75 + 765, base + 2, base + 1, base + 2, base + 2]);
        assert_eq!(plan.instrumented_operators(), 10 + 5 * 12 + 12 + 4 + 1);
    }
}
