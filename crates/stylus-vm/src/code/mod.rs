//! How a program's module is kept as account code: compressed, behind a prefix
//! (`stylus-vm.md`, section 2).

mod brotli_stream;
mod deploy;

use alloy_primitives::Address;

use crate::{arbos::ArbosVersion, params::StylusParams};

pub use brotli_stream::{Dictionaries, Dictionary, decompress};
pub use deploy::{classic_code, compress, deploy_init_code, fragment_codes, root_code};

/// First three bytes of a classic program.
pub const CLASSIC_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];
/// First three bytes of a fragment.
pub const FRAGMENT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x01];
/// First three bytes of a root.
pub const ROOT_PREFIX: [u8; 3] = [0xef, 0xf0, 0x02];

/// Why account code gives no module.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The code has no Stylus prefix, or is a fragment.
    #[error("code is not a Stylus program")]
    NotAProgram,
    /// The dictionary byte means nothing.
    #[error("unknown brotli dictionary {0}")]
    UnknownDictionary(u8),
    /// The dictionary is known but its bytes were not supplied; see [`Dictionaries`].
    #[error("brotli dictionary {0} is not available here")]
    DictionaryNotAvailable(u8),
    /// A stream with a dictionary has a window that can't hold dictionary and result.
    #[error("brotli window is too small for a dictionary")]
    SmallWindow,
    /// The brotli stream is malformed or cut short.
    #[error("malformed brotli stream")]
    BadStream,
    /// The module is longer than allowed.
    #[error("decompressed module exceeds {limit} bytes")]
    TooLong {
        /// The limit, bytes.
        limit: u32,
    },
    /// A root's length does not fit its layout, or it names no fragment.
    #[error("malformed root code of {0} bytes")]
    BadRoot(usize),
    /// A root names too many fragments.
    #[error("root names {count} fragments, the limit is {limit}")]
    TooManyFragments {
        /// Fragments named.
        count: usize,
        /// Limit of the chain.
        limit: u8,
    },
    /// An account that a root names holds no fragment.
    #[error("account {0} holds no fragment")]
    NotAFragment(Address),
    /// The fragments decompress to another length than the root declares.
    #[error("root declares {declared} bytes, its fragments hold {actual}")]
    WrongLength {
        /// Bytes declared.
        declared: u32,
        /// Bytes found.
        actual: usize,
    },
}

/// What account code is, by its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind<'a> {
    /// A whole program.
    Classic {
        /// Dictionary byte.
        dictionary: u8,
        /// Brotli stream of the module.
        stream: &'a [u8],
    },
    /// A slice of a brotli stream.
    Fragment {
        /// The slice.
        payload: &'a [u8],
    },
    /// A program in fragments.
    Root(RootCode<'a>),
    /// EVM code, or none.
    Foreign,
}

/// Classifies account code under the rules of `arbos`.
#[must_use]
pub fn classify(code: &[u8], arbos: ArbosVersion) -> CodeKind<'_> {
    let Some((prefix, payload)) = code.split_first_chunk::<3>() else { return CodeKind::Foreign };
    let Some((&dictionary, stream)) = payload.split_first() else { return CodeKind::Foreign };
    match *prefix {
        CLASSIC_PREFIX if arbos >= ArbosVersion::STYLUS => CodeKind::Classic { dictionary, stream },
        FRAGMENT_PREFIX if arbos.has_fragments() => CodeKind::Fragment { payload },
        ROOT_PREFIX if arbos.has_fragments() => CodeKind::Root(RootCode { code }),
        _ => CodeKind::Foreign,
    }
}

/// True for classic, fragment and root code: what EIP-3541 is waived for, and what may not
/// self-destruct.
#[must_use]
pub fn is_component(code: &[u8], arbos: ArbosVersion) -> bool {
    classify(code, arbos) != CodeKind::Foreign
}

/// True for code whose calls run a program: classic and root.
#[must_use]
pub fn is_program(code: &[u8], arbos: ArbosVersion) -> bool {
    matches!(classify(code, arbos), CodeKind::Classic { .. } | CodeKind::Root(_))
}

/// Code that names its fragments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootCode<'a> {
    code: &'a [u8],
}

/// The fields of [`RootCode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Dictionary byte.
    pub dictionary: u8,
    /// Length of the decompressed module, bytes.
    pub wasm_len: u32,
    /// Accounts of the fragments, in order.
    pub fragments: Vec<Address>,
}

impl RootCode<'_> {
    /// Reads the fields.
    ///
    /// # Errors
    /// [`CodeError::BadRoot`] if the length does not fit or no fragment is named.
    pub fn parse(&self) -> Result<Root, CodeError> {
        let bad = || CodeError::BadRoot(self.code.len());
        let (head, addresses) = self.code.split_first_chunk::<8>().ok_or_else(bad)?;
        let [_, _, _, dictionary, l0, l1, l2, l3] = *head;
        let (fragments, rest) = addresses.as_chunks::<20>();
        if !rest.is_empty() || fragments.is_empty() {
            return Err(bad());
        }
        Ok(Root {
            dictionary,
            wasm_len: u32::from_be_bytes([l0, l1, l2, l3]),
            fragments: fragments.iter().map(Address::from).collect(),
        })
    }
}

impl Root {
    /// The limits that hold at activation only.
    ///
    /// # Errors
    /// [`CodeError::TooLong`] or [`CodeError::TooManyFragments`].
    pub fn check_limits(&self, params: &StylusParams) -> Result<(), CodeError> {
        if self.wasm_len > params.max_wasm_size {
            return Err(CodeError::TooLong { limit: params.max_wasm_size });
        }
        if self.fragments.len() > usize::from(params.max_fragment_count) {
            let limit = params.max_fragment_count;
            return Err(CodeError::TooManyFragments { count: self.fragments.len(), limit });
        }
        Ok(())
    }

    /// Joins and decompresses the fragments; `codes` are the accounts' codes in the order of
    /// [`Self::fragments`].
    ///
    /// # Errors
    /// [`CodeError`] if an account holds no fragment, the stream is bad, or the length is not the
    /// declared one.
    pub fn assemble<'c>(
        &self,
        codes: impl IntoIterator<Item = &'c [u8]>,
        dictionaries: &Dictionaries,
    ) -> Result<Vec<u8>, CodeError> {
        let mut stream = Vec::new();
        let mut codes = codes.into_iter();
        for address in &self.fragments {
            let code = codes.next().unwrap_or_default();
            let CodeKind::Fragment { payload } = classify(code, ArbosVersion::NEWEST) else {
                return Err(CodeError::NotAFragment(*address));
            };
            stream.extend_from_slice(payload);
        }
        let wasm = match decompress(&stream, self.dictionary, dictionaries, self.wasm_len) {
            Err(CodeError::TooLong { limit }) => {
                let actual = usize::try_from(limit).map_or(usize::MAX, |limit| limit.saturating_add(1));
                return Err(CodeError::WrongLength { declared: self.wasm_len, actual });
            }
            other => other?,
        };
        if u32::try_from(wasm.len()) != Ok(self.wasm_len) {
            return Err(CodeError::WrongLength { declared: self.wasm_len, actual: wasm.len() });
        }
        Ok(wasm)
    }
}

#[cfg(test)]
mod tests;
