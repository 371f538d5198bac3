import { sendJson, startServer, type TestServer } from './server.ts';

export type Status = 'starting' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'aborted';

type Inputs = Readonly<Record<string, unknown>>;

/** What a version takes, as its page lists it: a test for each input. */
const INPUTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  input_image: (value) => /^(https?:|data:image\/png;base64,)/.test(String(value)),
  prompt: (value) => typeof value === 'string',
  negative_prompt: (value) => typeof value === 'string',
  structure: (value) => ['canny', 'pose', 'tile'].includes(String(value)),
  control_weight: (value) => Number(value) >= 0 && Number(value) <= 1,
  aspect_ratio: (value) => ['1:1', '16:9', '9:16'].includes(String(value)),
  output_format: (value) => ['webp', 'jpg', 'png'].includes(String(value)),
  seed: Number.isInteger,
};

export interface ReplicateServer extends TestServer {
  readonly id: string;
  /** What was predicted. */
  readonly inputs: readonly Inputs[];
  readonly cancelled: readonly string[];
}

/** Replicate's HTTP API as its reference describes it, with one model, `zsxkib/sd3-controlnet`, and its files. */
export async function startReplicate(options: {
  version: string;
  token: string;
  picture: Buffer;
  /** What is found at creation and at each look; the last of them again and again. */
  statuses?: readonly Status[];
  error?: string | null;
  output?: unknown;
  /** A look is never answered. */
  silentLooks?: boolean;
  refusesCancel?: boolean;
}): Promise<ReplicateServer> {
  const { version, token, picture, statuses = ['processing', 'succeeded'], error = null } = options;
  const id = 'gm3qorzdhgbfurvjtvhg6dckhu';
  const inputs: Inputs[] = [];
  const cancelled: string[] = [];
  let looks = 0;

  const server = await startServer(({ method, path, headers, body }, response) => {
    if (`${method} ${path}` === 'GET /files/out-0.png') return void response.end(picture);
    const problem = (status: number, title: string, detail: string) =>
      sendJson(response, status, { title, detail, status });
    if (headers.authorization !== `Bearer ${token}`) {
      return problem(401, 'Unauthenticated', 'You did not pass a valid authentication token');
    }
    const prediction = (status: Status) => ({
      id,
      model: 'zsxkib/sd3-controlnet',
      version,
      input: inputs.at(-1),
      logs: '',
      status,
      error,
      output:
        status !== 'succeeded'
          ? null
          : 'output' in options
            ? options.output
            : [`${server.url}/files/out-0.png`],
      created_at: '2026-01-01T00:00:00.000Z',
      urls: {
        get: `https://api.replicate.com/v1/predictions/${id}`,
        cancel: `https://api.replicate.com/v1/predictions/${id}/cancel`,
      },
    });
    const look = () => statuses[looks++] ?? statuses.at(-1) ?? 'succeeded';
    switch (`${method} ${path}`) {
      case 'POST /v1/predictions': {
        const sent = JSON.parse(body.toString()) as { version: string; input: Inputs };
        if (sent.version !== version) {
          return problem(422, 'Invalid version or not permitted', 'The specified version does not exist');
        }
        const wrong = Object.entries(sent.input).find(([name, value]) => !INPUTS[name]?.(value));
        if (wrong)
          return problem(422, 'Input validation failed', `- input.${wrong[0]}: ${String(wrong[1])}\n`);
        inputs.push(sent.input);
        return sendJson(response, 201, prediction(look()));
      }
      case `GET /v1/predictions/${id}`:
        if (options.silentLooks) return;
        return sendJson(response, 200, prediction(look()));
      case `POST /v1/predictions/${id}/cancel`:
        cancelled.push(id);
        if (options.refusesCancel) return problem(404, 'Not found', 'no such prediction');
        return sendJson(response, 200, prediction('canceled'));
      default:
        return problem(404, 'Not found', path);
    }
  });
  return { ...server, id, inputs, cancelled };
}
