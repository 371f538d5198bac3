import type { ServerResponse } from 'node:http';
import { sendJson, startServer, type TestServer } from './server.ts';

/** What the server holds of a model. */
export interface OllamaModel {
  readonly quantization?: string;
  readonly parameters?: string;
  /** The reply to every conversation, in the pieces it is streamed in. */
  readonly reply?: readonly string[];
  /** What goes wrong after the reply's pieces: an error in the stream, a broken connection, or nothing comes any more. */
  readonly then?: 'error' | 'hang up' | 'silence';
  /** The vector of a text. The server scales it to length 1. */
  readonly embed?: (text: string) => readonly number[];
  /** The longest text that can be embedded, in characters: a stand-in for tokens. */
  readonly contextLength?: number;
  /** What every request for it is refused with. */
  readonly failure?: { readonly status: number; readonly error: string };
}

export interface OllamaServer extends TestServer {
  /** Resolves when a client has closed the connection of a reply that was not at its end. */
  readonly left: Promise<void>;
}

interface OllamaRequest {
  readonly model?: string;
  readonly stream?: boolean;
  readonly input?: string | readonly string[];
  readonly truncate?: boolean;
}

/**
 * Ollama, as `server/routes.go` and `server/routes_embed.go` answer: `POST /api/chat` with lines of JSON, `/api/show`,
 * `/api/embed`. It has the models it is given; whoever asks it to pull another one gets a 500.
 */
export async function startOllama(models: Readonly<Record<string, OllamaModel>>): Promise<OllamaServer> {
  let leave: () => void = () => {};
  const left = new Promise<void>((resolve) => (leave = resolve));
  const server = await startServer(({ method, path, body }, response) => {
    if (method !== 'POST') return void response.writeHead(405).end('405 method not allowed');
    if (path === '/api/pull') return sendJson(response, 500, { error: 'nothing is to be pulled' });
    const answer = HANDLERS[path];
    if (!answer) return void response.writeHead(404).end('404 page not found');
    const request = JSON.parse(body.toString()) as OllamaRequest;
    const model = models[request.model ?? ''];
    if (!model) return sendJson(response, 404, { error: `model '${request.model}' not found` });
    if (model.failure) return sendJson(response, model.failure.status, { error: model.failure.error });
    response.on('close', () => {
      if (!response.writableFinished) leave();
    });
    answer(model, request, response);
  });
  return { ...server, left };
}

type Answer = (model: OllamaModel, request: OllamaRequest, response: ServerResponse) => void;

const HANDLERS: Readonly<Record<string, Answer>> = {
  '/api/chat': chat,
  '/api/show': show,
  '/api/embed': embed,
};

const CREATED_AT = '2026-11-23T08:00:00.000000Z';
const TIMES = { total_duration: 5_000_000, load_duration: 1_000_000, prompt_eval_count: 4 };

function chat(
  { reply = [], then }: OllamaModel,
  { model, stream = true }: OllamaRequest,
  response: ServerResponse,
) {
  const line = (content: string, rest: object) =>
    `${JSON.stringify({ model, created_at: CREATED_AT, message: { role: 'assistant', content }, ...rest })}\n`;
  const end = {
    done: true,
    done_reason: 'stop',
    ...TIMES,
    prompt_eval_duration: 1,
    eval_count: 2,
    eval_duration: 1,
  };
  if (!stream) return void response.end(line(reply.join(''), end));
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.flushHeaders();
  for (const content of reply) response.write(line(content, { done: false }));
  if (then === 'silence') return;
  if (then === 'hang up') return void setTimeout(() => response.destroy(), 20);
  if (then === 'error')
    return void response.end('{"error":"an error was encountered while running the model"}\n');
  response.end(line('', end));
}

function show(
  { quantization = 'Q4_K_M', parameters = '3.2B' }: OllamaModel,
  _: OllamaRequest,
  response: ServerResponse,
) {
  sendJson(response, 200, {
    license: '',
    modelfile: '',
    template: '{{ .Prompt }}',
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      parameter_size: parameters,
      quantization_level: quantization,
    },
    model_info: {},
    capabilities: ['completion'],
    modified_at: CREATED_AT,
  });
}

function embed(
  { embed, contextLength = Infinity }: OllamaModel,
  request: OllamaRequest,
  response: ServerResponse,
) {
  const { model, input = [], truncate = true } = request;
  if (!embed) {
    sendJson(response, 501, { error: 'this model does not support embeddings' });
    return;
  }
  const texts = (typeof input === 'string' ? [input] : input).filter(
    (text, _, all) => text !== '' || all.length > 1,
  );
  if (!truncate && texts.some((text) => text.length > contextLength)) {
    sendJson(response, 400, { error: 'the input length exceeds the context length' });
    return;
  }
  const embeddings = texts.map((text) => {
    const vector = embed(text.slice(0, contextLength));
    const length = Math.max(Math.hypot(...vector), 1e-12);
    return vector.map((value) => Math.fround(value / length));
  });
  sendJson(response, 200, { model, embeddings, ...TIMES });
}
