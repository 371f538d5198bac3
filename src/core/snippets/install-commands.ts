import type { Registry, SnippetPackage } from './snippet.ts';

/** How a package manager is told to add packages. */
interface PackageManager {
  readonly registry: Registry;
  /** A file that projects of this manager have; the first manager of a registry serves those without any. */
  readonly file?: string;
  readonly add: string;
  /** Absent where the manager brings along what only the compiler needs. */
  readonly addDev?: string;
  readonly specify: (item: SnippetPackage) => string;
}

const joinedBy =
  (joint: string) =>
  ({ name, version }: SnippetPackage) =>
    version ? `${name}${joint}${version}` : name;
const atVersion = joinedBy('@');
const equalsVersion = joinedBy('==');

/** Those that a command can be written for. */
const MANAGERS: readonly PackageManager[] = [
  { registry: 'npm', add: 'npm install', addDev: 'npm install --save-dev', specify: atVersion },
  {
    registry: 'npm',
    file: 'pnpm-lock.yaml',
    add: 'pnpm add',
    addDev: 'pnpm add --save-dev',
    specify: atVersion,
  },
  { registry: 'npm', file: 'yarn.lock', add: 'yarn add', addDev: 'yarn add --dev', specify: atVersion },
  { registry: 'npm', file: 'bun.lock', add: 'bun add', addDev: 'bun add --dev', specify: atVersion },
  { registry: 'npm', file: 'deno.json', add: 'deno add', specify: (item) => `npm:${atVersion(item)}` },
  { registry: 'npm', file: 'deno.jsonc', add: 'deno add', specify: (item) => `npm:${atVersion(item)}` },
  { registry: 'pypi', add: 'pip install', specify: equalsVersion },
  { registry: 'pypi', file: 'uv.lock', add: 'uv add', specify: equalsVersion },
  { registry: 'pypi', file: 'poetry.lock', add: 'poetry add', specify: equalsVersion },
];

/**
 * The commands that install `packages`, one for each kind of dependency; empty where there is nothing to install.
 * @param hasFile whether the project's folder has a file of this name: it tells the package manager
 */
export async function installCommands(
  { packages, registry }: { readonly packages: readonly SnippetPackage[]; readonly registry: Registry },
  hasFile: (name: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const manager = await managerFor(registry, hasFile);
  if (!manager) return [];
  const { add, addDev, specify } = manager;
  return [
    { command: add, specifiers: packages.filter((item) => !item.dev).map(specify) },
    ...(addDev ? [{ command: addDev, specifiers: packages.filter((item) => item.dev).map(specify) }] : []),
  ]
    .filter(({ specifiers }) => specifiers.length > 0)
    .map(({ command, specifiers }) => [command, ...specifiers].join(' '));
}

async function managerFor(
  registry: Registry,
  hasFile: (name: string) => Promise<boolean>,
): Promise<PackageManager | undefined> {
  const own = MANAGERS.filter((manager) => manager.registry === registry);
  for (const manager of own) if (manager.file && (await hasFile(manager.file))) return manager;
  return own.find(({ file }) => !file);
}
