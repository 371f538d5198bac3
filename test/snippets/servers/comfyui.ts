import { randomUUID } from 'node:crypto';
import { sendJson, startServer, type Received, type TestServer } from './server.ts';

type Inputs = Readonly<Record<string, unknown>>;
type Graph = Readonly<Record<string, { readonly class_type: string; readonly inputs: Inputs }>>;

/** The nodes a server has, as ComfyUI's `nodes.py` declares them: type of each required input, types of the outputs. */
const NODES: Readonly<
  Record<string, { readonly inputs: Readonly<Record<string, string>>; readonly outputs: readonly string[] }>
> = {
  CheckpointLoaderSimple: { inputs: { ckpt_name: 'CHECKPOINT' }, outputs: ['MODEL', 'CLIP', 'VAE'] },
  CLIPTextEncode: { inputs: { text: 'STRING', clip: 'CLIP' }, outputs: ['CONDITIONING'] },
  LoadImage: { inputs: { image: 'UPLOAD' }, outputs: ['IMAGE', 'MASK'] },
  ControlNetLoader: { inputs: { control_net_name: 'CONTROL_NET_FILE' }, outputs: ['CONTROL_NET'] },
  ControlNetApplyAdvanced: {
    inputs: {
      positive: 'CONDITIONING',
      negative: 'CONDITIONING',
      control_net: 'CONTROL_NET',
      image: 'IMAGE',
      strength: 'FLOAT',
      start_percent: 'FLOAT',
      end_percent: 'FLOAT',
    },
    outputs: ['CONDITIONING', 'CONDITIONING'],
  },
  EmptyLatentImage: { inputs: { width: 'INT', height: 'INT', batch_size: 'INT' }, outputs: ['LATENT'] },
  KSampler: {
    inputs: {
      model: 'MODEL',
      seed: 'INT',
      steps: 'INT',
      cfg: 'FLOAT',
      sampler_name: 'SAMPLER',
      scheduler: 'SCHEDULER',
      positive: 'CONDITIONING',
      negative: 'CONDITIONING',
      latent_image: 'LATENT',
      denoise: 'FLOAT',
    },
    outputs: ['LATENT'],
  },
  VAEDecode: { inputs: { samples: 'LATENT', vae: 'VAE' }, outputs: ['IMAGE'] },
  SaveImage: { inputs: { images: 'IMAGE', filename_prefix: 'STRING' }, outputs: [] },
};

/** The values a list input may have. */
const LISTS: Readonly<Record<string, readonly unknown[]>> = {
  CHECKPOINT: ['v1-5-pruned-emaonly-fp16.safetensors'],
  CONTROL_NET_FILE: ['control_v11p_sd15_canny_fp16.safetensors'],
  SAMPLER: ['euler', 'dpmpp_2m'],
  SCHEDULER: ['normal', 'karras'],
};

/** What is wrong with a graph, in the server's words; undefined where nothing is. */
function validate(graph: Graph, uploads: ReadonlyMap<string, Buffer>): string | undefined {
  for (const [id, { class_type, inputs }] of Object.entries(graph)) {
    const node = NODES[class_type];
    if (!node) return `Cannot execute because node ${class_type} does not exist. (${id})`;
    for (const [name, type] of Object.entries(node.inputs)) {
      const value = inputs[name];
      if (value === undefined) return `Required input is missing: ${name}`;
      if (Array.isArray(value)) {
        const [source, output] = value as [string, number];
        const received = NODES[graph[source]?.class_type ?? '']?.outputs[output];
        if (received !== type)
          return `Return type mismatch between linked nodes: ${name}, ${received} != ${type}`;
      } else if (
        type === 'UPLOAD' ? !uploads.has(String(value)) : LISTS[type] && !LISTS[type].includes(value)
      ) {
        return `Value not in list: ${name}: '${String(value)}' not in list`;
      } else if (
        type === 'INT' || type === 'FLOAT'
          ? typeof value !== 'number'
          : !LISTS[type] && typeof value !== 'string'
      ) {
        return `Failed to convert an input value to a ${type} value: ${name}`;
      }
    }
  }
  return Object.values(graph).some(({ class_type }) => class_type === 'SaveImage')
    ? undefined
    : 'Prompt has no outputs';
}

export interface ComfyUI extends TestServer {
  /** What was uploaded, by the name the server gave it. */
  readonly uploads: ReadonlyMap<string, Buffer>;
  /** The graphs that were queued. */
  readonly graphs: readonly Graph[];
}

/**
 * ComfyUI as `server.py` and `execution.py` answer: the history of a job is `{}` until it is done, the same as for a job
 * that is unknown; a queued job is the second item of an entry in /queue.
 */
export async function startComfyUI(options: {
  picture: Buffer;
  /** How often /queue is read before the job is done. */
  busyFor?: number;
  ending?: 'success' | 'error' | 'lost' | 'nothing saved';
}): Promise<ComfyUI> {
  const { picture, busyFor = 0, ending = 'success' } = options;
  const uploads = new Map<string, Buffer>([['edges.png', Buffer.from('of someone else')]]);
  const graphs: Graph[] = [];
  const id = randomUUID();
  const stored = { filename: 'controlnet 00001_.png', subfolder: 'a&b', type: 'output' };
  let looks = 0;

  const routes: Readonly<Record<string, (request: Received) => Promise<unknown> | unknown>> = {
    'POST /upload/image': async ({ headers, body }) => {
      const form = await new Response(new Uint8Array(body), {
        headers: { 'Content-Type': headers['content-type'] ?? '' },
      }).formData();
      const file = form.get('image');
      if (!(file instanceof File)) throw new Error('no image in the form');
      const name = uploads.has(file.name) ? file.name.replace('.', ' (1).') : file.name;
      uploads.set(name, Buffer.from(await file.arrayBuffer()));
      return { name, subfolder: '', type: 'input' };
    },
    'GET /queue': () => {
      looks++;
      const job = [0, id, graphs[0], {}, ['saved']];
      const other = [1, randomUUID(), {}, {}, []];
      if (looks > busyFor) return { queue_running: [other], queue_pending: [] };
      return looks === 1
        ? { queue_running: [other], queue_pending: [job] }
        : { queue_running: [job], queue_pending: [] };
    },
    [`GET /history/${id}`]: () => {
      if (looks <= busyFor || ending === 'lost') return {};
      const [saved] = Object.entries(graphs[0] ?? {}).find(([, node]) => node.class_type === 'SaveImage') ?? [
        '',
      ];
      const failure = {
        prompt_id: id,
        node_id: 'sampler',
        node_type: 'KSampler',
        exception_message: 'Allocation on device',
        exception_type: 'torch.OutOfMemoryError',
        traceback: [],
      };
      const messages: unknown[] = [['execution_start', { prompt_id: id }]];
      if (ending === 'error') messages.push(['execution_error', failure]);
      return {
        [id]: {
          prompt: [],
          outputs: ending === 'success' ? { [saved]: { images: [stored] } } : {},
          status: {
            status_str: ending === 'error' ? 'error' : 'success',
            completed: ending !== 'error',
            messages,
          },
        },
      };
    },
  };

  const server = await startServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.path, 'http://comfyui');
    if (request.method === 'GET' && pathname === '/view') {
      const found = Object.entries(stored).every(([key, value]) => searchParams.get(key) === value);
      response.writeHead(found ? 200 : 404, { 'Content-Type': 'image/png' }).end(found ? picture : '');
      return;
    }
    if (request.method === 'POST' && pathname === '/prompt') {
      const { prompt } = JSON.parse(request.body.toString()) as { prompt: Graph };
      const details = validate(prompt, uploads);
      if (details) {
        const error = {
          type: 'prompt_outputs_failed_validation',
          message: 'Prompt outputs failed validation',
          details,
          extra_info: {},
        };
        return sendJson(response, 400, { error, node_errors: {} });
      }
      graphs.push(prompt);
      return sendJson(response, 200, { prompt_id: id, number: 1, node_errors: {} });
    }
    const route = routes[`${request.method} ${pathname}`];
    if (!route) return sendJson(response, 404, {});
    sendJson(response, 200, await route(request));
  });
  return { ...server, uploads, graphs };
}
