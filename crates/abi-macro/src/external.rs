//! The dispatcher of an `impl` block.

use crate::{canonical, load::Interface, names, types};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Ident, ImplItem, ItemImpl, LitStr, Token, Visibility,
    parse::{Parse, ParseStream},
};
use syn_solidity::ItemFunction;

/// `"IFile.sol", module` and, for a second block of the same program, `, then = OtherType`.
pub(crate) struct ExternalArgs {
    file: LitStr,
    module: Ident,
    then: Option<Ident>,
}

impl Parse for ExternalArgs {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let file = input.parse()?;
        input.parse::<Token![,]>()?;
        let module = input.parse()?;
        let then = if input.parse::<Option<Token![,]>>()?.is_some() {
            let key: Ident = input.parse()?;
            if key != "then" {
                return Err(syn::Error::new(key.span(), "expected `then = Type`"));
            }
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { file, module, then })
    }
}

/// Adds `dispatch` beside the block.
pub(crate) fn expand(args: &ExternalArgs, mut block: ItemImpl) -> syn::Result<TokenStream> {
    let interface = Interface::load(&args.file)?;
    let module = &args.module;
    let path = quote!(#module::);
    let me = &block.self_ty;
    let mut arms = TokenStream::new();
    let mut selectors = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        if !matches!(method.vis, Visibility::Public(_)) {
            continue;
        }
        let mut wanted = None;
        method.attrs.retain(|attr| {
            let here = attr.path().is_ident("signature");
            if here {
                wanted = Some(attr.parse_args::<LitStr>());
            }
            !here
        });
        let wanted = wanted.transpose()?;
        let function = find(&interface, &method.sig.ident, wanted.as_ref())?;
        let signature = signature(&interface, function);
        let selector = canonical::selector(&signature);
        selectors.push(selector);
        let name = &method.sig.ident;
        // The interface is where a function is documented; the method points there.
        if !method.attrs.iter().any(|attr| attr.path().is_ident("doc")) {
            let doc = format!("`{signature}` of `{}`.", args.file.value());
            let docs = function.attrs.iter().filter(|attr| attr.path().is_ident("doc"));
            let documented: Vec<syn::Attribute> =
                std::iter::once(syn::parse_quote!(#[doc = #doc])).chain(docs.cloned()).collect();
            method.attrs.splice(0..0, documented);
        }
        let tys = function
            .parameters
            .types()
            .map(|ty| types::rust(&interface, ty, &path))
            .collect::<syn::Result<Vec<_>>>()?;
        let returns = match &function.returns {
            Some(returns) => returns
                .returns
                .types()
                .map(|ty| types::rust(&interface, ty, &path))
                .collect::<syn::Result<Vec<_>>>()?,
            None => Vec::new(),
        };
        let args: Vec<_> = (0..tys.len()).map(|i| quote::format_ident!("a{i}")).collect();
        let take = if args.is_empty() {
            quote!()
        } else {
            quote! {
                let mut args = ::surety_common::abi::Reader::arguments();
                #(let #args: #tys = args.take();)*
            }
        };
        let answer = match returns.len() {
            0 => quote! { let () = Self::#name(#(#args),*); },
            n => {
                let values: Vec<_> = if n == 1 {
                    vec![quote!(value)]
                } else {
                    (0..n)
                        .map(|i| {
                            let i = syn::Index::from(i);
                            quote!(value.#i)
                        })
                        .collect()
                };
                let whole = if n == 1 { quote!(#(#returns)*) } else { quote!((#(#returns),*)) };
                quote! {
                    let value: #whole = Self::#name(#(#args),*);
                    const DATA: usize = 0 #(+ <#returns as ::surety_common::abi::Encode>::HEAD)*;
                    let mut out = ::surety_common::abi::Writer::new();
                    let mut head = ::surety_common::abi::Head::at(out.reserve(DATA));
                    #(head.put(&mut out, &#values);)*
                    ::surety_common::entry::answer(out.bytes());
                }
            }
        };
        arms.extend(quote! { #selector => { #take #answer } });
    }
    let otherwise = match &args.then {
        Some(next) => quote!(return #next::dispatch(selector)),
        None => quote!(return false),
    };
    Ok(quote! {
        #block

        impl #me {
            /// Selectors of the functions in the block above: what the proxy sends here.
            pub const SELECTORS: &'static [u32] = &[#(#selectors),*];

            /// Answers the selectors of the block above; false for any other.
            pub fn dispatch(selector: u32) -> bool {
                match selector {
                    #arms
                    _ => #otherwise,
                }
                true
            }
        }
    })
}

fn signature(interface: &Interface, function: &ItemFunction) -> String {
    let name = function.name.as_ref().map(ToString::to_string).unwrap_or_default();
    canonical::signature(interface, &name, function.parameters.types())
}

/// The interface's function for a method: by signature if given, else by name.
fn find<'a>(
    interface: &'a Interface,
    method: &Ident,
    wanted: Option<&LitStr>,
) -> syn::Result<&'a ItemFunction> {
    let matches: Vec<_> = interface
        .functions
        .iter()
        .filter(|function| match wanted {
            Some(text) => signature(interface, function) == text.value(),
            None => {
                function.name.as_ref().is_some_and(|name| *method == names::snake_ident(&name.to_string()))
            }
        })
        .collect();
    match matches.as_slice() {
        [one] => Ok(one),
        [] => Err(syn::Error::new(method.span(), "the interface has no such function")),
        _ => Err(syn::Error::new(method.span(), "overloaded: say which with #[signature(\"name(types)\")]")),
    }
}
