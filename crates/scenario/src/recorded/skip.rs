//! Scenarios that a world cannot play, and why. Never silent: a skip is reported as such.

use super::file::Scenario;
use crate::world::Directory;
use serde_json::{Map, Value};

/// One reason to leave a scenario out on a world.
///
/// A rule for a symbol applies to worlds whose directory lacks the symbol, and so ends by itself
/// when the world gets it. A rule for a function applies to every world.
#[derive(Clone, Copy, Debug)]
pub struct SkipRule {
    /// A symbol (`$rc`) or a canonical signature that the scenario uses.
    pub uses: &'static str,
    /// Why the world cannot play that.
    pub reason: &'static str,
}

impl SkipRule {
    /// The first rule that keeps a scenario off a world.
    pub fn first<'r>(rules: &'r [Self], scenario: &Scenario, world: &Directory) -> Option<&'r Self> {
        let lacking = |rule: &&Self| !world.contains_key(rule.uses);
        rules.iter().filter(lacking).find(|rule| rule.meets(scenario))
    }

    fn meets(&self, scenario: &Scenario) -> bool {
        let view = scenario.views.iter().any(|(_, v)| {
            v.to == self.uses || v.function == self.uses || v.args.iter().any(|a| self.within(a))
        });
        view || scenario.steps.iter().any(|step| {
            let named = [&step.to, &step.caller, &step.function].into_iter().flatten();
            named.into_iter().any(|text| text == self.uses)
                || step.args.as_ref().is_some_and(|args| self.within_map(args))
        })
    }

    fn within(&self, json: &Value) -> bool {
        match json {
            Value::String(text) => text == self.uses,
            Value::Array(list) => list.iter().any(|v| self.within(v)),
            Value::Object(map) => self.within_map(map),
            _ => false,
        }
    }

    fn within_map(&self, map: &Map<String, Value>) -> bool {
        map.values().any(|v| self.within(v))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;
    use std::path::Path;

    const RULES: &[SkipRule] = &[SkipRule { uses: "$rc", reason: "no rewards yet" }];

    fn scenario(to: &str) -> Scenario {
        let text = format!(
            r#"{{"id": "x", "title": "x", "fixture": "std", "views": {{"v": {{"to": "{to}",
            "fn": "totalShares()", "args": []}}}}, "initial": {{}}, "steps": []}}"#
        );
        Scenario::parse(Path::new("x.json"), text.as_bytes()).unwrap()
    }

    #[test]
    fn rule_applies_when_the_scenario_uses_what_the_world_lacks() {
        let without = Directory::new();
        let with = Directory::from([("$rc".to_owned(), Address::ZERO)]);
        assert!(SkipRule::first(RULES, &scenario("$rc"), &without).is_some());
        assert!(SkipRule::first(RULES, &scenario("$rc"), &with).is_none());
        assert!(SkipRule::first(RULES, &scenario("$dm"), &without).is_none());
    }
}
