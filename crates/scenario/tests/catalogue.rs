//! The built-in stories are read, and say what the issue of their day asked for.

use std::path::{Path, PathBuf};
use surety_scenario::story::Story;

fn catalogue() -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    let mut files: Vec<PathBuf> = ["scenarios", "attacks"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(tests.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

#[test]
fn every_story_of_the_catalogue_is_read() {
    let files = catalogue();
    assert!(files.len() >= 51, "{} stories", files.len());
    for file in files {
        let story = Story::load(&file).unwrap_or_else(|e| panic!("{e}"));
        assert!(story.steps.iter().any(|s| !s.expect.then.is_empty()), "{}", file.display());
        assert!(story.why.len() > 80, "{} does not say why", file.display());
        let attack = file.components().any(|part| part.as_os_str() == "attacks");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !attack || text.starts_with("# Stopped by: "),
            "{} does not say what stops it",
            file.display()
        );
    }
}

#[test]
fn titles_are_unique() {
    let mut titles: Vec<String> = catalogue().iter().map(|file| Story::load(file).unwrap().title).collect();
    let all = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), all);
}
