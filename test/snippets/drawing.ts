import { encodePng, paint } from './image.ts';

/** What the snippets that draw along edges export. */
export interface DrawingSnippet {
  draw(
    edges: Uint8Array,
    prompt: string,
    options?: { seed?: number; signal?: AbortSignal },
  ): Promise<{ png: Buffer; seed: number }>;
  drawFile(edgeFile: string, pictureFile: string, prompt?: string): Promise<void>;
}

/** A map of edges to send: one upright line. */
export const edges = await encodePng(paint(16, 16, (x) => (x === 8 ? 255 : 0)));

/** A picture for a server to answer with. */
export const picture = await encodePng(paint(16, 16, (x, y) => x * y));
