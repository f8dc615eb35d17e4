//! Scenarios that a world cannot play, and why. Never silent: a skip is reported as such.

use super::file::Scenario;
use serde_json::{Map, Value};

/// One reason to leave a scenario out.
#[derive(Clone, Copy, Debug)]
pub struct SkipRule {
    /// A symbol (`$rc`) or a canonical signature that the scenario uses.
    pub uses: &'static str,
    /// Why no world can play that.
    pub reason: &'static str,
}

impl SkipRule {
    /// The first rule that a scenario meets.
    pub fn first<'r>(rules: &'r [Self], scenario: &Scenario) -> Option<&'r Self> {
        rules.iter().find(|rule| rule.meets(scenario))
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
