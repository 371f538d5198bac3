import { lintFor, loadConfig } from 'autocorrect-node';
import { atLine, type Rule } from '../rule.ts';

// Blanks around a dash (编码器 - 解码器) are not the field's custom.
loadConfig(JSON.stringify({ rules: { 'space-dash': 0 } }));

interface Finding {
  /** 1-based. */
  readonly l: number;
  readonly old: string;
  readonly new: string;
}

/** Punctuation and blanks of the Chinese text stand as Chinese engineers set them (judged by AutoCorrect). */
export const chinese: Rule = function* (file) {
  const section = file.sections['zh-CN'];
  if (!section) return;
  const { lines, error } = lintFor(withoutFormulas(section.markdown), 'entry.md') as {
    lines: readonly Finding[];
    error: string;
  };
  if (error) throw new Error(`AutoCorrect: ${error}`);
  for (const finding of lines) {
    // A full-width colon between numbers is no time of day.
    if (finding.new.replace(/(\d):(\d)/g, '$1：$2') === finding.old) continue;
    yield atLine(
      file,
      section,
      finding.l - 1,
      `"${finding.old}" is not set as Chinese is`,
      `write "${finding.new}"`,
    );
  }
};

/** The text with every formula as a word, on the same lines: AutoCorrect does not know TeX. */
function withoutFormulas(markdown: string): string {
  return markdown
    .replace(/\$\$[\s\S]*?\$\$/g, (formula) => `X${'\n'.repeat(formula.split('\n').length - 1)}`)
    .replace(/\$[^$\n]+\$/g, 'X');
}
