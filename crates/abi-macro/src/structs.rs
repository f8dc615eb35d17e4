//! Structs with their codec.

use crate::{load::Interface, names, types};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// All structs of an interface, in source order.
pub(crate) fn expand(interface: &Interface) -> syn::Result<TokenStream> {
    let mut out = TokenStream::new();
    for name in &interface.struct_order {
        let item = &interface.structs[name];
        let ident = format_ident!("{name}");
        let here = TokenStream::new();
        let mut fields = Vec::new();
        for (ty, field) in item.fields.types_and_names() {
            let field = field.map(ToString::to_string).unwrap_or_default();
            fields.push((names::snake_ident(&field), types::rust(interface, ty, &here)?, field));
        }
        let declared = fields.iter().map(|(field, ty, sol)| {
            let doc = format!("`{sol}`.");
            quote!(#[doc = #doc] pub #field: #ty)
        });
        let tys: Vec<_> = fields.iter().map(|(_, ty, _)| ty).collect();
        let idents: Vec<_> = fields.iter().map(|(field, ..)| field).collect();
        let doc = format!("`{name}` of the interface.");
        out.extend(quote! {
            #[doc = #doc]
            #[derive(Clone, Debug, Default, PartialEq, Eq)]
            pub struct #ident { #(#declared),* }

            impl ::surety_common::abi::Decode for #ident {
                const DYNAMIC: bool = false #(|| <#tys as ::surety_common::abi::Decode>::DYNAMIC)*;
                const HEAD: usize = if Self::DYNAMIC { 32 } else {
                    0 #(+ <#tys as ::surety_common::abi::Decode>::HEAD)*
                };
                fn read(data: &'static [u8], at: usize) -> Self {
                    let mut fields = ::surety_common::abi::Reader::tuple(data, at);
                    Self { #(#idents: fields.take()),* }
                }
            }

            impl ::surety_common::abi::Encode for #ident {
                const DYNAMIC: bool = false #(|| <#tys as ::surety_common::abi::Encode>::DYNAMIC)*;
                const HEAD: usize = if Self::DYNAMIC { 32 } else {
                    0 #(+ <#tys as ::surety_common::abi::Encode>::HEAD)*
                };
                fn put(&self, out: &mut ::surety_common::abi::Writer, at: usize) {
                    const FIELDS: usize = 0 #(+ <#tys as ::surety_common::abi::Encode>::HEAD)*;
                    if Self::DYNAMIC {
                        out.reserve(FIELDS);
                    }
                    let mut head = ::surety_common::abi::Head::at(at);
                    #(head.put(out, &self.#idents);)*
                }
            }
        });
    }
    Ok(out)
}
