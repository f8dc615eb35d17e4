//! What a step says must come of it.

use super::amount;
use super::error::StoryError;
use super::format::{Asset, Names, Party, SetName};
use super::reader::{At, Fields};
use alloy_primitives::{I256, U256};

/// The expectations of one step.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// The error it must fail with, e.g. `FullySlashed()`.
    pub fails_with: Option<String>,
    /// Events that must be among its logs, in this order.
    pub events: Vec<String>,
    /// Gas it may take at most, in worlds that have gas.
    pub gas_at_most: Option<u64>,
    /// What must be so afterwards.
    pub then: Vec<Expectation>,
}

/// One thing that must be so.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Where it stands, in bytes.
    pub offset: usize,
    /// What is looked at.
    pub quantity: Quantity,
    /// What it must be.
    pub value: Expected,
    /// For people: the field's name.
    pub name: &'static str,
}

/// The value something must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An amount or WAD-based number.
    Amount(U256),
    /// A fraction, shown in percent.
    Fraction(U256),
    /// A change since the story began.
    Change(I256),
    /// A truth value.
    Truth(bool),
    /// An account, or nobody.
    Party(Option<Party>),
}

/// Something that can be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is what the story format calls it, see its guide")]
pub enum Quantity {
    DepositShares(Party, Asset),
    WithdrawableShares(Party, Asset),
    ScalingFactor(Party, Asset),
    TokenBalance(Party, Asset),
    TokenChange(Party, Asset),
    WithdrawalShares(String, Asset),
    QueuedWithdrawals(Party),
    OperatorShares(Party, Asset),
    MaxMagnitude(Party, Asset),
    EncumberedMagnitude(Party, Asset),
    AllocatableMagnitude(Party, Asset),
    AllocatedMagnitude(Party, Asset, SetName),
    SlashableStake(Party, Asset, SetName),
    SlashableSharesInQueue(Party, Asset),
    SlashedShares(SetName, u64, Asset),
    TotalShares(Asset),
    VaultBalance(Asset),
    SharePrice(Asset),
    DelegatedTo(Party),
    Slashable(Party, SetName),
    Member(Party, SetName),
}

/// Reads the expectations of a step.
///
/// # Errors
/// Unknown or malformed fields.
pub fn parse(fields: &Fields<'_, '_>, names: &Names) -> Result<Expectations, StoryError> {
    let fails_with = match fields.text("fails_with")? {
        Some(error) if !error.value.contains('(') => {
            let message = "an error is written with its arguments: `FullySlashed()`";
            return Err(fields.source.error(error.offset, message));
        }
        error => error.map(|e| e.value.to_owned()),
    };
    let events = fields.texts("events")?.unwrap_or_default();
    for event in &events {
        if !event.value.ends_with(')') || !event.value.contains('(') {
            let message = "an event is written with its arguments: `Deposit(alice, steth, 100)`";
            return Err(fields.source.error(event.offset, message));
        }
    }
    let then = fields.tables("then")?;
    let then = then.iter().map(|t| expectation(t, names));
    Ok(Expectations {
        fails_with,
        events: events.into_iter().map(|e| e.value.to_owned()).collect(),
        gas_at_most: fields.number("gas_at_most")?.map(|g| g.value),
        then: then.collect::<Result<_, _>>()?,
    })
}

/// All quantities' names: exactly one of them heads an expectation.
const QUANTITIES: &[&str] = &[
    "deposit_shares",
    "withdrawable_shares",
    "deposit_scaling_factor",
    "token_balance",
    "token_change",
    "withdrawal_shares",
    "queued_withdrawals",
    "operator_shares",
    "max_magnitude",
    "encumbered_magnitude",
    "allocatable_magnitude",
    "allocated_magnitude",
    "slashable_stake",
    "slashable_shares_in_queue",
    "slashed_shares",
    "total_shares",
    "vault_balance",
    "share_price",
    "delegated_to",
    "slashable",
    "member",
];

fn expectation(fields: &Fields<'_, '_>, names: &Names) -> Result<Expectation, StoryError> {
    let present: Vec<&str> = fields.names().collect();
    let mut heads = QUANTITIES.iter().filter(|q| present.contains(*q));
    let (Some(&name), None) = (heads.next(), heads.next()) else {
        let message = format!("an expectation has exactly one of {}", QUANTITIES.join(", "));
        return Err(fields.source.error(fields.offset, message));
    };
    let read = Reader { fields, names };
    let (quantity, value) = read.quantity(name)?;
    fields.finish(&format!("the expectation `{name}`"))?;
    Ok(Expectation { offset: fields.offset, quantity, value, name })
}

struct Reader<'a, 's, 't> {
    fields: &'a Fields<'s, 't>,
    names: &'a Names,
}

impl Reader<'_, '_, '_> {
    fn quantity(&self, name: &'static str) -> Result<(Quantity, Expected), StoryError> {
        let amount = || self.value(name, amount::parse).map(Expected::Amount);
        let fraction = || self.value(name, amount::parse_fraction).map(Expected::Fraction);
        Ok(match name {
            "deposit_shares" => (Quantity::DepositShares(self.of()?, self.asset()?), amount()?),
            "withdrawable_shares" => (Quantity::WithdrawableShares(self.of()?, self.asset()?), amount()?),
            "deposit_scaling_factor" => (Quantity::ScalingFactor(self.of()?, self.asset()?), amount()?),
            "token_balance" => (Quantity::TokenBalance(self.of()?, self.asset()?), amount()?),
            "token_change" => {
                let change = self.value(name, amount::parse_change).map(Expected::Change)?;
                (Quantity::TokenChange(self.of()?, self.asset()?), change)
            }
            "withdrawal_shares" => {
                let withdrawal = self.fields.need_text("of")?.value.to_owned();
                (Quantity::WithdrawalShares(withdrawal, self.asset()?), amount()?)
            }
            "queued_withdrawals" => {
                let count = self.fields.number(name)?;
                let missing = || self.fields.source.error(self.fields.offset, "how many?");
                let count = count.ok_or_else(missing)?.value;
                (Quantity::QueuedWithdrawals(self.of()?), Expected::Amount(U256::from(count)))
            }
            "operator_shares" => (Quantity::OperatorShares(self.of()?, self.asset()?), amount()?),
            "max_magnitude" => (Quantity::MaxMagnitude(self.of()?, self.asset()?), fraction()?),
            "encumbered_magnitude" => (Quantity::EncumberedMagnitude(self.of()?, self.asset()?), fraction()?),
            "allocatable_magnitude" => {
                (Quantity::AllocatableMagnitude(self.of()?, self.asset()?), fraction()?)
            }
            "allocated_magnitude" => {
                (Quantity::AllocatedMagnitude(self.of()?, self.asset()?, self.set()?), fraction()?)
            }
            "slashable_stake" => {
                (Quantity::SlashableStake(self.of()?, self.asset()?, self.set()?), amount()?)
            }
            "slashable_shares_in_queue" => {
                (Quantity::SlashableSharesInQueue(self.of()?, self.asset()?), amount()?)
            }
            "slashed_shares" => {
                let slash = self.fields.number("slash")?;
                let missing = || self.fields.source.error(self.fields.offset, "`slash` is missing");
                let slash = slash.ok_or_else(missing)?.value;
                (Quantity::SlashedShares(self.set()?, slash, self.asset()?), amount()?)
            }
            "total_shares" => (Quantity::TotalShares(self.asset()?), amount()?),
            "vault_balance" => (Quantity::VaultBalance(self.asset()?), amount()?),
            "share_price" => (Quantity::SharePrice(self.asset()?), amount()?),
            "delegated_to" => {
                let operator = self.fields.need_text(name)?;
                let party = match operator.value {
                    "nobody" => None,
                    _ => Some(self.names.actor(&self.fields.source, operator)?),
                };
                (Quantity::DelegatedTo(self.of()?), Expected::Party(party))
            }
            "slashable" => (Quantity::Slashable(self.of()?, self.set()?), self.truth(name)?),
            _ => (Quantity::Member(self.of()?, self.set()?), self.truth(name)?),
        })
    }

    fn value<T>(&self, name: &'static str, read: fn(&str) -> Option<T>) -> Result<T, StoryError> {
        let text = self.fields.need_text(name)?;
        let wrong = || {
            let message = format!("`{}` is not a value of `{name}`", text.value);
            self.fields.source.error(text.offset, message)
        };
        read(text.value).ok_or_else(wrong)
    }

    fn truth(&self, name: &'static str) -> Result<Expected, StoryError> {
        let missing = || self.fields.source.error(self.fields.offset, "true or false?");
        self.fields.truth(name)?.map(Expected::Truth).ok_or_else(missing)
    }

    fn named(&self, name: &'static str) -> Result<At<&str>, StoryError> {
        self.fields.need_text(name)
    }

    fn of(&self) -> Result<Party, StoryError> {
        self.names.actor(&self.fields.source, self.named("of")?)
    }

    fn asset(&self) -> Result<Asset, StoryError> {
        self.names.asset(&self.fields.source, self.named("in")?)
    }

    fn set(&self) -> Result<SetName, StoryError> {
        self.names.set(&self.fields.source, self.named("set")?)
    }
}
