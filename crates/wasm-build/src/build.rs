//! From sources to programs, and nothing done twice.

use crate::{
    Error, Optimiser, Progress, Size, compile, files, fingerprint,
    lock::Lock,
    manifest::{Entry, Manifest, hash},
    measure, module,
    toolchain::{Selection, Toolchain},
    workspace::{self, Programs},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

/// What to build, and with what.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Root of the workspace, whose `contracts/` are built into its `target/programs`.
    pub root: PathBuf,
    /// The compiler.
    pub toolchain: Selection,
    /// Where progress goes.
    pub progress: Progress,
}

impl BuildOptions {
    /// The workspace around the current folder, and the toolchain that the environment picks.
    ///
    /// # Errors
    /// If there is no workspace, or the environment asks for something unknown.
    pub fn from_env() -> Result<Self, Error> {
        let root = workspace::find_root()?;
        Ok(Self { root, toolchain: Selection::from_env()?, progress: Progress::default() })
    }

    /// Where the programs lie after a build.
    #[must_use]
    pub fn output_dir(&self) -> PathBuf {
        self.root.join("target/programs")
    }
}

/// A program that Stylus accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Name of its package, for instance `strategy-vault`.
    pub name: String,
    /// The module's file.
    pub path: PathBuf,
    /// The module.
    pub wasm: Vec<u8>,
    /// The account code: prefix, dictionary byte 0, brotli stream. Longer than one account may
    /// hold if [`Size::fragments`] is more than 1.
    pub code: Vec<u8>,
    /// Its figures.
    pub size: Size,
}

/// The tools of a build.
struct Tools {
    toolchain: Toolchain,
    optimiser: Optimiser,
}

/// What an earlier build left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Built {
    /// Nothing.
    Missing,
    /// Programs of other sources or other tools than there are now.
    Outdated,
    /// The programs that a build would answer, sorted by name.
    Ready(Vec<Program>),
}

/// Looks for what [`build_all`] would answer; builds and installs nothing.
///
/// # Errors
/// If the sources cannot be read, or the environment asks for something unknown.
pub fn built(options: &BuildOptions) -> Result<Built, Error> {
    let output = options.output_dir();
    if Manifest::load(&output).is_none() {
        return Ok(Built::Missing);
    }
    let (toolchain, optimiser) = (Toolchain::find(&options.toolchain)?, Optimiser::find()?);
    let (Some(toolchain), Some(optimiser)) = (toolchain, optimiser) else { return Ok(Built::Outdated) };
    let programs = up_to_date(options, &Tools { toolchain, optimiser }, &output)?;
    Ok(programs.map_or(Built::Outdated, Built::Ready))
}

/// Builds all programs of the workspace, sorted by name, installing what that needs.
///
/// Up-to-date programs are only read: no other process is started. Several processes may call
/// this at once; one builds, the others wait.
///
/// # Errors
/// If a tool cannot be had, a program does not compile, or Stylus would refuse it.
pub fn build_all(options: &BuildOptions) -> Result<Vec<Program>, Error> {
    let progress = options.progress;
    let tools = Tools {
        toolchain: Toolchain::ensure(&options.toolchain, progress)?,
        optimiser: Optimiser::ensure(progress)?,
    };
    let output = options.output_dir();
    if let Some(programs) = up_to_date(options, &tools, &output)? {
        return Ok(programs);
    }
    let _lock = Lock::acquire(&output, progress)?;
    match up_to_date(options, &tools, &output)? {
        Some(programs) => Ok(programs),
        None => build(options, &tools, &output),
    }
}

/// What is in `output`, if it was made from the present inputs.
fn up_to_date(options: &BuildOptions, tools: &Tools, output: &Path) -> Result<Option<Vec<Program>>, Error> {
    let Some(manifest) = Manifest::load(output) else { return Ok(None) };
    // A folder of sources that is gone means that the programs are made of something else now.
    if !manifest.sources.iter().all(|dir| options.root.join(dir).is_dir())
        || tools.fingerprint(&options.root, &manifest.sources)? != manifest.fingerprint
    {
        return Ok(None);
    }
    Ok(manifest.programs.iter().map(|entry| Program::load(entry, output)).collect())
}

fn build(options: &BuildOptions, tools: &Tools, output: &Path) -> Result<Vec<Program>, Error> {
    let progress = options.progress;
    let programs = Programs::find(&options.root)?;
    // Before the compiler reads them: what is edited meanwhile is built again next time.
    let fingerprint = tools.fingerprint(&options.root, &programs.sources)?;
    progress.step(format!("compiling {} programs", programs.packages.len()));
    let linked = compile::compile(&options.root, &programs, &tools.toolchain, progress)?;
    let before = Manifest::load(output);
    let jobs: Vec<_> = programs
        .packages
        .iter()
        .map(|(name, file)| (name.clone(), linked.join(format!("{file}.wasm"))))
        .collect();
    let built =
        in_parallel(jobs, |(name, path)| finish(tools, output, before.as_ref(), name, &path, progress))?;
    let entries = built.iter().map(|(entry, _)| entry.clone()).collect();
    let ids = (&tools.toolchain.id, &tools.optimiser.id);
    Manifest::new(fingerprint, ids.0, ids.1, programs.sources, entries).save(output)?;
    Ok(built.into_iter().map(|(_, program)| program).collect())
}

/// Makes a program of a linked module, or finds it made already.
fn finish(
    tools: &Tools,
    output: &Path,
    before: Option<&Manifest>,
    name: String,
    linked_path: &Path,
    progress: Progress,
) -> Result<(Entry, Program), Error> {
    let linked = hash(&files::read(linked_path)?);
    let known = before.and_then(|manifest| manifest.reusable(&name, &linked, &tools.optimiser.id));
    if let Some((entry, program)) = known.and_then(|entry| Some((entry, Program::load(entry, output)?))) {
        return Ok((entry.clone(), program));
    }
    progress.step(format!("optimising {name}"));
    let optimised = output.join(format!("{name}.optimised"));
    tools.optimiser.run(linked_path, &optimised)?;
    let wasm = module::strip(&files::read(&optimised)?)
        .map_err(|error| Error::Module { program: name.clone(), reason: error.to_string() })?;
    files::remove(&optimised)?;
    let (code, size) = measure::measure(&name, &wasm)?;
    let hashes = (hash(&wasm), hash(&code));
    let entry = Entry { program: name, linked, module: hashes.0, code: hashes.1, size };
    entry.store(output, &wasm, &code)?;
    let program = Program::of(&entry, output, wasm, code);
    Ok((entry, program))
}

impl Tools {
    fn fingerprint(&self, root: &Path, sources: &BTreeSet<PathBuf>) -> Result<String, Error> {
        fingerprint::of(root, sources, &[&self.toolchain.id, &self.optimiser.id])
    }
}

impl Program {
    fn load(entry: &Entry, dir: &Path) -> Option<Self> {
        let (wasm, code) = entry.load(dir)?;
        Some(Self::of(entry, dir, wasm, code))
    }

    fn of(entry: &Entry, dir: &Path, wasm: Vec<u8>, code: Vec<u8>) -> Self {
        Self { name: entry.program.clone(), path: entry.path(dir), wasm, code, size: entry.size.clone() }
    }
}

/// Does the `jobs` on as many threads as there are processors; results in the order of the jobs.
fn in_parallel<Job: Send, Done: Send>(
    jobs: Vec<Job>,
    work: impl Fn(Job) -> Result<Done, Error> + Sync,
) -> Result<Vec<Done>, Error> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    // The guard must not live on while the job is done.
                    let next = queue.lock().ok().and_then(|mut queue| queue.next());
                    let Some((index, job)) = next else { return };
                    let done = work(job);
                    if let Ok(mut results) = results.lock() {
                        results.insert(index, done);
                    }
                }
            });
        }
    });
    results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_tells_nothing_from_something_old() {
        let root = std::env::temp_dir().join(format!("surety-built-{}", std::process::id()));
        let toolchain = Selection::Folder(root.join("no-toolchain"));
        let options = BuildOptions { root: root.clone(), toolchain, progress: Progress::Silent };
        files::fresh_dir(&options.output_dir()).unwrap();
        assert_eq!(built(&options).unwrap(), Built::Missing);
        let old = Manifest::new("of others".into(), "rustc 1", "wasm-opt 1", BTreeSet::new(), Vec::new());
        old.save(&options.output_dir()).unwrap();
        assert_eq!(built(&options).unwrap(), Built::Outdated);
        files::remove_dir(&root).unwrap();
    }

    #[test]
    fn in_parallel_keeps_the_order_and_the_first_error() {
        let squares = in_parallel((0..50_u32).collect(), |n| Ok(n * n)).unwrap();
        assert!(squares.into_iter().eq((0..50).map(|n| n * n)));
        let failed =
            in_parallel(vec![1, 2, 3], |n| if n == 2 { Err(Error::Toolchain("two".into())) } else { Ok(n) });
        assert_eq!(failed.unwrap_err().to_string(), "two");
    }
}
