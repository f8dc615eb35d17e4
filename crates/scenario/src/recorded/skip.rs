//! Scenarios that a world cannot play, and why. Never silent: a skip is reported as such.

use super::file::Scenario;
use crate::world::World;
use serde_json::{Map, Value};

/// One reason to leave a scenario out on a world.
///
/// A rule applies to worlds whose directory lacks the symbol, and so ends by itself when the world
/// gets it; or to one world by name, where the symbol is there but stands for less than the
/// scenario needs.
#[derive(Clone, Copy, Debug)]
pub struct SkipRule {
    /// A symbol (`$rc`) or a canonical signature that the scenario uses.
    pub uses: &'static str,
    /// The world it is about; `None`: every world whose directory lacks the symbol.
    pub on: Option<&'static str>,
    /// Why the world cannot play that.
    pub reason: &'static str,
}

impl SkipRule {
    /// The first rule that keeps a scenario off a world.
    pub fn first<'r>(rules: &'r [Self], scenario: &Scenario, world: &dyn World) -> Option<&'r Self> {
        let applies = |rule: &&Self| match rule.on {
            Some(name) => name == world.name(),
            None => !world.directory().contains_key(rule.uses),
        };
        rules.iter().filter(applies).find(|rule| rule.meets(scenario))
    }

    fn meets(&self, scenario: &Scenario) -> bool {
        let view = scenario.views.iter().any(|(_, v)| {
            v.to == self.uses || v.function == self.uses || v.args.iter().any(|a| self.within(a))
        });
        view || scenario.steps.iter().any(|step| {
            let named = [&step.to, &step.caller, &step.function].into_iter().flatten();
            let emits = step.events.iter().flatten().any(|e| e.emitter == self.uses);
            emits
                || named.into_iter().any(|text| text == self.uses)
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
    use crate::story::cast::default_params;
    use crate::void::Void;
    use std::path::Path;

    fn scenario(to: &str) -> Scenario {
        let text = format!(
            r#"{{"id": "x", "title": "x", "fixture": "std", "views": {{"v": {{"to": "{to}",
            "fn": "totalShares()", "args": []}}}}, "initial": {{}}, "steps": []}}"#
        );
        Scenario::parse(Path::new("x.json"), text.as_bytes()).unwrap()
    }

    fn skips(uses: &'static str, on: Option<&'static str>, to: &str) -> bool {
        let rules = [SkipRule { uses, on, reason: "no such program yet" }];
        SkipRule::first(&rules, &scenario(to), &Void::new(&default_params())).is_some()
    }

    #[test]
    fn rule_applies_when_the_scenario_uses_what_the_world_lacks() {
        assert!(skips("$rc", None, "$rc"));
        assert!(!skips("$rc", None, "$dm"));
        // The world has it.
        assert!(!skips("$dm", None, "$dm"));
    }

    #[test]
    fn rule_for_one_world_applies_there_only() {
        assert!(skips("$dm", Some("void"), "$dm"));
        assert!(!skips("$dm", Some("wasm"), "$dm"));
        assert!(skips("totalShares()", Some("void"), "$dm"));
    }
}
