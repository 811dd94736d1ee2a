// The widget's sources, bundled as they are for browsers.
import path from 'node:path';

import {options} from '../../../client/web/widget/bundle.mjs';
import {esbuild, WIDGET} from './tools.mjs';

export async function bundle(entry, {format = 'iife', minify = true} = {}) {
  const result = await esbuild().build({
    ...options, entryPoints: [path.join(WIDGET, 'src', entry)], format, minify, write: false,
  });
  return result.outputFiles[0].text;
}

// A source file as a module of Node's own.
export async function load(entry) {
  const text = await bundle(entry, {format: 'esm', minify: false});
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
