// One classic script of ES2015 out of the modules of a page, for televisions that know no newer one.
// Use: node bundle.mjs <folder of the project> <module> <where /shared is>; the script goes to stdout.

import { createRequire } from "node:module";
import { join } from "node:path";

const [root, entry, shared] = process.argv.slice(2);
const esbuild = createRequire(join(root, "package.json"))("esbuild-wasm");

const addresses = {
  name: "addresses of the pages",
  setup(build) {
    build.onResolve({ filter: /^\/shared\// }, (asked) => ({
      path: join(root, shared, asked.path.slice("/shared/".length)),
    }));
  },
};

const made = await esbuild.build({
  entryPoints: [join(root, entry)],
  bundle: true,
  minify: true,
  legalComments: "none", // the licences travel beside the vendored files
  target: "es2015",
  format: "iife",
  write: false,
  plugins: [addresses],
});
process.stdout.write(made.outputFiles[0].text, () => process.exit(0));
