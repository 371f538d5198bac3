// node test/editor/run.ts [--editor newest|oldest|desktop]… [--host node|web]… [--locale zh-cn]
// Runs the suite inside real editors: by default both server editors, each with both hosts.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCounted } from '../report/run-counted.ts';
import { addTotals, formatTotals, NO_TESTS } from '../report/totals.ts';
import { HOSTS } from './bundle.ts';
import { repository } from '../repository.ts';

const { values } = parseArgs({
  options: {
    editor: { type: 'string', multiple: true, default: ['newest', 'oldest'] },
    host: { type: 'string', multiple: true, default: [...HOSTS] },
    locale: { type: 'string', default: 'en' },
  },
});

let all = NO_TESTS;
const summary: string[] = [];
for (const editor of values.editor) {
  for (const host of values.host) {
    const title = `${editor} editor, ${host} host`;
    console.log(`\n${title}`);
    const totals = await runCounted({
      title,
      command: process.execPath,
      args: [path.join(import.meta.dirname, 'run-one.ts'), editor, host, values.locale],
      cwd: repository,
      timeoutSeconds: 600,
      reports: true,
    });
    summary.push(`${title}: ${totals.passed} passed, ${totals.failed} failed, ${totals.pending} pending`);
    all = addTotals(all, totals);
  }
}
console.log(`\n${summary.join('\n')}`);
for (const { title, error } of all.failures) console.log(`  failed: ${title}: ${error}`);
if (!process.stdout.isTTY) console.log(formatTotals(all));
process.exitCode = all.failed > 0 ? 1 : 0;
