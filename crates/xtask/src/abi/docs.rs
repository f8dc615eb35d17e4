//! NatSpec comments: `@notice` (of interfaces also `@title`), `@dev`, `@param`, `@return`, and of
//! functions that change state `@custom:effect` and `@custom:require`.

use anyhow::{Context, Result, bail, ensure};
use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

/// What an item's comment says.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    /// What the item is or does.
    pub(crate) notice: String,
    /// What its user has to know besides.
    pub(crate) dev: String,
    /// Each documented parameter or field with its meaning.
    pub(crate) params: Vec<(String, String)>,
    /// What a call changes and announces, in order.
    pub(crate) effects: Vec<String>,
    /// What a call is checked for, in order, each with the error that it fails with.
    pub(crate) requirements: Vec<String>,
}

/// The tag that a line of a comment stands under.
#[derive(Clone, Copy, Debug)]
enum Tag {
    Notice,
    Dev,
    Param,
    Effect,
    Requirement,
}

impl Docs {
    /// Reads the doc comments among `attrs`.
    ///
    /// # Errors
    /// An unknown tag, text before the first tag, or no `@notice`.
    pub(crate) fn parse(attrs: &[Attribute]) -> Result<Self> {
        let mut docs = Self::default();
        let mut tag = None;
        for line in attrs.iter().filter_map(text) {
            let line = line.trim();
            let rest = match line.strip_prefix('@').and_then(|line| line.split_once(' ')) {
                Some((name, rest)) => {
                    let (begun, rest) = docs.begin(name, rest)?;
                    tag = Some(begun);
                    rest
                }
                None => line,
            };
            let target = match tag {
                Some(tag) => docs.target(tag)?,
                None => bail!("the comment `{line}` is under no tag"),
            };
            if !target.is_empty() {
                target.push(' ');
            }
            target.push_str(rest);
        }
        ensure!(!docs.notice.is_empty(), "no @notice says what it is");
        Ok(docs)
    }

    /// The meaning of a parameter or field.
    ///
    /// # Errors
    /// If it is not documented.
    pub(crate) fn param(&self, name: &str) -> Result<&str> {
        match self.params.iter().find(|(known, meaning)| known == name && !meaning.is_empty()) {
            Some((_, meaning)) => Ok(meaning),
            None => bail!("no @param says what {name} is"),
        }
    }

    /// Opens a tag; answers it and what of `rest` is text.
    fn begin<'a>(&mut self, name: &str, rest: &'a str) -> Result<(Tag, &'a str)> {
        match name {
            "notice" | "title" => Ok((Tag::Notice, rest)),
            "dev" => Ok((Tag::Dev, rest)),
            "param" | "return" => {
                let (name, meaning) = rest.split_once(' ').unwrap_or((rest, ""));
                self.params.push((name.to_owned(), String::new()));
                Ok((Tag::Param, meaning))
            }
            "custom:effect" => {
                self.effects.push(String::new());
                Ok((Tag::Effect, rest))
            }
            "custom:require" => {
                self.requirements.push(String::new());
                Ok((Tag::Requirement, rest))
            }
            other => bail!("@{other} is no tag that the suite uses"),
        }
    }

    /// Where text under a tag goes.
    fn target(&mut self, tag: Tag) -> Result<&mut String> {
        let target = match tag {
            Tag::Notice => Some(&mut self.notice),
            Tag::Dev => Some(&mut self.dev),
            Tag::Param => self.params.last_mut().map(|(_, meaning)| meaning),
            Tag::Effect => self.effects.last_mut(),
            Tag::Requirement => self.requirements.last_mut(),
        };
        target.context("a tag that was not opened")
    }
}

fn text(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(MetaNameValue {
            path,
            value: Expr::Lit(ExprLit { lit: Lit::Str(text), .. }),
            ..
        }) if path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn parse_joins_the_lines_of_a_tag() -> Result<()> {
        let docs = Docs::parse(&[
            parse_quote!(#[doc = " @notice One,"]),
            parse_quote!(#[doc = " two."]),
            parse_quote!(#[doc = " @param a Three."]),
            parse_quote!(#[doc = " @dev Four."]),
        ])?;
        assert_eq!(docs.notice, "One, two.");
        assert_eq!(docs.param("a")?, "Three.");
        assert_eq!(docs.dev, "Four.");
        Ok(())
    }

    #[test]
    fn parse_keeps_effects_and_requirements_apart_and_in_order() -> Result<()> {
        let docs = Docs::parse(&[
            parse_quote!(#[doc = " @notice One."]),
            parse_quote!(#[doc = " @custom:effect Two,"]),
            parse_quote!(#[doc = " three."]),
            parse_quote!(#[doc = " @custom:require Four."]),
            parse_quote!(#[doc = " @custom:require Five."]),
        ])?;
        assert_eq!(docs.effects, ["Two, three."]);
        assert_eq!(docs.requirements, ["Four.", "Five."]);
        Ok(())
    }

    #[test]
    fn parse_fails_when_a_tag_is_unknown() {
        assert!(Docs::parse(&[parse_quote!(#[doc = " @author A."])]).is_err());
    }

    #[test]
    fn parse_fails_when_there_is_no_notice() {
        assert!(Docs::parse(&[parse_quote!(#[doc = " @dev Four."])]).is_err());
        assert!(Docs::parse(&[]).is_err());
    }

    #[test]
    fn param_fails_when_it_is_not_documented() -> Result<()> {
        let docs = Docs::parse(&[parse_quote!(#[doc = " @notice One."])])?;
        assert!(docs.param("a").is_err());
        Ok(())
    }
}
