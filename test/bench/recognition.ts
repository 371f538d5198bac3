// npm run bench: what recognition costs with the whole glossary. Prints ratios and percentiles, passes no judgement.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compileGlossary } from '../../src/build/glossary/compile.ts';
import { speaksOfAi } from '../../src/core/recognition/evidence.ts';
import { FormIndex } from '../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../src/core/recognition/recogniser.ts';
import { repository } from '../repository.ts';

const ROUNDS = 9;

/** The files below some folders whose names end as asked. */
function texts(ending: RegExp, ...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(repository, folder), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && ending.test(item.name))
      .map((item) => readFileSync(path.join(item.parentPath, item.name), 'utf8')),
  );
}

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

const { index } = await compileGlossary(repository);
const forms = index.terms.reduce((sum, term) => sum + term.forms.length + term.exclusions.length, 0);
console.log(`${index.terms.length} terms, ${forms} forms and exclusions; Node ${process.version}`);
const built = Array.from({ length: ROUNDS }, () => milliseconds(() => new FormIndex(index.terms)));
console.log(`index of forms: ${quantile(built, 0.5).toFixed(1)} ms`);
const recogniser = new Recogniser(new FormIndex(index.terms));

const corpora = {
  code: texts(/\.(ts|py)$/, 'src', 'test/fixtures', 'snippets/typescript', 'node_modules/@mdit/plugin-tex'),
  'English and Chinese prose': texts(/\.md$/, 'glossary'),
};
for (const [name, corpus] of Object.entries(corpora)) {
  const characters = corpus.reduce((sum, text) => sum + text.length, 0);
  let sink = 0;
  const pass = () => {
    for (const text of corpus) for (let i = 0; i < text.length; i++) sink ^= text.charCodeAt(i);
  };
  let matches = 0;
  const scan = () => {
    matches = corpus.reduce((sum, text) => sum + recogniser.scan(text).length, 0);
  };
  pass();
  scan();
  const ratios = Array.from({ length: ROUNDS }, () => milliseconds(pass) / milliseconds(scan));
  const quartiles = [0.25, 0.5, 0.75].map((q) => (100 * quantile(ratios, q)).toFixed(2)).join(' / ');
  const perKb = ((1000 * matches) / characters).toFixed(1);
  console.log(
    `scan, ${name}: ${quartiles} % of a bare charCodeAt pass (${perKb} matches per 1000 characters, ${sink & 0})`,
  );

  const lines = corpus.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  const lookups = Array.from({ length: 20_000 }, (_, i) => {
    const line = lines[(i * 7919) % lines.length] ?? '';
    return 1000 * milliseconds(() => recogniser.at(line, (i * 104_729) % line.length));
  });
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(lookups, q).toFixed(1));
  console.log(`lookup, ${name}: p50 ${p50} µs, p99 ${p99} µs`);
}

const plain = 'total := add(price, discount) // the sum of the order\n'.repeat(5_000);
console.log(
  `evidence of 5,000 lines that speak of nothing: ${milliseconds(() => speaksOfAi(plain, recogniser)).toFixed(1)} ms`,
);
const hostile = { 'one letter': 'a', Chinese: '模', separators: '-_ ', humps: 'aB' };
for (const [name, unit] of Object.entries(hostile)) {
  const line = unit.repeat(1_000_000 / unit.length);
  const half = milliseconds(() => recogniser.scan(line.slice(0, line.length / 2)));
  console.log(
    `a megabyte of ${name}: ${(milliseconds(() => recogniser.scan(line)) / half).toFixed(1)} times half of it`,
  );
}
