import assert from 'node:assert/strict';
import { Glossary, GlossaryError, type GlossaryFiles } from '../../../../src/core/glossary/glossary.ts';
import { RLHF } from '../entry.ts';
import { term } from '../terms.ts';

const index = {
  version: 1,
  topics: [{ id: 'training', name: { en: 'Training', 'zh-CN': '训练' } }],
  terms: [term('rlhf', 'RLHF'), term('ppo', 'PPO')],
};

/** A compiled glossary in memory: each file a text, or an error for one that is not there. */
function files(texts: Record<string, string | Error>): GlossaryFiles {
  const read = (name: string) => {
    const text = texts[name] ?? new Error('ENOENT');
    return text instanceof Error ? Promise.reject(text) : Promise.resolve(text);
  };
  return { readIndex: () => read('index'), readEntry: (id) => read(id) };
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
    assert.equal(glossary.topicName({ topic: 'training' })['zh-CN'], '训练');
    assert.equal(glossary.topicName({ topic: 'unheard-of' }).en, 'unheard-of');
    assert.deepEqual(await glossary.entry('rlhf'), RLHF);
    assert.equal(glossary.recogniser.scan('RLHF')[0]?.terms[0], 'rlhf');
  });

  const broken: readonly [what: string, text: string | Error, message: RegExp][] = [
    ['missing', new Error('ENOENT'), /its index cannot be read/],
    ['empty', '', /its index is damaged/],
    ['cut off', JSON.stringify(index).slice(0, 40), /its index is damaged/],
    ['a number', '7', /its index is damaged/],
    ['null', 'null', /its index is damaged/],
    ['of another version', JSON.stringify({ ...index, version: 2 }), /not one this version reads/],
    ['full of something else', JSON.stringify({ ...index, terms: [{}] }), /its index is damaged/],
    ['without terms', JSON.stringify({ version: 1 }), /not one this version reads/],
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
    ['without sources', JSON.stringify({ ...RLHF, sources: [] }), /not one this version reads/],
  ];
  for (const [what, text, message] of brokenEntries) {
    it(`says so when an entry is ${what}`, async () => {
      const glossary = await Glossary.load(files({ index: JSON.stringify(index), rlhf: text }));
      await assert.rejects(glossary.entry('rlhf'), message);
    });
  }

  it('reads an entry again after a failure, and only once after a success', async () => {
    let reads = 0;
    const glossary = await Glossary.load({
      readIndex: () => Promise.resolve(JSON.stringify(index)),
      readEntry: () =>
        ++reads === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(JSON.stringify(RLHF)),
    });
    await assert.rejects(glossary.entry('rlhf'), GlossaryError);
    await glossary.entry('rlhf');
    await glossary.entry('rlhf');
    assert.equal(reads, 2);
  });
});
