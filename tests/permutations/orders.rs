//! Every order of a list of acts.

use crate::{act::Act, stage::Stage};
use anyhow::{Context as _, Result};

/// How the acts lie in the range of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spacing {
    /// All under one block number.
    OneBlock,
    /// One block later each.
    BlockEach,
}

/// Plays every order; `judge` sees what each comes to. Orders that begin alike share their beginning.
pub(crate) fn every_order(
    stage: &mut Stage,
    acts: &[Act],
    spacing: Spacing,
    judge: &mut impl FnMut(&mut Stage, &[usize]) -> Result<()>,
) -> Result<()> {
    Walk { acts, spacing, judge }.go_on(stage, &mut Vec::new())
}

struct Walk<'a, J> {
    acts: &'a [Act],
    spacing: Spacing,
    judge: &'a mut J,
}

impl<J: FnMut(&mut Stage, &[usize]) -> Result<()>> Walk<'_, J> {
    fn go_on(&mut self, stage: &mut Stage, done: &mut Vec<usize>) -> Result<()> {
        if done.len() == self.acts.len() {
            return (self.judge)(stage, done).with_context(|| format!("in the order {done:?}"));
        }
        for (nth, act) in self.acts.iter().enumerate() {
            if done.contains(&nth) {
                continue;
            }
            let mut next = stage.fork();
            if self.spacing == Spacing::BlockEach && !done.is_empty() {
                next.twins.mine(1);
            }
            act.play(&mut next).with_context(|| format!("{act:?} after {done:?}"))?;
            done.push(nth);
            self.go_on(&mut next, done)?;
            done.pop();
        }
        Ok(())
    }
}

/// How many orders `n` acts have.
pub(crate) fn orders_of(n: usize) -> usize {
    (1..=n).product()
}
