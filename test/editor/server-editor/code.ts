// Stands in for VS Code's `code` where only npm can be reached: takes the arguments that @vscode/test-electron
// passes, runs the tests in a VS Code server with Chromium as its window, and exits with their exit code.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { unmark } from '../../report/marked-output.ts';
import { parseTotals } from '../../report/totals.ts';
import { openWorkbench } from './workbench.ts';

const TIMED_OUT = 124;

const { values, positionals } = parseArgs({
  options: {
    server: { type: 'string' },
    extensionDevelopmentPath: { type: 'string' },
    extensionDevelopmentKind: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    locale: { type: 'string' },
    'user-data-dir': { type: 'string' },
    timeout: { type: 'string', default: '300' },
  },
  allowPositionals: true,
  // The other arguments speak to a desktop window.
  strict: false,
});

function required(name: 'server' | 'extensionDevelopmentPath' | 'extensionTestsPath'): string {
  const value = values[name];
  if (typeof value === 'string') return value;
  throw new Error(`The server editor wants --${name}=…`);
}

function optional(name: 'locale' | 'user-data-dir'): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function settings(): Record<string, unknown> {
  const file = path.join(optional('user-data-dir') ?? '', 'User/settings.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}

const seconds = Number(values.timeout);
const stopped = new Promise<number>((resolve) => {
  process.once('SIGINT', () => resolve(130)).once('SIGTERM', () => resolve(143));
  // A parent that was killed leaves this process to another one.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || resolve(143), 1000).unref();
  setTimeout(() => {
    console.error(`The tests did not end within ${seconds} s.`);
    resolve(TIMED_OUT);
  }, seconds * 1000).unref();
});
const editorLog: string[] = [];
let reported = false;
const workbench = await openWorkbench({
  server: required('server'),
  workspace: path.resolve(positionals[0] ?? '.'),
  extension: path.resolve(required('extensionDevelopmentPath')),
  tests: path.resolve(required('extensionTestsPath')),
  host: values.extensionDevelopmentKind === 'web' ? 'web' : 'node',
  locale: optional('locale'),
  settings: settings(),
  onConsole: (message) => {
    const printed = unmark(message);
    if (printed === undefined) editorLog.push(message);
    else console.log(printed);
    reported ||= parseTotals(message) !== undefined;
  },
});
try {
  process.exitCode = await Promise.race([workbench.exitCode, stopped]);
} finally {
  await workbench.close();
}
if (!reported) console.error(`The editor's log:\n${editorLog.slice(-50).join('\n')}`);
process.exit();
