//! Events that emit themselves, and error selectors.

use crate::{canonical, load::Interface, names, types};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn_solidity::Spanned as _;

/// All events of an interface: one struct each, with `emit`.
pub(crate) fn expand(interface: &Interface) -> syn::Result<TokenStream> {
    let mut out = TokenStream::new();
    let here = TokenStream::new();
    for event in &interface.events {
        let name = event.name.to_string();
        let signature = canonical::signature(interface, &name, event.parameters.iter().map(|p| &p.ty));
        let topic0 = canonical::topic(&signature);
        let (parts, _) = topic0.as_chunks::<8>();
        let topic0 = parts.iter().map(|part| u64::from_be_bytes(*part));
        let (mut declared, mut topics, mut data, mut heads) = (vec![], vec![], vec![], vec![]);
        let mut count = 1_usize;
        for (i, param) in event.parameters.iter().enumerate() {
            let sol = param.name.as_ref().map_or_else(|| format!("field{i}"), ToString::to_string);
            let field = names::snake_ident(&sol);
            let ty = types::rust(interface, &param.ty, &here)?;
            let doc = format!("`{sol}`.");
            declared.push(quote!(#[doc = #doc] pub #field: #ty));
            if param.indexed.is_some() {
                count += 1;
                if types::is_word(&param.ty) {
                    topics.push(quote!(out.push_value(&self.#field);));
                } else {
                    topics.push(quote!(out.push_word(&::surety_common::abi::topic_hash(&self.#field));));
                }
            } else {
                heads.push(ty);
                data.push(quote!(head.put(out, &self.#field);));
            }
        }
        if count > 4 {
            return Err(syn::Error::new(event.name.span(), "more than three indexed parameters"));
        }
        let ident = format_ident!("{name}");
        let doc = format!("`{signature}`.");
        out.extend(quote! {
            #[doc = #doc]
            #[derive(Clone, Debug)]
            pub struct #ident { #(#declared),* }

            impl #ident {
                /// Writes the log.
                pub fn emit(&self) {
                    const DATA: usize = 0 #(+ <#heads as ::surety_common::abi::Encode>::HEAD)*;
                    ::surety_common::abi::with_log([#(#topic0),*], #count, |out| {
                        #(#topics)*
                        let base = out.reserve(DATA);
                        let mut head = ::surety_common::abi::Head::at(base);
                        #(#data)*
                        let _ = &mut head;
                    });
                }
            }
        });
    }
    Ok(out)
}

/// The module of error selectors; errors with arguments become functions that revert.
pub(crate) fn expand_errors(interface: &Interface) -> TokenStream {
    let mut consts = TokenStream::new();
    let here = quote!(super::);
    for error in &interface.errors {
        let name = error.name.to_string();
        let signature = canonical::signature(interface, &name, error.parameters.types());
        let selector = canonical::selector(&signature);
        let doc = format!("`{signature}`.");
        let ident = names::screaming_ident(&name);
        consts.extend(quote! {
            #[doc = #doc]
            pub const #ident: ::surety_common::revert::Error = ::surety_common::revert::Error(#selector);
        });
        if error.parameters.is_empty() {
            continue;
        }
        let mut params = Vec::new();
        let mut fields = Vec::new();
        for (i, (ty, field)) in error.parameters.types_and_names().enumerate() {
            let sol = field.map_or_else(|| format!("field{i}"), ToString::to_string);
            let Ok(ty) = types::rust(interface, ty, &here) else { continue };
            params.push(ty);
            fields.push(names::snake_ident(&sol));
        }
        let function = names::snake_ident(&name);
        let doc = format!("Reverts with `{signature}`.");
        consts.extend(quote! {
            #[doc = #doc]
            pub fn #function(#(#fields: #params),*) -> ! {
                const DATA: usize = 0 #(+ <#params as ::surety_common::abi::Encode>::HEAD)*;
                let mut out = ::surety_common::abi::Writer::with_selector(#selector);
                let mut head = ::surety_common::abi::Head::at(out.reserve(DATA));
                #(head.put(&mut out, &#fields);)*
                ::surety_common::revert::revert(out.bytes())
            }
        });
    }
    quote! {
        /// The errors of the interface.
        pub mod error {
            #consts
        }
    }
}
