//! Generates the ABI side of a Stylus program from a Solidity interface in `abi/`.
//!
//! The interface file is the only place where the ABI is written down. [`interface!`] turns it into
//! Rust types, events, errors and typed callers; [`macro@external`] turns an `impl` block into the
//! dispatcher that answers some of its functions. Which program answers which function is
//! therefore visible in the program's `lib.rs`, and a signature that differs from the interface
//! does not compile.
//!
//! Everything that is generated goes through the codec in `surety_common::abi`, which is written
//! for size: no vtables, no strings, no formatting.

mod canonical;
mod client;
mod events;
mod external;
mod load;
mod names;
mod structs;
mod types;

use load::Interface;
use proc_macro::TokenStream;
use quote::quote;
use syn::{Ident, LitStr, Token, Visibility, parse::Parse, parse::ParseStream, parse_macro_input};

/// `pub mod name = "IFile.sol"`.
struct InterfaceArgs {
    vis: Visibility,
    module: Ident,
    file: LitStr,
}

impl Parse for InterfaceArgs {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let vis = input.parse()?;
        input.parse::<Token![mod]>()?;
        let module = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { vis, module, file: input.parse()? })
    }
}

/// Declares a module with everything an interface defines.
///
/// `interface!(pub mod delegation = "IDelegationManager.sol")` reads `abi/IDelegationManager.sol`
/// and makes `delegation::Withdrawal` and the other structs, `delegation::StakerDelegated { .. }.emit()`
/// and the other events, `delegation::error::CURRENTLY_PAUSED` and the other errors, and
/// `delegation::at::delegated_to(address, ..)` for calling a contract that answers it.
#[proc_macro]
pub fn interface(input: TokenStream) -> TokenStream {
    let args = parse_macro_input!(input as InterfaceArgs);
    let interface = match Interface::load(&args.file) {
        Ok(interface) => interface,
        Err(error) => return error.into_compile_error().into(),
    };
    let parts = structs::expand(&interface)
        .and_then(|structs| Ok((structs, events::expand(&interface)?, client::expand(&interface)?)));
    let (structs, events, client) = match parts {
        Ok(parts) => parts,
        Err(error) => return error.into_compile_error().into(),
    };
    let errors = events::expand_errors(&interface);
    let InterfaceArgs { vis, module, .. } = args;
    let path = &interface.path;
    let doc = format!("`{}`, as Rust.", args.file.value());
    quote! {
        #[doc = #doc]
        #vis mod #module {
            use ::surety_common::abi::{Address, B256, Bytes, FixedBytes, U256, Narrow};

            // Rebuild when the interface changes.
            const _: &[u8] = include_bytes!(#path);

            #structs
            #events
            #errors
            #client
        }
    }
    .into()
}

/// Makes an `impl` block answer functions of an interface.
///
/// `#[external("IDelegationManager.sol", delegation)]` on `impl DelegationManager { .. }`: each
/// public function in the block must exist in the interface under its camel-cased name (or the
/// canonical signature in `#[signature("f(uint256)")]`, which overloads need) with the same
/// parameters. Adds `DelegationManager::dispatch(selector)`, which decodes the calldata, calls the
/// function, writes its result and answers true; it answers false for a selector that is not here,
/// or with `then = Other` what `Other::dispatch` says: how one program answers two interfaces.
#[proc_macro_attribute]
pub fn external(attr: TokenStream, item: TokenStream) -> TokenStream {
    let args = parse_macro_input!(attr as external::ExternalArgs);
    let block = parse_macro_input!(item as syn::ItemImpl);
    external::expand(&args, block).unwrap_or_else(syn::Error::into_compile_error).into()
}
