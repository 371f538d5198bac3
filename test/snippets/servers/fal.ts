import { randomUUID } from 'node:crypto';
import { sendJson, startServer, type TestServer } from './server.ts';

/** What a status request finds, in the order they come; the last of them again and again. */
export type Look =
  | { readonly status: 'IN_QUEUE'; readonly queue_position: number }
  | { readonly status: 'IN_PROGRESS'; readonly logs: readonly string[] }
  | { readonly status: 'COMPLETED' };

export interface Fal extends TestServer {
  /** Of the request that was submitted. */
  readonly requestId: string;
  /** What was submitted. */
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
  readonly cancelled: readonly string[];
}

/**
 * fal's queue as its reference describes it, and the store of its files. A request is submitted to the whole endpoint;
 * its status, result and end belong to the first two parts of it. What the model refuses comes with the result.
 */
export async function startFal(options: {
  endpoint: string;
  key: string;
  file: Buffer;
  /** The model's answer, given the address of the file. */
  answer: (url: string) => unknown;
  looks?: readonly Look[];
  failure?: { readonly status: number; readonly body: unknown };
  /** How often a submission finds fal too busy to take it. */
  busyFor?: number;
  lostFile?: boolean;
  /** It ends just before it is cancelled. */
  endsBeforeCancel?: boolean;
}): Promise<Fal> {
  const { endpoint, key, looks = [{ status: 'COMPLETED' }], failure } = options;
  const requestId = randomUUID();
  const inputs: Record<string, unknown>[] = [];
  const cancelled: string[] = [];
  const app = endpoint.split('/').slice(0, 2).join('/');
  const request = `/${app}/requests/${requestId}`;
  let seen = 0;
  let refused = 0;

  const server = await startServer(({ method, path, headers, body }, response) => {
    const { pathname, searchParams } = new URL(path, 'http://fal');
    if (`${method} ${pathname}` === 'GET /files/result') {
      if (options.lostFile) return void response.writeHead(404).end('no such file');
      return void response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(options.file);
    }
    if (headers.authorization !== `Key ${key}`) {
      return sendJson(response, 401, { detail: 'Authentication is required to access this application.' });
    }
    const urls = {
      request_id: requestId,
      response_url: `https://queue.fal.run${request}`,
      status_url: `https://queue.fal.run${request}/status`,
      cancel_url: `https://queue.fal.run${request}/cancel`,
    };
    switch (`${method} ${pathname}`) {
      case `POST /${endpoint}`: {
        if (refused++ < (options.busyFor ?? 0)) return void response.writeHead(503).end('busy');
        if (headers['content-type'] !== 'application/json') return sendJson(response, 415, {});
        inputs.push(JSON.parse(body.toString()) as Record<string, unknown>);
        return sendJson(response, 200, { status: 'IN_QUEUE', queue_position: 0, ...urls });
      }
      case `GET ${request}/status`: {
        const look = looks[seen++] ?? looks.at(-1);
        const status = look?.status === 'COMPLETED' ? 200 : 202;
        const lines = look?.status === 'IN_PROGRESS' && searchParams.get('logs') === '1' ? look.logs : [];
        const logs = lines.map((message) => ({ message, level: 'INFO', source: 'USER', timestamp: '' }));
        return sendJson(response, status, { ...look, ...(look?.status !== 'IN_QUEUE' && { logs }), ...urls });
      }
      case `GET ${request}`:
        if (failure) return sendJson(response, failure.status, failure.body);
        return sendJson(response, 200, options.answer(`${server.url}/files/result`));
      case `PUT ${request}/cancel`:
        cancelled.push(requestId);
        if (options.endsBeforeCancel) return sendJson(response, 400, { status: 'ALREADY_COMPLETED' });
        return sendJson(response, 202, { status: 'CANCELLATION_REQUESTED' });
      default:
        return sendJson(response, 404, { detail: `Path ${path} not found` });
    }
  });
  return { ...server, requestId, inputs, cancelled };
}
