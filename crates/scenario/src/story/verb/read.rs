//! Reading a step's verb, and putting it in a sentence without its subject.

use super::{Pausable, Quantity, Verb};
use crate::story::amount::{parse as parse_amount, parse_fraction};
use crate::story::error::StoryError;
use crate::story::format::{Asset, Names, Party, SetName};
use crate::story::reader::{At, Fields};
use alloy_primitives::U256;

/// The verbs' names, as `does` has them.
const NAMES: &str = "wait, deposit, register as operator, delegate, undelegate, redelegate, \
    queue withdrawal, complete withdrawal, complete withdrawals, announce avs, \
    create operator set, add strategies, remove strategies, register for operator set, \
    deregister from operator set, allocate, deallocate, set allocation delay, \
    clear deallocation queue, slash, clear slashed shares, donate, transfer tokens, pause, unpause";

/// The verb's name in a step.
///
/// # Errors
/// No `does`.
pub fn name<'t>(fields: &Fields<'_, 't>) -> Result<&'t str, StoryError> {
    Ok(fields.need_text("does")?.value)
}

/// Reads the verb of a step, and puts it in a sentence without its subject.
///
/// # Errors
/// An unknown verb, and missing or malformed fields of a known one.
pub fn parse(fields: &Fields<'_, '_>, names: &Names) -> Result<(Verb, String), StoryError> {
    let does = fields.need_text("does")?;
    let read = Reader { fields, names };
    read.verb(does.value).unwrap_or_else(|| {
        let message = format!("`{}` is not something one does here; there are {NAMES}", does.value);
        Err(fields.source.error(does.offset, message))
    })
}

struct Reader<'a, 's, 't> {
    fields: &'a Fields<'s, 't>,
    names: &'a Names,
}

type Read = Result<(Verb, String), StoryError>;

impl Reader<'_, '_, '_> {
    fn verb(&self, does: &str) -> Option<Read> {
        Some(match does {
            "wait" => self.wait(),
            "deposit" | "donate" => self.deposit(does),
            "transfer tokens" => self.transfer(),
            "register as operator" => self.register_as_operator(),
            "delegate" => self.delegate(),
            "undelegate" => self.undelegate(),
            "redelegate" => self.redelegate(),
            "queue withdrawal" => self.queue(),
            "complete withdrawal" => self.complete_one(),
            "complete withdrawals" => self.complete_many(),
            "announce avs" => Ok((Verb::AnnounceAvs, "announces itself as an AVS".to_owned())),
            "create operator set" => self.create_set(),
            "add strategies" | "remove strategies" => self.change_strategies(does),
            "register for operator set" => self.register_for_set(),
            "deregister from operator set" => self.deregister(),
            "allocate" | "deallocate" => self.allocate(does),
            "set allocation delay" => self.allocation_delay(),
            "clear deallocation queue" => self.clear_deallocations(),
            "slash" => self.slash(),
            "clear slashed shares" => self.clear_slashed(),
            "pause" | "unpause" => self.pause(does),
            _ => return None,
        })
    }

    fn wait(&self) -> Read {
        let blocks = self.need_number("blocks")?;
        Ok((Verb::Wait { blocks }, format!("{blocks} blocks pass")))
    }

    fn deposit(&self, does: &str) -> Read {
        let (amount, amount_text) = self.amount("amount")?;
        let (of, of_text) = self.asset("of")?;
        if does == "donate" {
            let sentence = format!("sends {amount_text} {of_text} tokens straight to the vault");
            return Ok((Verb::Donate { amount, of }, sentence));
        }
        Ok((Verb::Deposit { amount, of }, format!("deposits {amount_text} {of_text}")))
    }

    fn transfer(&self) -> Read {
        let (amount, amount_text) = self.amount("amount")?;
        let (of, of_text) = self.asset("of")?;
        let (to, to_text) = self.party("to")?;
        let sentence = format!("sends {amount_text} {of_text} tokens to {to_text}");
        Ok((Verb::TransferTokens { amount, of, to }, sentence))
    }

    fn register_as_operator(&self) -> Read {
        let allocation_delay_blocks = self.fields.small("allocation_delay_blocks")?.unwrap_or(0);
        let approver = self.optional_party("approver")?;
        let mut sentence = "registers as an operator".to_owned();
        if allocation_delay_blocks > 0 {
            sentence.push_str(&format!(", allocation delay {allocation_delay_blocks} blocks"));
        }
        let approver = approver.map(|(party, _)| party);
        Ok((Verb::RegisterAsOperator { allocation_delay_blocks, approver }, sentence))
    }

    fn delegate(&self) -> Read {
        let (to, name) = self.party("to")?;
        Ok((Verb::Delegate { to }, format!("delegates to {name}")))
    }

    fn undelegate(&self) -> Read {
        let staker = self.optional_party("staker")?;
        let named = self.named()?;
        let sentence = match &staker {
            Some((_, name)) => format!("undelegates {name}"),
            None => "undelegates".to_owned(),
        };
        Ok((Verb::Undelegate { staker: staker.map(|(party, _)| party), named }, sentence))
    }

    fn redelegate(&self) -> Read {
        let (to, name) = self.party("to")?;
        let named = self.named()?;
        Ok((Verb::Redelegate { to, named }, format!("redelegates to {name}")))
    }

    fn queue(&self) -> Read {
        let mut shares = Vec::new();
        let mut parts = Vec::new();
        for (name, quantity) in self.need_pairs("shares")? {
            let asset = self.names.asset(&self.fields.source, name)?;
            let quantity_read = match quantity.value {
                "all" => Quantity::All,
                text => Quantity::Exactly(self.amount_at(text, quantity.offset)?),
            };
            parts.push(format!("{} {}", quantity.value, name.value));
            shares.push((asset, quantity_read));
        }
        let named = self.named()?;
        let sentence = format!("queues a withdrawal of {}", parts.join(" and "));
        Ok((Verb::QueueWithdrawal { shares, named }, sentence))
    }

    fn complete_one(&self) -> Read {
        let withdrawal = self.fields.need_text("withdrawal")?.value.to_owned();
        let receive = self.fields.need_text("receive")?;
        let as_tokens = self.receive(receive)?;
        let sentence = format!("completes “{withdrawal}” as {}", receive.value);
        let withdrawals = vec![withdrawal];
        let verb = Verb::CompleteWithdrawals { withdrawals, as_tokens: vec![as_tokens], batch: false };
        Ok((verb, sentence))
    }

    fn complete_many(&self) -> Read {
        let list = self.need_texts("withdrawals")?;
        let withdrawals: Vec<String> = list.iter().map(|w| w.value.to_owned()).collect();
        let receive = self.need_texts("receive")?;
        let as_tokens: Vec<bool> = receive.iter().map(|r| self.receive(*r)).collect::<Result<_, _>>()?;
        if as_tokens.len() != withdrawals.len() {
            let message = "`receive` has one entry per withdrawal";
            return Err(self.fields.source.error(self.fields.offset, message));
        }
        let pairs = list.iter().zip(&receive);
        let parts: Vec<String> = pairs.map(|(w, r)| format!("“{}” as {}", w.value, r.value)).collect();
        let sentence = format!("completes {} at once", parts.join(" and "));
        Ok((Verb::CompleteWithdrawals { withdrawals, as_tokens, batch: true }, sentence))
    }

    fn create_set(&self) -> Read {
        let (set, set_text) = self.set()?;
        let (strategies, list) = self.assets("strategies")?;
        let redistributes_to = self.optional_party("redistributes_to")?;
        let slasher = self.optional_party("slasher")?;
        let mut sentence = format!("creates operator set {set_text} for {list}");
        if let Some((_, name)) = &redistributes_to {
            sentence.push_str(&format!(", slashed tokens go to {name}"));
        }
        if let Some((_, name)) = &slasher {
            sentence.push_str(&format!(", slashed by {name}"));
        }
        let redistributes_to = redistributes_to.map(|(party, _)| party);
        let slasher = slasher.map(|(party, _)| party);
        Ok((Verb::CreateOperatorSet { set, strategies, redistributes_to, slasher }, sentence))
    }

    fn change_strategies(&self, does: &str) -> Read {
        let (set, set_text) = self.set()?;
        let (strategies, list) = self.assets("strategies")?;
        if does == "add strategies" {
            let sentence = format!("adds {list} to operator set {set_text}");
            return Ok((Verb::AddStrategies { set, strategies }, sentence));
        }
        let sentence = format!("removes {list} from operator set {set_text}");
        Ok((Verb::RemoveStrategies { set, strategies }, sentence))
    }

    fn register_for_set(&self) -> Read {
        let (set, text) = self.set()?;
        Ok((Verb::RegisterForSet { set }, format!("registers for operator set {text}")))
    }

    fn deregister(&self) -> Read {
        let (set, text) = self.set()?;
        let operator = self.optional_party("operator")?;
        let sentence = match &operator {
            Some((_, name)) => format!("deregisters {name} from operator set {text}"),
            None => format!("deregisters from operator set {text}"),
        };
        Ok((Verb::DeregisterFromSet { set, operator: operator.map(|(p, _)| p) }, sentence))
    }

    fn allocate(&self, does: &str) -> Read {
        let (set, text) = self.set()?;
        let (fractions, list) = self.fractions("magnitudes")?;
        let mut magnitudes = Vec::with_capacity(fractions.len());
        for (asset, wad) in fractions {
            let too_large = |_| self.fields.source.error(self.fields.offset, "exceeds 64 bits");
            magnitudes.push((asset, u64::try_from(wad).map_err(too_large)?));
        }
        let sentence = format!("{does}s: operator set {text} now has {list}");
        Ok((Verb::Allocate { set, magnitudes }, sentence))
    }

    fn allocation_delay(&self) -> Read {
        let blocks = self.fields.small("blocks")?;
        let missing = || self.fields.source.error(self.fields.offset, "`blocks` is missing");
        let blocks = blocks.ok_or_else(missing)?;
        Ok((Verb::SetAllocationDelay { blocks }, format!("sets its allocation delay to {blocks} blocks")))
    }

    fn clear_deallocations(&self) -> Read {
        let operator = self.optional_party("operator")?;
        let (of, text) = self.asset("of")?;
        let how_many = self.fields.small("how_many")?.unwrap_or(u32::from(u16::MAX));
        let sentence = format!("clears the deallocation queue of {text}");
        let operator = operator.map(|(party, _)| party);
        Ok((Verb::ClearDeallocations { operator, of, how_many }, sentence))
    }

    fn slash(&self) -> Read {
        let (operator, name) = self.party("operator")?;
        let (set, text) = self.set()?;
        let (fractions, list) = self.fractions("fractions")?;
        let list = list.replace(" of ", " of the allocated ");
        let because = self.fields.text("because")?.map(|b| b.value.to_owned());
        let sentence = format!("slashes {name} in {text}: {list}");
        let because = because.unwrap_or_default();
        Ok((Verb::Slash { operator, set, fractions, because }, sentence))
    }

    fn clear_slashed(&self) -> Read {
        let (set, text) = self.set()?;
        let slash = self.need_number("slash")?;
        let of = match self.fields.text("of")? {
            Some(name) => Some(self.names.asset(&self.fields.source, name)?),
            None => None,
        };
        let sentence = format!("pays out what slash {slash} of {text} took");
        Ok((Verb::ClearSlashedShares { set, slash, of }, sentence))
    }

    fn pause(&self, does: &str) -> Read {
        let what = self.fields.need_text("what")?;
        let pausable = match what.value {
            "deposits" => Some(Pausable::Deposits),
            "delegation" => Some(Pausable::Delegation),
            "queueing withdrawals" => Some(Pausable::QueueingWithdrawals),
            "completing withdrawals" => Some(Pausable::CompletingWithdrawals),
            "allocations" => Some(Pausable::Allocations),
            "slashing" => Some(Pausable::Slashing),
            "registration" => Some(Pausable::Registration),
            other => other.rsplit_once(' ').and_then(|(name, kind)| {
                let asset = *self.names.strategies.get(name)?;
                match kind {
                    "deposits" => Some(Pausable::StrategyDeposits(asset)),
                    "withdrawals" => Some(Pausable::StrategyWithdrawals(asset)),
                    _ => None,
                }
            }),
        };
        let unknown = || {
            let message = "one can pause deposits, delegation, queueing withdrawals, completing \
                withdrawals, allocations, slashing, registration, and a strategy's deposits or \
                withdrawals";
            self.fields.source.error(what.offset, message)
        };
        let what_read = pausable.ok_or_else(unknown)?;
        let sentence = format!("{does}s {}", what.value);
        if does == "pause" {
            return Ok((Verb::Pause { what: what_read }, sentence));
        }
        Ok((Verb::Unpause { what: what_read }, sentence))
    }

    fn need_number(&self, name: &'static str) -> Result<u64, StoryError> {
        let missing = || self.fields.source.error(self.fields.offset, format!("`{name}` is missing"));
        Ok(self.fields.number(name)?.ok_or_else(missing)?.value)
    }

    fn need_texts(&self, name: &'static str) -> Result<Vec<At<&str>>, StoryError> {
        let missing = || self.fields.source.error(self.fields.offset, format!("`{name}` is missing"));
        self.fields.texts(name)?.ok_or_else(missing)
    }

    fn need_pairs(&self, name: &'static str) -> Result<Vec<(At<&str>, At<&str>)>, StoryError> {
        let missing = || self.fields.source.error(self.fields.offset, format!("`{name}` is missing"));
        self.fields.pairs(name)?.ok_or_else(missing)
    }

    fn amount_at(&self, text: &str, offset: usize) -> Result<U256, StoryError> {
        let wrong = || {
            let message = format!("`{text}` is not an amount such as 100, 99.5 or 7 wei");
            self.fields.source.error(offset, message)
        };
        parse_amount(text).ok_or_else(wrong)
    }

    fn amount(&self, name: &'static str) -> Result<(U256, String), StoryError> {
        let text = self.fields.need_text(name)?;
        Ok((self.amount_at(text.value, text.offset)?, text.value.to_owned()))
    }

    fn asset(&self, name: &'static str) -> Result<(Asset, String), StoryError> {
        let text = self.fields.need_text(name)?;
        Ok((self.names.asset(&self.fields.source, text)?, text.value.to_owned()))
    }

    fn assets(&self, name: &'static str) -> Result<(Vec<Asset>, String), StoryError> {
        let texts = self.need_texts(name)?;
        let assets = texts.iter().map(|t| self.names.asset(&self.fields.source, *t));
        let list: Vec<&str> = texts.iter().map(|t| t.value).collect();
        Ok((assets.collect::<Result<_, _>>()?, list.join(" and ")))
    }

    fn party(&self, name: &'static str) -> Result<(Party, String), StoryError> {
        let text = self.fields.need_text(name)?;
        Ok((self.names.actor(&self.fields.source, text)?, text.value.to_owned()))
    }

    fn optional_party(&self, name: &'static str) -> Result<Option<(Party, String)>, StoryError> {
        let Some(text) = self.fields.text(name)? else { return Ok(None) };
        Ok(Some((self.names.actor(&self.fields.source, text)?, text.value.to_owned())))
    }

    fn set(&self) -> Result<(SetName, String), StoryError> {
        let text = self.fields.need_text("set")?;
        Ok((self.names.set(&self.fields.source, text)?, text.value.to_owned()))
    }

    fn named(&self) -> Result<Option<String>, StoryError> {
        Ok(self.fields.text("named")?.map(|name| name.value.to_owned()))
    }

    fn fractions(&self, name: &'static str) -> Result<(Vec<(Asset, U256)>, String), StoryError> {
        let mut fractions = Vec::new();
        let mut parts = Vec::new();
        for (strategy, fraction) in self.need_pairs(name)? {
            let asset = self.names.asset(&self.fields.source, strategy)?;
            let wrong = || {
                let message = format!("`{}` is not a fraction such as 50% or 0.5", fraction.value);
                self.fields.source.error(fraction.offset, message)
            };
            fractions.push((asset, parse_fraction(fraction.value).ok_or_else(wrong)?));
            parts.push(format!("{} of {}", fraction.value, strategy.value));
        }
        Ok((fractions, parts.join(", ")))
    }

    fn receive(&self, text: At<&str>) -> Result<bool, StoryError> {
        match text.value {
            "tokens" => Ok(true),
            "shares" => Ok(false),
            _ => Err(self.fields.source.error(text.offset, "one receives `tokens` or `shares`")),
        }
    }
}
