// Type-checks the JavaScript of both web apps and the portals. Run it with: npm ci && npm run check
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const compiler = join(here, "node_modules/typescript/bin/tsc");
const parts = ["visitor", "scanner", "start", "workers", "portal"];
let failed = false;

for (const part of parts) {
  const run = spawnSync(process.execPath, [compiler, "-p", join(here, `tsconfig.${part}.json`), "--pretty", "false"], { cwd: join(here, "../.."), encoding: "utf8" });
  if (run.status === 0) continue;
  failed = true;
  console.log(`${part}:\n${run.stdout}${run.stderr}`);
}
process.exitCode = failed ? 1 : 0;
