// Makes what vocd serves to browsers, as C++:
//
//   node build.mjs TOOLS OUT
//
// TOOLS holds node_modules with esbuild. Scripts and style sheets are bundled and minified; all is
// compressed, and written as OUT/assets.cc, which implements assets.h. The same sources give the
// same bytes.
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';

import {cppOf} from './cpp.mjs';
import {options as widgetOptions} from './widget/bundle.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

// Nothing but what vocd itself serves: no inline script or style, no frame, no form.
const PAGE_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
  'img-src data:', "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

// What is built where its sources are. A page is index.html, main.ts and style.css of its folder;
// {{script}} and {{style}} in it become the names of the latter two.
const PAGES = [
  {path: '/', folder: 'page/live', name: 'live'},
  {path: '/sample', folder: 'page/sample', name: 'sample', needs: 'widget/src/element.ts'},
];
const WIDGET = {entry: 'widget/src/element.ts', path: '/widget/', name: 'voc-survey'};

const [tools, out] = process.argv.slice(2);
const esbuild = createRequire(path.resolve(tools, 'package.json'))('esbuild');

const digest = (algorithm, bytes, encoding) =>
    createHash(algorithm).update(bytes).digest(encoding);

async function bundle(entry, options) {
  const built = await esbuild.build({
    entryPoints: [path.join(HERE, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    target: 'es2022',
    ...options,
  });
  return Buffer.from(built.outputFiles[0].contents);
}

function asset(url, bytes, extra = {}) {
  const type = TYPES[path.extname(extra.file ?? url)];
  // The time in a gzip header stays 0, so the bytes depend on the content alone.
  const gzip = gzipSync(bytes, {level: 9});
  return {
    path: url,
    contentType: type,
    etag: `"${digest('sha256', bytes, 'hex').slice(0, 32)}"`,
    plain: bytes,
    gzip: gzip.length < bytes.length ? gzip : Buffer.alloc(0),
    policy: extra.policy ?? '',
    immutable: extra.immutable ?? false,
    anyOrigin: extra.anyOrigin ?? false,
  };
}

// Named after its bytes: whoever has it never asks again.
function hashed(name, extension, bytes, extra = {}) {
  const file = `${name}-${digest('sha256', bytes, 'hex').slice(0, 12)}${extension}`;
  return asset(file, bytes, {...extra, immutable: true});
}

async function pageAssets(page) {
  if (page.needs && !existsSync(path.join(HERE, page.needs))) return [];
  const name = `/assets/${page.name}`;
  const script = hashed(name, '.js', await bundle(`${page.folder}/main.ts`, {format: 'esm'}));
  const style = hashed(name, '.css', await bundle(`${page.folder}/style.css`, {}));
  const html = readFileSync(path.join(HERE, page.folder, 'index.html'), 'utf8')
                   .replaceAll('{{script}}', script.path)
                   .replaceAll('{{style}}', style.path);
  return [
    asset(page.path, Buffer.from(html), {file: 'index.html', policy: PAGE_POLICY}), script, style,
  ];
}

async function widgetAssets() {
  if (!existsSync(path.join(HERE, WIDGET.entry))) return [];
  const bytes = await bundle(WIDGET.entry, {...widgetOptions, format: 'iife'});
  const fixed = hashed(WIDGET.path + WIDGET.name, '.js', bytes, {anyOrigin: true});
  const manifest = {
    file: path.basename(fixed.path),
    integrity: `sha384-${digest('sha384', bytes, 'base64')}`,
  };
  return [
    asset(`${WIDGET.path}${WIDGET.name}.js`, bytes, {anyOrigin: true}), fixed,
    asset(`${WIDGET.path}manifest.json`, Buffer.from(JSON.stringify(manifest) + '\n'),
          {anyOrigin: true}),
  ];
}

const assets = [...(await Promise.all(PAGES.map(pageAssets))).flat(), ...await widgetAssets()];
assets.sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(path.join(out, 'assets.cc'), cppOf(assets));
for (const {path: url, plain, gzip} of assets) {
  console.log(`${String(plain.length).padStart(8)} ${String(gzip.length).padStart(8)}  ${url}`);
}
