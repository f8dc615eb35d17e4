//! Canonical ABI signatures and selectors.

use crate::load::Interface;
use alloy_primitives::keccak256;
use syn_solidity::Type;

/// The canonical form of a type: structs become tuples, `uint` becomes `uint256`.
pub(crate) fn canonical(interface: &Interface, ty: &Type) -> String {
    match ty {
        Type::Custom(path) => match interface.structs.get(&path.last().to_string()) {
            Some(item) => tuple(interface, item.fields.types()),
            // Contracts and enums are written as their ABI type in our interfaces.
            None => path.to_string(),
        },
        Type::Array(array) => {
            let size = array.size().map_or(String::new(), |n| n.to_string());
            format!("{}[{size}]", canonical(interface, &array.ty))
        }
        Type::Tuple(inner) => tuple(interface, inner.types.iter()),
        Type::Uint(_, None) => "uint256".into(),
        Type::Int(_, None) => "int256".into(),
        other => other.to_string(),
    }
}

/// `(a,b,...)`.
pub(crate) fn tuple<'a>(interface: &Interface, types: impl Iterator<Item = &'a Type>) -> String {
    let inner: Vec<String> = types.map(|ty| canonical(interface, ty)).collect();
    format!("({})", inner.join(","))
}

/// `name(a,b,...)`.
pub(crate) fn signature<'a>(
    interface: &Interface,
    name: &str,
    types: impl Iterator<Item = &'a Type>,
) -> String {
    format!("{name}{}", tuple(interface, types))
}

/// First four bytes of the hash, as the number that the dispatcher compares.
pub(crate) fn selector(signature: &str) -> u32 {
    let hash = keccak256(signature);
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// The whole hash: an event's first topic.
pub(crate) fn topic(signature: &str) -> [u8; 32] {
    keccak256(signature).0
}
