import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendJson, startServer, type Received, type TestServer } from './server.ts';

/** The inputs of one call, by the names of the Python function's parameters. */
export type Inputs = Readonly<Record<string, unknown>>;

interface JoinRequest {
  readonly data: readonly unknown[];
  readonly fn_index: number;
  readonly session_hash: string;
}

export interface GradioApp extends TestServer {
  /** What was uploaded, by the path the server gave it. */
  readonly uploads: ReadonlyMap<string, Buffer>;
  /** The jobs that were queued. */
  readonly jobs: readonly Inputs[];
  /** Streams of events that are open. */
  readonly streams: () => number;
}

export type Ending = 'success' | 'error' | 'nothing' | 'never' | 'cut';

const FUNCTION = 3;
/**
 * A Gradio 6 app with one function, `draw(edges, prompt, scale, seed)`, as `gradio/routes.py`, `queueing.py` and
 * `server_messages.py` answer: a job is queued with POST and reported on a stream of the session that the client opens
 * afterwards; it ends with `process_completed`, and the stream with `close_stream` when no job is left.
 */
export async function startGradio(options: {
  picture: Buffer;
  ending?: Ending;
  /** Of `gr.Image(format=…)`; Gradio's own default is webp. */
  format?: 'png' | 'webp';
  /** The app holds `gr.State`: the client keeps one more stream open. */
  withState?: boolean;
  /** Of `launch(max_file_size=…)`. */
  maxFileSize?: number;
  queueIsFull?: boolean;
  fileIsGone?: boolean;
  fileHangs?: boolean;
  /** The function's `api_name`. */
  name?: string;
  /** What the function calls its third parameter. */
  parameter?: string;
}): Promise<GradioApp> {
  const { picture, ending = 'success', format = 'png', maxFileSize = Infinity } = options;
  const { name = 'draw', parameter = 'scale' } = options;
  const parameters = [
    { name: 'edges', component: 'Image' },
    { name: 'prompt', component: 'Textbox' },
    { name: parameter, component: 'Number' },
    { name: 'seed', component: 'Number' },
  ];
  const uploads = new Map<string, Buffer>();
  const jobs: Inputs[] = [];
  const queued = new Map<string, string>();
  let streams = 0;
  const stored = `/tmp/gradio/0a1b/image.${format}`;

  const routes: Readonly<Record<string, (request: Received) => unknown>> = {
    'GET /config': () => ({
      version: '6.25.0',
      api_prefix: '/gradio_api',
      app_id: '1',
      protocol: 'sse_v3',
      root: app.url,
      space_id: null,
      enable_queue: true,
      connect_heartbeat: options.withState ?? false,
      components: [...parameters, { component: 'Image' }].map(({ component }, id) => ({
        id,
        type: component.toLowerCase(),
        props: { name: component.toLowerCase() },
      })),
      dependencies: [
        {
          id: FUNCTION,
          api_name: name,
          api_visibility: 'public',
          inputs: parameters.map((_, id) => id),
          outputs: [parameters.length],
          queue: true,
          types: { generator: false, cancel: false },
        },
      ],
    }),
    'GET /gradio_api/info': () => ({
      named_endpoints: {
        [`/${name}`]: {
          parameters: parameters.map(({ name, component }) => ({
            label: name,
            parameter_name: name,
            parameter_has_default: false,
            parameter_default: null,
            type: {},
            python_type: { type: 'Any', description: '' },
            component,
          })),
          returns: [{ label: 'output', type: {}, component: 'Image' }],
        },
      },
      unnamed_endpoints: {},
    }),
  };

  async function upload({ headers, body }: Received): Promise<string[] | undefined> {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'Content-Type': headers['content-type'] ?? '' },
    }).formData();
    const paths: string[] = [];
    for (const file of form.getAll('files')) {
      if (!(file instanceof File)) throw new Error('not a file');
      if (file.size > maxFileSize) return undefined;
      const path = `/tmp/gradio/${randomUUID()}/${file.name}`;
      uploads.set(path, Buffer.from(await file.arrayBuffer()));
      paths.push(path);
    }
    return paths;
  }

  /** What a job reports. An image has to be a file that was uploaded, marked as one. */
  function report(event_id: string): readonly object[] {
    const [edges] = Object.values(jobs.at(-1) ?? {}) as [{ path?: string; meta?: { _type: string } } | null];
    const valid = edges?.meta?._type === 'gradio.FileData' && uploads.has(edges.path ?? '');
    const file = {
      path: stored,
      url: `${app.url}/gradio_api/file=${stored}`,
      size: null,
      orig_name: `image.${format}`,
      mime_type: null,
      is_stream: false,
      meta: { _type: 'gradio.FileData' },
    };
    const started = [
      { msg: 'estimation', event_id, rank: 0, queue_size: 1, rank_eta: 4.5 },
      { msg: 'process_starts', event_id, eta: 4.5 },
      { msg: 'heartbeat', event_id: null },
      { msg: 'progress', event_id, progress_data: [{ index: 1, length: 20, unit: 'steps' }] },
    ];
    const failed = (error: string | null) => ({
      msg: 'process_completed',
      event_id,
      output: { error },
      success: false,
      title: 'Error',
    });
    const completed = {
      msg: 'process_completed',
      event_id,
      output: { data: [ending === 'nothing' ? null : file], is_generating: false, duration: 4.5 },
      success: true,
    };
    const closed = { msg: 'close_stream', event_id: null };
    if (ending === 'never' || ending === 'cut') return started;
    if (!valid) return [...started, failed(null), closed];
    return [...started, ending === 'error' ? failed('CUDA out of memory') : completed, closed];
  }

  const server = await startServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.path, 'http://gradio');
    const route = routes[`${request.method} ${pathname}`];
    if (route) return sendJson(response, 200, route(request));
    switch (`${request.method} ${pathname}`) {
      case 'POST /gradio_api/upload': {
        const paths = await upload(request);
        if (paths) return sendJson(response, 200, paths);
        return void response.writeHead(413).end('File size exceeded maximum allowed size');
      }
      case 'POST /gradio_api/queue/join': {
        const { data, fn_index, session_hash } = JSON.parse(request.body.toString()) as JoinRequest;
        if (options.queueIsFull) return sendJson(response, 503, { detail: 'Queue is full.' });
        if (fn_index !== FUNCTION || data.length !== parameters.length) {
          return sendJson(response, 400, { detail: `fn_index ${fn_index} with ${data.length} inputs` });
        }
        const event_id = randomUUID();
        queued.set(session_hash, event_id);
        jobs.push(Object.fromEntries(parameters.map(({ name }, i) => [name, data[i]])));
        return sendJson(response, 200, { event_id });
      }
      case 'GET /gradio_api/queue/data': {
        const event_id = queued.get(searchParams.get('session_hash') ?? '');
        if (!event_id) return sendJson(response, 404, { detail: 'Not Found' });
        openStream();
        for (const message of report(event_id)) {
          response.write(`data: ${JSON.stringify(message)}\n\n`);
          await sleep(1);
        }
        if (ending === 'cut') response.destroy();
        if (ending !== 'never') response.end();
        return;
      }
      case `GET /gradio_api/file=${stored}`:
        if (options.fileIsGone) return sendJson(response, 403, { detail: `File not allowed: ${stored}.` });
        if (options.fileHangs) return;
        return void response.writeHead(200, { 'Content-Type': `image/${format}` }).end(picture);
    }
    if (options.withState && /^\/gradio_api\/heartbeat\/\w+$/.test(pathname)) {
      openStream();
      return void response.write('data: ALIVE\n\n');
    }
    sendJson(response, 404, { detail: 'Not Found' });

    function openStream() {
      streams++;
      response.on('close', () => streams--);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    }
  });
  const app = { ...server, uploads, jobs, streams: () => streams };
  return app;
}
