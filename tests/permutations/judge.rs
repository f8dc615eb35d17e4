//! Whether an order came to what it must, and how far from exact.

use crate::{
    act::Act,
    books::{Books, FLOORS},
    orders::{Spacing, every_order, orders_of},
    span::Span,
    stage::{Stage, WAD},
    state::{At, State},
};
use alloy_primitives::{U256, U512};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;

/// A quantity over all orders.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Figure {
    /// The furthest from exact that was met, units.
    pub(crate) furthest: f64,
    /// What is allowed there.
    pub(crate) bound: U256,
    /// The most by which orders differ that are the same in exact numbers.
    pub(crate) spread: U256,
}

impl Figure {
    /// The worse of each.
    pub(crate) fn worse(self, other: Self) -> Self {
        Self {
            furthest: self.furthest.max(other.furthest),
            bound: self.bound.max(other.bound),
            spread: self.spread.max(other.spread),
        }
    }
}

/// What a family of orders showed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) orders: usize,
    /// Units of magnitude.
    pub(crate) allocations: Figure,
    pub(crate) withdrawable: Figure,
    pub(crate) queued: Figure,
    pub(crate) operator_shares: Figure,
    pub(crate) taken: Figure,
}

impl Figures {
    /// Both families.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            orders: self.orders + other.orders,
            allocations: self.allocations.worse(other.allocations),
            withdrawable: self.withdrawable.worse(other.withdrawable),
            queued: self.queued.worse(other.queued),
            operator_shares: self.operator_shares.worse(other.operator_shares),
            taken: self.taken.worse(other.taken),
        }
    }
}

/// Which number: its kind, and up to three places.
type Id = (u8, usize, usize, usize);

struct Judge<'a> {
    acts: &'a [Act],
    books: Books,
    figures: Figures,
    /// What the slashes leave of each allocation, and how many reach it.
    promises: BTreeMap<(usize, usize, usize), (Span, U256)>,
    /// Least and most of what is the same in exact numbers.
    alike: BTreeMap<(Id, U512), (U256, U256)>,
    /// What must be the same in every order.
    tokens: Option<BTreeMap<At, U256>>,
}

/// Plays every order of the acts and compares each with the exact books.
pub(crate) fn play(stage: &mut Stage, acts: &[Act], spacing: Spacing) -> Result<Figures> {
    let books = Books::open(stage)?;
    let mut judge = Judge {
        acts,
        promises: promises(&books, acts),
        books,
        figures: Figures::default(),
        alike: BTreeMap::new(),
        tokens: None,
    };
    every_order(stage, acts, spacing, &mut |stage, order| judge.look(stage, order))?;
    let orders = judge.figures.orders;
    ensure!(orders == orders_of(acts.len()), "{orders} orders were played");
    Ok(judge.figures)
}

impl Judge<'_> {
    fn look(&mut self, stage: &mut Stage, order: &[usize]) -> Result<()> {
        let (books, state) = (self.books.after(self.acts, order)?, State::read(stage)?);
        self.figures.orders += 1;
        ensure!(state.magnitudes == books.magnitudes, "magnitudes {:?}", state.magnitudes);
        ensure!(state.allocations == books.allocations, "allocations {:?}", state.allocations);
        self.compare_allocations(&state)?;
        self.compare_stakers(&books, &state)?;
        self.compare_operators(&books, &state)?;
        self.compare_tokens(&state)
    }

    fn compare_allocations(&mut self, state: &State) -> Result<()> {
        for (at, (exact, slashes)) in self.promises.clone() {
            let left = U256::from(*state.allocations.get(&at).context("read")?);
            let found =
                measure(exact, left, slashes, U256::ZERO).with_context(|| format!("allocation {at:?}"))?;
            self.figures.allocations = self.figures.allocations.worse(found);
            let spread = self.spread((4, at.0, at.1, at.2), exact, left);
            ensure!(spread.is_zero() || slashes > U256::from(1), "{at:?}: the order moved {spread}");
            let figure = &mut self.figures.allocations.spread;
            *figure = spread.max(*figure);
        }
        Ok(())
    }

    fn compare_stakers(&mut self, books: &Books, state: &State) -> Result<()> {
        for (at, position) in &books.positions {
            let deposited = state.deposit_shares.get(at).context("read")?;
            ensure!(*deposited == position.deposited, "{at:?} has {deposited} deposit shares");
            let shares = *state.withdrawable.get(at).context("read")?;
            let below = position.slack + FLOORS;
            let found = measure(position.worth, shares, below, U256::ZERO)
                .with_context(|| format!("{at:?} can withdraw"))?;
            let id = (0, at.0, at.1, 0);
            self.figures.withdrawable = self.figures.withdrawable.worse(found);
            let spread = self.spread(id, position.worth, shares);
            ensure!(spread.is_zero() || !position.slack.is_zero(), "{at:?}: the order moved {spread}");
            let figure = &mut self.figures.withdrawable.spread;
            *figure = spread.max(*figure);
        }
        ensure!(books.queue.keys().eq(state.queued.keys()), "queued: {:?}", state.queued);
        for (at, entry) in &books.queue {
            let shares = *state.queued.get(at).context("read")?;
            let found = measure(entry.worth, shares, entry.slack + FLOORS, U256::ZERO)
                .with_context(|| format!("withdrawal {at:?}"))?;
            self.figures.queued = self.figures.queued.worse(found);
            let spread = self.spread((1, at.0, at.2, 0), entry.worth, shares);
            ensure!(spread.is_zero() || !entry.slack.is_zero(), "{at:?}: the order moved {spread}");
            let figure = &mut self.figures.queued.spread;
            *figure = spread.max(*figure);
        }
        Ok(())
    }

    fn compare_operators(&mut self, books: &Books, state: &State) -> Result<()> {
        for (at, total) in &books.totals {
            let shares = *state.operator_shares.get(at).context("read")?;
            let found = measure(total.worth, shares, U256::ZERO, total.excess)
                .with_context(|| format!("operator shares {at:?}"))?;
            self.figures.operator_shares = self.figures.operator_shares.worse(found);
            let spread = self.spread((2, at.0, at.1, 0), total.worth, shares);
            let figure = &mut self.figures.operator_shares.spread;
            *figure = spread.max(*figure);
        }
        for (at, taken) in &books.taken {
            let shares = state.taken.get(at).copied().unwrap_or_default();
            let found = measure(taken.worth, shares, taken.below, taken.above)
                .with_context(|| format!("slash {at:?} took"))?;
            self.figures.taken = self.figures.taken.worse(found);
            let spread = self.spread((3, taken.act, at.2, at.0), taken.worth, shares);
            let figure = &mut self.figures.taken.spread;
            *figure = spread.max(*figure);
        }
        Ok(())
    }

    /// At a price of one nobody's tokens depend on the order, nor does what a strategy has; and claims
    /// exceed it by less than a share per queued entry (SO-1).
    fn compare_tokens(&mut self, state: &State) -> Result<()> {
        let first = self.tokens.get_or_insert_with(|| state.tokens.clone());
        ensure!(*first == state.tokens, "tokens {:?} instead of {first:?}", state.tokens);
        for (strategy, (shares, tokens)) in state.pools.iter().enumerate() {
            ensure!(shares == tokens, "the price is not one");
            let (claims, entries) = (state.claims(strategy), U256::from(QUEUED_BEFORE + self.acts.len() * 2));
            ensure!(claims <= *shares + entries, "{claims} of {shares} shares are claimed");
        }
        Ok(())
    }

    /// Keeps the least and most of numbers that are the same in exact terms; answers how far they are
    /// apart.
    fn spread(&mut self, id: Id, exact: Span, shares: U256) -> U256 {
        let (least, most) = self.alike.entry((id, exact.key())).or_insert((shares, shares));
        (*least, *most) = (shares.min(*least), shares.max(*most));
        *most - *least
    }
}

/// Entries that were queued before the range, per strategy, at most.
const QUEUED_BEFORE: usize = 3;

/// Each slash leaves (1 - w) of its own set's allocation, whatever the order.
fn promises(books: &Books, acts: &[Act]) -> BTreeMap<(usize, usize, usize), (Span, U256)> {
    let start = |(at, left): (&_, &u64)| (*at, (Span::whole(U256::from(*left)), U256::ZERO));
    let mut promises: BTreeMap<_, _> = books.allocations.iter().map(start).collect();
    for act in acts {
        let Act::Slash { operator, set, parts } = act else { continue };
        for (strategy, wad) in parts {
            if let Some((left, slashes)) = promises.get_mut(&(*operator, *set, *strategy)) {
                *left = left.times(U256::from(WAD - wad), U256::from(WAD));
                *slashes += U256::from(1);
            }
        }
    }
    promises
}

fn measure(exact: Span, found: U256, below: U256, above: U256) -> Result<Figure> {
    let distance = exact
        .within(found, below, above)
        .with_context(|| format!("{found} is not within -{below} and +{above} of {}", exact.ceil()))?;
    Ok(Figure { furthest: distance.abs(), bound: below.max(above), spread: U256::ZERO })
}
