// name: Split a text into chunks of tokens / 按 token 切分文本
// description: Chunks of a fixed number of tokens that overlap, for retrieval or a short context window; no character is cut in two / 把长文本切成 token 数固定、首尾重叠的片段，用于检索或较短的上下文窗口，不会把一个字符切成两半
// prefix: ai-chunk-tokens
// terms: chunking, context-window, tiktoken, token, tokenization, retrieval-augmented-generation
// packages: js-tiktoken@1.0.21
// stop 1 choice: o200k_base | cl100k_base
// stop 2 after CHUNK_TOKENS =: 512
// stop 3 after OVERLAP_TOKENS =: 64
//#region snippet
import { Tiktoken } from 'js-tiktoken/lite';
// o200k is what GPT-4o and its successors read, cl100k what GPT-4 and text-embedding-3 do.
import ranks from 'js-tiktoken/ranks/o200k_base';

const CHUNK_TOKENS = 512;
/** What a chunk repeats of the one before it, so that a sentence at a cut is whole in one of them. */
const OVERLAP_TOKENS = 64;

const encoding = new Tiktoken(ranks);

export interface Chunk {
  readonly text: string;
  readonly tokens: number;
  /** Where the chunk begins in the whole text, as `slice` counts. */
  readonly start: number;
}

/**
 * Splits a text into chunks of `size` tokens, of which each repeats the last `overlap` of the one before; the last chunk
 * is what remains. A cut that would divide a character is made in front of it, so that some chunks are a little shorter.
 * Throws a RangeError unless 0 <= overlap < size, and where one character has more tokens than a chunk.
 *
 * A model encodes each chunk anew. Where a cut divides a word, it may count a token more or less.
 */
export function splitIntoChunks(text: string, size = CHUNK_TOKENS, overlap = OVERLAP_TOKENS): Chunk[] {
  if (!Number.isInteger(size) || !Number.isInteger(overlap) || overlap < 0 || overlap >= size) {
    throw new RangeError(`Need whole numbers, 0 <= overlap < size; got size ${size}, overlap ${overlap}`);
  }
  const cuts = findCuts(text);
  const end = cuts.length - 1;
  const cutAt = (tokens: number) => cuts[Math.min(tokens, end)] ?? START;
  const chunks: Chunk[] = [];
  let from = START;
  while (from.tokens < end) {
    const to = cutAt(from.tokens + size);
    if (to === from) throw new RangeError(`The character at ${from.offset} has more than ${size} tokens`);
    const { offset } = from;
    chunks.push({ text: text.slice(offset, to.offset), tokens: to.tokens - from.tokens, start: offset });
    const next = cutAt(to.tokens - overlap);
    // The next chunk repeats nothing where it would have nothing new, and there is none after the end.
    from = cutAt(next.tokens + size).tokens > to.tokens ? next : to;
  }
  return chunks;
}

/** A place between two characters: the tokens and the UTF-16 code units before it. */
interface Cut {
  readonly tokens: number;
  readonly offset: number;
}

const START: Cut = { tokens: 0, offset: 0 };

/** For every number of tokens, the last cut that has no more before it. */
function findCuts(text: string): Cut[] {
  // Without the empty lists, a text with <|endoftext|> in it would be refused.
  const tokens = encoding.encode(text, [], []);
  const cuts = [START];
  let last = START;
  for (let i = 1; i < tokens.length; i++) {
    const rest = encoding.decode(tokens.slice(last.tokens, i));
    // A token is bytes. The beginning of a character is decoded as U+FFFD, a byte order mark as nothing.
    if (!rest.endsWith('\uFFFD')) {
      const dropped = text[last.offset] === '\uFEFF' ? 1 : 0;
      last = { tokens: i, offset: last.offset + dropped + rest.length };
    }
    cuts.push(last);
  }
  if (tokens.length > 0) cuts.push({ tokens: tokens.length, offset: text.length });
  return cuts;
}
//#endregion snippet
