//! Which Rust type stands for which Solidity type.

use crate::load::Interface;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn_solidity::{Spanned as _, Type};

/// The Rust type for `ty`; structs are looked up in `module` (empty inside the interface's own
/// module).
pub(crate) fn rust(interface: &Interface, ty: &Type, module: &TokenStream) -> syn::Result<TokenStream> {
    let unsupported = || syn::Error::new(ty.span(), format!("no Rust type for Solidity's `{ty}`"));
    Ok(match ty {
        Type::Address(..) => quote!(::surety_common::abi::Address),
        Type::Bool(_) => quote!(bool),
        Type::String(_) | Type::Bytes(_) => quote!(::surety_common::abi::Bytes),
        Type::FixedBytes(_, n) if n.get() == 32 => quote!(::surety_common::abi::B256),
        Type::FixedBytes(_, n) => {
            let n = usize::from(n.get());
            quote!(::surety_common::abi::FixedBytes<#n>)
        }
        Type::Uint(_, bits) => match bits.map_or(256, |n| n.get()) {
            256 => quote!(::surety_common::abi::U256),
            bits @ (8 | 16 | 32 | 64) => {
                let name = format_ident!("u{bits}");
                quote!(#name)
            }
            bits if bits <= 128 => quote!(::surety_common::abi::Narrow<#bits>),
            _ => return Err(unsupported()),
        },
        Type::Int(_, Some(bits)) if bits.get() == 128 => quote!(i128),
        Type::Array(array) => {
            let inner = rust(interface, &array.ty, module)?;
            match array.size() {
                Some(n) => quote!([#inner; #n]),
                None => quote!(::surety_common::abi::Vec<#inner>),
            }
        }
        Type::Custom(path) if interface.structs.contains_key(&path.last().to_string()) => {
            let name = format_ident!("{}", path.last().to_string(), span = path.span());
            quote!(#module #name)
        }
        _ => return Err(unsupported()),
    })
}

/// True if a value of this type fills exactly one topic word.
pub(crate) fn is_word(ty: &Type) -> bool {
    matches!(ty, Type::Address(..) | Type::Bool(_) | Type::FixedBytes(..) | Type::Uint(..) | Type::Int(..))
}
