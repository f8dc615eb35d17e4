//! The report as one self-contained page: no other files, no network, readable without scripts.

mod chart;
mod gas;
mod others;
mod timeline;

use super::table::thousands;
use super::{Entry, Kind, Report, Status};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The whole page.
pub fn page(report: &Report) -> String {
    let stories: Vec<&Entry> = report.scenarios.iter().filter(|e| e.kind == Kind::Story).collect();
    let others: Vec<&Entry> = report.scenarios.iter().filter(|e| e.kind != Kind::Story).collect();
    let body = [
        navigation(&stories, !others.is_empty()),
        "<main id=\"main\">".to_owned(),
        head(report),
        failures(report),
        gas::overview(&stories),
        stories.iter().map(|entry| story(entry)).collect(),
        others::section(&others),
        foot(),
        "</main>".to_owned(),
    ];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Surety replay</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the report</a>\n<div class=\"layout\">\n{}\n</div>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        body.concat()
    )
}

/// Text made safe for HTML, in content and in quoted attributes.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

fn status_class(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
    }
}

/// An identifier for links.
fn anchor(entry: &Entry) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("s-{}", entry.name.chars().map(plain).collect::<String>())
}

fn navigation(stories: &[&Entry], others: bool) -> String {
    let items: String = stories
        .iter()
        .map(|entry| {
            format!(
                "<li><a href=\"#{}\"><span class=\"dot {}\" aria-label=\"{}\"></span>{}</a></li>",
                anchor(entry),
                status_class(entry.status),
                status_class(entry.status),
                escape(&entry.title)
            )
        })
        .collect();
    let others = if others { "<li><a class=\"plain\" href=\"#recordings\">Recordings</a></li>" } else { "" };
    format!(
        "<nav aria-label=\"Stories\"><p class=\"mark\">Surety</p>\
         <input id=\"filter\" type=\"search\" placeholder=\"Filter stories\" aria-label=\"Filter stories\" hidden>\
         <ol>{items}</ol><ul>{others}</ul>\
         <button id=\"theme\" type=\"button\" hidden>Light or dark</button></nav>"
    )
}

fn head(report: &Report) -> String {
    let s = &report.summary;
    let mut worlds: Vec<&str> =
        report.scenarios.iter().flat_map(|e| e.worlds.iter().map(String::as_str)).collect();
    worlds.sort_unstable();
    worlds.dedup();
    let on = if worlds.is_empty() { String::new() } else { format!(" on {}", worlds.join(" and ")) };
    let verdict = match (s.failed, s.skipped) {
        (0, 0) => format!("All {} scenarios went as told{on}.", s.scenarios),
        (0, skipped) => {
            format!("{} scenarios went as told{on}; {skipped} were skipped.", s.passed)
        }
        (failed, _) => format!("{failed} of {} scenarios did not go as told{on}.", s.scenarios),
    };
    let figure = |value: String, name: &str| format!("<div><dd>{value}</dd><dt>{name}</dt></div>");
    let wide = |n: usize| thousands(u64::try_from(n).unwrap_or(u64::MAX));
    let figures = [
        figure(format!("{}<small>/{}</small>", s.passed, s.scenarios), "passed"),
        figure(wide(s.steps), "steps played"),
        figure(wide(s.checks), "results compared"),
        figure(seconds(s.elapsed_ms), "wall time"),
    ];
    format!(
        "<header class=\"top {}\"><h1>Replay</h1><p class=\"verdict\">{}</p>\
         <dl class=\"figures\">{}</dl></header>",
        if s.failed == 0 { "passed" } else { "failed" },
        escape(&verdict),
        figures.concat()
    )
}

fn seconds(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms}<small> ms</small>"),
        _ => format!("{}.{}<small> s</small>", ms / 1_000, ms % 1_000 / 100),
    }
}

fn failures(report: &Report) -> String {
    let failed: Vec<&Entry> = report.scenarios.iter().filter(|e| e.status == Status::Failed).collect();
    if failed.is_empty() {
        return String::new();
    }
    let items: String = failed
        .iter()
        .map(|entry| {
            let detail = escape(entry.detail.as_deref().unwrap_or_default());
            let title = escape(&entry.title);
            format!("<li><a href=\"#{}\">{title}</a><pre>{detail}</pre></li>", anchor(entry))
        })
        .collect();
    format!("<section class=\"failures\"><h2>What did not go as told</h2><ul>{items}</ul></section>")
}

fn story(entry: &Entry) -> String {
    let why = entry.why.as_deref().unwrap_or_default();
    let charts: String = entry.charts.iter().map(|c| chart::figure(c, &entry.steps)).collect();
    let charts =
        if charts.is_empty() { String::new() } else { format!("<div class=\"charts\">{charts}</div>") };
    let detail = match &entry.detail {
        Some(detail) => format!("<pre class=\"detail\">{}</pre>", escape(detail)),
        None => String::new(),
    };
    format!(
        "<article class=\"story\" id=\"{}\"><header><p class=\"name\">{} · <span class=\"{}\">{}</span> on {}</p>\
         <h2>{}</h2><p class=\"why\">{}</p></header>{detail}{}{}{charts}{}</article>",
        anchor(entry),
        escape(&entry.name),
        status_class(entry.status),
        status_class(entry.status),
        escape(&entry.worlds.join(" and ")),
        escape(&entry.title),
        escape(why),
        timeline::ribbon(&entry.steps),
        timeline::list(&entry.steps),
        balances(entry)
    )
}

fn balances(entry: &Entry) -> String {
    if entry.balances.is_empty() {
        return String::new();
    }
    let rows: String = entry
        .balances
        .iter()
        .map(|b| {
            let same = if b.before == b.after { " class=\"same\"" } else { "" };
            format!(
                "<tr{same}><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                escape(&b.who),
                escape(&b.what),
                escape(&b.before),
                escape(&b.after)
            )
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table class=\"balances\"><caption>Before and after</caption><thead><tr>\
         <th scope=\"col\">who</th><th scope=\"col\">what</th><th scope=\"col\" class=\"n\">before</th>\
         <th scope=\"col\" class=\"n\">after</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

fn foot() -> String {
    "<footer><p>Shares and tokens are in whole units of 18 decimals. Lines are drawn after each \
     step, “0” being the state before the first one. Gas is what the transaction paid for on the \
     embedded chain, at Arbitrum Nitro’s prices.</p></footer>"
        .to_owned()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
