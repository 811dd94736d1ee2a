// How the widget's sources become files for browsers: esbuild's options, for whoever bundles them
// (vocd's own build, the package, the tests). Private names shrink only from es2022 on.
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), 'src');

export const entries = {
  // Defines <voc-survey> when loaded; no exports. What vocd serves as /widget/voc-survey.js.
  element: path.join(source, 'element.ts'),
  // `@vocd/widget`.
  index: path.join(source, 'index.ts'),
  // `@vocd/widget/submit`, for hosts that draw their own form.
  submit: path.join(source, 'submit.ts'),
};

export const options = {
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};
