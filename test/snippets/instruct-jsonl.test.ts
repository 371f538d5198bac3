import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Conversation {
  readonly messages: readonly Message[];
}

interface Exports {
  toConversation(instruction: string, answer: string, system?: string): Conversation;
  writeConversations(conversations: readonly Conversation[], file?: string): Promise<void>;
  readConversations(file?: string): Promise<Conversation[]>;
}

/** The numbers of the stops. */
const [FILE, SYSTEM] = [1, 2];

const ask = { role: 'user', content: 'What is the capital of France?' };
const answer = { role: 'assistant', content: 'Paris.' };
const system = { role: 'system', content: 'Be brief.' };

describe('ai-instruct-jsonl', () => {
  let folder: string;
  let snippet: Exports;
  let file: string;
  const use = (options?: Use) => load<Exports>(folder, 'ai-instruct-jsonl', options);

  before(async () => {
    folder = createFolder();
    snippet = await use();
  });
  beforeEach(() => (file = path.join(folder, 'chats.jsonl')));
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`writes a conversation to a line and reads it back (${format})`, async () => {
      const { writeConversations, readConversations } = await use({ format });
      const conversations = [
        { messages: [ask, answer] },
        { messages: [system, ask, answer, { role: 'user', content: '中文\n"\\\u2028' }, answer] },
      ];
      await writeConversations(conversations, file);
      const text = await readFile(file, 'utf8');
      assert.equal(
        text.split('\n')[0],
        '{"messages":[{"role":"user","content":"What is the capital of France?"},{"role":"assistant","content":"Paris."}]}',
      );
      assert.equal(text.split('\n').length, 3);
      assert.ok(text.endsWith('}\n'));
      assert.deepEqual(await readConversations(file), conversations);
    });
  }

  it('replaces the file', async () => {
    await snippet.writeConversations([{ messages: [ask, answer] }, { messages: [ask, answer] }], file);
    await snippet.writeConversations([{ messages: [system, ask, answer] }], file);
    assert.deepEqual(await snippet.readConversations(file), [{ messages: [system, ask, answer] }]);
  });

  it('makes a conversation of an instruction and its answer', () => {
    assert.deepEqual(snippet.toConversation('Why?', 'So.', 'Be brief.'), {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Why?' },
        { role: 'assistant', content: 'So.' },
      ],
    });
    assert.deepEqual(
      snippet.toConversation('Why?', 'So.', '').messages.map(({ role }) => role),
      ['user', 'assistant'],
    );
  });

  it('uses the file and the system prompt that were filled in', async () => {
    const { toConversation, writeConversations, readConversations } = await use({
      values: { [FILE]: path.join(folder, 'mine.jsonl'), [SYSTEM]: 'Answer in French.' },
    });
    const conversation = toConversation('Why?', 'So.');
    assert.deepEqual(conversation.messages[0], { role: 'system', content: 'Answer in French.' });
    assert.equal(snippet.toConversation('Why?', 'So.').messages[0]?.content, 'You are a helpful assistant.');
    await writeConversations([conversation]);
    assert.deepEqual(await readConversations(), [conversation]);
    assert.deepEqual(await snippet.readConversations(path.join(folder, 'mine.jsonl')), [conversation]);
  });

  it('reads blank lines, Windows line ends and what else a line holds', async () => {
    const line = JSON.stringify({ messages: [ask, answer], source: 'quiz' });
    await writeFile(file, `\r\n${line}\r\n\r\n${line}`);
    assert.deepEqual(
      await snippet.readConversations(file),
      Array.from({ length: 2 }, () => ({ messages: [ask, answer], source: 'quiz' })),
    );
  });

  for (const [what, line, problem] of [
    ['no object', '3', '"messages" has to be a list'],
    ['null', 'null', '"messages" has to be a list'],
    ['no messages', '{"text": "a"}', '"messages" has to be a list'],
    ['messages that are no list', { messages: { 0: ask, 1: answer } }, '"messages" has to be a list'],
    ['no message', { messages: [] }, 'the last message is not from the assistant'],
    ['only a system message', { messages: [system] }, 'the last message is not from the assistant'],
    ['no answer', { messages: [ask] }, 'the last message is not from the assistant'],
    ['a question left open', { messages: [ask, answer, ask] }, 'the last message is not from the assistant'],
    ['no question', { messages: [answer] }, 'message 1 has the role "assistant", not "user"'],
    [
      'no question after the system message',
      { messages: [system, answer] },
      'message 2 has the role "assistant", not "user"',
    ],
    ['two questions', { messages: [ask, ask, answer] }, 'message 2 has the role "user", not "assistant"'],
    ['two answers', { messages: [ask, answer, answer] }, 'message 3 has the role "assistant", not "user"'],
    [
      'a system message in between',
      { messages: [ask, answer, system] },
      'message 3 has the role "system", not "user"',
    ],
    [
      'two system messages',
      { messages: [system, system, ask, answer] },
      'message 2 has the role "system", not "user"',
    ],
    [
      'an unknown role',
      { messages: [{ role: 'human', content: 'Why?' }, answer] },
      'message 1 has the role "human", not "user"',
    ],
    [
      'a message without a role',
      { messages: [{ content: 'Why?' }] },
      'message 1 has the role undefined, not "user"',
    ],
    ['a message that is null', { messages: [null] }, 'message 1 has the role undefined, not "user"'],
    ['a message that is a text', { messages: ['Why?'] }, 'message 1 has the role undefined, not "user"'],
    [
      'an empty answer',
      { messages: [ask, { role: 'assistant', content: ' ' }] },
      'message 2 has no text as its "content"',
    ],
    [
      'content in parts',
      { messages: [ask, { role: 'assistant', content: [{ type: 'text', text: 'Paris' }] }] },
      'message 2 has no text as its "content"',
    ],
  ] as const) {
    it(`names file and line of ${what}`, async () => {
      const good = JSON.stringify({ messages: [ask, answer] });
      await writeFile(file, [good, '', typeof line === 'string' ? line : JSON.stringify(line)].join('\n'));
      await assert.rejects(snippet.readConversations(file), { message: `${file}:3: ${problem}` });
    });
  }

  it('lists every problem, and no more than fits a screen', async () => {
    await writeFile(file, ['{"messages":', JSON.stringify({ messages: [ask, answer] }), '{}'].join('\n'));
    await assert.rejects(snippet.readConversations(file), ({ message }: Error) => {
      const [first = '', ...others] = message.split('\n');
      assert.ok(first.startsWith(`${file}:1: Unexpected end of JSON input`), first);
      assert.deepEqual(others, [`${file}:3: "messages" has to be a list`]);
      return true;
    });
    await writeFile(file, '{}\n'.repeat(20));
    await assert.rejects(snippet.readConversations(file), ({ message }: Error) => {
      assert.equal(message.split('\n').length, 20);
      assert.ok(message.endsWith(`${file}:20: "messages" has to be a list`));
      return true;
    });
    await writeFile(file, '{}\n'.repeat(25));
    await assert.rejects(snippet.readConversations(file), ({ message }: Error) => {
      assert.equal(message.split('\n').length, 21);
      assert.ok(message.endsWith(`${file}:20: "messages" has to be a list\n… and 5 more`));
      return true;
    });
  });

  it('writes nothing when a conversation has a problem', async () => {
    const unwritten = path.join(folder, 'unwritten.jsonl');
    await assert.rejects(
      snippet.writeConversations([{ messages: [ask, answer] }, { messages: [ask] }], unwritten),
      { message: `${unwritten}:2: the last message is not from the assistant` },
    );
    await assert.rejects(snippet.writeConversations([], unwritten), {
      message: `${unwritten} has no conversations`,
    });
    assert.ok(!existsSync(unwritten));
  });

  it('says when a file is empty or missing', async () => {
    await writeFile(file, '\n\n');
    await assert.rejects(snippet.readConversations(file), { message: `${file} has no conversations` });
    await assert.rejects(snippet.readConversations(path.join(folder, 'none.jsonl')), { code: 'ENOENT' });
  });
});
