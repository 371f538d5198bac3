import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { expand } from './expand.ts';
import { SNIPPETS_FOLDER, snippetWithId } from './repository.ts';

/** What a reader does with a snippet before it runs. */
export interface Use {
  /** What is filled in, by the number of the stop. */
  readonly values?: Readonly<Record<number, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** `commonjs` runs what the compiler makes of the expanded text. */
  readonly format?: 'module' | 'commonjs';
}

/** Programs lie beside the packages they import. */
const CACHE = path.join(SNIPPETS_FOLDER, '.cache');

/** An empty folder for one test; give it to `removeFolder` in the end. */
export function createFolder(): string {
  mkdirSync(CACHE, { recursive: true });
  return mkdtempSync(path.join(CACHE, 'run-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true });
}

/** The exports of an expanded snippet; Node runs its text as it is. */
export async function load<Exports>(folder: string, id: string, use: Use = {}): Promise<Exports> {
  const file = writeProgram(folder, id, use);
  Object.assign(process.env, use.env);
  try {
    const exports = (await import(pathToFileURL(file).href)) as Exports & { default: Exports };
    return use.format === 'commonjs' ? exports.default : exports;
  } finally {
    for (const name of Object.keys(use.env ?? {})) delete process.env[name];
  }
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an expanded file template in `folder` as a program of its own. */
export function runProgram(
  folder: string,
  id: string,
  args: readonly string[],
  use: Use = {},
): Promise<Finished> {
  return run(process.execPath, [writeProgram(folder, id, use), ...args], folder, use);
}

/** The same with the Python of this computer. */
export function runPython(
  folder: string,
  id: string,
  args: readonly string[],
  use: Use = {},
): Promise<Finished> {
  const file = path.join(folder, `${id}.py`);
  writeFileSync(file, expand(snippetWithId(id).body, use.values, 4));
  return run('python3', [file, ...args], folder, use);
}

function run(command: string, args: readonly string[], folder: string, { env }: Use): Promise<Finished> {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}

let programs = 0;

function writeProgram(folder: string, id: string, { values, format = 'module' }: Use): string {
  const text = expand(snippetWithId(id).body, values);
  const file = path.join(folder, `${id}-${programs++}.${format === 'module' ? 'ts' : 'cjs'}`);
  writeFileSync(file, format === 'module' ? text : toCommonJs(text));
  return file;
}

function toCommonJs(text: string): string {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
