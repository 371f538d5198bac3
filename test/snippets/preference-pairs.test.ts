import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Candidates {
  readonly prompt: string;
  readonly answers: readonly [string, string];
}

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Preference {
  readonly prompt: readonly Message[];
  readonly chosen: readonly Message[];
  readonly rejected: readonly Message[];
}

type Choice = 'first' | 'second' | 'skip' | 'stop';
type Choose = (prompt: string, first: string, second: string) => Promise<Choice>;

interface Exports {
  collectPreferences(
    candidates: readonly Candidates[],
    choose: Choose,
    file?: string,
    seed?: number,
  ): Promise<number>;
  collectAtTerminal(
    candidates: readonly Candidates[],
    file?: string,
    input?: NodeJS.ReadableStream,
    output?: NodeJS.WritableStream,
  ): Promise<number>;
  readPreferences(file?: string): Promise<Preference[]>;
}

/** The numbers of the stops. */
const [FILE, SEED] = [1, 2];

/** Questions, each with a good and a bad answer. */
function questions(count: number): Candidates[] {
  return Array.from({ length: count }, (_, i) => ({
    prompt: `question ${i}`,
    answers: [`good ${i}`, `bad ${i}`],
  }));
}

/** A person who answers at once. */
function person(choose: (prompt: string, first: string, second: string) => Choice): Choose {
  return (...shown) => Promise.resolve(choose(...shown));
}

const chooseGood = person((_prompt, first) => (first.startsWith('good') ? 'first' : 'second'));

function preference(i: number): Preference {
  return {
    prompt: [{ role: 'user', content: `question ${i}` }],
    chosen: [{ role: 'assistant', content: `good ${i}` }],
    rejected: [{ role: 'assistant', content: `bad ${i}` }],
  };
}

describe('ai-preference-pairs', () => {
  let folder: string;
  let snippet: Exports;
  let file: string;
  let files = 0;
  const use = (options?: Use) => load<Exports>(folder, 'ai-preference-pairs', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  beforeEach(() => (file = path.join(folder, `preferences-${files++}.jsonl`)));
  after(() => removeFolder(folder));

  /** Which of the answers of each question was shown first. */
  async function shownFirst(candidates: readonly Candidates[], seed: number): Promise<string[]> {
    const shown: string[] = [];
    const choose = person((_prompt, first, second) => {
      shown.push(first);
      assert.notEqual(first, second);
      return 'skip';
    });
    await snippet.collectPreferences(candidates, choose, file, seed);
    return shown;
  }

  for (const format of ['module', 'commonjs'] as const) {
    it(`appends what was chosen, whichever side it stood on, and reads it back (${format})`, async () => {
      const { collectPreferences, readPreferences } = await use({ format });
      assert.equal(await collectPreferences(questions(20), chooseGood, file), 20);
      const expected = Array.from({ length: 20 }, (_, i) => preference(i));
      assert.deepEqual(await readPreferences(file), expected);
      const lines = (await readFile(file, 'utf8')).split('\n');
      assert.equal(lines.pop(), '');
      assert.equal(
        lines[3],
        '{"prompt":[{"role":"user","content":"question 3"}],"chosen":[{"role":"assistant","content":"good 3"}],"rejected":[{"role":"assistant","content":"bad 3"}]}',
      );
      assert.equal(lines.length, 20);
    });
  }

  it('keeps line ends, quotes and other scripts', async () => {
    const candidates: Candidates = { prompt: 'a\nb "c" \\ 中文 \u2028', answers: ['x\r\n', '{"y"}'] };
    await snippet.collectPreferences(
      [candidates],
      person(() => 'first'),
      file,
    );
    const [read] = await snippet.readPreferences(file);
    assert.deepEqual(read?.prompt, [{ role: 'user', content: candidates.prompt }]);
    const answers = [read.chosen[0]?.content, read.rejected[0]?.content];
    assert.deepEqual(answers.sort(), [...candidates.answers].sort());
  });

  it('shows each answer first half of the time', async () => {
    const shown = await shownFirst(questions(2000), 1);
    const good = shown.filter((answer) => answer.startsWith('good')).length;
    // Six standard deviations of 2000 tosses are 134.
    assert.ok(Math.abs(good - 1000) < 134, `${good} of 2000`);
  });

  it('shows the same sides for the same seed, others for another', async () => {
    const candidates = questions(100);
    const shown = await shownFirst(candidates, 1);
    assert.deepEqual(await shownFirst(candidates, 1), shown);
    assert.deepEqual(await shownFirst(candidates.slice(50), 1), shown.slice(50));
    const others = await shownFirst(candidates, 2);
    const differences = others.filter((answer, i) => answer !== shown[i]).length;
    assert.ok(differences > 20 && differences < 80, `${differences} of 100`);
  });

  it('writes nothing for what was skipped, and stops when asked to', async () => {
    const choices = ['first', 'skip', 'second', 'stop'] as const;
    const asked: string[] = [];
    const choose = person((prompt) => {
      asked.push(prompt);
      return choices[asked.length - 1] ?? 'first';
    });
    assert.equal(await snippet.collectPreferences(questions(6), choose, file), 2);
    assert.deepEqual(asked, ['question 0', 'question 1', 'question 2', 'question 3']);
    const prompts = (await snippet.readPreferences(file)).map(({ prompt }) => prompt[0]?.content);
    assert.deepEqual(prompts, ['question 0', 'question 2']);
  });

  it('appends at once: what was chosen is there when the next question comes', async () => {
    const choose: Choose = async (prompt) => {
      if (prompt === 'question 1') assert.equal((await snippet.readPreferences(file)).length, 1);
      return 'first';
    };
    await snippet.collectPreferences(questions(2), choose, file);
    assert.equal((await snippet.readPreferences(file)).length, 2);
  });

  it('goes on where a session was broken off, whichever answer had won', async () => {
    const chooseBad = person((_prompt, first) => (first.startsWith('bad') ? 'first' : 'second'));
    assert.equal(await snippet.collectPreferences(questions(3), chooseGood, file), 3);
    const turned = questions(5).map(({ prompt, answers: [good, bad] }): Candidates => ({
      prompt,
      answers: [bad, good],
    }));
    assert.equal(await snippet.collectPreferences(turned, chooseBad, file), 2);
    const preferences = await snippet.readPreferences(file);
    assert.deepEqual(preferences.slice(0, 3), [preference(0), preference(1), preference(2)]);
    assert.deepEqual(
      preferences.slice(3).map(({ chosen }) => chosen[0]?.content),
      ['bad 3', 'bad 4'],
    );
    // Another answer to a known prompt is another pair.
    const other: Candidates = { prompt: 'question 0', answers: ['good 0', 'other'] };
    assert.equal(await snippet.collectPreferences([other], chooseGood, file), 1);
  });

  it('asks neither for equal answers nor twice for a pair', async () => {
    const equal: Candidates = { prompt: 'question 9', answers: ['good', 'good'] };
    assert.equal(
      await snippet.collectPreferences([equal, ...questions(2), ...questions(3)], chooseGood, file),
      3,
    );
    assert.deepEqual(await snippet.readPreferences(file), [preference(0), preference(1), preference(2)]);
  });

  it('uses the file and the seed that were filled in', async () => {
    const mine = path.join(folder, 'mine.jsonl');
    const filled = await use({ values: { [FILE]: mine, [SEED]: '77' } });
    const sides: string[] = [];
    const choose = person((_prompt, first) => {
      sides.push(first);
      return 'first';
    });
    assert.equal(await filled.collectPreferences(questions(30), choose), 30);
    assert.equal((await filled.readPreferences()).length, 30);
    assert.equal((await snippet.readPreferences(mine)).length, 30);
    assert.deepEqual(sides, await shownFirst(questions(30), 77));
    assert.notDeepEqual(sides, await shownFirst(questions(30), 1));
  });

  describe('at the terminal', () => {
    /** Types the keys, a line for each, and returns what was shown. */
    async function type(keys: readonly string[], candidates: readonly Candidates[], end = false) {
      const input = new PassThrough();
      const output = new PassThrough({ encoding: 'utf8' });
      let shown = '';
      const lines = [...keys];
      output.on('data', (text: string) => {
        shown += text;
        if (!text.endsWith(': ')) return;
        const line = lines.shift();
        if (line !== undefined) input.write(`${line}\n`);
        else if (end) input.end();
      });
      const added = await snippet.collectAtTerminal(candidates, file, input, output);
      return { added, shown, unread: lines };
    }

    it('shows prompt and answers, and takes 1, 2, s and q', async () => {
      const { added, shown, unread } = await type(['1', 's', ' 2 ', 'Q'], questions(5));
      assert.equal(added, 2);
      assert.deepEqual(unread, []);
      const sides = [
        ...shown.matchAll(/\n\nquestion (\d)\n\n\[1\] (.+)\n\n\[2\] (.+)\n\nWhich is better\? /g),
      ];
      assert.deepEqual(
        sides.map(([, number]) => number),
        ['0', '1', '2', '3'],
      );
      const [first, third] = await snippet.readPreferences(file);
      assert.equal(first?.chosen[0]?.content, sides[0]?.[2]);
      assert.equal(first?.rejected[0]?.content, sides[0]?.[3]);
      assert.equal(third?.chosen[0]?.content, sides[2]?.[3]);
      assert.equal(third?.rejected[0]?.content, sides[2]?.[2]);
    });

    it('asks again after another key', async () => {
      const { added, shown, unread } = await type(['', '3', 'first', '1'], questions(1));
      assert.deepEqual([added, unread], [1, []]);
      assert.equal(shown.split('Which is better?').length - 1, 4);
      assert.equal(shown.split('question 0').length - 1, 1);
    });

    it('stops at the end of the input and keeps what was chosen', async () => {
      const { added } = await type(['1'], questions(5), true);
      assert.equal(added, 1);
      assert.equal((await snippet.readPreferences(file)).length, 1);
    });

    it('lets go of the terminal, even after a failure', async () => {
      await writeFile(file, 'broken\n');
      const input = new PassThrough();
      await assert.rejects(snippet.collectAtTerminal(questions(1), file, input, new PassThrough()), /:1: /);
      assert.equal(input.listenerCount('data'), 0);
      assert.ok(input.isPaused());
    });
  });

  const message = { role: 'assistant', content: 'a' };
  const other = { role: 'assistant', content: 'b' };
  for (const [what, line, problem] of [
    ['no object', '3', '"prompt" has to be a list of messages with "role" and "content"'],
    ['null', 'null', '"prompt" has to be a list of messages with "role" and "content"'],
    [
      'texts instead of messages',
      { prompt: 'a', chosen: 'b', rejected: 'c' },
      '"prompt" has to be a list of messages with "role" and "content"',
    ],
    [
      'no chosen answer',
      { prompt: [message], rejected: [other] },
      '"chosen" has to be a list of messages with "role" and "content"',
    ],
    [
      'no rejected message',
      { prompt: [message], chosen: [message], rejected: [] },
      '"rejected" has to be a list of messages with "role" and "content"',
    ],
    [
      'a message without content',
      { prompt: [message], chosen: [{ role: 'assistant' }], rejected: [other] },
      '"chosen" has to be a list of messages with "role" and "content"',
    ],
    [
      'a message without role',
      { prompt: [message], chosen: [message], rejected: [{ content: 'b' }] },
      '"rejected" has to be a list of messages with "role" and "content"',
    ],
    [
      'a message that is null',
      { prompt: [message, null], chosen: [message], rejected: [other] },
      '"prompt" has to be a list of messages with "role" and "content"',
    ],
    [
      'equal answers',
      { prompt: [message], chosen: [message], rejected: [message] },
      '"chosen" and "rejected" are equal',
    ],
  ] as const) {
    it(`names file and line of ${what}`, async () => {
      const text = typeof line === 'string' ? line : JSON.stringify(line);
      await writeFile(file, `${JSON.stringify(preference(0))}\n\n${text}\n`);
      await assert.rejects(snippet.readPreferences(file), { message: `${file}:3: ${problem}` });
    });
  }

  it('names file and line of what is no JSON, and appends nothing to such a file', async () => {
    await writeFile(file, `${JSON.stringify(preference(0))}\n{"prompt":`);
    await assert.rejects(snippet.readPreferences(file), ({ message }: Error) => {
      assert.ok(message.startsWith(`${file}:2: `), message);
      return true;
    });
    await assert.rejects(snippet.collectPreferences(questions(1), chooseGood, file), /:2: /);
    assert.equal((await readFile(file, 'utf8')).split('\n').length, 2);
  });

  it('says when the file to read is missing', async () => {
    await assert.rejects(snippet.readPreferences(file), { code: 'ENOENT' });
  });
});
