import assert from 'node:assert/strict';
import type { Term } from '../../../../src/core/glossary/entry.ts';
import {
  Glossary,
  GlossaryError,
  INDEX_VERSION,
  type GlossaryFiles,
  type GlossaryIndex,
} from '../../../../src/core/glossary/glossary.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { encodeFormIndex } from '../../../../src/core/recognition/form-index-file.ts';
import { RLHF } from '../entry.ts';
import { term } from '../terms.ts';

const terms = [term('rlhf', 'RLHF', '&ppo'), term('ppo', 'PPO', '近端策略优化')];
const { header, bytes } = encodeFormIndex(FormIndex.of(terms).data);
const index: GlossaryIndex = {
  ...header,
  version: INDEX_VERSION,
  topics: [{ id: 'training', name: { en: 'Training', 'zh-CN': '训练' }, start: 'rlhf' }],
  redirects: { 'human-feedback': 'rlhf' },
  terms: header.terms.map((data, i) => ({ ...data, name: (terms[i] as Term).name })),
};

/** A compiled glossary in memory: each file a text, or an error for one that is not there. */
function files(texts: Record<string, string | Error>, forms: Uint8Array = bytes): GlossaryFiles {
  const read = (name: string) => {
    const text = { glyphs: '["M0 0"]', ...texts }[name] ?? new Error('ENOENT');
    return text instanceof Error ? Promise.reject(text) : Promise.resolve(text);
  };
  return {
    readIndex: () => read('index'),
    readForms: () => Promise.resolve(forms),
    readGlyphs: () => read('glyphs'),
    readEntry: (id) => read(id),
  };
}

describe('Glossary', () => {
  it('finds terms, topics and entries', async () => {
    const glossary = await Glossary.load(files({ index: JSON.stringify(index), rlhf: JSON.stringify(RLHF) }));
    assert.equal(glossary.term('ppo')?.id, 'ppo');
    assert.equal(glossary.term('nothing'), undefined);
    assert.deepEqual(
      glossary.termsOf(['ppo', 'nothing', 'rlhf']).map(({ id }) => id),
      ['ppo', 'rlhf'],
    );
    assert.equal(glossary.term('human-feedback')?.id, 'rlhf');
    assert.equal(glossary.topicOf({ id: 'ppo', topic: 'training' }).name['zh-CN'], '训练');
    assert.equal(glossary.topicOf({ id: 'ppo', topic: 'training' }).start, 'rlhf');
    assert.equal(glossary.topicOf({ id: 'x', topic: 'unheard-of' }).name.en, 'unheard-of');
    assert.deepEqual(
      glossary.namedBy({ ...RLHF, id: 'ppo', related: [] }).map(({ id }) => id),
      ['rlhf'],
    );
    assert.deepEqual(glossary.namedBy(RLHF), []);
    assert.equal((await glossary.entry('rlhf')).text.en.card, RLHF.text.en.card);
    assert.equal(glossary.recogniser.scan('RLHF')[0]?.terms[0], 'rlhf');
  });

  it('lists its terms in their order, with the ways they are written', async () => {
    const glossary = await Glossary.load(files({ index: JSON.stringify(index) }));
    assert.deepEqual(
      glossary.terms.map(({ id, written }) => [id, written]),
      [
        ['rlhf', ['RLHF']],
        ['ppo', ['PPO', '近端策略优化']],
      ],
    );
  });

  it('says so when its forms are cut off or missing', async () => {
    const text = { index: JSON.stringify(index) };
    await assert.rejects(Glossary.load(files(text, bytes.subarray(0, 40))), /its index is damaged/);
    const missing = { ...files(text), readForms: () => Promise.reject(new Error('ENOENT')) };
    await assert.rejects(Glossary.load(missing), /its index of forms cannot be read/);
  });

  const broken: readonly [what: string, text: string | Error, message: RegExp][] = [
    ['missing', new Error('ENOENT'), /its index cannot be read/],
    ['empty', '', /its index is damaged/],
    ['cut off', JSON.stringify(index).slice(0, 40), /its index is damaged/],
    ['a number', '7', /its index is damaged/],
    ['null', 'null', /its index is damaged/],
    ['of another version', JSON.stringify({ ...index, version: 1 }), /not one this version reads/],
    ['full of something else', JSON.stringify({ ...index, terms: [{}] }), /its index is damaged/],
    ['without terms', JSON.stringify({ version: INDEX_VERSION }), /its index is damaged/],
  ];
  for (const [what, text, message] of broken) {
    it(`says so when its index is ${what}`, async () => {
      await assert.rejects(Glossary.load(files({ index: text })), (error) => {
        assert.ok(error instanceof GlossaryError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  const brokenEntries: readonly [what: string, text: string | Error, message: RegExp][] = [
    ['missing', new Error('ENOENT'), /the entry of "rlhf" cannot be read/],
    ['cut off', JSON.stringify(RLHF).slice(0, 99), /the entry of "rlhf" is damaged/],
    ['another’s', JSON.stringify({ ...RLHF, id: 'ppo' }), /not one this version reads/],
    [
      'without a language',
      JSON.stringify({ ...RLHF, text: { en: RLHF.text.en } }),
      /not one this version reads/,
    ],
    ['without relations', JSON.stringify({ ...RLHF, related: undefined }), /not one this version reads/],
    ['without formulas', JSON.stringify({ ...RLHF, formulas: undefined }), /not one this version reads/],
    ['without sources', JSON.stringify({ ...RLHF, sources: [] }), /not one this version reads/],
  ];
  for (const [what, text, message] of brokenEntries) {
    it(`says so when an entry is ${what}`, async () => {
      const glossary = await Glossary.load(files({ index: JSON.stringify(index), rlhf: text }));
      await assert.rejects(glossary.entry('rlhf'), message);
    });
  }

  it('says so when the outlines of formulas are missing or something else', async () => {
    for (const [glyphs, message] of [
      [new Error('ENOENT'), /its outlines of formulas cannot be read/],
      ['{}', /its outlines of formulas are not what this version reads/],
    ] as const) {
      const glossary = await Glossary.load(
        files({ index: JSON.stringify(index), rlhf: JSON.stringify(RLHF), glyphs }),
      );
      await assert.rejects(glossary.entry('rlhf'), message);
    }
  });

  it('reads an entry again after a failure, and only once after a success', async () => {
    let reads = 0;
    const glossary = await Glossary.load({
      readIndex: () => Promise.resolve(JSON.stringify(index)),
      readForms: () => Promise.resolve(bytes),
      readGlyphs: () => Promise.resolve('[]'),
      readEntry: () =>
        ++reads === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(JSON.stringify(RLHF)),
    });
    await assert.rejects(glossary.entry('rlhf'), GlossaryError);
    await glossary.entry('rlhf');
    await glossary.entry('rlhf');
    assert.equal(reads, 2);
  });
});
