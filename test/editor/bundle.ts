import { build } from 'esbuild';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { repository } from '../repository.ts';

/** The hosts an extension runs in: Node, and the worker of an editor in a browser. */
export const HOSTS = ['node', 'web'] as const;

export type Host = (typeof HOSTS)[number];

/** Bundles all of `suite/*.test.ts` for a host; the answer is the module to hand to the editor. */
export async function bundleSuite(host: Host): Promise<string> {
  const suite = path.join(import.meta.dirname, 'suite');
  const files = (await readdir(suite)).filter((file) => file.endsWith('.test.ts')).sort();
  const outfile = path.join(repository, `dist/test/editor/${host}.js`);
  await build({
    stdin: {
      contents: [
        `export { run } from './host/mocha.ts';`,
        ...files.map((file) => `import './suite/${file}';`),
      ].join('\n'),
      resolveDir: import.meta.dirname,
    },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: host === 'node' ? 'node' : 'browser',
    target: 'es2023',
    external: ['vscode'],
    // Mocha's browser build would otherwise take the bundle's `module` for its own and replace our exports.
    define: { module: 'undefined' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
