// npm run new:snippet -- ai-<name>: a snippet and its test to start from, both sound and green.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scaffold } from './snippets/scaffold.ts';

const root = path.resolve(import.meta.dirname, '../..');
const [id = ''] = process.argv.slice(2);
const files = scaffold(id);
const taken = [...files.keys()].find((file) => existsSync(path.join(root, file)));
if (!/^ai-[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) fail('npm run new:snippet -- ai-<name>, in lower case');
else if (taken) fail(`${taken} is there already: choose another name`);
else {
  for (const [file, text] of files) writeFileSync(path.join(root, file), text);
  console.log(`Written:\n  ${[...files.keys()].join('\n  ')}\nsnippets/GUIDE.md says what makes it whole.`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
