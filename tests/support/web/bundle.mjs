// The widget's sources, bundled as they are for browsers.
import path from 'node:path';

import {esbuild, WIDGET} from './tools.mjs';

// What vocd serves and the package holds: see client/web/widget/build.mjs.
export async function bundle(entry, {format = 'iife', minify = true} = {}) {
  const result = await esbuild().build({
    entryPoints: [path.join(WIDGET, 'src', entry)],
    bundle: true, minify, format, target: 'es2022', charset: 'utf8', write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0].text;
}

// A source file as a module of Node's own.
export async function load(entry) {
  const text = await bundle(entry, {format: 'esm', minify: false});
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
