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
