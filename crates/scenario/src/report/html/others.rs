//! Recordings and mathematics: a table, with the steps folded away.

use super::super::table::thousands;
use super::super::{Entry, Kind, Row, Status};
use super::{anchor, escape, status_class};

/// Everything that is not a story of our own.
pub(super) fn section(entries: &[&Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let rows: String = entries.iter().map(|entry| row(entry)).collect();
    format!(
        "<section id=\"recordings\"><h2>Recordings</h2><p>What the peer’s own contracts did, call by \
         call: status, return data, errors, events and views must be the same here.</p>{rows}</section>"
    )
}

fn row(entry: &Entry) -> String {
    let detail = match (&entry.detail, entry.status) {
        (Some(detail), Status::Failed) => format!("<pre>{}</pre>", escape(detail)),
        (Some(detail), _) => format!("<p>{}</p>", escape(detail)),
        (None, _) => String::new(),
    };
    let checks = thousands(u64::try_from(entry.checks).unwrap_or(u64::MAX));
    let size = match entry.kind {
        Kind::Mathematics => format!("{checks} figures"),
        _ => format!("{} steps, {checks} views", entry.steps.len()),
    };
    let steps: String = entry.steps.iter().map(step).collect();
    let table = if steps.is_empty() {
        String::new()
    } else {
        format!(
            "<div class=\"scroll\"><table class=\"steps\"><thead><tr><th scope=\"col\" class=\"n\">step</th>\
             <th scope=\"col\" class=\"n\">block</th><th scope=\"col\">who</th><th scope=\"col\">what</th>\
             <th scope=\"col\">result</th><th scope=\"col\" class=\"n\">gas</th></tr></thead>\
             <tbody>{steps}</tbody></table></div>"
        )
    };
    let why = entry.why.as_ref().map(|why| format!("<p>{}</p>", escape(why))).unwrap_or_default();
    format!(
        "<details id=\"{}\"{}><summary><span class=\"dot {}\" aria-label=\"{}\"></span><span class=\"title\">{}</span>\
         <span class=\"name\">{}</span><span class=\"size\">{size}</span></summary>{detail}{why}{table}</details>",
        anchor(entry),
        if entry.status == Status::Failed { " open" } else { "" },
        status_class(entry.status),
        status_class(entry.status),
        escape(&entry.title),
        escape(&entry.name)
    )
}

fn step(step: &Row) -> String {
    let gas = step.gas.map(|g| thousands(g.used)).unwrap_or_default();
    let class = if step.reverted { " class=\"refused\"" } else { "" };
    format!(
        "<tr{class}><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td><td>{}</td><td>{}</td>\
         <td class=\"n\">{gas}</td></tr>",
        step.number,
        step.block,
        escape(&step.who),
        escape(&step.what),
        escape(&step.result)
    )
}
