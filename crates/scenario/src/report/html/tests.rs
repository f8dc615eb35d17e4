use super::*;
use crate::report::{Balance, Chart, Row, Series, Unit};
use crate::world::GasUse;

fn sample(status: Status) -> Report {
    let gas = GasUse { used: 90, refunded: 10, intrinsic: 60, wasm: 40, ..GasUse::default() };
    let row = |number, who: &str, reverted| Row {
        number,
        block: 11_000 + number as u64,
        who: who.to_owned(),
        what: "slashes <everything> & \"more\"".to_owned(),
        result: if reverted { "FullySlashed()".to_owned() } else { "ok".to_owned() },
        reverted,
        gas: (!who.is_empty()).then_some(gas),
    };
    let series = Series {
        label: "alice".to_owned(),
        values: vec![None, Some("100".to_owned()), Some("50".to_owned()), Some("50".to_owned())],
    };
    let chart = Chart {
        strategy: "steth".to_owned(),
        title: "Withdrawable shares",
        unit: Unit::Shares,
        series: vec![series],
    };
    let balance = Balance {
        who: "alice".to_owned(),
        what: "steth tokens".to_owned(),
        before: "1000".to_owned(),
        after: "950".to_owned(),
    };
    let story = Entry {
        name: "a-story".to_owned(),
        file: "a-story.toml".into(),
        kind: Kind::Story,
        title: "A <story>".to_owned(),
        why: Some("Because.".to_owned()),
        worlds: vec!["wasm".to_owned(), "model".to_owned()],
        status,
        detail: (status == Status::Failed).then(|| "expected 1, got <2>".to_owned()),
        bad_input: false,
        checks: 12,
        elapsed_ms: 3,
        steps: vec![row(1, "alice", false), row(2, "alice", true), row(3, "", false)],
        charts: vec![chart],
        balances: vec![balance],
    };
    let recorded = Entry { kind: Kind::Recorded, name: "s01".to_owned(), charts: vec![], ..story.clone() };
    Report::new(vec![story, recorded], 1_234)
}

#[test]
fn page_is_self_contained() {
    let page = page(&sample(Status::Passed));
    for outside in ["http://", "https://", "<link", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<title>Surety replay</title>"));
}

#[test]
fn page_escapes_what_stories_say() {
    let page = page(&sample(Status::Failed));
    assert!(page.contains("A &lt;story&gt;"));
    assert!(page.contains("got &lt;2&gt;"));
    assert!(!page.contains("<everything>"));
}

#[test]
fn page_tells_failure_from_success() {
    assert!(page(&sample(Status::Passed)).contains("All 2 scenarios went as told on model and wasm."));
    let failed = page(&sample(Status::Failed));
    assert!(failed.contains("2 of 2 scenarios did not go as told"));
    assert!(failed.contains("What did not go as told"));
}

#[test]
fn page_has_balanced_elements() {
    let page = page(&sample(Status::Failed));
    for element in ["article", "section", "figure", "svg", "table", "ol", "li", "details", "main", "nav"] {
        let opened =
            page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
        let closed = page.matches(&format!("</{element}>")).count();
        assert_eq!(opened, closed, "{element}");
    }
}

#[test]
fn report_serialises_with_its_schema() {
    let json = serde_json::to_value(sample(Status::Passed)).unwrap();
    assert_eq!(json["schema"], "surety.replay/1");
    assert_eq!(json["summary"]["passed"], 2);
    assert_eq!(json["scenarios"][0]["kind"], "story");
    assert_eq!(json["scenarios"][0]["steps"][0]["gas"]["used"], 90);
    assert_eq!(json["scenarios"][0]["charts"][0]["series"][0]["values"][1], "100");
}
