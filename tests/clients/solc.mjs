#!/usr/bin/env node
// The compiler from npm with the command line of the native one, as far as forge uses it. It must stand beside
// node_modules. Sources come in the request, so paths on the command line say nothing.
import { readFileSync } from "node:fs";
import solc from "solc";

if (process.argv.includes("--version")) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else if (process.argv.includes("--standard-json")) {
  process.stdout.write(solc.compile(readFileSync(0, "utf8")));
} else {
  console.error("only --version and --standard-json");
  process.exit(1);
}
