import { sendJson, startServer, type TestServer } from './server.ts';

interface EndpointRequest {
  readonly inputs?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/**
 * An Inference Endpoint, as `webservice_starlette.py` of Hugging Face's inference toolkit answers: a picture is encoded as
 * `Accept` says, and without it is text in JSON; whatever the handler throws is a 400 with `{error}`. What stands before
 * it refuses a wrong token, and while the endpoint sleeps answers 503, unless `X-Scale-Up-Timeout` asks to wait.
 */
export function startEndpoint(options: {
  picture: Buffer;
  /** What the handler takes besides `inputs`. */
  keywords: readonly string[];
  token?: string;
  asleep?: boolean;
  /** A handler of one's own that sends this type whatever is asked for. */
  sends?: string;
}): Promise<TestServer> {
  const { picture, keywords, token, sends } = options;
  return startServer(({ method, path, headers, body }, response) => {
    if (token && headers.authorization !== `Bearer ${token}`) {
      return void response.writeHead(401, { 'Content-Type': 'text/html' }).end('<p>Unauthorized</p>');
    }
    if (options.asleep && !(Number(headers['x-scale-up-timeout']) > 0)) {
      return void response.writeHead(503).end('503 Service Unavailable');
    }
    if (method !== 'POST' || path !== '/') return void response.writeHead(404).end('Not Found');
    const refuse = (error: string) => sendJson(response, 400, { error });
    if (headers['content-type'] !== 'application/json') {
      return refuse(`Content type "${headers['content-type']}" not supported.`);
    }
    const { inputs, parameters = {} } = JSON.parse(body.toString()) as EndpointRequest;
    if (inputs === undefined) return refuse('Body needs to provide a inputs key');
    const unknown = Object.keys(parameters).find((name) => !keywords.includes(name));
    if (unknown) return refuse(`__call__() got an unexpected keyword argument '${unknown}'`);
    const { accept = '*/*' } = headers;
    const type = sends ?? (accept === '*/*' ? 'application/json' : accept);
    if (type === 'application/json') return sendJson(response, 200, picture.toString('base64'));
    if (!/^image\/(png|jpeg|webp)$/.test(type)) return refuse(`Accept type "${type}" not supported.`);
    response.writeHead(200, { 'Content-Type': type }).end(picture);
  });
}

/** How a provider hands over a picture. */
export interface Provider {
  readonly picture: Buffer;
  /** Its own id of the model. */
  readonly providerId: string;
}

export interface Hub extends TestServer {
  /** Sends requests for Hugging Face's hosts here instead, until it is called again. */
  reroute(): () => void;
}

/**
 * Hugging Face's Hub and the router before its providers. The real addresses are fixed in the client, so `fetch` is
 * rerouted; the host becomes the first part of the path.
 */
export async function startHub(
  model: string,
  providers: Readonly<Record<string, Provider>>,
  options: { token?: string; busy?: boolean; pictureIsGone?: boolean; neverDone?: boolean } = {},
): Promise<Hub> {
  const entries = Object.entries(providers);
  const server = await startServer(({ method, path, headers, body }, response) => {
    const { token } = options;
    const { pathname } = new URL(path, 'http://hub');
    if (token && pathname.startsWith('/router') && headers.authorization !== `Bearer ${token}`) {
      return sendJson(response, 401, { error: 'Invalid username or password.' });
    }
    if (pathname.startsWith('/huggingface.co/api/models/')) {
      if (pathname !== `/huggingface.co/api/models/${model}`) {
        return sendJson(response, 404, { error: 'Repository not found' });
      }
      const inferenceProviderMapping = Object.fromEntries(
        entries.map(([name, { providerId }]) => [
          name,
          { status: 'live', task: 'text-to-image', providerId },
        ]),
      );
      return sendJson(response, 200, { id: model, inferenceProviderMapping });
    }
    if (options.busy) return sendJson(response, 503, { error: 'Model too busy' });
    for (const [name, { picture, providerId }] of entries) {
      const base = `/router.huggingface.co/${name}`;
      const b64_json = picture.toString('base64');
      const status = {
        status: 'IN_QUEUE',
        request_id: '7',
        response_url: `https://queue.fal.run/${providerId}/requests/7`,
      };
      const answers: Readonly<Record<string, () => void>> = {
        [`POST ${base}/models/${providerId}`]: () =>
          void response.writeHead(200, { 'Content-Type': 'image/png' }).end(picture),
        [`POST ${base}/v1/images/generations`]: () => sendJson(response, 200, { data: [{ b64_json }] }),
        [`POST ${base}/${providerId}`]: () => sendJson(response, 200, status),
        [`GET ${base}/${providerId}/requests/7/status`]: () =>
          sendJson(response, 200, { ...status, status: options.neverDone ? 'IN_PROGRESS' : 'COMPLETED' }),
        [`GET ${base}/${providerId}/requests/7`]: () =>
          sendJson(response, 200, { images: [{ url: `${server.url}/picture` }], seed: 7 }),
        [`GET /picture`]: () =>
          options.pictureIsGone
            ? void response.writeHead(404).end('<p>No such file</p>')
            : void response.end(picture),
      };
      const answer = answers[`${method} ${pathname}`];
      if (answer) return answer();
    }
    sendJson(response, 404, { error: `no ${method} ${path} (${body.length} bytes)` });
  });
  return {
    ...server,
    reroute() {
      const { fetch } = globalThis;
      globalThis.fetch = (input, init) =>
        fetch(String(input).replace(/^https:\/\/(?=(router\.)?huggingface\.co\/)/, `${server.url}/`), init);
      return () => (globalThis.fetch = fetch);
    },
  };
}
