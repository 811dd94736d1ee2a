// A source file of the live page as a module of Node's own.
import path from 'node:path';

import {esbuild, REPO} from '../../../../support/web/tools.mjs';

export async function load(...names) {
  const imports = names.map(name => `export * from './${name}';`).join('\n');
  const built = await esbuild().build({
    stdin: {contents: imports, resolveDir: path.join(REPO, 'client/web/page/live'), loader: 'ts'},
    bundle: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent',
  });
  const text = built.outputFiles[0].text;
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
