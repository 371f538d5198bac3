import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Formula } from '../../core/glossary/entry.ts';
import mathjaxPackage from '@mathjax/src/package.json' with { type: 'json' };

/** Raised when `typeset` draws the same TeX otherwise. */
const DRAWING = 1;

/**
 * Typesets like `typeset`, keeping each picture in a file of `folder` that is named by the content: what was drawn
 * once is read the next time, and MathJax is loaded only for what is new.
 */
export class FormulaCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Rejects with MathJax's message when the TeX is wrong. */
  async typeset(tex: string, display: boolean): Promise<Formula> {
    const content = JSON.stringify([DRAWING, mathjaxPackage.version, display, tex]);
    const file = path.join(this.#folder, `${createHash('sha256').update(content).digest('hex')}.json`);
    const drawn = readOrUndefined(file);
    if (drawn) return drawn;
    const { typeset } = await import('./typeset.ts');
    const formula = await typeset(tex, display);
    // Renamed into place, so that a build beside this one never reads half a file.
    const part = `${file}.${process.pid}`;
    writeFileSync(part, JSON.stringify(formula));
    renameSync(part, file);
    return formula;
  }
}

function readOrUndefined(file: string): Formula | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Formula;
  } catch {
    return undefined;
  }
}
