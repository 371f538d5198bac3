/** What this process writes to the console, on both streams, while `run` is at work. */
export async function captureConsole(run: () => Promise<void>): Promise<string> {
  let text = '';
  const write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  const streams = [process.stdout, process.stderr] as const;
  const originals = streams.map((stream) => stream.write);
  for (const stream of streams) stream.write = write;
  try {
    await run();
  } finally {
    streams.forEach((stream, i) => (stream.write = originals[i] ?? stream.write));
  }
  return text;
}
