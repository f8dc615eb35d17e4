//! Installs the WASM toolchain, builds and measures the programs
