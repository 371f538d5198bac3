import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../repository.ts';

const read = (name: string) => readFileSync(path.join(repository, name), 'utf8');
const keysOf = (name: string) => Object.keys(JSON.parse(read(name)) as object).sort();

describe('the words of the interface', () => {
  it('are translated: every message of the code, and none that is gone', () => {
    const code = readdirSync(path.join(repository, 'src/vscode')).map((name) => read(`src/vscode/${name}`));
    const used = code.flatMap((text) =>
      [...text.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1]?.replaceAll("\\'", "'")),
    );
    assert.deepEqual(keysOf('l10n/bundle.l10n.zh-cn.json'), [...new Set(used)].sort());
  });

  it('are there for every key of the manifest, in both languages', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    const wanted = [...new Set(used)].sort();
    assert.deepEqual(keysOf('package.nls.json'), wanted);
    assert.deepEqual(keysOf('package.nls.zh-cn.json'), wanted);
  });
});
