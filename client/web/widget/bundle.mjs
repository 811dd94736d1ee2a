// How the widget's sources become files for browsers: esbuild's options, for whoever bundles them
// (vocd's own build, the package, the tests). Private names shrink only from es2022 on.
import fs from 'node:fs/promises';
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

// The style sheet is text to esbuild, which leaves its line ends alone.
const squeezeStyles = {
  name: 'squeeze-styles',
  setup(build) {
    build.onLoad({filter: /[\\/]src[\\/]styles\.ts$/}, async ({path: file}) => {
      const text = await fs.readFile(file, 'utf8');
      const contents = text.replace(
          /(?<=^const CSS = `)[^`]*/m,
          css => css.replace(/;?\n\}/g, '}').replace(/(?<=[{};,])\n/g, '').trim());
      return {contents, loader: 'ts'};
    });
  },
};

export const options = {
  plugins: [squeezeStyles],
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};
