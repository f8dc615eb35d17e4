//! What there is to replay: the built-in stories, and whatever files and directories one names.

use crate::recorded::pure::PureFile;
use crate::recorded::{FixtureFile, RecordedError, Scenario};
use crate::story::{Story, StoryError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A story's path as shown, and its text.
macro_rules! built_in {
    ($name:literal) => {
        built_in!("tests/scenarios/", $name)
    };
    ($folder:literal, $name:literal) => {
        (concat!($folder, $name, ".toml"), include_str!(concat!("../../../", $folder, $name, ".toml")))
    };
}

/// The same of an attack.
macro_rules! attack {
    ($name:literal) => {
        built_in!("tests/attacks/", $name)
    };
}

/// The stories that come with the program.
pub const BUILT_IN: &[(&str, &str)] = &[
    built_in!("01-deposit-and-exit"),
    built_in!("02-slash-during-the-withdrawal-delay"),
    built_in!("03-slash-after-the-delay"),
    built_in!("04-slash-in-the-last-slashable-block"),
    built_in!("05-slash-to-zero-then-deposit"),
    built_in!("06-two-avss-slash-one-operator"),
    built_in!("07-undelegate-while-slashable"),
    built_in!("08-redelegate"),
    built_in!("09-deallocate-then-slash"),
    built_in!("10-several-strategies-one-slashed"),
    built_in!("11-burning-slashed-shares"),
    built_in!("12-redistributing-set"),
    built_in!("13-batch-completion"),
    built_in!("14-queue-and-slash-in-one-block"),
    built_in!("15-deregister-then-slash"),
    built_in!("16-paused-deposits"),
    built_in!("17-donation-does-not-steal"),
    built_in!("18-deposit-after-a-slash"),
    built_in!("19-delegating-to-a-slashed-operator"),
    built_in!("20-allocation-delay"),
    built_in!("21-operator-sends-a-staker-away"),
];

/// Attacks of known kinds, as stories of how they fail.
pub const ATTACKS: &[(&str, &str)] = &[
    attack!("01-share-inflation"),
    attack!("02-donation-moves-nothing-but-the-price"),
    attack!("03-slash-that-rounds-to-nothing"),
    attack!("04-dust-stake-and-many-slashes"),
    attack!("05-precision-decay"),
    attack!("06-scaling-factor-overflow"),
    attack!("07-brick-after-full-slash"),
    attack!("08-exit-before-slash"),
    attack!("09-operator-escapes"),
    attack!("10-out-of-order-execution"),
    attack!("11-slashes-in-either-order"),
    attack!("12-over-slash-across-operators"),
    attack!("13-wrong-base-for-the-queue"),
    attack!("14-readding-a-strategy"),
    attack!("15-slash-during-deallocation"),
    attack!("16-deallocation-queue-stuck"),
    attack!("17-one-bad-item-in-a-batch"),
    attack!("18-unbounded-loops"),
    attack!("19-delegation-without-approval"),
    attack!("20-stake-counted-twice"),
    attack!("21-withdraw-twice"),
    attack!("22-laundering-a-slash"),
    attack!("23-allocation-delay-abuse"),
    attack!("24-slasher-of-another-set"),
    attack!("25-redistribution-theft"),
    attack!("26-just-in-time-capture"),
    attack!("27-pausing-gaps"),
    attack!("28-block-number-jumps"),
    attack!("29-slash-under-a-pending-increase"),
    attack!("30-timing-of-a-payout"),
];

/// One thing to replay.
#[derive(Clone, Debug)]
pub enum Item {
    /// A story with its text, which errors quote places of.
    Story(Box<Story>, String),
    /// A recording and the deployments it may start from.
    Recorded(Box<Scenario>, Arc<FixtureFile>),
    /// Library mathematics.
    Mathematics(Box<PureFile>, PathBuf),
}

/// Why something cannot be replayed at all.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A story that cannot be read.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// A recording that cannot be read.
    #[error(transparent)]
    Recorded(#[from] RecordedError),
    /// A file or directory that is not there.
    #[error("{}: {message}", path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
}

impl Item {
    /// The file's stem.
    pub fn name(&self) -> String {
        let file = match self {
            Self::Story(story, _) => &story.file,
            Self::Recorded(scenario, _) => &scenario.file,
            Self::Mathematics(_, file) => file,
        };
        file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// One line for people.
    pub fn title(&self) -> &str {
        match self {
            Self::Story(story, _) => &story.title,
            Self::Recorded(scenario, _) => &scenario.title,
            Self::Mathematics(..) => "library mathematics",
        }
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        match self {
            Self::Story(story, _) => story.steps.len(),
            Self::Recorded(scenario, _) => scenario.steps.len(),
            Self::Mathematics(..) => 1,
        }
    }
}

/// The built-in stories, attacks last.
///
/// # Errors
/// [`CatalogueError::Story`] if one of them cannot be read, which a test keeps from happening.
pub fn built_in() -> Result<Vec<Item>, CatalogueError> {
    BUILT_IN.iter().chain(ATTACKS).map(|(file, text)| story(Path::new(file), text)).collect()
}

/// Everything at some paths: stories (`.toml`), recordings and mathematics (`.json`), and
/// directories of them.
///
/// # Errors
/// [`CatalogueError`] for the first path that cannot be read whole.
pub fn at(paths: &[PathBuf]) -> Result<Vec<Item>, CatalogueError> {
    let mut items = Vec::new();
    for path in paths {
        if path.is_dir() {
            items.extend(directory(path)?);
        } else {
            let mut beside = || fixture(path.parent().unwrap_or(Path::new("")));
            items.extend(file(path, &mut beside)?);
        }
    }
    Ok(items)
}

fn directory(path: &Path) -> Result<Vec<Item>, CatalogueError> {
    let wrong = |message: String| CatalogueError::Path { path: path.to_owned(), message };
    let entries = std::fs::read_dir(path).map_err(|e| wrong(e.to_string()))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|e| wrong(e.to_string()))?.path();
        if file.is_file() && matches!(extension(&file), Some("toml" | "json")) {
            files.push(file);
        }
    }
    files.sort();
    let mut known: Option<Arc<FixtureFile>> = None;
    let mut items = Vec::new();
    for path in &files {
        let mut shared = || match &known {
            Some(fixture) => Ok(Arc::clone(fixture)),
            None => fixture(path.parent().unwrap_or(Path::new("."))).inspect(|read| {
                known = Some(Arc::clone(read));
            }),
        };
        items.extend(file(path, &mut shared)?);
    }
    if items.is_empty() {
        return Err(wrong("there is nothing to replay in this directory".to_owned()));
    }
    Ok(items)
}

fn fixture(directory: &Path) -> Result<Arc<FixtureFile>, CatalogueError> {
    Ok(Arc::new(FixtureFile::load(&directory.join("fixture.json"))?))
}

/// What one file holds; nothing for the fixture itself.
fn file(
    path: &Path,
    fixture: &mut dyn FnMut() -> Result<Arc<FixtureFile>, CatalogueError>,
) -> Result<Option<Item>, CatalogueError> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match extension(path) {
        Some("toml") => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| CatalogueError::Path { path: path.to_owned(), message: e.to_string() })?;
            story(path, &text).map(Some)
        }
        Some("json") if name == "fixture.json" => {
            // It holds nothing to play, but a broken one is worth knowing.
            FixtureFile::load(path)?;
            Ok(None)
        }
        Some("json") if name.starts_with("pure") => {
            let pure = PureFile::load(path)?;
            Ok(Some(Item::Mathematics(Box::new(pure), path.to_owned())))
        }
        Some("json") => {
            let scenario = Scenario::load(path)?;
            let fixture = fixture()?;
            if fixture.params(&scenario.fixture).is_none() {
                return Err(CatalogueError::Recorded(RecordedError::Invalid {
                    file: path.to_owned(),
                    path: "fixture".to_owned(),
                    message: format!("there is no fixture `{}`", scenario.fixture),
                }));
            }
            Ok(Some(Item::Recorded(Box::new(scenario), fixture)))
        }
        _ => {
            let message = if path.exists() {
                "neither a story (.toml) nor a recording (.json)"
            } else {
                "there is no such file or directory"
            };
            Err(CatalogueError::Path { path: path.to_owned(), message: message.to_owned() })
        }
    }
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|e| e.to_str())
}

fn story(file: &Path, text: &str) -> Result<Item, CatalogueError> {
    let story = Story::parse(file, text)?;
    Ok(Item::Story(Box::new(story), text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_stories_are_those_of_the_folders() {
        for (folder, built_in) in [("tests/scenarios/", BUILT_IN), ("tests/attacks/", ATTACKS)] {
            let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
            let mut files: Vec<String> = std::fs::read_dir(dir)
                .unwrap()
                .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
                .filter(|name| name.ends_with(".toml"))
                .collect();
            files.sort();
            let named: Vec<String> =
                built_in.iter().map(|(path, _)| path.trim_start_matches(folder).to_owned()).collect();
            assert_eq!(named, files);
        }
    }

    #[test]
    fn at_refuses_what_is_not_there() {
        for path in ["none.toml", "none.json", "none", "Cargo.toml"] {
            assert!(at(&[PathBuf::from(path)]).is_err(), "{path}");
        }
    }
}
