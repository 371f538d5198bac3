import type { SnippetPackage } from './snippet.ts';

/** The package managers a command can be written for. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn';

const ADD: Record<PackageManager, { readonly runtime: string; readonly dev: string }> = {
  npm: { runtime: 'npm install', dev: 'npm install --save-dev' },
  pnpm: { runtime: 'pnpm add', dev: 'pnpm add --save-dev' },
  yarn: { runtime: 'yarn add', dev: 'yarn add --dev' },
};

/** The commands that install `packages`, one for each kind of dependency; empty where there is nothing to install. */
export function installCommands(
  packages: readonly SnippetPackage[],
  manager: PackageManager,
): readonly string[] {
  const { runtime, dev } = ADD[manager];
  return [
    { add: runtime, specifiers: packages.filter((item) => !item.dev).map(specifier) },
    { add: dev, specifiers: packages.filter((item) => item.dev).map(specifier) },
  ]
    .filter(({ specifiers }) => specifiers.length > 0)
    .map(({ add, specifiers }) => [add, ...specifiers].join(' '));
}

function specifier({ name, version }: SnippetPackage): string {
  return `${name}@${version}`;
}
