//! Account code: classified, assembled and decompressed.

use surety_stylus_vm::{
    ArbosVersion, StylusParams,
    code::{CodeKind, Dictionaries, Dictionary, classify, compress, decompress, is_component, is_program},
};

/// Feeds the bytes as account code, and as a brotli stream with every dictionary.
///
/// # Panics
/// If a limit is passed, or a result does not survive being compressed again.
pub fn feed(data: &[u8]) {
    let limit = StylusParams::default().max_wasm_size;
    let dictionaries = Dictionaries { stylus: Some(Dictionary::new(*b"a dictionary of these words")) };
    for number in [29, 51, 60] {
        let arbos = ArbosVersion::new(number);
        assert!(is_component(data, arbos) || !is_program(data, arbos));
        match classify(data, arbos) {
            CodeKind::Classic { dictionary, stream } => unpack(stream, dictionary, &dictionaries, limit),
            CodeKind::Root(root) => {
                let Ok(root) = root.parse() else { continue };
                // Assembling is only reached with a length within the limit.
                if root.check_limits(&StylusParams::default()).is_ok() {
                    let codes = std::iter::repeat_n(data, root.fragments.len());
                    assert!(root.assemble(codes, &dictionaries).is_err(), "a root is no fragment");
                }
            }
            CodeKind::Fragment { payload } => unpack(payload, 0, &dictionaries, limit),
            CodeKind::Foreign => {}
        }
    }
    for dictionary in [0, 1, 2] {
        unpack(data, dictionary, &dictionaries, limit);
    }
}

fn unpack(stream: &[u8], dictionary: u8, dictionaries: &Dictionaries, limit: u32) {
    let Ok(wasm) = decompress(stream, dictionary, dictionaries, limit) else { return };
    assert!(u32::try_from(wasm.len()).is_ok_and(|len| len <= limit));
    // Compressing at this quality is slow: long results tell no more.
    if wasm.len() < 4_096 {
        assert_eq!(decompress(&compress(&wasm), 0, dictionaries, limit).as_deref(), Ok(&wasm[..]));
    }
}
