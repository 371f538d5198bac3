/** How far a run is read, on either side. */
const REACH = 64;

const SHORTEST = 20;
const MIN_TURNS = 4;
const RUN_END = /[^A-Za-z0-9+]/;
const TURN = /[A-Za-z](?=\d)|\d(?=[A-Za-z])/g;
/** What no hash or key holds, but an identifier does: a word in small letters. */
const READABLE = /[a-z]{5}/;

/** Whether a part of a text stands within a hash, a key or base64, where letters spell no words (`TwEZ+X+LM42mb…`). */
export function isInOpaqueRun(text: string, start: number, end: number): boolean {
  if (!isOfRun(text[start - 1]) && !isOfRun(text[end])) return false;
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(end, end + REACH);
  const head = before.split(RUN_END).at(-1) ?? '';
  const tail = after.split(RUN_END, 1)[0] ?? '';
  const run = head + text.slice(start, end) + tail;
  return run.length >= SHORTEST && !READABLE.test(run) && (run.match(TURN)?.length ?? 0) >= MIN_TURNS;
}

function isOfRun(character: string | undefined): boolean {
  return character !== undefined && !RUN_END.test(character);
}
