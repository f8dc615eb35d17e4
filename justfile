# The menu. Each recipe is one command; what needs more is a subcommand of `surety` or xtask.

# everything set up, and the whole catalogue replayed
run:
    cargo run

# all tests
test:
    cargo test

# what is missing or wrong, and what mends it
doctor *args:
    cargo run --quiet -- doctor {{args}}

# what continuous integration runs
check:
    .ci/run

# format
fmt:
    cargo fmt --all

# lints
lint:
    cargo clippy --all-targets -- -D warnings

# bytes, gas and fees of each program against the limits
size:
    cargo run --quiet -- size

# gas of each operation beside the peer's; `just gas --check` compares with the snapshot
gas *args:
    cargo run --quiet -- gas {{args}}

# recorded executions of Stylus programs: just vm ../shared/vectors/stylus
vm dir="":
    cargo run --quiet -- vm check {{dir}}

# a story, a folder of stories, or recorded scenarios
replay *paths:
    cargo run --quiet -- replay {{paths}}

# random lives with every invariant after every step
fuzz *args:
    cargo run --quiet -- fuzz {{args}}

# benchmarks
bench:
    cargo bench

# generated ABI files
abi:
    cargo xtask abi

# licences, advisories, sources of dependencies (needs cargo-deny)
deny:
    cargo deny check

# spelling (needs typos-cli)
spell:
    typos
