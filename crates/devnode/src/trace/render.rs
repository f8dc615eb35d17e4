//! Traces as text.

use super::{CallTrace, FrameKind, FrameStatus};
use crate::exec::CallScheme;
use alloy_primitives::{Address, Bytes, hex};
use std::fmt::{self, Write};
use surety_stylus_vm::Outcome;

/// Bytes of calldata and output that are shown.
const SHOWN_BYTES: usize = 36;

impl CallTrace {
    /// The tree, a line for each frame, with accounts and selectors by name where `name_of` and
    /// `selector_of` know one.
    ///
    /// ```text
    /// [stylus] call vault.deposit(…) gas 61 204 ink 103 442 511
    /// └─ [evm] call token.transferFrom(…) gas 28 003
    /// ```
    #[must_use]
    pub fn render(
        &self,
        name_of: &dyn Fn(Address) -> Option<String>,
        selector_of: &dyn Fn([u8; 4]) -> Option<String>,
    ) -> String {
        let names = Names { name_of, selector_of };
        let mut text = String::new();
        // Depth first with an explicit stack, as a trace may be a thousand frames deep.
        let mut open = vec![(self, String::new(), String::new())];
        while let Some((frame, lead, below)) = open.pop() {
            text.push_str(&lead);
            // Writing to a string can't fail.
            let _ = names.write_line(frame, &mut text);
            let last = frame.children.len().saturating_sub(1);
            for (index, child) in frame.children.iter().enumerate().rev() {
                let (branch, trunk) = if index == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
                open.push((child, format!("{below}{branch}"), format!("{below}{trunk}")));
            }
        }
        text
    }
}

impl fmt::Display for CallTrace {
    /// The tree with plain addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(&|_| None, &|_| None).trim_end())
    }
}

struct Names<'a> {
    name_of: &'a dyn Fn(Address) -> Option<String>,
    selector_of: &'a dyn Fn([u8; 4]) -> Option<String>,
}

impl Names<'_> {
    fn account(&self, address: Address) -> String {
        (self.name_of)(address).unwrap_or_else(|| address.to_string())
    }

    fn write_line(&self, frame: &CallTrace, out: &mut String) -> fmt::Result {
        let kind = match frame.kind {
            FrameKind::Transfer => "transfer",
            FrameKind::Evm => "evm",
            FrameKind::Stylus => "stylus",
            FrameKind::Precompile => "precompile",
        };
        let scheme = match frame.scheme {
            CallScheme::Call => "call",
            CallScheme::CallCode => "callcode",
            CallScheme::DelegateCall => "delegatecall",
            CallScheme::StaticCall => "staticcall",
            CallScheme::Create => "create",
            CallScheme::Create2 => "create2",
        };
        write!(out, "[{kind}] {scheme} {}", self.account(frame.code_address))?;
        if matches!(frame.scheme, CallScheme::Create | CallScheme::Create2) {
            write!(out, "({} bytes of init code)", frame.input.len())?;
        } else {
            write!(out, "{}", self.call(&frame.input))?;
        }
        if !frame.scheme.acts_as_itself() {
            write!(out, " as {}", self.account(frame.acting))?;
        }
        if !frame.value.is_zero() {
            write!(out, " value {} wei", frame.value)?;
        }
        write!(out, " gas {}", grouped(frame.gas_used()))?;
        if let Some(stylus) = &frame.stylus {
            if let Some(run) = &stylus.run {
                write!(out, " ink {}", grouped(run.ink_start.saturating_sub(run.ink_left)))?;
            }
            if let Some(entry) = &stylus.entry {
                write!(out, " init {}", grouped(entry.call_cost))?;
                out.push_str(if entry.recent_hit { " (recent)" } else { "" });
            }
            out.push_str(if stylus.reentrant == Some(true) { " reentrant" } else { "" });
        }
        self.write_end(frame, out)
    }

    fn write_end(&self, frame: &CallTrace, out: &mut String) -> fmt::Result {
        let failed = frame.stylus.as_ref().and_then(|s| s.run).is_some_and(|r| r.outcome == Outcome::Failure);
        match frame.status {
            FrameStatus::Success if frame.output.is_empty() => {}
            FrameStatus::Success => write!(out, " → {}", shortened(&frame.output))?,
            FrameStatus::Revert if failed => out.push_str(" ✗ trapped or refused by a host function"),
            FrameStatus::Revert => write!(out, " ✗ reverted {}", self.call(&frame.output))?,
            FrameStatus::Halt(reason) => write!(out, " ✗ {reason}")?,
        }
        for hostio in frame.stylus.iter().flat_map(|s| s.hostio.iter().flatten()) {
            let ink = hostio.ink_before.saturating_sub(hostio.ink_after);
            write!(out, "\n    · {} {}", hostio.name, grouped(ink))?;
        }
        out.write_char('\n')
    }

    /// Calldata or an error: the selector by name if there is one, and the rest shortened.
    fn call(&self, data: &Bytes) -> String {
        let Some((selector, arguments)) = data.split_first_chunk::<4>() else {
            return if data.is_empty() { "()".into() } else { format!("({})", hex::encode_prefixed(data)) };
        };
        let known = (self.selector_of)(*selector);
        match known {
            Some(name) => format!(".{name}({})", shortened(arguments)),
            None => format!(".{}({})", hex::encode_prefixed(selector), shortened(arguments)),
        }
    }
}

fn shortened(data: &[u8]) -> String {
    match data.get(..SHOWN_BYTES) {
        Some(head) if data.len() > SHOWN_BYTES => {
            format!("{}… {} bytes", hex::encode_prefixed(head), data.len())
        }
        _ if data.is_empty() => String::new(),
        _ => hex::encode_prefixed(data),
    }
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grouped_sets_spaces() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1 000", "1 234 567"]);
    }

    #[test]
    fn shortened_tells_the_length_of_what_it_cuts() {
        assert_eq!(shortened(&[]), "");
        assert_eq!(shortened(&[1, 2]), "0x0102");
        assert!(shortened(&[0; 100]).ends_with("… 100 bytes"));
    }
}
