// Where the tools of browser tests lie: VOC_TOOLS has those of tests/e2e/package.json, VOC_WEB_TOOLS
// those of client/web/package.json.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const REPO = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const BUILD = process.env.VOC_BUILD_DIR ?? path.join(REPO, 'build/release');
export const WIDGET = path.join(REPO, 'client/web/widget');
export const CHROMIUM = process.env.VOC_CHROMIUM || '/usr/bin/chromium';

function load(name, folders) {
  for (const folder of folders) {
    if (folder && fs.existsSync(path.join(folder, 'node_modules', name))) {
      return createRequire(path.join(folder, 'package.json'))(name);
    }
  }
  throw new Error(`${name} is not installed in any of ${folders.filter(Boolean).join(', ')}`);
}

const tools = [process.env.VOC_TOOLS, path.join(REPO, 'build/tools')];
const webTools = [process.env.VOC_WEB_TOOLS, path.join(BUILD, 'client/web'), path.join(REPO, 'client/web')];

// The folder whose node_modules has esbuild and typescript.
export function webToolsFolder() {
  const folder = webTools.find(one => one && fs.existsSync(path.join(one, 'node_modules/esbuild')));
  if (!folder) throw new Error(`esbuild is not installed in any of ${webTools.filter(Boolean)}`);
  return path.resolve(folder);
}

export const playwright = () => load('playwright-core', tools);
export const axe = () => load('axe-core', tools);
export const esbuild = () => load('esbuild', webTools);
