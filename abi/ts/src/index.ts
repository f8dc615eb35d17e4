export * from "./deployment.js";
export * from "./generated/index.js";
export * from "./messages.js";
