//! The packed words of a contract's storage, read from their `packed!` declarations.

use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, Expr, ExprLit, Ident, Item, Lit, LitInt, Meta, Token, Type, Visibility, braced};

/// Which folders and files of `common/src` declare storage of which contract, besides its own.
const SHARED: [(&str, &[&str]); 7] = [
    ("avs-registry", &["allocations"]),
    ("delegation-manager", &["ledger", "history.rs"]),
    ("duration-vault", &["vault"]),
    ("strategy-factory", &["tokens.rs", "owner.rs"]),
    ("strategy-manager", &["strategies", "owner.rs"]),
    ("strategy-vault", &["vault"]),
    ("release-manager", &["blob.rs"]),
];

/// Bytes of a word.
const WORD: usize = 32;

/// A word that holds several fields.
#[derive(Debug)]
pub(crate) struct Word {
    name: String,
    notice: String,
    fields: Vec<Field>,
}

/// A field of a word.
#[derive(Debug)]
struct Field {
    name: String,
    meaning: String,
    bytes: usize,
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let notice = comment(&input.call(Attribute::parse_outer)?);
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name: Ident = input.parse()?;
        let body;
        braced!(body in input);
        let fields = body.parse_terminated(Field::parse, Token![,])?;
        Ok(Self { name: name.to_string(), notice, fields: fields.into_iter().collect() })
    }
}

impl Parse for Field {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let meaning = comment(&input.call(Attribute::parse_outer)?);
        let name: Ident = input.parse()?;
        input.parse::<Token![:]>()?;
        input.parse::<Type>()?;
        input.parse::<Token![=]>()?;
        let bytes: LitInt = input.parse()?;
        Ok(Self { name: name.to_string(), meaning, bytes: bytes.base10_parse()? })
    }
}

/// The words that a contract's own sources and its part of `common` declare, by file and place.
///
/// # Errors
/// Files that cannot be read or parsed.
pub(crate) fn read(contracts: &Path, name: &str) -> Result<Vec<Word>> {
    let mut words = Vec::new();
    collect(&contracts.join(name).join("src"), &mut words)?;
    let shared = SHARED.iter().filter(|(contract, _)| *contract == name).flat_map(|(_, paths)| *paths);
    for path in shared {
        collect(&contracts.join("common").join("src").join(path), &mut words)?;
    }
    Ok(words)
}

fn collect(path: &Path, words: &mut Vec<Word>) -> Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        let mut paths: Vec<_> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        paths.sort();
        return paths.iter().try_for_each(|path| collect(path, words));
    }
    let source = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&source, words).with_context(|| format!("in {}", path.display()))
}

fn parse(source: &str, words: &mut Vec<Word>) -> Result<()> {
    for item in syn::parse_file(source)?.items {
        if let Item::Macro(item) = item
            && item.mac.path.is_ident("packed")
        {
            words.push(Word::parse.parse2(item.mac.tokens)?);
        }
    }
    Ok(())
}

/// A section with a table of fields for each word.
pub(crate) fn section(words: &[Word]) -> String {
    let mut section = String::new();
    if words.is_empty() {
        return section;
    }
    section.push_str("\n## Packed words\n\nByte 0 and bit 255 are the most significant; see [storage.md](../storage.md).\n");
    for word in words {
        // Writing into a string does not fail.
        let _ = writeln!(section, "\n### {}\n\n{}\n", word.name, word.notice);
        section.push_str("| field | bytes | bits | meaning |\n| --- | --- | --- | --- |\n");
        let mut start = 0;
        for Field { name, meaning, bytes } in &word.fields {
            let (end, high) = (start + bytes, (WORD - start) * 8);
            let low = high - bytes * 8;
            let _ = writeln!(section, "| `{name}` | {start}–{} | {}–{low} | {meaning} |", end - 1, high - 1);
            start = end;
        }
    }
    section
}

fn comment(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    // Links between items of the source lead nowhere on a page.
    lines.collect::<Vec<_>>().join(" ").replace("[`", "`").replace("`]", "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lie_from_the_most_significant_byte_on() -> Result<()> {
        let mut words = Vec::new();
        let source = "
            packed! {
                /// A word. See [`Other`].
                pub(crate) struct Pool {
                    /// Who.
                    account: Address = 20,
                    /// How many.
                    count: u32 = 4,
                }
            }
            struct NotPacked { a: u8 }
        ";
        parse(source, &mut words)?;
        let text = section(&words);
        assert!(text.contains("### Pool\n\nA word. See `Other`.\n"), "{text}");
        assert!(text.contains("| `account` | 0–19 | 255–96 | Who. |"), "{text}");
        assert!(text.contains("| `count` | 20–23 | 95–64 | How many. |"), "{text}");
        Ok(())
    }
}
