import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { unmark } from './marked-output.ts';
import { addTotals, NO_TESTS, parseTotals, type Totals } from './totals.ts';

/** What to run. */
export interface Command {
  /** What its results are called. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** After this long its whole process group is ended. */
  readonly timeoutSeconds: number;
  /** Whether it has tests to report, as against only an exit code that counts. */
  readonly reports: boolean;
}

/**
 * Runs a command, passes its output on except for totals lines, and adds those up. A command that fails, or
 * ends without reporting, counts as one failure more.
 */
export async function runCounted(run: Command): Promise<Totals> {
  let totals: Totals | undefined;
  const outcome = await execute(run, (line) => {
    const found = parseTotals(line);
    if (!found) console.log(unmark(line) ?? line);
    else totals = addTotals(totals ?? NO_TESTS, found);
  });
  const counted = totals ?? NO_TESTS;
  if (outcome !== 'exit code 0' && counted.failed === 0)
    return addTotals(counted, failure(run.title, outcome));
  if (run.reports && !totals)
    return addTotals(counted, failure(run.title, `${outcome}, but reported no results`));
  return counted;
}

function failure(title: string, error: string): Totals {
  return { passed: 0, failed: 1, pending: 0, failures: [{ title, error }] };
}

/** Resolves with how the command ended, in words. */
async function execute(
  { command, args, cwd, timeoutSeconds }: Command,
  onLine: (line: string) => void,
): Promise<string> {
  const windows = process.platform === 'win32';
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: !windows,
    shell: windows,
  });
  const end = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(windows ? child.pid : -child.pid, signal);
    } catch {
      // It ended by itself in the meantime.
    }
  };
  const interrupt = (): never => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);

  let timedOut = false;
  const patience = setTimeout(() => {
    timedOut = true;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), 10_000).unref();
  }, timeoutSeconds * 1000);

  createInterface({ input: child.stdout }).on('line', onLine);
  try {
    return await new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, signal) => {
        if (timedOut) resolve(`ended after ${timeoutSeconds} s without a result`);
        else resolve(code === null ? `ended by ${signal}` : `exit code ${code}`);
      });
    });
  } finally {
    clearTimeout(patience);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
