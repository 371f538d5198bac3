// Builds dist/: the extension for both hosts, the entry page, the glossary and the snippets.
//   node esbuild.mjs [--production] [--watch]
import * as esbuild from 'esbuild';
import { rmSync, watch } from 'node:fs';
import { compileContent } from './src/build/content.ts';

const production = process.argv.includes('--production');
const watching = process.argv.includes('--watch');
const root = import.meta.dirname;

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  target: 'es2022',
  logLevel: 'info',
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/node/extension.js',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/web/extension.js',
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
  },
  {
    ...common,
    entryPoints: ['src/webview/entry.ts', 'src/webview/entry.css'],
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
  },
  // A lock, not a product: core has to bundle without Node, the DOM, the editor or anything left outside.
  {
    ...common,
    entryPoints: ['src/core/**/*.ts'],
    outdir: 'dist/core',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'esm',
    write: false,
    logLevel: 'warning',
  },
];

if (!watching) rmSync(`${root}/dist`, { recursive: true, force: true });
const sound = await compileContent(root);
if (watching) {
  for (const options of bundles) await (await esbuild.context(options)).watch();
  let timer;
  for (const folder of ['glossary', 'snippets/typescript']) {
    watch(`${root}/${folder}`, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => compileContent(root), 300);
    });
  }
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
  if (!sound) process.exitCode = 1;
}
