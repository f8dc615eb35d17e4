//! The map in `surety --help`: every command in one line, by what one wants, and where to read on.

use crate::exit;
use clap::Command;

/// The help of the whole: the map stands where clap would list the commands.
pub(crate) const TEMPLATE: &str = "\
{about-with-newline}
{usage-heading} {usage}

{before-help}Options:
{options}{after-help}";

/// What one wants, the commands for it, and where to read on.
struct Region {
    wish: &'static str,
    commands: &'static [&'static str],
    read_on: &'static str,
}

/// All commands but `help`, each once. A command with commands below it is named by those.
const REGIONS: &[Region] = &[
    Region {
        wish: "Set up and build",
        commands: &["build", "toolchain", "doctor"],
        read_on: "docs/toolchain.md",
    },
    Region {
        wish: "See that it holds",
        commands: &["replay", "fuzz", "vm check"],
        read_on: "tests/scenarios/README.md, docs/invariants.md, docs/architecture.md",
    },
    Region { wish: "Measure", commands: &["size", "gas"], read_on: "docs/gas.md" },
    Region {
        wish: "Run a chain",
        commands: &["node", "env"],
        read_on: "docs/clients.md; quick starts in docs/staker.md, operator.md, avs.md, dapp.md",
    },
    Region {
        wish: "Deploy to any Arbitrum chain, and look after it",
        commands: &[
            "deploy plan",
            "deploy apply",
            "deploy verify",
            "deploy status",
            "deploy keepalive",
            "deploy cache",
            "deploy upgrade",
        ],
        read_on: "docs/deploying.md",
    },
    Region { wish: "Know the command", commands: &["completions", "manual"], read_on: "docs/cli.md" },
];

const EXAMPLES: &str = "\
Examples:
  surety                          set everything up and replay the catalogue
  surety doctor                   what is missing or wrong, and what mends it
  surety node --with-suite        a chain with the suite that wallets and tools talk to
  surety deploy plan              what a deployment would send, and what it costs
  surety size --json              what each program costs, for machines
  surety help deploy apply        all about one command";

const VARIABLES: &str = "\
Variables:
  SURETY_TOOLCHAIN            auto, rustup, debian, or a folder
  SURETY_TOOLCHAIN_DIR        where compilers are kept [default: surety/toolchain in the cache folder]
  SURETY_WASM_OPT             auto, npm, debian, or a file
  SURETY_DEPLOY_KEYS          private keys that sign, separated by commas
  SURETY_KEYSTORE_PASSWORD    of the files that --keystore names
  ETH_RPC_URL                 the chain's node, where --rpc names none
  NO_COLOR                    no colours, on a terminal either";

/// The command with the map in its help.
pub(crate) fn with_map(command: Command) -> Command {
    let map = render(&command);
    command.before_help(map).after_help(format!("{EXAMPLES}\n\n{}\n\n{VARIABLES}", exit::CODES))
}

fn render(root: &Command) -> String {
    let width = REGIONS.iter().flat_map(|region| region.commands).map(|name| name.len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for region in REGIONS {
        lines.push(format!("{}:", region.wish));
        for name in region.commands {
            let about = find(root, name).and_then(Command::get_about).map(ToString::to_string);
            lines.push(format!("  {name:width$}  {}", about.unwrap_or_default()));
        }
        lines.push(format!("  {:width$}  -> {}\n", "", region.read_on));
    }
    lines.join("\n").trim_end().to_owned()
}

fn find<'a>(root: &'a Command, path: &str) -> Option<&'a Command> {
    path.split(' ').try_fold(root, |command, name| command.find_subcommand(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// All commands without commands below them, as one types them.
    fn leaves(command: &Command, path: &str) -> Vec<String> {
        let below: Vec<_> = command.get_subcommands().filter(|below| below.get_name() != "help").collect();
        let join = |name: &str| format!("{path} {name}").trim_start().to_owned();
        if below.is_empty() {
            vec![path.to_owned()]
        } else {
            below.iter().flat_map(|one| leaves(one, &join(one.get_name()))).collect()
        }
    }

    #[test]
    fn the_map_has_every_command_once_and_each_line_says_something() {
        let root = crate::command();
        let all = leaves(&root, "");
        let mapped: Vec<_> =
            REGIONS.iter().flat_map(|region| region.commands).map(|name| (*name).to_owned()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>(), mapped.iter().collect::<BTreeSet<_>>());
        assert_eq!(all.len(), mapped.len(), "a command twice");
        for name in &all {
            let about =
                find(&root, name).and_then(Command::get_about).map(ToString::to_string).unwrap_or_default();
            let line = about.len();
            assert!((10..=90).contains(&line) && !about.contains('\n'), "{name}: `{about}` is not one line");
            assert!(!about.ends_with('.'), "{name}: no full stop at the end of a line of the map");
        }
    }

    /// The lines below `Examples:` in a command's help.
    fn examples(command: &Command) -> Vec<String> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = help.lines().skip_while(|line| *line != "Examples:").skip(1);
        lines.take_while(|line| !line.is_empty()).map(|line| line.trim().to_owned()).collect()
    }

    /// The words of our command in a line of shell, if it is in there: up to a redirection or a comment,
    /// which two spaces set off.
    fn arguments(line: &str) -> Option<Vec<&str>> {
        let line =
            line.strip_prefix("eval \"$(").map_or(line, |rest| rest.split(")\"").next().unwrap_or(rest));
        let command = line.split("  ").next().unwrap_or(line);
        let words: Vec<_> = command.split(' ').take_while(|word| ![">", "|", "&"].contains(word)).collect();
        (words.first() == Some(&"surety")).then_some(words)
    }

    fn all(command: &Command, path: Vec<String>) -> Vec<(Vec<String>, Command)> {
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        let below = below.flat_map(|one| all(one, [path.clone(), vec![one.get_name().to_owned()]].concat()));
        std::iter::once((path.clone(), command.clone())).chain(below.collect::<Vec<_>>()).collect()
    }

    #[test]
    fn every_command_has_examples_that_the_command_line_takes() {
        let root = crate::command();
        for (path, command) in all(&root, Vec::new()) {
            let examples = examples(&command);
            let ours: Vec<_> = examples.iter().filter_map(|line| arguments(line)).collect();
            assert!(!ours.is_empty(), "{path:?} has no examples");
            for line in &examples {
                assert!(
                    line.is_empty() || arguments(line).is_some() || line.starts_with("cast "),
                    "{path:?}: `{line}`"
                );
            }
            for words in ours {
                match root.clone().try_get_matches_from(&words) {
                    Ok(_) => {}
                    Err(error) if !error.use_stderr() => {}
                    Err(error) => panic!("{words:?}: {error}"),
                }
                let named = path.iter().all(|name| words.contains(&name.as_str()));
                assert!(named, "{words:?} is no example of {path:?}");
            }
        }
    }

    #[test]
    fn what_the_map_points_at_exists() {
        let root = surety_wasm_build::find_root().unwrap();
        for region in REGIONS {
            let pages = region.read_on.split([' ', ',', ';']).filter(|word| word.ends_with(".md"));
            let there = |page: &str| root.join(page).is_file() || root.join("docs").join(page).is_file();
            for page in pages {
                assert!(there(page), "{page}");
            }
        }
    }
}
