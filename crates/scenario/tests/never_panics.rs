//! Parsers meet anything: arbitrary bytes, and valid files with bytes changed.

use proptest::prelude::*;
use surety_scenario::catalogue::BUILT_IN;
use surety_scenario::fuzz::{fuzz_recorded, fuzz_story};

/// A small recording that uses every construct.
const RECORDING: &str = include_str!("data/every-construct.json");

fn mutated(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (place, byte, kind) in changes {
            // Cut to one byte, and that one removed: there is no place left to change.
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    })
}

#[test]
fn the_recording_uses_every_construct_and_is_read() {
    use std::path::Path;
    use surety_scenario::recorded::Scenario;
    let scenario = Scenario::parse(Path::new("every-construct.json"), RECORDING.as_bytes());
    assert!(scenario.is_ok(), "{:?}", scenario.err().map(|e| e.to_string()));
    fuzz_recorded(RECORDING.as_bytes());
}

proptest! {
    #[test]
    fn recorded_never_panics_on_arbitrary_bytes(bytes: Vec<u8>) {
        fuzz_recorded(&bytes);
    }

    #[test]
    fn story_never_panics_on_arbitrary_text(text in ".{0,400}") {
        fuzz_story(text.as_bytes());
    }

    #[test]
    fn recorded_never_panics_on_changed_files(bytes in mutated(RECORDING)) {
        fuzz_recorded(&bytes);
    }

    #[test]
    fn story_never_panics_on_changed_files(bytes in (0..BUILT_IN.len()).prop_flat_map(|i| mutated(BUILT_IN[i].1))) {
        fuzz_story(&bytes);
    }

    #[test]
    fn signatures_never_panic(text in "[a-z]{0,3}\\(?[()\\[\\]a-z0-9,]{0,60}\\)?") {
        drop(surety_scenario::interfaces::Signature::parse(&text));
    }
}
