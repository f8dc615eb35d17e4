//! The story format: who, in which deployment, what happens, and what is expected.

use super::cast;
use super::error::StoryError;
use super::expect::{self, Expectations};
use super::reader::{At, Fields, Source, parse};
use super::verb::{self, Verb};
use crate::world::WorldParams;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most steps a story may have; a story that is longer is not read aloud by anyone.
const MAX_STEPS: usize = 500;
/// The longest wait between two steps, in blocks.
const MAX_WAIT: u64 = 10_000_000;

/// A story.
#[derive(Clone, Debug)]
pub struct Story {
    /// The file it came from.
    pub file: PathBuf,
    /// One line.
    pub title: String,
    /// Why the story is told: what would break if it went otherwise.
    pub why: String,
    /// The deployment it starts from.
    pub params: WorldParams,
    /// Names of people and strategies.
    pub names: Names,
    /// What happens.
    pub steps: Vec<Step>,
}

/// One step: a transaction (or two that belong together), or time passing.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where it stands in the file, in bytes.
    pub offset: usize,
    /// The name and symbol of who acts; nobody when time passes.
    pub who: Option<(String, Party)>,
    /// What is done.
    pub verb: Verb,
    /// The same as a sentence without its subject.
    pub sentence: String,
    /// How many blocks after the step before.
    pub blocks_later: u64,
    /// What must come of it.
    pub expect: Expectations,
}

/// An account, by its symbol.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party(pub String);

/// A strategy and its token, by the letter of their symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset(pub char);

impl Asset {
    /// The strategy's symbol.
    pub fn strategy(self) -> String {
        format!("$strategy{}", self.0)
    }

    /// The token's symbol.
    pub fn token(self) -> String {
        format!("$token{}", self.0)
    }
}

/// An operator set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetName {
    /// Whose it is.
    pub avs: Party,
    /// Its number.
    pub id: u32,
}

/// The names a story gives.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Accounts by name.
    pub actors: BTreeMap<String, Party>,
    /// Strategies by name.
    pub strategies: BTreeMap<String, Asset>,
}

impl Names {
    /// The account of a name. `burn` is where burned tokens go.
    ///
    /// # Errors
    /// A name the story does not introduce.
    pub fn actor(&self, source: &Source<'_>, name: At<&str>) -> Result<Party, StoryError> {
        if name.value == "burn" {
            return Ok(Party("$burn".to_owned()));
        }
        let unknown = || {
            let known: Vec<&str> = self.actors.keys().map(String::as_str).collect();
            let message = format!("nobody is called `{}`; there are {}", name.value, known.join(", "));
            source.error(name.offset, message)
        };
        self.actors.get(name.value).cloned().ok_or_else(unknown)
    }

    /// The strategy of a name.
    ///
    /// # Errors
    /// A name the story does not introduce.
    pub fn asset(&self, source: &Source<'_>, name: At<&str>) -> Result<Asset, StoryError> {
        let unknown = || {
            let known: Vec<&str> = self.strategies.keys().map(String::as_str).collect();
            let message = format!("no strategy is called `{}`; there are {}", name.value, known.join(", "));
            source.error(name.offset, message)
        };
        self.strategies.get(name.value).copied().ok_or_else(unknown)
    }

    /// The operator set of a name such as `beacon/1`.
    ///
    /// # Errors
    /// A name of another form, or of an unknown AVS.
    pub fn set(&self, source: &Source<'_>, name: At<&str>) -> Result<SetName, StoryError> {
        let wrong = || source.error(name.offset, "an operator set is written `avs/number`");
        let (avs, id) = name.value.split_once('/').ok_or_else(wrong)?;
        let avs = self.actor(source, At { value: avs, offset: name.offset })?;
        Ok(SetName { avs, id: id.parse().map_err(|_| wrong())? })
    }

    /// The name of a symbol, for people.
    pub fn name_of(&self, symbol: &str) -> String {
        let actor = self.actors.iter().find(|(_, party)| party.0 == symbol);
        let asset = || self.strategies.iter().find(|(_, a)| a.strategy() == symbol);
        let token = || self.strategies.iter().find(|(_, a)| a.token() == symbol);
        actor
            .map(|(name, _)| name.clone())
            .or_else(|| asset().map(|(name, _)| name.clone()))
            .or_else(|| token().map(|(name, _)| format!("{name} token")))
            .unwrap_or_else(|| symbol.trim_start_matches('$').to_owned())
    }
}

impl Story {
    /// Reads a story from a file.
    ///
    /// # Errors
    /// [`StoryError::Read`], and those of [`Story::parse`].
    pub fn load(file: &Path) -> Result<Self, StoryError> {
        let text = std::fs::read_to_string(file)
            .map_err(|e| StoryError::Read { file: file.to_owned(), message: e.to_string() })?;
        Self::parse(file, &text)
    }

    /// Reads a story from its text; `file` is for messages.
    ///
    /// # Errors
    /// [`StoryError::Format`] for anything that is not a story.
    pub fn parse(file: &Path, text: &str) -> Result<Self, StoryError> {
        let source = Source { file, text, step: None };
        let document = parse(source)?;
        let root = Fields::new(source, document.get_ref(), 0..text.len());
        let title = root.need_text("title")?.value.to_owned();
        let why = root.need_text("why")?;
        if why.value.trim().is_empty() {
            return Err(source.error(why.offset, "`why` is empty"));
        }
        let why = why.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let params = world(&root)?;
        let names = names(&root, &params)?;
        let mut steps = Vec::new();
        for (index, mut fields) in root.tables("step")?.into_iter().enumerate() {
            if index >= MAX_STEPS {
                let message = format!("a story has at most {MAX_STEPS} steps");
                return Err(source.error(fields.offset, message));
            }
            fields.source.step = Some(index.saturating_add(1));
            steps.push(step(&fields, &names)?);
        }
        root.finish("a story")?;
        if steps.is_empty() {
            return Err(source.error(0, "a story has at least one `[[step]]`"));
        }
        Ok(Self { file: file.to_owned(), title, why, params, names, steps })
    }
}

/// `[world]`: the defaults, changed where the story says so.
fn world(root: &Fields<'_, '_>) -> Result<WorldParams, StoryError> {
    let mut params = cast::default_params();
    let Some(fields) = root.table("world")? else { return Ok(params) };
    let set = |name: &'static str, field: &mut u32| -> Result<(), StoryError> {
        if let Some(value) = fields.small(name)? {
            *field = value;
        }
        Ok(())
    };
    set("withdrawal_delay_blocks", &mut params.withdrawal_delay_blocks)?;
    set("deallocation_delay_blocks", &mut params.deallocation_delay_blocks)?;
    set("allocation_configuration_delay_blocks", &mut params.allocation_configuration_delay_blocks)?;
    fields.finish("[world]")?;
    Ok(params)
}

/// `[actors]` and `[strategies]`.
fn names(root: &Fields<'_, '_>, params: &WorldParams) -> Result<Names, StoryError> {
    let mut names = Names::default();
    for (name, role) in root.pairs("actors")?.unwrap_or_default() {
        let symbol = format!("${}", role.value);
        if !params.actors.contains_key(&symbol) {
            let message = format!("there is no role `{}` (staker1, operator1, avs1, …)", role.value);
            return Err(root.source.error(role.offset, message));
        }
        let party = Party(symbol);
        if names.actors.values().any(|taken| *taken == party) {
            let message = format!("`{}` is played by somebody else already", role.value);
            return Err(root.source.error(role.offset, message));
        }
        if name.value == "burn" || name.value.contains(['/', ',', '(', ')']) {
            return Err(root.source.error(name.offset, "this name is not allowed"));
        }
        names.actors.insert(name.value.to_owned(), party);
    }
    for (name, letter) in root.pairs("strategies")?.unwrap_or_default() {
        let asset = match letter.value.as_bytes() {
            [letter @ b'A'..=b'E'] => Asset(char::from(*letter)),
            _ => return Err(root.source.error(letter.offset, "a strategy is one of A to E")),
        };
        if names.actors.contains_key(name.value) {
            return Err(root.source.error(name.offset, "an actor has this name"));
        }
        names.strategies.insert(name.value.to_owned(), asset);
    }
    Ok(names)
}

fn step(fields: &Fields<'_, '_>, names: &Names) -> Result<Step, StoryError> {
    let who = match fields.text("who")? {
        Some(name) => Some((name.value.to_owned(), names.actor(&fields.source, name)?)),
        None => None,
    };
    let (verb, sentence) = verb::read::parse(fields, names)?;
    let blocks_later = match (&verb, fields.number("blocks_later")?) {
        (Verb::Wait { blocks }, None) => *blocks,
        (Verb::Wait { .. }, Some(given)) => {
            return Err(fields.source.error(given.offset, "waiting has `blocks` already"));
        }
        (_, Some(given)) => given.value,
        (_, None) => 1,
    };
    if blocks_later > MAX_WAIT {
        return Err(fields.source.error(fields.offset, "that is too many blocks to wait"));
    }
    let acts = !matches!(verb, Verb::Wait { .. });
    if acts != who.is_some() {
        let message = if acts { "`who` does it?" } else { "nobody is needed to wait" };
        return Err(fields.source.error(fields.offset, message));
    }
    let expect = expect::parse(fields, names)?;
    fields.finish(&format!("the step `{}`", verb::read::name(fields)?))?;
    Ok(Step { offset: fields.offset, who, verb, sentence, blocks_later, expect })
}
