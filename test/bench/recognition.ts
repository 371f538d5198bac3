// npm run bench: what recognition costs with the whole glossary, alone and beside 10,000 forms of a team's own.
// Prints ratios and percentiles, passes no judgement. Every ratio is between runs that take turns in one process.
import { AhoCorasick as DoubleArray } from '@monyone/aho-corasick/fast';
import AhoCorasick from 'ahocorasick';
import { compileGlossary } from '../../src/build/glossary/compile.ts';
import { compileIndex } from '../../src/build/glossary/compile-index.ts';
import { DocumentEvidence, type ReaderContext } from '../../src/core/recognition/document-evidence.ts';
import type { Context } from '../../src/core/recognition/evidence.ts';
import { FormIndex, type RecognisedTerm } from '../../src/core/recognition/form-index.ts';
import { decodeFormIndex } from '../../src/core/recognition/form-index-file.ts';
import { formKey } from '../../src/core/recognition/form-key.ts';
import { Recogniser } from '../../src/core/recognition/recogniser.ts';
import { repository } from '../repository.ts';
import { CORPORA } from './corpus.ts';
import { milliseconds, quantile, quartiles } from './measure.ts';

const ROUNDS = 9;

/** A reader who has changed nothing. */
const NOTHING_CHOSEN: ReaderContext = {
  sensitivity: 'balanced',
  isMuted: () => false,
  isWanted: () => true,
  place: () => 'code',
};

const glossary = await compileGlossary(repository);
const { index, bytes } = compileIndex(glossary);
const indexText = JSON.stringify(index);
const read = () => new FormIndex(decodeFormIndex(JSON.parse(indexText) as typeof index, bytes));
const built = read();
const ownTerms = madeUpTerms(10_000);
const own = FormIndex.of(ownTerms);

const kilobytes = (length: number) => `${Math.round(length / 1000)} kB`;
console.log(
  `${index.terms.length} terms, ${built.data.claimRules.length} forms and phrases; Node ${process.version}`,
);
console.log(`index: ${kilobytes(indexText.length)} of JSON and ${kilobytes(bytes.length)} of numbers`);
const loads = Array.from({ length: ROUNDS }, () => milliseconds(read));
console.log(`reading it: ${quartiles(loads)} ms (the first, cold: ${(loads[0] ?? 0).toFixed(2)})`);
const builds = Array.from({ length: 3 }, () => milliseconds(() => FormIndex.of(ownTerms)));
console.log(`building an index of 10,000 forms in memory: ${quartiles(builds, 0)} ms`);
console.log(`memory of it: ${kilobytes(heapOf(() => FormIndex.of(ownTerms)))}`);

const recognisers = {
  'the glossary': new Recogniser(built),
  'the glossary and 10,000 forms': new Recogniser(own, built),
};
for (const [corpusName, corpus] of Object.entries(CORPORA)) {
  console.log(
    `\n${corpusName}: ${corpus.length} files, ${kilobytes(sum(corpus.map(({ length }) => length)))}`,
  );
  for (const [name, recogniser] of Object.entries(recognisers)) {
    measureScan(name, recogniser, corpus);
    measureLookups(name, recogniser, corpus);
  }
}
compareWithMatchers();
measureEvidence();
measureHostileLines();

/** A document's lines, each scanned with what is around it, against a bare pass over the same text. */
function measureScan(name: string, recogniser: Recogniser, corpus: readonly string[]): void {
  let sink = 0;
  const pass = () => {
    for (const text of corpus) for (let i = 0; i < text.length; i++) sink ^= text.charCodeAt(i);
  };
  const files = corpus.map((text) => text.split('\n'));
  let matches = 0;
  const scan = () => {
    matches = 0;
    for (const lines of files) {
      const evidence = evidenceOf(recogniser, lines);
      for (const [line, text] of lines.entries()) matches += recogniser.scan(text, evidence(line)).length;
    }
  };
  pass();
  scan();
  const ratios = Array.from({ length: ROUNDS }, () => (100 * milliseconds(pass)) / milliseconds(scan));
  const perKilobyte = (1000 * matches) / sum(corpus.map(({ length }) => length));
  console.log(
    `scan with ${name}: ${quartiles(ratios)} % of a bare charCodeAt pass; ${perKilobyte.toFixed(1)} matches a kB${sink === 1 ? ' ' : ''}`,
  );
}

/** Single positions, with what is around them known. */
function measureLookups(name: string, recogniser: Recogniser, corpus: readonly string[]): void {
  const files = corpus.map((text) => text.split('\n')).filter((lines) => lines.length > 3);
  const evidences = files.map((lines) => evidenceOf(recogniser, lines));
  const positions = Array.from({ length: 20_000 }, (_, i) => {
    const file = (i * 31) % files.length;
    const lines = files[file] as readonly string[];
    const line = (i * 7919) % lines.length;
    const text = lines[line] as string;
    return { text, offset: (i * 104_729) % (text.length + 1), context: (evidences[file] as Evidence)(line) };
  });
  const look = ({ text, offset, context }: (typeof positions)[number]) =>
    recogniser.at(text, offset, context);
  for (const position of positions) look(position);
  const times = positions.map((position) => 1000 * milliseconds(() => look(position)));
  const percentiles = [0.5, 0.99, 0.999].map((q) => quantile(times, q).toFixed(1));
  console.log(`lookup with ${name}: p50 / p99 / p99.9 ${percentiles.join(' / ')} µs`);
}

/** The matching alone, on the same text and the same keys, against the best matchers of the registry. */
function compareWithMatchers(): void {
  const keys = [...new Set(ownTerms.flatMap(({ forms }) => forms.map(({ text }) => formKey(text))))];
  const recogniser = new Recogniser(own);
  const engines = {
    '@monyone/aho-corasick/fast': new DoubleArray(keys),
    ahocorasick: new AhoCorasick(keys),
  };
  console.log('\nmatching 10,000 forms in code, text made lower case for the others beforehand');
  const corpus = CORPORA['code'] ?? [];
  const lowered = corpus.map((text) => text.toLowerCase());
  const ours = () => corpus.forEach((text) => recogniser.scan(text));
  const theirs = {
    '@monyone/aho-corasick/fast': () =>
      lowered.forEach((text) => engines['@monyone/aho-corasick/fast'].matchInText(text)),
    ahocorasick: () => lowered.forEach((text) => engines.ahocorasick.search(text)),
  };
  for (const [name, run] of Object.entries(theirs)) {
    run();
    ours();
    const ratios = Array.from({ length: ROUNDS }, () => milliseconds(run) / milliseconds(ours));
    console.log(`${name} takes ${quartiles(ratios)} times as long as ours`);
  }
}

function measureEvidence(): void {
  const recogniser = recognisers['the glossary'];
  const plain = Array.from(
    { length: 5_000 },
    (_, i) => `total${i} := add(price, discount) // the sum of the order`,
  );
  const cold = Array.from({ length: ROUNDS }, () =>
    milliseconds(() => evidenceOf(recogniser, plain)(2_500).speaksOfAi()),
  );
  console.log(
    `\nevidence of 5,000 lines that speak of nothing: ${quartiles(cold)} ms, read for the first time`,
  );
  const large = plain.flatMap((line) => Array.from({ length: 10 }, () => line));
  const lines = { count: large.length, text: (line: number) => large[line] as string };
  const evidence = new DocumentEvidence(recogniser, lines);
  const ask = () => evidence.at(700, NOTHING_CHOSEN).speaksOfAi();
  const first = milliseconds(ask);
  const keystrokes = Array.from({ length: 200 }, (_, i) => {
    large[700] = `total${i}`;
    return milliseconds(() => {
      evidence.edit(700, 1, 1);
      ask();
    });
  });
  console.log(
    `a keystroke in 50,000 lines: ${((100 * quantile(keystrokes, 0.5)) / first).toFixed(1)} % of reading its evidence anew`,
  );
}

function measureHostileLines(): void {
  console.log('');
  const hostile = {
    'one letter': 'a',
    Chinese: '模',
    separators: '-_ ',
    humps: 'aB',
    'a term': 'GAN_',
    'its beginning': 'large language ',
  };
  for (const [name, unit] of Object.entries(hostile)) {
    const line = unit.repeat(1_000_000 / unit.length);
    const recogniser = recognisers['the glossary'];
    const half = milliseconds(() => recogniser.scan(line.slice(0, line.length / 2)));
    const whole = milliseconds(() => recogniser.scan(line));
    console.log(`a megabyte of ${name}: ${(whole / half).toFixed(1)} times half of it`);
  }
}

type Evidence = (line: number) => Context;

function evidenceOf(recogniser: Recogniser, lines: readonly string[]): Evidence {
  const evidence = new DocumentEvidence(recogniser, {
    count: lines.length,
    text: (line) => lines[line] as string,
  });
  return (line) => evidence.at(line, NOTHING_CHOSEN);
}

/** Terms that could be a team's: words of the field, joined in every way, some in Chinese. */
function madeUpTerms(count: number): readonly RecognisedTerm[] {
  const words = glossary.entries
    .flatMap(({ forms }) => forms.map(({ text }) => text))
    .filter((text) => text.length < 20);
  return Array.from({ length: count }, (_, i) => {
    const text = `${words[(i * 17) % words.length]} ${words[(i * 101 + 7) % words.length]}`;
    return {
      id: `own-${i}`,
      topic: 'own',
      forms: [{ text: i % 10 === 0 ? text.replace(' ', '') : text, case: 'any' }],
      exclusions: [],
      related: [],
    };
  });
}

function heapOf(make: () => unknown): number {
  const before = process.memoryUsage();
  const made = make();
  const after = process.memoryUsage();
  return made ? after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
