// node test/run.ts [layer…]: runs every layer of the tests, also after one that failed, and adds up what they report.
import path from 'node:path';
import { runCounted, type Command } from './report/run-counted.ts';
import { repository } from './repository.ts';
import { addTotals, NO_TESTS, type Totals } from './report/totals.ts';

const inBin = (name: string) => path.join(repository, 'node_modules', name);

/** A layer that only succeeds or fails. */
const check = (title: string, script: string): Command => ({
  title,
  command: 'npm',
  args: ['run', '--silent', script],
  cwd: repository,
  timeoutSeconds: 600,
  reports: false,
});

/** A layer of mocha tests that run in this Node. */
const mocha = (title: string, folder: string, timeoutSeconds = 600): Command => ({
  title,
  command: process.execPath,
  args: [
    inBin('mocha/bin/mocha.js'),
    '--reporter',
    'test/report/spec-with-totals.ts',
    `test/${folder}/**/*.test.ts`,
  ],
  cwd: repository,
  timeoutSeconds,
  reports: true,
});

const script = (title: string, file: string, reports: boolean, timeoutSeconds = 600): Command => ({
  title,
  command: process.execPath,
  args: [path.join(repository, file)],
  cwd: repository,
  timeoutSeconds,
  reports,
});

const LAYERS: readonly Command[] = [
  check('check', 'check'),
  check('build', 'build'),
  mocha('unit', 'unit'),
  mocha('content', 'content'),
  script('install snippets', 'test/snippets/install.ts', false),
  mocha('snippets', 'snippets'),
  script('editor', 'test/editor/run.ts', true, 1500),
  mocha('ui', 'ui', 900),
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((title) => !LAYERS.some((layer) => layer.title === title));
if (unknown.length > 0) {
  console.error(
    `No layer "${unknown.join('", "')}": choose among ${LAYERS.map(({ title }) => title).join(', ')}.`,
  );
  process.exit(2);
}

let all: Totals = NO_TESTS;
const rows: string[] = [];
for (const layer of LAYERS.filter(({ title }) => wanted.length === 0 || wanted.includes(title))) {
  console.log(`\n━━ ${layer.title} ${'━'.repeat(70 - layer.title.length)}`);
  const start = performance.now();
  const totals = await runCounted(layer);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  rows.push(
    `${layer.title.padEnd(18)}${`${totals.passed} passed`.padStart(12)}${`${totals.failed} failed`.padStart(12)}${`${seconds} s`.padStart(9)}`,
  );
  all = addTotals(all, totals);
}

console.log(`\n${rows.join('\n')}`);
for (const { title, error } of all.failures) console.log(`  failed: ${title}: ${error.split('\n')[0]}`);
if (all.pending > 0) console.log(`  ${all.pending} skipped`);
console.log(`\n${all.passed} passed, ${all.failed} failed`);
process.exitCode = all.failed > 0 ? 1 : 0;
