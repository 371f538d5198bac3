import { execFile } from 'node:child_process';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../repository.ts';

const run = promisify(execFile);

/** Versions of the npm package code-server, each of which carries a whole VS Code. */
export const SERVER_EDITORS = {
  /** VS Code 1.139.1. */
  newest: '4.139.1',
  /** VS Code 1.99.3: forks of the editor follow months late. */
  oldest: '4.99.4',
} as const;

/** An installed editor. */
export interface ServerEditor {
  /** The entry of VS Code's own server: code-server's wrapper around it drops the test payload. */
  readonly server: string;
  /** Stands in for `code`: see code.ts. */
  readonly executable: string;
}

/**
 * Installs a VS Code server from npm into `.vscode-test`, once; later calls only answer where it is.
 * Rejects with what to do when npm fails.
 */
export async function installServerEditor(version: string): Promise<ServerEditor> {
  const folder = path.join(repository, '.vscode-test', `server-${version}`);
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  const editor: ServerEditor = {
    server: path.join(vscode, 'out/server-main.js'),
    executable: path.join(folder, 'code'),
  };
  // The executable is written last: where it is missing, an install never finished.
  if (await exists(editor.executable)) return editor;
  if (process.platform === 'win32') {
    throw new Error('code-server does not run on Windows: test in a desktop VS Code (npm run test:desktop)');
  }

  console.log(
    `Installing code-server ${version} into ${path.relative(repository, folder)} (once, about 20 s) …`,
  );
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  // Its install scripts want a compiler for native modules that the tests do without.
  await npm(folder, 'install', '--ignore-scripts', `code-server@${version}`);
  await npm(vscode, 'install', '--ignore-scripts', '--omit=dev');
  await replaceNativeWatchdog(vscode);
  await writeExecutable(editor);
  return editor;
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const command = ['npm', ...args, '--no-audit', '--no-fund'];
  try {
    await run('npm', command.slice(1), { cwd, maxBuffer: Infinity });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: number | string; stderr?: string };
    const errors = stderr.split('\n').filter((line) => /^npm (err|error)/i.test(line));
    throw new Error(
      `"${command.join(' ')}" failed in ${cwd} (${code}).\n${errors.slice(0, 10).join('\n')}\n` +
        (code === 'ENOENT'
          ? 'npm is not on the PATH: run the tests through "npm test".'
          : 'Is the npm registry reachable ("npm ping")? Then run the same command again: it starts afresh.'),
    );
  }
}

/** This native module's only work is to end the host when its parent dies. */
async function replaceNativeWatchdog(vscode: string): Promise<void> {
  for (const name of ['native-watchdog', '@vscode/native-watchdog']) {
    const folder = path.join(vscode, 'node_modules', name);
    if (await exists(folder)) await writeFile(path.join(folder, 'index.js'), 'exports.start = () => {};\n');
  }
}

async function writeExecutable({ server, executable }: ServerEditor): Promise<void> {
  const here = path.dirname(executable);
  const standIn = path.relative(here, path.join(import.meta.dirname, 'code.ts'));
  await writeFile(
    executable,
    `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec node "$here/${standIn}" --server="$here/${path.relative(here, server)}" "$@"
`,
  );
  await chmod(executable, 0o755);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
