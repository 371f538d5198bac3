import { defaultCase, type FormCase } from '../../../src/core/glossary/form.ts';
import type { Term } from '../../../src/core/glossary/entry.ts';

/**
 * A term as the tests need it: an id and the ways it is written, with a case rule after a bar
 * (`rlhf|any`, or `token|plain` for an everyday word); `!` before an exclusion (`!np.clip`).
 */
export function term(id: string, ...forms: readonly string[]): Term {
  const [name = id] = forms;
  const written = forms.filter((form) => !form.startsWith('!'));
  return {
    id,
    topic: 'training',
    name: { en: name.split('|')[0] ?? id, 'zh-CN': `${id}的中文` },
    forms: written.map((form) => {
      const [text = '', rule] = form.split('|');
      if (rule === 'plain') return { text, case: defaultCase(text), plain: true };
      return { text, case: (rule as FormCase | undefined) ?? defaultCase(text) };
    }),
    exclusions: forms.filter((form) => form.startsWith('!')).map((form) => form.slice(1)),
  };
}
