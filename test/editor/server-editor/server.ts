import { spawn } from 'node:child_process';

/** A running VS Code server. */
export interface Server {
  /** `host:port`. */
  readonly authority: string;
  /** Resolves with the tail of its log when the server ends, wanted or not. */
  readonly ended: Promise<string>;
  /** Ends the server and all extension hosts it started. */
  stop(): void;
}

/** Paths are absolute. */
export interface ServerOptions {
  readonly dataFolder: string;
  /** A BCP 47 tag. */
  readonly locale?: string | undefined;
  /** What a browser has to know to be let in; without it everybody on this machine is. */
  readonly token?: string | undefined;
}

/** Starts VS Code's server on a free port; rejects with its log when it does not come up within a minute. */
export async function startServer(
  entry: string,
  { dataFolder, locale, token }: ServerOptions,
): Promise<Server> {
  const child = spawn(
    process.execPath,
    [
      entry,
      ...['--host', '127.0.0.1', '--port', '0', '--server-data-dir', dataFolder],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      '--accept-server-license-terms',
      // Makes the workbench accept a test payload.
      '--enable-smoke-test-driver',
      '--disable-telemetry',
      '--disable-workspace-trust',
      ...(locale ? ['--locale', locale] : []),
    ],
    // A process group of its own, so that its extension hosts end with it.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const stop = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  };
  process.once('exit', stop);

  let log = '';
  const remember = (chunk: Buffer): void => void (log = (log + chunk.toString()).slice(-4000));
  child.stderr.on('data', remember);
  child.stdout.on('data', remember);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(String(error))).on('exit', () => resolve(log));
  });

  const port = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /agent listening on (\d+)/.exec(log)?.[1];
      if (found) resolve(found);
    });
    void ended.then((tail) => reject(new Error(`The editor's server ended at once:\n${tail}`)));
    setTimeout(() => reject(new Error(`The editor's server did not come up:\n${log}`)), 60_000).unref();
  });
  try {
    return {
      authority: `127.0.0.1:${await port}`,
      ended,
      stop: () => {
        process.off('exit', stop);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
