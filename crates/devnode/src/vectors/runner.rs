//! Runs files and directories.

use super::{
    compare::Comparison,
    error::VectorError,
    format::Vector,
    report::{DirReport, FileReport},
    scenario::Scenario,
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use surety_stylus_vm::{Engine, EngineConfig, code::Dictionaries};

/// Checks vectors; what it compiled serves all of them.
#[derive(Debug, Default)]
pub struct Checker {
    /// Engines by the stack depth they allow.
    engines: BTreeMap<u32, Engine>,
    dictionaries: Dictionaries,
}

/// Checks every `*.json` of a directory. Files that can't be run are part of the report.
///
/// # Errors
/// [`VectorError`] if the directory can't be read or holds no vector.
pub fn check_dir(dir: &Path) -> Result<DirReport, VectorError> {
    let files = files_of(dir)?;
    let mut checker = Checker::default();
    Ok(DirReport::new(files.iter().map(|file| checker.check_file(file)).collect()))
}

/// The `*.json` of a directory by name.
///
/// # Errors
/// [`VectorError`] if the directory can't be read or holds none.
pub fn files_of(dir: &Path) -> Result<Vec<PathBuf>, VectorError> {
    let unreadable = |source| VectorError::Io { path: dir.into(), source };
    let entries = fs::read_dir(dir).map_err(unreadable)?;
    let paths: Vec<_> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>().map_err(unreadable)?;
    let is_vector = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
    let mut files: Vec<_> = paths.into_iter().filter(is_vector).collect();
    files.sort();
    if files.is_empty() { Err(VectorError::NoVectors(dir.into())) } else { Ok(files) }
}

impl Checker {
    /// A checker that knows dictionaries that programs may be compressed with.
    #[must_use]
    pub fn with_dictionaries(dictionaries: Dictionaries) -> Self {
        Self { dictionaries, ..Self::default() }
    }

    /// Checks one file.
    pub fn check_file(&mut self, file: &Path) -> FileReport {
        let mut comparison = Comparison::default();
        let mut report =
            FileReport { file: file.into(), calls: 0, activations: 0, mismatches: Vec::new(), error: None };
        if let Err(error) = self.run(file, &mut comparison, &mut report) {
            report.error = Some(with_causes(&error));
        }
        report.mismatches = comparison.mismatches;
        report
    }

    fn run(
        &mut self,
        file: &Path,
        comparison: &mut Comparison,
        report: &mut FileReport,
    ) -> Result<(), VectorError> {
        let text = fs::read(file).map_err(|source| VectorError::Io { path: file.into(), source })?;
        let vector: Vector = serde_json::from_slice(&text)
            .map_err(|source| VectorError::Format { path: file.into(), source })?;
        let fail = |place: &str, reason: String| VectorError::Scenario {
            path: file.into(),
            place: place.into(),
            reason,
        };
        let params = vector.params();
        let engine = match self.engines.get(&params.max_stack_depth) {
            Some(engine) => engine.clone(),
            None => {
                let max_stack_depth = params.max_stack_depth;
                let engine = Engine::new(EngineConfig { max_stack_depth, ..EngineConfig::default() })
                    .map_err(|error| fail("stylus_params", error.to_string()))?;
                self.engines.insert(max_stack_depth, engine.clone());
                engine
            }
        };
        let mut scenario = Scenario::new(&vector, params, engine, self.dictionaries.clone())
            .map_err(|error| fail("chain", error.to_string()))?;
        for (index, program) in vector.programs.iter().enumerate() {
            let place = format!("program {index} ({})", program.name);
            comparison.at(place.clone());
            report.activations += usize::from(program.is_tried());
            scenario.activate(program, comparison).map_err(|reason| fail(&place, reason))?;
        }
        for (index, call) in vector.calls.iter().enumerate() {
            let place = format!("call {index}");
            comparison.at(place.clone());
            report.calls += 1;
            scenario.call(call, &place, comparison).map_err(|reason| fail(&place, reason))?;
        }
        Ok(())
    }
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        if !text.ends_with(&reason) {
            text = format!("{text}: {reason}");
        }
        cause = error.source();
    }
    text
}
