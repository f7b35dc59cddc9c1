// Resolves shared/…, which is published with each app, to src/Web/shared. Loaded with: node --import ./tests/Door/shared-modules.mjs
import { register } from "node:module";

const shared = new URL("../../src/Web/shared/", import.meta.url).href;
const hook = `export function resolve(specifier, context, next) {
  const isShared = specifier.startsWith("../shared/") && context.parentURL?.includes("/wwwroot/");
  return next(isShared ? ${JSON.stringify(shared)} + specifier.slice("../shared/".length) : specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
