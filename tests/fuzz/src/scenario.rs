//! Stories and recorded scenarios: read, whatever they say. An error is as good as a scenario, a
//! panic is not.

/// Feeds the bytes to every parser.
pub fn feed(data: &[u8]) {
    surety_scenario::fuzz::fuzz_recorded(data);
    surety_scenario::fuzz::fuzz_story(data);
}
