//! The ABI that a runner needs to read answers: outputs of functions, layout of events, errors.
//!
//! A scenario names calls by their canonical signature, which says how to encode them but not what
//! comes back. Those types come from the suite's interfaces ([`Interfaces::suite`]) and from any
//! JSON ABI that the caller adds.

mod solidity;

use alloy_dyn_abi::{DynSolType, DynSolValue, Specifier};
use alloy_json_abi::{Error as AbiError, Event, Function, JsonAbi};
use alloy_primitives::{B256, Selector, keccak256};
use std::collections::HashMap;

/// The deepest nesting of tuples and arrays accepted in a signature; the suite's deepest is 4.
const MAX_NESTING: usize = 16;
/// The longest signature accepted, in bytes; the suite's longest is about 200.
const MAX_SIGNATURE: usize = 2_048;

/// What cannot be read as ABI.
#[derive(Debug, thiserror::Error)]
pub enum InterfaceError {
    /// The text is not a canonical signature such as `deposit(address,uint256)`.
    #[error("`{signature}` is not a canonical signature: {reason}")]
    Signature {
        /// The text.
        signature: String,
        /// Why not.
        reason: String,
    },
    /// A JSON ABI file cannot be parsed.
    #[error("not a JSON ABI: {0}")]
    Json(#[from] serde_json::Error),
    /// A Solidity interface contains what this reader does not know.
    #[error("not an interface: {0}")]
    Solidity(String),
}

/// What a function returns.
#[derive(Clone, Debug)]
pub struct Returns {
    /// The function's name, for messages.
    pub name: String,
    /// Types of the return values.
    pub types: Vec<DynSolType>,
}

/// An event's layout: which parameters are topics and which are data.
#[derive(Clone, Debug)]
pub struct EventLayout {
    /// The event's name.
    pub name: String,
    /// Name, type and whether it is indexed, per parameter.
    pub params: Vec<(String, DynSolType, bool)>,
}

/// A canonical signature, parsed.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The name before the parenthesis.
    pub name: String,
    /// The parameters' types.
    pub types: Vec<DynSolType>,
    /// keccak256 of the whole text: an event's first topic, and in its first 4 bytes the selector.
    pub hash: B256,
}

impl Signature {
    /// Parses `name(type,…)`.
    ///
    /// # Errors
    /// [`InterfaceError::Signature`] for anything else, and for nesting deeper than the suite's
    /// own interfaces could ever need (the type parser is recursive, and scenario files are input).
    pub fn parse(text: &str) -> Result<Self, InterfaceError> {
        let refuse = |reason: &str| InterfaceError::Signature {
            signature: text.chars().take(120).collect(),
            reason: reason.to_owned(),
        };
        if text.len() > MAX_SIGNATURE {
            return Err(refuse("too long"));
        }
        let (name, types) = text.split_once('(').ok_or_else(|| refuse("no parenthesis"))?;
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(is_word) {
            return Err(refuse("the name is not an identifier"));
        }
        let mut depth = 0_usize;
        let mut arrays = 0_usize;
        for c in types.chars() {
            match c {
                '(' => depth = depth.saturating_add(1),
                ')' => depth = depth.saturating_sub(1),
                '[' => arrays = arrays.saturating_add(1),
                ',' => arrays = 0,
                _ => {}
            }
            if depth > MAX_NESTING || arrays > MAX_NESTING {
                return Err(refuse("nested too deep"));
            }
        }
        let parsed = DynSolType::parse(&format!("({types}")).map_err(|e| refuse(&e.to_string()))?;
        let DynSolType::Tuple(types) = parsed else {
            return Err(refuse("the parameters are not a list"));
        };
        Ok(Self { name: name.to_owned(), types, hash: keccak256(text) })
    }

    /// The first four bytes of the hash.
    pub fn selector(&self) -> Selector {
        let [a, b, c, d, ..] = self.hash.0;
        Selector::from([a, b, c, d])
    }

    /// The selector followed by the encoded arguments, which must match the types.
    pub fn encode(&self, values: Vec<DynSolValue>) -> Vec<u8> {
        let mut data = self.selector().to_vec();
        data.extend(DynSolValue::Tuple(values).abi_encode_params());
        data
    }
}

/// Functions, events and errors of everything a scenario may touch.
#[derive(Clone, Debug)]
pub struct Interfaces {
    returns: HashMap<Selector, Returns>,
    events: HashMap<B256, Vec<EventLayout>>,
    errors: HashMap<Selector, (String, Vec<DynSolType>)>,
}

impl Default for Interfaces {
    fn default() -> Self {
        Self::new()
    }
}

impl Interfaces {
    /// Knows ERC-20, `Error(string)` and `Panic(uint256)` only.
    pub fn new() -> Self {
        let mut known = Self { returns: HashMap::new(), events: HashMap::new(), errors: HashMap::new() };
        // These are the standard's own; everything else is loaded with `add`.
        let standard = JsonAbi::parse([
            "function balanceOf(address account) view returns (uint256)",
            "function totalSupply() view returns (uint256)",
            "function allowance(address owner, address spender) view returns (uint256)",
            "function transfer(address to, uint256 value) returns (bool)",
            "function transferFrom(address from, address to, uint256 value) returns (bool)",
            "function approve(address spender, uint256 value) returns (bool)",
            "function mint(address to, uint256 value)",
            "event Transfer(address indexed from, address indexed to, uint256 value)",
            "event Approval(address indexed owner, address indexed spender, uint256 value)",
            "error Error(string reason)",
            "error Panic(uint256 code)",
        ]);
        if let Ok(abi) = standard {
            known.add(&abi);
        }
        known
    }

    /// Knows the whole suite, from the interfaces in `abi/`.
    ///
    /// # Errors
    /// [`InterfaceError::Solidity`] for an interface that this crate's reader does not understand;
    /// a test keeps that from happening.
    pub fn suite() -> Result<Self, InterfaceError> {
        let mut known = Self::new();
        for (name, source) in solidity::SUITE {
            let refuse = |e: String| InterfaceError::Solidity(format!("{name}: {e}"));
            known.add(&solidity::parse(source).map_err(refuse)?);
        }
        Ok(known)
    }

    /// Adds a contract's interface. Items known already are kept.
    pub fn add(&mut self, abi: &JsonAbi) {
        for function in abi.functions() {
            self.add_function(function);
        }
        for event in abi.events() {
            self.add_event(event);
        }
        for error in abi.errors() {
            self.add_error(error);
        }
    }

    /// Adds a contract's interface from JSON: an ABI array, or a compiler's artefact with one in
    /// `abi`.
    ///
    /// # Errors
    /// [`InterfaceError::Json`] if it is neither.
    pub fn add_json(&mut self, json: &str) -> Result<(), InterfaceError> {
        let mut value: serde_json::Value = serde_json::from_str(json)?;
        if let Some(inner) = value.get_mut("abi") {
            value = inner.take();
        }
        let abi: JsonAbi = serde_json::from_value(value)?;
        self.add(&abi);
        Ok(())
    }

    fn add_function(&mut self, function: &Function) {
        let types: Result<Vec<_>, _> = function.outputs.iter().map(Specifier::resolve).collect();
        // A type that cannot be resolved (an ABI of foreign making) is as good as unknown.
        if let Ok(types) = types {
            let returns = Returns { name: function.name.clone(), types };
            self.returns.entry(function.selector()).or_insert(returns);
        }
    }

    fn add_event(&mut self, event: &Event) {
        let params: Result<Vec<_>, _> = event
            .inputs
            .iter()
            .map(|p| Specifier::resolve(p).map(|ty| (p.name.clone(), ty, p.indexed)))
            .collect();
        let Ok(params) = params else { return };
        let layout = EventLayout { name: event.name.clone(), params };
        let layouts = self.events.entry(event.selector()).or_default();
        if !layouts.iter().any(|l| l.topics() == layout.topics()) {
            layouts.push(layout);
        }
    }

    fn add_error(&mut self, error: &AbiError) {
        let types: Result<Vec<_>, _> = error.inputs.iter().map(Specifier::resolve).collect();
        if let Ok(types) = types {
            self.errors.entry(error.selector()).or_insert((error.name.clone(), types));
        }
    }

    /// What the function with this selector returns.
    pub fn returns(&self, selector: Selector) -> Option<&Returns> {
        self.returns.get(&selector)
    }

    /// The layout of the event with this first topic, given how many topics the log has in all.
    /// (The same signature may be declared with different indexed parameters.)
    pub fn event(&self, topic0: B256, topics: usize) -> Option<&EventLayout> {
        let layouts = self.events.get(&topic0)?;
        layouts.iter().find(|l| l.topics() == topics)
    }

    /// Any layout of the event with this first topic.
    pub fn event_named(&self, topic0: B256) -> Option<&EventLayout> {
        self.events.get(&topic0)?.first()
    }

    /// All errors by name.
    pub fn errors(&self) -> impl Iterator<Item = (&Selector, &(String, Vec<DynSolType>))> {
        self.errors.iter()
    }

    /// Revert data as a person reads it: `FullySlashed()`, `Error("…")`, `Panic(17)`, or hex.
    pub fn explain_revert(&self, data: &[u8]) -> String {
        if data.is_empty() {
            return "(no data)".to_owned();
        }
        let known = data.split_first_chunk::<4>().and_then(|(selector, rest)| {
            let (name, types) = self.errors.get(&Selector::from(*selector))?;
            let values = DynSolType::Tuple(types.clone()).abi_decode_params(rest).ok()?;
            let args: Vec<String> = values.as_tuple().unwrap_or(&[]).iter().map(plain_value).collect();
            Some(format!("{name}({})", args.join(", ")))
        });
        known.unwrap_or_else(|| alloy_primitives::hex::encode_prefixed(data))
    }
}

impl EventLayout {
    /// Topics in all, the first one included.
    pub fn topics(&self) -> usize {
        self.params.iter().filter(|(_, _, indexed)| *indexed).count().saturating_add(1)
    }
}

/// A value in plain text, without symbols.
fn plain_value(value: &DynSolValue) -> String {
    let list = |items: &[DynSolValue]| items.iter().map(plain_value).collect::<Vec<_>>().join(", ");
    match value {
        DynSolValue::Uint(n, _) => n.to_string(),
        DynSolValue::Int(n, _) => n.to_string(),
        DynSolValue::Address(a) => a.to_string(),
        DynSolValue::Bool(b) => b.to_string(),
        DynSolValue::String(s) => format!("{s:?}"),
        DynSolValue::Bytes(b) => alloy_primitives::hex::encode_prefixed(b),
        DynSolValue::FixedBytes(word, size) => {
            alloy_primitives::hex::encode_prefixed(word.get(..*size).unwrap_or(&word.0))
        }
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) => format!("[{}]", list(items)),
        DynSolValue::Tuple(items) => format!("({})", list(items)),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signature_parses_nested_tuples_when_canonical() {
        let s = Signature::parse("delegateTo(address,(bytes,uint256),bytes32)").unwrap();
        assert_eq!(s.name, "delegateTo");
        assert_eq!(s.selector(), Selector::from([0xee, 0xa9, 0x06, 0x4b]));
        assert_eq!(s.types.len(), 3);
    }

    #[test]
    fn signature_is_refused_when_nested_too_deep() {
        let bomb = format!("f({}", "(".repeat(1_000));
        assert!(Signature::parse(&bomb).is_err());
        let arrays = format!("f(uint256{})", "[]".repeat(500));
        assert!(Signature::parse(&arrays).is_err());
    }

    #[test]
    fn explain_revert_names_standard_errors_when_known() {
        let known = Interfaces::new();
        let panic = Signature::parse("Panic(uint256)").unwrap();
        let data = panic.encode(vec![DynSolValue::Uint(alloy_primitives::U256::from(17), 256)]);
        assert_eq!(known.explain_revert(&data), "Panic(17)");
        assert_eq!(known.explain_revert(&[]), "(no data)");
        assert_eq!(known.explain_revert(&[1, 2, 3, 4]), "0x01020304");
    }

    #[test]
    fn event_is_told_apart_by_topics_when_declared_twice() {
        let mut known = Interfaces::new();
        let abi = JsonAbi::parse([
            "event Paused(address indexed account, uint256 newPausedStatus)",
            "event Paused(address account, uint256 newPausedStatus)",
        ]);
        // The parser may refuse the duplicate; then the two arrive one by one as from two files.
        if let Ok(abi) = abi {
            known.add(&abi);
        }
        let topic = keccak256("Paused(address,uint256)");
        assert!(known.event(topic, 2).is_some());
    }
}
