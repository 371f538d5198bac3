import { setTimeout as sleep } from 'node:timers/promises';
import { toCompletion } from './openai.ts';
import { sendJson, startServer, type TestServer } from './server.ts';

/** How the server meets one attempt to ask it something. */
export interface Reply {
  readonly answer?: string;
  readonly delayMs?: number;
  /** 200 if left out. */
  readonly status?: number;
  readonly retryAfter?: string;
  /** The connection breaks. */
  readonly hangUp?: true;
  /** A body that is no chat completion. */
  readonly body?: string;
}

export interface ChatServer extends TestServer {
  /** The attempts for each prompt, with the time each arrived, in milliseconds. */
  readonly attempts: ReadonlyMap<string, readonly number[]>;
  /** The most requests that were on their way at once. */
  readonly peak: () => number;
}

/**
 * A server with OpenAI's `POST /v1/chat/completions`. It meets the attempts for a prompt with the replies of its script,
 * the last of them again and again.
 */
export async function startChat(script: Readonly<Record<string, readonly Reply[]>>): Promise<ChatServer> {
  const attempts = new Map<string, number[]>();
  let now = 0;
  let peak = 0;
  const server = await startServer(async ({ method, path, body }, response) => {
    if (method !== 'POST' || path !== '/v1/chat/completions') return sendJson(response, 404, { error: path });
    const { model, messages } = JSON.parse(body.toString()) as {
      model: string;
      messages: { role: string; content: string }[];
    };
    const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const times = attempts.get(prompt) ?? [];
    attempts.set(prompt, [...times, performance.now()]);
    const replies = script[prompt] ?? [];
    const reply = replies[times.length] ?? replies.at(-1);
    if (!reply) throw new Error(`no reply to ${prompt}`);
    peak = Math.max(peak, ++now);
    await sleep(reply.delayMs ?? 0);
    now--;
    if (reply.hangUp) return void response.destroy();
    if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
    if (reply.body !== undefined) return void response.end(reply.body);
    const { status = 200, answer } = reply;
    if (status !== 200) return sendJson(response, status, { error: { message: `scripted ${status}` } });
    sendJson(response, 200, toCompletion(model, answer === undefined ? {} : { pieces: [answer] }));
  });
  return { ...server, url: `${server.url}/v1`, attempts, peak: () => peak };
}
