import { sendJson, startServer, type TestServer } from './server.ts';

/** How the server answers a message. */
export interface Reply {
  /** The blocks of the message, each in the pieces of a stream. */
  readonly blocks?: readonly {
    readonly type: 'text' | 'thinking';
    readonly pieces: readonly string[];
  }[];
  /** `end_turn` if left out. */
  readonly stopReason?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  /** What becomes of the stream after its blocks. */
  readonly then?: 'error' | 'silence' | 'end';
  /** With this status there is no answer but an error. */
  readonly status?: number;
}

/** The version of the API that @anthropic-ai/sdk 1 asks for. */
const API_VERSION = '2026-10-21';

interface MessageRequest {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
}

/**
 * A server with Anthropic's `POST /v1/messages`, as server-sent events with a name: a message starts, its blocks start,
 * grow and stop, `message_delta` brings the reason of the end and the tokens of the answer, and the message stops.
 */
export function startAnthropic(reply: Reply): Promise<TestServer> {
  return startServer(({ method, path, headers, body }, response) => {
    const sendError = (status: number, type: string, message: string) =>
      sendJson(response, status, { type: 'error', error: { type, message }, request_id: 'req_1' });
    if (method !== 'POST' || path !== '/v1/messages') return sendError(404, 'not_found_error', 'Not found');
    if (headers['content-type'] !== 'application/json' || headers['anthropic-version'] !== API_VERSION) {
      return sendError(400, 'invalid_request_error', 'a header is missing');
    }
    if (headers.authorization !== 'Bearer secret') {
      return sendError(401, 'authentication_error', 'invalid API key');
    }
    const { model, max_tokens, stream } = JSON.parse(body.toString()) as MessageRequest;
    if (!max_tokens) return sendError(400, 'invalid_request_error', 'max_tokens: Field required');
    if (!stream) return sendError(400, 'invalid_request_error', 'only streams are played here');
    if (reply.status) return sendError(reply.status, 'api_error', `scripted ${reply.status}`);

    const { blocks = [], stopReason = 'end_turn', usage = { input: 1, output: 1 }, then } = reply;
    const send = (type: string, data: object) =>
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    send('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        container: null,
        diagnostics: null,
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        usage: toUsage(usage.input, 1),
      },
    });
    send('ping', {});
    for (const [index, { type, pieces }] of blocks.entries()) {
      const empty = type === 'text' ? { type, text: '' } : { type, thinking: '', signature: '' };
      send('content_block_start', { index, content_block: empty });
      for (const piece of pieces) {
        const delta = type === 'text' ? { text: piece } : { thinking: piece };
        send('content_block_delta', { index, delta: { type: `${type}_delta`, ...delta } });
      }
      if (then) continue;
      send('content_block_stop', { index });
    }
    if (then === 'silence') return;
    if (then === 'end') return void response.end();
    if (then === 'error') {
      send('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
      return void response.end();
    }
    const delta = { stop_reason: stopReason, stop_sequence: null, stop_details: null, container: null };
    send('message_delta', { delta, usage: toUsage(usage.input, usage.output) });
    send('message_stop', {});
    response.end();
  });
}

function toUsage(input_tokens: number, output_tokens: number): object {
  const cache = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  return { input_tokens, ...cache, output_tokens, output_tokens_details: null, server_tool_use: null };
}
