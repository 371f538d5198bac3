import { sendJson, startServer, type TestServer } from './server.ts';

/** The seed an A1111 server chooses when it is asked for -1. */
export const CHOSEN_SEED = 4_242_424_242;

/** The fields of a ControlNet unit that are read here, as `internal_controlnet/args.py` declares them. */
interface Unit {
  readonly enabled?: boolean;
  readonly module?: string;
  readonly model?: string;
  readonly image?: string;
  readonly weight?: number;
  readonly save_detected_map?: boolean;
}

interface TextToImageRequest {
  readonly prompt?: string;
  readonly seed?: number;
  readonly alwayson_scripts?: Readonly<Record<string, { readonly args: readonly Unit[] }>>;
}

/**
 * AUTOMATIC1111's web UI with the ControlNet extension, as `modules/api/api.py` answers: pictures in base64, the detected
 * map of every enabled unit appended, `info` a JSON string, errors as `{error, detail, body, errors}`.
 */
export function startA1111(options: {
  picture: Buffer;
  login?: string;
  withoutControlNet?: boolean;
  /** As versions do that do not know `save_detected_map`. */
  savesEveryMap?: boolean;
}): Promise<TestServer> {
  return startServer(({ method, path, headers, body }, response) => {
    const failure = (status: number, error: string, detail: string) =>
      sendJson(response, status, { error, detail, body: '', errors: '' });
    const login = options.login && `Basic ${Buffer.from(options.login).toString('base64')}`;
    if (login && headers.authorization !== login) {
      return failure(401, 'HTTPException', 'Incorrect username or password');
    }
    if (method !== 'POST' || path !== '/sdapi/v1/txt2img') return failure(404, 'HTTPException', 'Not Found');
    if (headers['content-type'] !== 'application/json')
      return failure(422, 'RequestValidationError', 'value is not a dict');
    const {
      prompt = '',
      seed = -1,
      alwayson_scripts = {},
    } = JSON.parse(body.toString()) as TextToImageRequest;
    const images = [options.picture.toString('base64')];
    for (const [name, { args }] of Object.entries(alwayson_scripts)) {
      if (name.toLowerCase() !== 'controlnet' || options.withoutControlNet) {
        return failure(422, 'HTTPException', `always on script ${name} not found`);
      }
      for (const unit of args.filter(({ enabled = false }) => enabled)) {
        if (unit.module !== 'none' && unit.module !== 'canny') {
          return failure(500, 'ValueError', `module(${unit.module}) not found in supported modules.`);
        }
        const { weight = 1, image = '', save_detected_map = true } = unit;
        if (weight < 0 || weight > 2) return failure(500, 'ValidationError', 'weight');
        if (save_detected_map || options.savesEveryMap) images.push(image);
      }
    }
    const info = JSON.stringify({ prompt, seed: seed === -1 ? CHOSEN_SEED : seed });
    sendJson(response, 200, { images, parameters: {}, info });
  });
}
