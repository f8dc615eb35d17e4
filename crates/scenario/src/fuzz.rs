//! Entry points for fuzzers: any bytes may come in, nothing may panic.

use crate::recorded::pure::PureFile;
use crate::recorded::{FixtureFile, Scenario};
use crate::story::Story;
use std::path::Path;

/// Reads bytes as every kind of recorded file, and resolves what can be resolved without a world.
pub fn fuzz_recorded(bytes: &[u8]) {
    let file = Path::new("fuzz.json");
    if let Ok(scenario) = Scenario::parse(file, bytes) {
        resolve(&scenario);
    }
    // Errors are what a fuzzer mostly meets; that they are errors and not panics is the point.
    drop(FixtureFile::parse(file, bytes));
    if let Ok(pure) = PureFile::parse(file, bytes) {
        drop(pure.check(&crate::recorded::math::Accounting));
    }
}

/// Reads bytes as a story.
pub fn fuzz_story(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        drop(Story::parse(Path::new("fuzz.toml"), text));
    }
}

/// Plays a scenario on a world in which every call succeeds with nothing.
fn resolve(scenario: &Scenario) {
    use crate::interfaces::Interfaces;
    use crate::recorded::Player;
    use crate::world::World;
    let Ok(interfaces) = Interfaces::suite() else { return };
    let params = crate::story::cast::default_params();
    let keys = crate::story::cast::keys().clone();
    let player = Player { interfaces: &interfaces, params: &params, keys };
    let world: Box<dyn World> = Box::new(crate::void::Void::new(&params));
    drop(player.play(scenario, &mut [world]));
}
