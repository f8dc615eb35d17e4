//! What gas was paid for, as stacked bars.

use super::super::table::thousands;
use super::super::{Entry, GAS_PARTS};
use super::escape;
use crate::story::stage::sum_gas;
use crate::world::GasUse;

/// Everything paid before refunds: what the parts add up to.
pub(super) fn total(gas: &GasUse) -> u64 {
    GAS_PARTS.iter().map(|(_, _, part)| part(gas)).fold(0, u64::saturating_add)
}

/// One step's bar; `most` gas fills the whole width.
pub(super) fn bar(gas: &GasUse, most: u64) -> String {
    let parts: String = GAS_PARTS
        .iter()
        .filter(|(_, _, part)| part(gas) > 0)
        .map(|(key, name, part)| {
            let width = percent(part(gas), most);
            let title = escape(&format!("{name}: {}", thousands(part(gas))));
            format!("<i class=\"g-{key}\" style=\"width:{width:.2}%\" title=\"{title}\"></i>")
        })
        .collect();
    let refund = match gas.refunded {
        0 => String::new(),
        refunded => format!(", {} refunded", thousands(refunded)),
    };
    let label = format!("{} gas{refund}", thousands(gas.used));
    format!("<span class=\"bar\" role=\"img\" aria-label=\"{label}\">{parts}</span>")
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    // Ten-thousandths are exact enough for a bar.
    let share = u128::from(part).saturating_mul(10_000) / u128::from(whole);
    u32::try_from(share).map_or(100.0, |s| f64::from(s) / 100.0)
}

/// All stories' gas by kind, which is also the legend of the bars.
pub(super) fn overview(stories: &[&Entry]) -> String {
    let steps = stories.iter().flat_map(|entry| entry.steps.iter().map(|step| step.gas));
    let Some(sum) = steps.fold(None, sum_gas) else { return String::new() };
    let transactions = stories.iter().flat_map(|e| &e.steps).filter(|step| step.gas.is_some()).count();
    let whole = total(&sum);
    let rows: String = GAS_PARTS
        .iter()
        .filter(|(_, _, part)| part(&sum) > 0)
        .map(|(key, name, part)| {
            format!(
                "<tr><th scope=\"row\"><i class=\"g-{key}\"></i>{name}</th><td class=\"n\">{}</td>\
                 <td class=\"n\">{:.1}%</td></tr>",
                thousands(part(&sum)),
                percent(part(&sum), whole)
            )
        })
        .collect();
    let refunds = match sum.refunded {
        0 => String::new(),
        refunded => format!(" {} gas were refunded.", thousands(refunded)),
    };
    format!(
        "<section class=\"overview\"><h2>Where the gas goes</h2><p>{transactions} steps of all stories \
         took {} gas.{refunds}</p>{}<div class=\"scroll\"><table><tbody>{rows}</tbody></table></div></section>",
        thousands(sum.used),
        bar(&sum, whole)
    )
}
