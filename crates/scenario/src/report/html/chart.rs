//! Step charts: a quantity holds its value until a step changes it.

use super::super::{Chart, Row, Series, Unit};
use super::escape;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 236.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 164.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 26.0;
/// Vertical room a label at a line's end needs.
const LABEL_HEIGHT: f64 = 14.0;
/// How many colours and dash patterns the style sheet has; they repeat beyond.
const STYLES: usize = 6;
/// Axis labels along the steps, at most.
const MAX_STEP_LABELS: usize = 12;

/// A chart with its caption.
pub(super) fn figure(chart: &Chart, steps: &[Row]) -> String {
    let caption = format!("{} · {}", chart.title, chart.strategy);
    let described: Vec<String> = chart.series.iter().map(describe).collect();
    format!(
        "<figure><figcaption>{} <span>{}</span></figcaption>{}</figure>",
        escape(chart.title),
        escape(&chart.strategy),
        draw(chart, steps, &format!("{caption}. {}", described.join("; ")))
    )
}

/// A line in words, for those who do not see it.
fn describe(series: &Series) -> String {
    let mut known = series.values.iter().flatten();
    let first = known.next().cloned().unwrap_or_default();
    let last = known.next_back().cloned().unwrap_or_else(|| first.clone());
    format!("{} from {first} to {last}", series.label)
}

/// A chart's scale: from value to height.
struct Scale {
    top: f64,
    ticks: Vec<f64>,
    /// What values are multiplied with for their labels, and their suffix.
    unit: (f64, &'static str),
}

impl Scale {
    fn new(chart: &Chart) -> Self {
        let values = chart.series.iter().flat_map(|s| s.values.iter().flatten());
        let highest = values.filter_map(|v| v.parse::<f64>().ok()).fold(0.0_f64, f64::max);
        let unit = match chart.unit {
            Unit::Fraction => (100.0, "%"),
            // So little of a token is better told in its smallest unit.
            _ if highest < 1e-9 => (1e18, " wei"),
            _ => (1.0, ""),
        };
        let step = nice(highest / 4.0);
        let count = (highest / step).ceil().clamp(1.0, 8.0);
        let ticks = (0_u8..=8).map(f64::from).take_while(|i| *i <= count).map(|i| i * step);
        Self { top: count * step, ticks: ticks.collect(), unit }
    }

    fn y(&self, value: f64) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value / self.top)
    }

    fn text(&self, value: f64) -> String {
        format!("{}{}", number(value * self.unit.0), self.unit.1)
    }
}

/// The next of 1, 2, 2.5, 5 times a power of ten that is not smaller.
fn nice(rough: f64) -> f64 {
    if rough <= 0.0 || !rough.is_finite() {
        return 1.0;
    }
    let power = 10.0_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|f| f * power >= rough * 0.999_999);
    factor.unwrap_or(10.0) * power
}

/// A number in few digits.
fn number(value: f64) -> String {
    let text = if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") };
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn x(position: usize, last: usize) -> f64 {
    let share = as_f64(position) / as_f64(last.max(1));
    LEFT + (WIDTH - LEFT - RIGHT) * share
}

/// Positions are at most a few hundred, far below where a float loses whole numbers.
fn as_f64(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

fn draw(chart: &Chart, steps: &[Row], description: &str) -> String {
    let scale = Scale::new(chart);
    let last = steps.len();
    let mut svg =
        format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">", escape(description));
    for tick in &scale.ticks {
        let y = scale.y(*tick);
        svg.push_str(&format!(
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"axis end\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            y + 4.0,
            scale.text(*tick)
        ));
    }
    let every = last.div_ceil(MAX_STEP_LABELS).max(1);
    for position in (0..=last).step_by(every) {
        svg.push_str(&format!(
            "<text class=\"axis middle\" x=\"{:.1}\" y=\"{:.1}\">{position}</text>",
            x(position, last),
            HEIGHT - 8.0
        ));
    }
    let mut ends = Vec::new();
    for (index, series) in chart.series.iter().enumerate() {
        let values: Vec<Option<f64>> =
            series.values.iter().map(|v| v.as_ref().and_then(|v| v.parse().ok())).collect();
        let style = index % STYLES;
        svg.push_str(&format!("<path class=\"line s{style}\" d=\"{}\"/>", path(&values, last, &scale)));
        svg.push_str(&points(series, &values, steps, &scale, style));
        if let Some(value) = values.iter().rev().find_map(|v| *v) {
            ends.push((scale.y(value), style, format!("{} {}", series.label, scale.text(value))));
        }
    }
    svg.push_str(&labels(ends));
    svg.push_str("</svg>");
    svg
}

/// A stair: along the old value to the step, then up or down to the new one.
fn path(values: &[Option<f64>], last: usize, scale: &Scale) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    for (position, value) in values.iter().enumerate() {
        match value {
            Some(value) if pen_down => {
                path.push_str(&format!("H{:.1}V{:.1}", x(position, last), scale.y(*value)));
            }
            Some(value) => {
                path.push_str(&format!("M{:.1} {:.1}", x(position, last), scale.y(*value)));
                pen_down = true;
            }
            None => pen_down = false,
        }
    }
    path
}

/// A mark with a tooltip wherever the value changes.
fn points(series: &Series, values: &[Option<f64>], steps: &[Row], scale: &Scale, style: usize) -> String {
    let mut marks = String::new();
    for (position, step) in steps.iter().enumerate() {
        let now = position.saturating_add(1);
        let (before, value) = (values.get(position).copied().flatten(), values.get(now).copied().flatten());
        let Some(value) = value.filter(|_| before != value) else { continue };
        let exact = series.values.get(now).cloned().flatten().unwrap_or_default();
        let title = format!("{}: {exact} after step {now}, {} {}", series.label, step.who, step.what);
        marks.push_str(&format!(
            "<circle class=\"mark s{style}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.2\"><title>{}</title></circle>",
            x(now, steps.len()),
            scale.y(value),
            escape(&title)
        ));
    }
    marks
}

/// Labels at the lines' ends, moved apart where they would touch.
fn labels(mut ends: Vec<(f64, usize, String)>) -> String {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut floor = TOP - LABEL_HEIGHT;
    for (y, _, _) in &mut ends {
        *y = y.max(floor + LABEL_HEIGHT);
        floor = *y;
    }
    // What was pushed below the axis moves back up.
    let mut ceiling = HEIGHT - BOTTOM + 4.0;
    for (y, _, _) in ends.iter_mut().rev() {
        *y = y.min(ceiling);
        ceiling = *y - LABEL_HEIGHT;
    }
    ends.iter()
        .map(|(y, style, text)| {
            format!(
                "<text class=\"label s{style}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                WIDTH - RIGHT + 9.0,
                y + 4.0,
                escape(&shorten(text))
            )
        })
        .collect()
}

fn shorten(text: &str) -> String {
    const ROOM: usize = 25;
    if text.chars().count() <= ROOM {
        return text.to_owned();
    }
    let kept: String = text.chars().take(ROOM - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nice_steps_are_round_and_not_smaller() {
        assert_eq!(nice(25.0), 25.0);
        assert_eq!(nice(26.0), 50.0);
        assert_eq!(nice(0.3), 0.5);
        assert_eq!(nice(0.0), 1.0);
        assert_eq!(nice(f64::NAN), 1.0);
    }

    #[test]
    fn path_breaks_where_there_is_no_value() {
        let scale = Scale { top: 1.0, ticks: vec![], unit: (1.0, "") };
        let drawn = path(&[Some(0.0), None, Some(1.0)], 2, &scale);
        assert_eq!(drawn.matches('M').count(), 2);
        assert_eq!(drawn.matches('V').count(), 0);
    }

    #[test]
    fn labels_do_not_touch() {
        let ends = (0..5).map(|i| (200.0, i, "x".to_owned())).collect();
        let text = labels(ends);
        let mut heights: Vec<f64> =
            text.split("y=\"").skip(1).filter_map(|part| part.split('"').next()?.parse().ok()).collect();
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= LABEL_HEIGHT - 0.2));
    }
}
