//! Builds a workspace of one program, as a newcomer's machine would.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use surety_wasm_build::{BuildOptions, Error, Progress, build_all, toolchain::Selection};

/// A copy of the fixture with the real compiler settings, in a folder of its own.
struct Workspace(PathBuf);

impl Workspace {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("surety-build-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&here.join("tests/fixtures/suite"), &root);
        copy(&here.join("../../contracts/.cargo"), &root.join("contracts/.cargo"));
        Self(root)
    }

    fn options(&self) -> BuildOptions {
        let toolchain = Selection::from_env().unwrap();
        BuildOptions { root: self.0.clone(), toolchain, progress: Progress::Silent }
    }

    fn source(&self) -> PathBuf {
        self.0.join("contracts/ledger/src/lib.rs")
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn two_folders_give_the_same_bytes_without_a_trace_of_either() {
    let [one, other] = ["here", "somewhere-else/and/deeper"].map(Workspace::new);
    let [first, second] = [&one, &other].map(|workspace| build_all(&workspace.options()).unwrap());
    assert_eq!(first.len(), 1);
    let (first, second) = (&first[0], &second[0]);
    assert_eq!(first.wasm, second.wasm);
    assert_eq!(first.code, second.code);
    for text in
        ["src/", "rustc", "surety-build", "panicked", "calldata is not empty", "producers", "target_features"]
    {
        assert!(!contains(&first.wasm, text), "the module contains {text:?}");
    }
    // A loose bound that a library with panic machinery, or one that is not optimised, breaks.
    assert!(first.size.raw_bytes < 20_000, "{:?}", first.size);
    assert_eq!(first.size.footprint_pages, 1);
}

#[test]
fn an_up_to_date_build_only_reads() {
    let workspace = Workspace::new("up-to-date");
    let options = workspace.options();
    let first = build_all(&options).unwrap();
    let artifacts = workspace.0.join("target/wasm");
    fs::remove_dir_all(&artifacts).unwrap();
    // The best of five: a busy machine may delay any one of them.
    let times = (0..5).map(|_| {
        let start = Instant::now();
        assert_eq!(build_all(&options).unwrap(), first);
        start.elapsed()
    });
    let best = times.min().unwrap();
    assert!(best < Duration::from_millis(50), "{best:?}");
    assert!(!artifacts.exists(), "cargo ran");
}

#[test]
fn builders_at_the_same_time_get_the_same_programs() {
    let workspace = Workspace::new("together");
    let options = workspace.options();
    let built = std::thread::scope(|scope| {
        let builders: Vec<_> = (0..3).map(|_| scope.spawn(|| build_all(&options).unwrap())).collect();
        builders.into_iter().map(|builder| builder.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(built.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_change_of_the_sources_changes_the_program() {
    let workspace = Workspace::new("change");
    let options = workspace.options();
    let first = build_all(&options).unwrap();
    let source = fs::read_to_string(workspace.source()).unwrap();
    fs::write(workspace.source(), source.replace("length.to_string()", "(length + 1).to_string()")).unwrap();
    let second = build_all(&options).unwrap();
    assert_ne!(first[0].wasm, second[0].wasm);
    assert_eq!(fs::read(&second[0].path).unwrap(), second[0].wasm);
}

#[test]
fn a_damaged_program_is_made_again() {
    let workspace = Workspace::new("damaged");
    let options = workspace.options();
    let first = build_all(&options).unwrap();
    fs::write(&first[0].path, b"half a file").unwrap();
    assert_eq!(build_all(&options).unwrap(), first);
}

#[test]
fn a_program_that_does_not_compile_says_where() {
    let workspace = Workspace::new("broken");
    fs::write(workspace.source(), "pub fn broken() -> u8 { \"text\" }\n").unwrap();
    let error = build_all(&workspace.options()).unwrap_err();
    assert!(matches!(error, Error::Command { .. }), "{error}");
    assert!(error.to_string().contains("contracts/ledger/src/lib.rs:1"), "{error}");
    assert!(!workspace.0.join("target/programs/manifest.json").exists());
}

#[test]
fn a_module_that_stylus_refuses_names_the_program() {
    let workspace = Workspace::new("refused");
    let source = fs::read_to_string(workspace.source()).unwrap();
    fs::write(workspace.source(), source.replace("user_entrypoint", "no_entrypoint")).unwrap();
    let error = build_all(&workspace.options()).unwrap_err();
    assert!(error.to_string().starts_with("ledger: "), "{error}");
    assert!(!workspace.0.join("target/programs/ledger.wasm").exists());
}

#[test]
fn an_empty_workspace_is_an_error() {
    let workspace = Workspace::new("empty");
    let manifest = workspace.0.join("contracts/ledger/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("cdylib", "rlib")).unwrap();
    assert!(matches!(build_all(&workspace.options()), Err(Error::NoPrograms(_))));
}
