import type { SnippetPackage } from '../../core/snippets/snippet.ts';

const PACKAGE = /^((?:@[\w.-]+\/)?[\w.-]+)@(\d+\.\d+\.\d+(?:-[\w.]+)?)( \(dev\))?$/;

/** Reads `name@1.2.3` or `name@1.2.3 (dev)`; undefined where the text is neither. */
export function readPackage(text: string): SnippetPackage | undefined {
  const [, name, version, dev] = PACKAGE.exec(text) ?? [];
  return name && version ? { name, version, ...(dev && { dev: true }) } : undefined;
}
