//! Solidity names as Rust names: nothing is renamed, only the case changes.

use quote::format_ident;
use syn::Ident;

/// `getMaxMagnitudesAtBlock` becomes `get_max_magnitudes_at_block`; `DEALLOCATION_DELAY` becomes
/// `deallocation_delay`; `operatorAVSSplit` becomes `operator_avs_split`.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (i, c) in chars.iter().enumerate() {
        let after_lower = i > 0 && (chars[i - 1].is_lowercase() || chars[i - 1].is_ascii_digit());
        let ends_acronym =
            i > 0 && chars[i - 1].is_uppercase() && chars.get(i + 1).is_some_and(|next| next.is_lowercase());
        if c.is_uppercase() && (after_lower || ends_acronym) && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out.trim_start_matches('_').to_owned()
}

/// A snake-case identifier that is never a keyword.
pub(crate) fn snake_ident(name: &str) -> Ident {
    let snake = snake(name);
    syn::parse_str::<Ident>(&snake).unwrap_or_else(|_| format_ident!("{snake}_"))
}

/// `CurrentlyPaused` becomes `CURRENTLY_PAUSED`.
pub(crate) fn screaming_ident(name: &str) -> Ident {
    format_ident!("{}", snake(name).to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn snake_keeps_acronyms_together() {
        assert_eq!(snake("getAVSRegistrar"), "get_avs_registrar");
        assert_eq!(snake("updateAVSMetadataURI"), "update_avs_metadata_uri");
        assert_eq!(snake("DEALLOCATION_DELAY"), "deallocation_delay");
        assert_eq!(snake("getBN254Key"), "get_bn254_key");
        assert_eq!(snake("__deprecated_withdrawer"), "deprecated_withdrawer");
        assert_eq!(snake("setTVLLimits"), "set_tvl_limits");
    }
}
