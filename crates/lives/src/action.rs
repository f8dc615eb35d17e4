//! What may happen in a life: small records of choices that are resolved when their turn comes, so
//! that they stay meaningful when others are left out.

use proptest::prelude::*;

/// A kind of deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Blocks go by.
    Wait,
    /// Deposits.
    Deposit,
    /// Deposits for another with its signature.
    DepositFor,
    /// Sends tokens to a strategy for nothing.
    Donate,
    /// Delegates.
    Delegate,
    /// Undelegates oneself, or is sent away.
    Undelegate,
    /// Changes operators.
    Redelegate,
    /// Queues one or several withdrawals.
    Queue,
    /// Completes a withdrawal.
    Complete,
    /// Completes several at once.
    CompleteMany,
    /// Slashes.
    Slash,
    /// Pays out slashed shares.
    Pay,
    /// Changes an allocation.
    Allocate,
    /// Clears a deallocation queue.
    Clear,
    /// Changes the delay of allocations.
    SetDelay,
    /// Joins an operator set.
    Join,
    /// Leaves one, or is put out.
    Quit,
    /// Gives a service another registrar, which may refuse everybody.
    Hook,
    /// Adds a strategy to a set or removes it.
    Reshape,
    /// Hands in rewards.
    Fund,
    /// Publishes a root over what was earned.
    Publish,
    /// Claims rewards.
    Claim,
    /// Stops or reopens something.
    Pause,
    /// Calls what only another may.
    Trespass,
    /// Changes an operator's details or an account's appointees.
    Manage,
    /// A token changes its ways.
    Temper,
    /// A hook changes its mood, or is appointed.
    Mood,
}

/// A kind and the choices that its deed makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// What.
    pub kind: Kind,
    /// By whom.
    pub who: u8,
    /// To whom, from whom, which one.
    pub other: u8,
    /// Which strategy, set, or way of doing it.
    pub place: u8,
    /// Small odds: flaws and variants.
    pub odds: u8,
    /// How much.
    pub amount: u64,
}

/// How often each kind comes, of the sum. The first are the simplest: what shrinks becomes them.
const WEIGHTS: &[(Kind, u32)] = &[
    (Kind::Wait, 10),
    (Kind::Deposit, 14),
    (Kind::Queue, 12),
    (Kind::Complete, 14),
    (Kind::Delegate, 6),
    (Kind::Undelegate, 4),
    (Kind::Slash, 8),
    (Kind::Allocate, 7),
    (Kind::Pay, 4),
    (Kind::CompleteMany, 3),
    (Kind::Redelegate, 2),
    (Kind::Donate, 2),
    (Kind::DepositFor, 1),
    (Kind::Clear, 2),
    (Kind::SetDelay, 1),
    (Kind::Join, 2),
    (Kind::Quit, 1),
    (Kind::Reshape, 1),
    (Kind::Hook, 1),
    (Kind::Fund, 1),
    (Kind::Publish, 1),
    (Kind::Claim, 2),
    (Kind::Pause, 1),
    (Kind::Trespass, 2),
    (Kind::Manage, 1),
];

/// What comes besides, in lives in which a token and a hook are hostile.
const HOSTILE_WEIGHTS: &[(Kind, u32)] = &[(Kind::Temper, 5), (Kind::Mood, 3)];

/// All kinds, each as often as its weight says.
fn kinds(hostile: bool) -> Vec<Kind> {
    let besides = HOSTILE_WEIGHTS.iter().filter(|_| hostile);
    let weights = WEIGHTS.iter().chain(besides);
    weights.flat_map(|(kind, weight)| std::iter::repeat_n(*kind, *weight as usize)).collect()
}

/// Every kind there is.
pub fn all_kinds() -> impl Iterator<Item = Kind> {
    WEIGHTS.iter().chain(HOSTILE_WEIGHTS).map(|(kind, _)| *kind)
}

/// Any action; with a hostile token or without one.
pub fn action(hostile: bool) -> impl Strategy<Value = Action> {
    let choices = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>(), any::<u64>());
    (prop::sample::select(kinds(hostile)), choices).prop_map(|(kind, (who, other, place, odds, amount))| {
        Action { kind, who, other, place, odds, amount }
    })
}

/// A life of so many actions; with a hostile token or without one.
pub fn life(actions: usize, hostile: bool) -> impl Strategy<Value = Vec<Action>> {
    prop::collection::vec(action(hostile), actions..=actions)
}
