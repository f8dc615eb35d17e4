//! Decompression of modules, with limits and dictionaries.

use std::{fmt, fs, io, path::Path, sync::Arc};

use brotli::{BrotliDecompressStream, BrotliResult, BrotliState, enc::StandardAlloc};

use super::CodeError;

/// Bytes decompressed in one step.
const CHUNK: usize = 32 * 1024;

/// A raw brotli dictionary: text that streams may refer back to as if it preceded them.
#[derive(Clone, PartialEq, Eq)]
pub struct Dictionary(Arc<[u8]>);

impl Dictionary {
    /// A dictionary of these bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self(bytes.into())
    }

    /// Reads a dictionary from a file.
    ///
    /// # Errors
    /// Whatever reading the file gives.
    pub fn from_file(path: &Path) -> io::Result<Self> {
        fs::read(path).map(Self::new)
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dictionary({} bytes)", self.0.len())
    }
}

/// The brotli dictionaries that code may name.
///
/// Dictionary 0 is the empty one. Dictionary 1 belongs to Nitro and is under its licence, so it is
/// not part of this crate: whoever has it supplies its bytes.
#[derive(Clone, Debug, Default)]
pub struct Dictionaries {
    /// Dictionary 1, Nitro's dictionary for Stylus programs.
    pub stylus: Option<Dictionary>,
}

impl Dictionaries {
    fn get(&self, number: u8) -> Result<&[u8], CodeError> {
        match (number, &self.stylus) {
            (0, _) => Ok(&[]),
            (1, Some(dictionary)) => Ok(&dictionary.0),
            (1, None) => Err(CodeError::DictionaryNotAvailable(1)),
            _ => Err(CodeError::UnknownDictionary(number)),
        }
    }
}

/// Decompresses a whole brotli stream of at most `limit` bytes of output.
///
/// Bytes behind the stream's end are ignored, as the reference library does. Memory is bounded by
/// `limit` and the stream's window (16 MiB at most: large windows are refused).
///
/// A stream with a dictionary must have a window that holds dictionary and result, as deployment
/// tools choose it (22 bits; 18 are enough): with a smaller one, the decoder at hand finds the
/// dictionary at other distances than the reference library does.
///
/// # Errors
/// [`CodeError`] for an unknown or absent dictionary, too small a window for it, a malformed stream,
/// or too long a result.
pub fn decompress(
    stream: &[u8],
    dictionary: u8,
    dictionaries: &Dictionaries,
    limit: u32,
) -> Result<Vec<u8>, CodeError> {
    let dictionary = dictionaries.get(dictionary)?;
    let room = usize::try_from(limit).unwrap_or(usize::MAX);
    if !dictionary.is_empty() && window_bytes(stream) < dictionary.len().saturating_add(room) {
        return Err(CodeError::SmallWindow);
    }
    let mut state = decoder(dictionary);
    let mut output = Vec::new();
    let mut chunk = vec![0; CHUNK];
    let (mut available_in, mut input_offset, mut total_out) = (stream.len(), 0, 0);
    loop {
        let (mut available_out, mut written) = (chunk.len(), 0);
        let result = BrotliDecompressStream(
            &mut available_in,
            &mut input_offset,
            stream,
            &mut available_out,
            &mut written,
            &mut chunk,
            &mut total_out,
            &mut state,
        );
        let fresh = chunk.get(..written).ok_or(CodeError::BadStream)?;
        if fresh.len() > room.saturating_sub(output.len()) {
            return Err(CodeError::TooLong { limit });
        }
        output.extend_from_slice(fresh);
        match result {
            BrotliResult::ResultSuccess => return Ok(output),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput | BrotliResult::ResultFailure => return Err(CodeError::BadStream),
        }
    }
}

/// Window that a stream announces in its first bits (RFC 7932, section 9.1), bytes.
fn window_bytes(stream: &[u8]) -> usize {
    let Some(&first) = stream.first() else { return 0 };
    let bits = match (first & 1, first >> 1 & 7, first >> 4 & 7) {
        (0, _, _) => 16,
        (_, 0, 0) => 17,
        (_, 0, low) => 8 + low,
        (_, high, _) => 17 + high,
    };
    (1_usize << bits) - 16
}

fn decoder(dictionary: &[u8]) -> BrotliState<StandardAlloc, StandardAlloc, StandardAlloc> {
    let [bytes, words, codes] = [StandardAlloc::default(); 3];
    let mut state = if dictionary.is_empty() {
        BrotliState::new(bytes, words, codes)
    } else {
        BrotliState::new_with_custom_dictionary(bytes, words, codes, dictionary.to_vec().into())
    };
    state.large_window = false;
    state
}
