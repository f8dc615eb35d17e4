//! A story's steps: a ribbon of blocks to scale, and the list with results and gas.

use super::super::Row;
use super::super::table::thousands;
use super::{escape, gas};

const WIDTH: f64 = 1000.0;
const MARGIN: f64 = 12.0;

/// Blocks along a line, to scale: one sees how long the delays are.
pub(super) fn ribbon(steps: &[Row]) -> String {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return String::new() };
    let length = last.block.saturating_sub(first.block).max(1);
    let x = |block: u64| {
        // Stories span few blocks; beyond 32 bits the picture would be meaningless anyway.
        let at = u32::try_from(block.saturating_sub(first.block)).unwrap_or(u32::MAX);
        let whole = u32::try_from(length).unwrap_or(u32::MAX);
        MARGIN + (WIDTH - 2.0 * MARGIN) * f64::from(at) / f64::from(whole)
    };
    let mut svg = format!(
        "<svg class=\"ribbon\" viewBox=\"0 0 {WIDTH} 40\" role=\"img\" aria-label=\"{} steps in {} blocks\">\
         <line class=\"rail\" x1=\"{MARGIN}\" x2=\"{:.1}\" y1=\"15\" y2=\"15\"/>",
        steps.len(),
        length,
        WIDTH - MARGIN
    );
    for step in steps {
        let title = format!("block {}: {} {}", step.block, step.who, step.what);
        let kind = kind(step);
        svg.push_str(&format!(
            "<circle class=\"{kind}\" cx=\"{:.1}\" cy=\"15\" r=\"{}\"><title>{}</title></circle>",
            x(step.block),
            if kind == "time" { 3 } else { 5 },
            escape(&title)
        ));
    }
    let every = nice_interval(length);
    let mut block = 0;
    while block <= length {
        let here = first.block.saturating_add(block);
        let text = if block == 0 { format!("block {here}") } else { format!("+{block}") };
        let place = if block == 0 { "start" } else { "middle" };
        svg.push_str(&format!(
            "<text class=\"axis {place}\" x=\"{:.1}\" y=\"36\">{text}</text>",
            if block == 0 { MARGIN - 5.0 } else { x(here) }
        ));
        block = block.saturating_add(every);
    }
    svg.push_str("</svg>");
    svg
}

/// Blocks between two labels of the ribbon: at most ten labels, round numbers.
fn nice_interval(length: u64) -> u64 {
    let mut interval = 1_u64;
    for factor in [5_u64, 2].into_iter().cycle() {
        if length / interval <= 10 {
            return interval;
        }
        interval = interval.saturating_mul(factor);
        if interval == u64::MAX {
            break;
        }
    }
    interval
}

fn kind(step: &Row) -> &'static str {
    match (step.who.is_empty(), step.reverted) {
        (true, _) => "time",
        (false, true) => "refused",
        (false, false) => "done",
    }
}

/// The steps one below the other.
pub(super) fn list(steps: &[Row]) -> String {
    let most = steps.iter().filter_map(|s| s.gas).map(|g| gas::total(&g)).max().unwrap_or(0);
    let items: String = steps.iter().map(|step| item(step, most)).collect();
    format!("<ol class=\"timeline\">{items}</ol>")
}

fn item(step: &Row, most: u64) -> String {
    let kind = kind(step);
    let sentence = if step.who.is_empty() {
        format!("<em>{}</em>", escape(&step.what))
    } else {
        format!("<b>{}</b> {}", escape(&step.who), escape(&step.what))
    };
    let result = if step.reverted {
        format!("<span class=\"result\">refused: {}</span>", escape(&step.result))
    } else {
        String::new()
    };
    let (bar, used) = match &step.gas {
        Some(gas) => (gas::bar(gas, most), thousands(gas.used)),
        None => (String::new(), String::new()),
    };
    format!(
        "<li class=\"{kind}\"><span class=\"number\">{}</span><span class=\"block\">{}</span>\
         <span class=\"what\">{sentence} {result}</span><span class=\"gas\">{bar}</span>\
         <span class=\"used\">{used}</span></li>",
        step.number, step.block
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nice_interval_leaves_at_most_eleven_labels() {
        for length in [1, 9, 10, 11, 99, 1_000, 123_456, u64::MAX] {
            assert!(length / nice_interval(length) <= 10, "{length}");
        }
        assert_eq!(nice_interval(30), 5);
    }
}
