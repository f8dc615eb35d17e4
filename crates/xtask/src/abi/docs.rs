//! NatSpec comments: `@notice`, `@dev` and `@param`.

use anyhow::{Result, bail, ensure};
use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

/// What an item's comment says.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    /// What the item is or does.
    pub(crate) notice: String,
    /// What its user has to know besides, e.g. the errors.
    pub(crate) dev: String,
    /// Each documented parameter or field with its meaning.
    pub(crate) params: Vec<(String, String)>,
}

impl Docs {
    /// Reads the doc comments among `attrs`.
    ///
    /// # Errors
    /// A tag other than the three, text before the first tag, or no `@notice`.
    pub(crate) fn parse(attrs: &[Attribute]) -> Result<Self> {
        let mut docs = Self::default();
        let mut tag = None;
        for line in attrs.iter().filter_map(text) {
            let line = line.trim();
            let rest = match line.strip_prefix('@').and_then(|line| line.split_once(' ')) {
                Some((name, rest)) => {
                    tag = Some(name.to_owned());
                    if name == "param" {
                        docs.params
                            .push((rest.split(' ').next().unwrap_or_default().to_owned(), String::new()));
                        rest.split_once(' ').map_or("", |(_, meaning)| meaning)
                    } else {
                        rest
                    }
                }
                None => line,
            };
            let target = match tag.as_deref() {
                Some("notice") => &mut docs.notice,
                Some("dev") => &mut docs.dev,
                Some("param") => match docs.params.last_mut() {
                    Some((_, meaning)) => meaning,
                    None => bail!("@param without a name"),
                },
                _ => bail!("the comment `{line}` is under no @notice, @dev or @param"),
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
