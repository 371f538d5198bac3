import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server on this computer that remembers what it was asked. */
export interface TestServer {
  readonly url: string;
  readonly received: readonly Received[];
  close(): void;
}

export type Handler = (request: Received, response: ServerResponse) => void | Promise<void>;

/** Listens on a free port. A handler that throws answers 500 with what it threw. */
export async function startServer(handle: Handler): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const request = { method, path: url, headers, body: Buffer.concat(chunks) };
    received.push(request);
    try {
      await handle(request, response);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

/** A server that never answers. */
export function startSilentServer(): Promise<TestServer> {
  return startServer(() => {});
}

/** A port on which nothing listens. */
export async function findDeadUrl(): Promise<string> {
  const server = await startSilentServer();
  server.close();
  return server.url;
}
