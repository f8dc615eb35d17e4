use super::*;

const WASM: &[u8] = b"\0asm, or anything else that is worth compressing, compressing, compressing";

fn none() -> Dictionaries {
    Dictionaries::default()
}

#[test]
fn classify_knows_the_prefixes_of_each_version() {
    let new = ArbosVersion::NEWEST;
    let old = ArbosVersion::new(51);
    let classic = [0xef, 0xf0, 0, 7, 1];
    assert_eq!(classify(&classic, old), CodeKind::Classic { dictionary: 7, stream: &[1] });
    assert_eq!(classify(&classic, ArbosVersion::new(29)), CodeKind::Foreign);
    assert_eq!(classify(&classic[..3], new), CodeKind::Foreign);
    assert_eq!(classify(&[0xef, 0xf0, 1, 9], new), CodeKind::Fragment { payload: &[9] });
    assert!(!is_component(&[0xef, 0xf0, 1, 9], old));
    assert!(is_component(&[0xef, 0xf0, 2, 9], new));
    assert!(!is_component(&[0xef, 0xf0, 3, 9], new));
    assert!(!is_program(&[0xef, 0xf0, 1, 9], new));
    assert!(is_program(&[0xef, 0xf0, 2, 9], new));
}

#[test]
fn classic_code_decompresses_to_the_module() {
    let code = classic_code(WASM);
    let CodeKind::Classic { dictionary, stream } = classify(&code, ArbosVersion::NEWEST) else {
        panic!("{code:?}")
    };
    assert_eq!(decompress(stream, dictionary, &none(), 131_072).unwrap(), WASM);
    let len = u32::try_from(WASM.len()).unwrap();
    assert_eq!(decompress(stream, 0, &none(), len).unwrap(), WASM);
    let short = decompress(stream, 0, &none(), len - 1);
    assert_eq!(short, Err(CodeError::TooLong { limit: len - 1 }));
}

#[test]
fn decompress_refuses_cut_and_foreign_streams() {
    let stream = compress(WASM);
    for cut in 0..stream.len() {
        assert_eq!(decompress(&stream[..cut], 0, &none(), 1_000), Err(CodeError::BadStream), "cut {cut}");
    }
    assert_eq!(decompress(&[0xff; 40], 0, &none(), 1_000), Err(CodeError::BadStream));
    let trailing = [&stream[..], &[1, 2, 3]].concat();
    assert_eq!(decompress(&trailing, 0, &none(), 1_000).unwrap(), WASM);
}

#[test]
fn decompress_bounds_a_bomb() {
    let bomb = compress(&vec![0; 50_000_000]);
    assert!(bomb.len() < 200);
    assert_eq!(decompress(&bomb, 0, &none(), 131_072), Err(CodeError::TooLong { limit: 131_072 }));
}

#[test]
fn decompress_refuses_large_windows() {
    // 0x11 announces a large window of 2^30 bytes, which only an extension of the format has.
    assert_eq!(decompress(&[0x11, 0x1e, 0x03], 0, &none(), 10), Err(CodeError::BadStream));
}

#[test]
fn decompress_names_missing_dictionaries() {
    let stream = compress(WASM);
    assert_eq!(decompress(&stream, 1, &none(), 99), Err(CodeError::DictionaryNotAvailable(1)));
    assert_eq!(decompress(&stream, 2, &none(), 99), Err(CodeError::UnknownDictionary(2)));
}

#[test]
fn decompress_refers_back_to_a_dictionary() {
    let stream = stream_with_dictionary(WASM, WASM, 22);
    assert!(stream.len() < compress(WASM).len());
    let with = Dictionaries { stylus: Some(Dictionary::new(WASM)) };
    assert_eq!(decompress(&stream, 1, &with, 99).unwrap(), WASM);
    assert_ne!(decompress(&stream, 0, &with, 99).as_deref(), Ok(WASM));
}

#[test]
fn decompress_refuses_a_dictionary_beyond_the_window() {
    let with = Dictionaries { stylus: Some(Dictionary::new(noise(112_640))) };
    for (window, fits) in [(10, false), (16, false), (17, false), (18, true), (22, true)] {
        let stream = stream_with_dictionary(WASM, WASM, window);
        let refused = decompress(&stream, 1, &with, 131_072) == Err(CodeError::SmallWindow);
        assert_eq!(refused, !fits, "window {window}");
    }
}

fn stream_with_dictionary(text: &[u8], dictionary: &[u8], lgwin: i32) -> Vec<u8> {
    use brotli::{
        BrotliCompressCustomIoCustomDict, IoReaderWrapper, IoWriterWrapper,
        enc::{BrotliEncoderParams, StandardAlloc},
    };
    let mut stream = Vec::new();
    let params = BrotliEncoderParams { quality: 9, lgwin, ..BrotliEncoderParams::default() };
    BrotliCompressCustomIoCustomDict(
        &mut IoReaderWrapper(&mut &*text),
        &mut IoWriterWrapper(&mut stream),
        &mut [0; 4096],
        &mut [0; 4096],
        &params,
        StandardAlloc::default(),
        &mut |_, _, _, _| (),
        dictionary,
        std::io::Error::from(std::io::ErrorKind::UnexpectedEof),
    )
    .unwrap();
    stream
}

#[test]
fn root_assembles_its_fragments() {
    let wasm: Vec<u8> = noise(60_000);
    let fragments = fragment_codes(&wasm, 24_576);
    assert_eq!(fragments.len(), 3);
    assert!(fragments.iter().all(|code| code.len() <= 24_576));
    let addresses = [1, 2, 3].map(Address::repeat_byte);
    let code = root_code(60_000, &addresses);
    let CodeKind::Root(root) = classify(&code, ArbosVersion::NEWEST) else { panic!("{code:?}") };
    let root = root.parse().unwrap();
    assert_eq!((root.dictionary, root.wasm_len, &root.fragments[..]), (0, 60_000, &addresses[..]));
    let codes = || fragments.iter().map(Vec::as_slice);
    assert_eq!(root.assemble(codes(), &none()).unwrap(), wasm);

    let limits = StylusParams::default();
    let count = CodeError::TooManyFragments { count: 3, limit: 2 };
    assert_eq!(root.check_limits(&limits), Err(count));
    let longer = Root { wasm_len: 131_073, ..root.clone() };
    assert_eq!(longer.check_limits(&limits), Err(CodeError::TooLong { limit: 131_072 }));

    for declared in [59_999, 60_001] {
        let wrong = Root { wasm_len: declared, ..root.clone() };
        let result = wrong.assemble(codes(), &none());
        assert!(matches!(result, Err(CodeError::WrongLength { .. })), "{declared}: {result:?}");
    }
    let missing = root.assemble(codes().take(2), &none());
    assert_eq!(missing, Err(CodeError::NotAFragment(addresses[2])));
}

#[test]
fn root_of_wrong_length_is_refused() {
    let root = |code: &[u8]| RootCode { code }.parse();
    let code = root_code(1, &[Address::ZERO]);
    assert!(root(&code).is_ok());
    assert_eq!(root(&code[..27]), Err(CodeError::BadRoot(27)));
    assert_eq!(root(&code[..8]), Err(CodeError::BadRoot(8)));
    assert_eq!(root(&code[..5]), Err(CodeError::BadRoot(5)));
}

#[test]
fn deploy_init_code_is_cargo_stylus_deployer() {
    let init = deploy_init_code(&[0xab; 0x0102]);
    assert_eq!(init[..31], [&[0x7f][..], &[0; 30]].concat());
    assert_eq!(init[31..43], [1, 2, 0x80, 0x60, 43, 0x60, 0, 0x39, 0x60, 0, 0xf3, 0]);
    assert_eq!(init[43..], [0xab; 0x0102]);
}

/// Bytes that do not compress.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(&mut next).take(len).collect()
}
