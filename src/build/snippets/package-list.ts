import type { SnippetPackage } from '../../core/snippets/snippet.ts';

const PACKAGE = /^((?:@[\w.-]+\/)?[\w.-]+)(?:@(\d+\.\d+\.\d+(?:-[\w.]+)?)( \(dev\))?)?$/;

/** Reads `name@1.2.3`, `name@1.2.3 (dev)` or a name alone; undefined where the text is none of them. */
export function readPackage(text: string): SnippetPackage | undefined {
  const [, name, version, dev] = PACKAGE.exec(text) ?? [];
  return name ? { name, ...(version && { version }), ...(dev && { dev: true }) } : undefined;
}
