import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson, startServer, type TestServer } from './server.ts';

/** What is read here of the body of `POST /v1/chat/completions`. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** How the server answers one request. */
export interface Reply {
  /** The text, in the pieces of a stream. */
  readonly pieces?: readonly string[];
  /** What a reasoning model streams first. */
  readonly thoughts?: readonly string[];
  /** The name of the thoughts in a delta: `reasoning_content` if left out. */
  readonly thoughtsName?: 'reasoning' | 'reasoning_content';
  /** `stop` if left out; null ends the stream without a reason, as a proxy that breaks off does. */
  readonly finishReason?: string | null;
  /** In place of the text, in one piece only. */
  readonly refusal?: string;
  /** As `usage` counts them; null keeps it from the answer. */
  readonly completionTokens?: number | null;
  /** Those of them that were thoughts, where the server tells. */
  readonly reasoningTokens?: number;
  /** What becomes of a stream after its pieces. */
  readonly then?: 'error' | 'silence' | 'hang up';
  /** Between two events of a stream. */
  readonly delayMs?: number;
  /** With this status there is no answer but `body`. */
  readonly status?: number;
  readonly body?: string;
}

export interface OpenAIServer extends TestServer {
  /** Resolves when a client closes a connection before it has the whole answer. */
  readonly left: Promise<void>;
}

/**
 * A server with OpenAI's `POST /v1/chat/completions`, as server-sent events and in one piece. As OpenAI does, it begins a
 * stream with the role and an empty text, and counts tokens in a last chunk without choices if it is asked to.
 */
export async function startOpenAI(
  reply: (request: ChatRequest, number: number) => Reply,
): Promise<OpenAIServer> {
  let leave = () => {};
  const left = new Promise<void>((resolve) => (leave = resolve));
  let requests = 0;
  const server = await startServer(async ({ method, path, headers, body }, response) => {
    response.on('close', () => {
      if (!response.writableEnded) leave();
    });
    if (method !== 'POST' || path !== '/v1/chat/completions') return sendError(404, `no ${method} ${path}`);
    if (headers['content-type'] !== 'application/json') return sendError(400, 'the body is no JSON');
    if (!headers.authorization?.startsWith('Bearer ')) return sendError(401, 'no API key');
    const request = JSON.parse(body.toString()) as ChatRequest;
    const answer = reply(request, requests++);
    if (answer.status) return void response.writeHead(answer.status).end(answer.body);
    if (request.stream) return sendStream(request, answer);
    sendJson(response, 200, toCompletion(request.model, answer));

    function sendError(status: number, message: string) {
      sendJson(response, status, {
        error: { message, type: 'invalid_request_error', param: null, code: null },
      });
    }

    async function sendStream({ model, stream_options }: ChatRequest, answer: Reply) {
      const {
        pieces = [],
        thoughts = [],
        thoughtsName = 'reasoning_content',
        finishReason = 'stop',
        completionTokens = 1,
        then,
        delayMs,
      } = answer;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const withUsage = stream_options?.include_usage === true && completionTokens !== null;
      const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model };
      const send = async (delta: object, finish_reason: string | null = null) => {
        const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
        await sendEvent({ ...head, choices, ...(withUsage && { usage: null }) });
      };
      const sendEvent = async (event: object) => {
        await sleep(delayMs ?? 0);
        response.write(`data: ${JSON.stringify(event)}\n\n`);
      };
      await send({ role: 'assistant', content: '' });
      for (const text of thoughts) await send({ [thoughtsName]: text });
      for (const text of pieces) await send({ content: text });
      if (then === 'silence') return;
      if (then === 'hang up') return void setImmediate(() => response.destroy());
      if (then === 'error')
        return void response.end('data: {"error":{"message":"out of memory","code":500}}\n\n');
      if (finishReason === null) return void response.end();
      await send({}, finishReason);
      if (withUsage)
        await sendEvent({ ...head, choices: [], usage: toUsage(completionTokens, answer.reasoningTokens) });
      response.end('data: [DONE]\n\n');
    }
  });
  return { ...server, url: `${server.url}/v1`, left };
}

/** An answer in one piece. */
export function toCompletion(model: string, answer: Reply): object {
  const { pieces, refusal = null, finishReason = 'stop', completionTokens = 1 } = answer;
  const message = { role: 'assistant', content: pieces?.join('') ?? null, refusal };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    ...(completionTokens !== null && { usage: toUsage(completionTokens, answer.reasoningTokens) }),
  };
}

function toUsage(completion_tokens: number, reasoning_tokens?: number): object {
  const usage = { prompt_tokens: 10, completion_tokens, total_tokens: 10 + completion_tokens };
  return reasoning_tokens === undefined
    ? usage
    : { ...usage, completion_tokens_details: { reasoning_tokens } };
}
