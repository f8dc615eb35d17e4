//! Typed callers: `at::function(contract, arguments..)`.

use crate::{canonical, load::Interface, names, types};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::HashMap;
use syn_solidity::{FunctionAttribute, Mutability};

/// The `at` module of an interface, and its selectors.
pub(crate) fn expand(interface: &Interface) -> syn::Result<TokenStream> {
    let mut functions = TokenStream::new();
    let mut trusted = TokenStream::new();
    let mut selectors = TokenStream::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let here = quote!(super::);
    for function in &interface.functions {
        let Some(name) = &function.name else { continue };
        let name = name.to_string();
        let signature = canonical::signature(interface, &name, function.parameters.types());
        let selector = canonical::selector(&signature);
        // Overloads are numbered in source order: create_operator_sets, create_operator_sets_2.
        let nth = seen.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        let ident = match *nth {
            1 => names::snake_ident(&name),
            n => format_ident!("{}_{n}", names::snake(&name)),
        };
        let constant = format_ident!("{}", ident.to_string().to_uppercase());
        let doc = format!("`{signature}`.");
        selectors.extend(quote!(#[doc = #doc] pub const #constant: u32 = #selector;));

        let (mut params, mut tys) = (Vec::new(), Vec::new());
        for (i, (ty, param)) in function.parameters.types_and_names().enumerate() {
            let sol = param.map_or_else(|| format!("arg{i}"), ToString::to_string);
            params.push(names::snake_ident(&sol));
            tys.push(types::rust(interface, ty, &here)?);
        }
        let returns: Vec<_> = match &function.returns {
            Some(returns) => returns
                .returns
                .types()
                .map(|ty| types::rust(interface, ty, &here))
                .collect::<syn::Result<_>>()?,
            None => Vec::new(),
        };
        let is_view = function.attributes.0.iter().any(|attribute| {
            matches!(attribute, FunctionAttribute::Mutability(Mutability::View(_) | Mutability::Pure(_)))
        });
        let call = if is_view { quote!(static_call) } else { quote!(call) };
        let (result, decode) = match returns.as_slice() {
            [] => (quote!(()), quote!(let _ = data;)),
            [one] => (quote!(#one), quote!(::surety_common::abi::Reader::returned(data).take())),
            many => {
                let takes = many.iter().map(|_| quote!(fields.take()));
                (
                    quote!((#(#many),*)),
                    quote!({
                        let mut fields = ::surety_common::abi::Reader::returned(data);
                        (#(#takes),*)
                    }),
                )
            }
        };
        let doc = format!("Calls `{signature}`; a revert is passed on.");
        let caller = |call| {
            quote! {
                #[doc = #doc]
                pub fn #ident(this: ::surety_common::abi::Address #(, #params: &#tys)*) -> #result {
                    const DATA: usize = 0 #(+ <#tys as ::surety_common::abi::Encode>::HEAD)*;
                    let mut out = ::surety_common::abi::Writer::with_selector(#selector);
                    let mut head = ::surety_common::abi::Head::at(out.reserve(DATA));
                    #(head.put(&mut out, #params);)*
                    let _ = &mut head;
                    let data = ::surety_common::call::#call(this, out.bytes());
                    #decode
                }
            }
        };
        functions.extend(caller(call));
        if !is_view && returns.is_empty() {
            trusted.extend(caller(quote!(call_trusted)));
        }
    }
    Ok(quote! {
        /// Selectors of the interface's functions.
        pub mod selector { #selectors }
        /// Callers of a contract that answers the interface.
        pub mod at { #functions }
        /// The same for an account that is known to have code, a sister contract's: functions that
        /// answer nothing are not followed by a look at the callee's code.
        pub mod sister { #trusted }
    })
}
