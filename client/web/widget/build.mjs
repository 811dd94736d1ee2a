// Makes the package's dist: bundles, and types of what they export.
//
//   node build.mjs [DIST]
//
// esbuild and typescript are those of ../package.json, or of the folder VOC_WEB_TOOLS.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {entries, options} from './bundle.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(process.argv[2] ?? path.join(here, 'dist'));
const require = createRequire(path.join(process.env.VOC_WEB_TOOLS ?? path.dirname(here), 'package.json'));
const esbuild = require('esbuild');

fs.rmSync(dist, {recursive: true, force: true});
for (const [entry, name, format] of [
  [entries.index, 'index.js', 'esm'], [entries.submit, 'submit.js', 'esm'],
  [entries.element, 'voc-survey.js', 'iife'],
]) {
  await esbuild.build({...options, entryPoints: [entry], format, outfile: path.join(dist, name)});
}
execFileSync(process.execPath, [
  require.resolve('typescript/bin/tsc'), '-p', path.join(here, 'tsconfig.types.json'), '--outDir',
  path.join(dist, 'types'),
], {stdio: 'inherit'});
fs.copyFileSync(path.join(here, '../../../LICENSE'), path.join(dist, 'LICENSE'));
