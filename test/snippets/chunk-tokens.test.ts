import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';
import { requireFromSnippets } from './repository.ts';

interface Chunk {
  readonly text: string;
  readonly tokens: number;
  readonly start: number;
}

interface Exports {
  splitIntoChunks(text: string, size?: number, overlap?: number): Chunk[];
}

interface Encoding {
  encode(text: string, allowed?: string[], disallowed?: string[]): number[];
}

describe('ai-chunk-tokens', function () {
  this.timeout(30_000);
  let folder: string;
  let splitIntoChunks: Exports['splitIntoChunks'];
  const use = (options?: Use) => load<Exports>(folder, 'ai-chunk-tokens', options);

  const { getEncoding } = requireFromSnippets('js-tiktoken') as { getEncoding(name: string): Encoding };
  let o200k: Encoding;
  const count = (text: string) => o200k.encode(text, [], []).length;

  before(async () => {
    folder = createFolder();
    ({ splitIntoChunks } = await use());
    o200k = getEncoding('o200k_base');
  });
  after(() => removeFolder(folder));

  const sizes = (chunks: readonly Chunk[]) => chunks.map(({ tokens }) => tokens);

  /** The text again, without what the chunks repeat. */
  function join(chunks: readonly Chunk[]): string {
    return chunks.reduce((text, chunk) => {
      assert.ok(chunk.start <= text.length, 'something is missing between two chunks');
      assert.ok(chunk.start + chunk.text.length > text.length, 'a chunk has nothing new');
      return text + chunk.text.slice(text.length - chunk.start);
    }, '');
  }

  it('makes 7 windows of 501 tokens, 100 each, of which 20 overlap', () => {
    const text = ' the'.repeat(501);
    assert.equal(count(text), 501);
    const chunks = splitIntoChunks(text, 100, 20);
    assert.deepEqual(
      chunks.map(({ start }) => start),
      [0, 80, 160, 240, 320, 400, 480].map((token) => ' the'.length * token),
    );
    assert.deepEqual(sizes(chunks), [100, 100, 100, 100, 100, 100, 21]);
    assert.equal(join(chunks), text);
    for (const { text: chunk, tokens } of chunks) assert.equal(count(chunk), tokens);
  });

  it('makes one window less of 500 tokens, and no window that only repeats', () => {
    assert.deepEqual(sizes(splitIntoChunks(' the'.repeat(500), 100, 20)), [100, 100, 100, 100, 100, 100]);
    assert.deepEqual(sizes(splitIntoChunks(' the'.repeat(100), 100, 99)), [100]);
    assert.deepEqual(sizes(splitIntoChunks(' the'.repeat(101), 100, 99)), [100, 100]);
    assert.deepEqual(sizes(splitIntoChunks(' the'.repeat(6), 3, 0)), [3, 3]);
    assert.deepEqual(splitIntoChunks('', 100, 20), []);
  });

  it('has the sizes of the program', () => {
    assert.deepEqual(sizes(splitIntoChunks(' the'.repeat(1000))), [512, 512, 1000 - 2 * 448]);
  });

  it('takes the encoding that was chosen and the sizes that were filled in, as CommonJS too', async () => {
    const filled = await use({ values: { 1: 'cl100k_base', 2: '600', 3: '100' }, format: 'commonjs' });
    assert.deepEqual(sizes(filled.splitIntoChunks(' the'.repeat(1000))), [600, 500]);
    const text = '人工智能正在改变软件工程。';
    assert.deepEqual(sizes(filled.splitIntoChunks(text)), [13]);
    assert.deepEqual(sizes(splitIntoChunks(text)), [7]);
  });

  it('moves a cut to the front of the character it would divide', () => {
    assert.equal(count('龘'), 2);
    assert.equal(count(' the龘 the'), 4);
    const chunks = splitIntoChunks(' the龘 the', 2, 0);
    assert.deepEqual(
      chunks.map(({ text, tokens }) => [text, tokens]),
      [
        [' the', 1],
        ['龘', 2],
        [' the', 1],
      ],
    );
    const repeating = splitIntoChunks(' the龘 the', 3, 1);
    assert.deepEqual(
      repeating.map(({ text }) => text),
      [' the龘', '龘 the'],
    );
  });

  it('goes on where a whole character would be repeated again and again', () => {
    const chunks = splitIntoChunks('龘龘龘', 3, 2);
    assert.deepEqual(
      chunks.map(({ text }) => text),
      ['龘', '龘', '龘'],
    );
  });

  it('refuses a chunk that is smaller than a character', () => {
    assert.throws(() => splitIntoChunks(' the龘', 1, 0), {
      name: 'RangeError',
      message: 'The character at 4 has more than 1 tokens',
    });
  });

  for (const [size, overlap] of [
    [100, 100],
    [100, -1],
    [0, 0],
    [10.5, 1],
    [10, 1.5],
    [Number.NaN, 1],
    [10, Number.NaN],
  ] as const) {
    it(`refuses size ${size} with overlap ${overlap}`, () => {
      assert.throws(() => splitIntoChunks('text', size, overlap), {
        name: 'RangeError',
        message: `Need whole numbers, 0 <= overlap < size; got size ${size}, overlap ${overlap}`,
      });
    });
  }

  it('keeps a byte order mark, wherever it is', () => {
    const text = '\uFEFF the the the\uFEFF the';
    assert.equal(count(text), 6);
    assert.deepEqual(
      splitIntoChunks(text, 2, 0).map((chunk) => chunk.text),
      ['\uFEFF the', ' the the', '\uFEFF the'],
    );
  });

  it('takes for text what looks like a special token', () => {
    const text = 'an <|endoftext|> in a document';
    assert.equal(join(splitIntoChunks(text, 4, 1)), text);
  });

  it('keeps any text, within the size, and cuts no character', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        '龘',
        '👩‍👩‍👧‍👦',
        '𠮷',
        '\uFFFD',
        '\uFEFF',
        ' the',
        '\n',
        'é',
        'अ',
        '\uD83D',
        '<|endoftext|>',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const text = fc.array(unit, { maxLength: 25 }).map((parts) => parts.join(''));
    let cuts = 0;
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 30 }), fc.nat(7), (whole, size, overlap) => {
        const chunks = splitIntoChunks(whole, size, overlap);
        assert.equal(join(chunks), whole);
        for (const chunk of chunks) {
          assert.ok(chunk.tokens <= size);
          assert.equal(chunk.text, whole.slice(chunk.start, chunk.start + chunk.text.length));
          for (const cut of [chunk.start, chunk.start + chunk.text.length]) {
            assert.ok(
              !/[\uD800-\uDBFF]$/.test(whole.slice(0, cut)) || !/^[\uDC00-\uDFFF]/.test(whole.slice(cut)),
            );
          }
        }
        const total = count(whole);
        assert.equal(chunks.length > 1, total > size);
        cuts += Math.max(0, chunks.length - 1);
      }),
      { numRuns: 300 },
    );
    assert.ok(cuts > 100, `${cuts} cuts are too few to prove anything`);
  });

  it('repeats the overlap, and at most what a divided character adds', () => {
    const text = '我喜欢猫和狗。龘𠮷野家 The quick brown fox 👩‍👩‍👧‍👦 jumps. '.repeat(20);
    const chunks = splitIntoChunks(text, 40, 10);
    assert.ok(chunks.length > 15);
    for (const [i, chunk] of chunks.slice(1).entries()) {
      const before = chunks[i];
      assert.ok(before);
      const repeated = before.text.slice(chunk.start - before.start);
      assert.ok(chunk.text.startsWith(repeated));
      const tokens = before.tokens - count(before.text.slice(0, chunk.start - before.start));
      assert.ok(tokens >= 9 && tokens <= 14, `${tokens} tokens are repeated`);
    }
  });
});
