// name: Instruction data as chat JSONL / 指令微调数据（对话 JSONL）
// description: Writes and checks training conversations, {"messages": […]} on each line; problems are listed with file and line / 写入并校验指令微调用的对话数据，每行一个 {"messages": […]}，逐条报告出错的文件和行号
// prefix: ai-instruct-jsonl
// terms: instruction-tuning, supervised-fine-tuning, chat-template
// packages: @types/node@24.19.2 (dev)
// stop 1: train.jsonl
// stop 2: You are a helpful assistant.
//#region snippet
import { readFile, writeFile } from 'node:fs/promises';

const TRAINING_FILE = 'train.jsonl';
/** Use the same one when you ask the trained model. Empty for none: the templates of some models have no place for it. */
const SYSTEM_PROMPT = 'You are a helpful assistant.';
const MAX_PROBLEMS = 20;

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A line of the file, as chat fine-tuning reads it, TRL's SFT and OpenAI's among others. */
export interface Conversation {
  readonly messages: readonly Message[];
}

/** A conversation of one instruction and the answer to learn. */
export function toConversation(instruction: string, answer: string, system = SYSTEM_PROMPT): Conversation {
  const turns: Message[] = [
    { role: 'user', content: instruction },
    { role: 'assistant', content: answer },
  ];
  return { messages: system ? [{ role: 'system', content: system }, ...turns] : turns };
}

/** Writes one conversation to a line and replaces the file; writes nothing if there is a problem in one. */
export async function writeConversations(
  conversations: readonly Conversation[],
  file = TRAINING_FILE,
): Promise<void> {
  const lines = conversations.map((conversation) => JSON.stringify(conversation));
  parseConversations(lines, file);
  await writeFile(file, lines.join('\n') + '\n');
}

/** Reads conversations, with whatever else their lines hold. Blank lines are passed over. */
export async function readConversations(file = TRAINING_FILE): Promise<Conversation[]> {
  return parseConversations((await readFile(file, 'utf8')).split('\n'), file);
}

/** Throws one error that lists the problems, each with file and line, if there are any or no conversations. */
function parseConversations(lines: readonly string[], file: string): Conversation[] {
  const conversations: Conversation[] = [];
  const problems: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (!line.trim()) continue;
    try {
      const value: unknown = JSON.parse(line);
      checkConversation(value);
      conversations.push(value);
    } catch (error) {
      problems.push(`${file}:${i + 1}: ${(error as Error).message}`);
    }
  }
  const rest = problems.length - MAX_PROBLEMS;
  if (rest > 0) problems.splice(MAX_PROBLEMS, rest, `… and ${rest} more`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  if (conversations.length === 0) throw new Error(`${file} has no conversations`);
  return conversations;
}

/**
 * Messages have a role and a text. An optional system message comes first, then user and assistant take turns,
 * as many chat templates demand, and the assistant has the last word, which is what the model learns.
 */
function checkConversation(value: unknown): asserts value is Conversation {
  const messages = (value as Partial<Conversation> | null)?.messages;
  if (!Array.isArray(messages)) throw new Error('"messages" has to be a list');
  const turns = messages as readonly (Partial<Message> | null)[];
  const first = turns[0]?.role === 'system' ? 1 : 0;
  for (const [i, message] of turns.entries()) {
    const expected = i < first ? 'system' : (i - first) % 2 === 0 ? 'user' : 'assistant';
    if (message?.role !== expected)
      throw new Error(`message ${i + 1} has the role ${JSON.stringify(message?.role)}, not "${expected}"`);
    if (typeof message.content !== 'string' || !message.content.trim())
      throw new Error(`message ${i + 1} has no text as its "content"`);
  }
  if (turns.at(-1)?.role !== 'assistant') throw new Error('the last message is not from the assistant');
}
//#endregion snippet
