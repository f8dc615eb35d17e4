//! Bad stories: every complaint names file, line, column and step.

use std::path::Path;
use surety_scenario::story::Story;

const HEAD: &str = "title = \"t\"\nwhy = \"w\"\n[actors]\nalice = \"staker1\"\nolga = \"operator1\"\n\
    [strategies]\nsteth = \"A\"\n";

fn complaint(rest: &str) -> String {
    let text = format!("{HEAD}{rest}");
    Story::parse(Path::new("s.toml"), &text).unwrap_err().to_string()
}

#[test]
fn complaint_names_line_column_and_step() {
    let said = complaint("[[step]]\nwho = \"bob\"\ndoes = \"deposit\"\n");
    assert_eq!(said, "s.toml:9:7: step 1: nobody is called `bob`; there are alice, olga");
}

#[test]
fn complaint_names_the_known_fields_when_one_is_unknown() {
    let said = complaint(
        "[[step]]\nwho = \"alice\"\ndoes = \"deposit\"\namount = \"1\"\nof = \"steth\"\namuont = \"1\"\n",
    );
    assert!(said.starts_with("s.toml:13:1: step 1: unknown field `amuont` of the step `deposit`"), "{said}");
}

#[test]
fn every_kind_of_nonsense_is_refused() {
    for (rest, part) in [
        ("", "at least one `[[step]]`"),
        ("nonsense", "s.toml:8:"),
        ("[[step]]\ndoes = \"dance\"\nwho = \"alice\"\n", "not something one does"),
        ("[[step]]\nwho = \"alice\"\n", "`does` is missing"),
        ("[[step]]\ndoes = \"deposit\"\namount = \"1\"\nof = \"steth\"\n", "`who` does it?"),
        ("[[step]]\ndoes = \"wait\"\n", "`blocks` is missing"),
        ("[[step]]\ndoes = \"wait\"\nblocks = -1\n", "a whole number"),
        ("[[step]]\ndoes = \"wait\"\nblocks = 99999999999\n", "too many blocks"),
        ("[[step]]\ndoes = \"wait\"\nblocks = 1\nwho = \"alice\"\n", "nobody is needed"),
        ("[[step]]\nwho = 1\ndoes = \"wait\"\n", "not a string"),
        (
            "[[step]]\nwho = \"alice\"\ndoes = \"deposit\"\namount = \"1e3\"\nof = \"steth\"\n",
            "not an amount",
        ),
        (
            "[[step]]\nwho = \"alice\"\ndoes = \"deposit\"\namount = \"1\"\nof = \"gold\"\n",
            "no strategy is called",
        ),
        ("[[step]]\nwho = \"olga\"\ndoes = \"allocate\"\nset = \"olga\"\nmagnitudes = {}\n", "avs/number"),
        ("[[step]]\ndoes = \"wait\"\nblocks = 1\nfails_with = \"Oops\"\n", "with its arguments"),
        ("[[step]]\ndoes = \"wait\"\nblocks = 1\nthen = [{ of = \"alice\" }]\n", "exactly one of"),
        (
            "[[step]]\ndoes = \"wait\"\nblocks = 1\nthen = [{ total_shares = \"1\", share_price = \"1\", in = \"steth\" }]\n",
            "exactly one of",
        ),
        (
            "[[step]]\ndoes = \"wait\"\nblocks = 1\nthen = [{ total_shares = \"x\", in = \"steth\" }]\n",
            "is not a value of",
        ),
        (
            "[world]\nwithdrawal_delay = 1\n[[step]]\ndoes = \"wait\"\nblocks = 1\n",
            "unknown field `withdrawal_delay` of [world]",
        ),
        ("[world]\nwithdrawal_delay_blocks = 4294967296\n", "exceeds 32 bits"),
        ("[more]\nx = 1\n[[step]]\ndoes = \"wait\"\nblocks = 1\n", "unknown field `more` of a story"),
    ] {
        let said = complaint(rest);
        assert!(said.contains(part), "{rest:?} said {said}");
        assert!(said.starts_with("s.toml:"), "{said}");
    }
}

#[test]
fn a_role_is_played_once() {
    let text = "title = \"t\"\nwhy = \"w\"\n[actors]\na = \"staker1\"\nb = \"staker1\"\n";
    let said = Story::parse(Path::new("s.toml"), text).unwrap_err().to_string();
    assert!(said.contains("somebody else already"), "{said}");
}
