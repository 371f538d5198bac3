import { defaultCase, type Form, type FormCase } from '../../../src/core/glossary/form.ts';
import type { ListedTerm } from '../../../src/core/glossary/glossary.ts';
import type { Term } from '../../../src/core/glossary/entry.ts';

/**
 * A term as the tests need it: an id and the ways it is written, each with rules after bars: a case (`rlhf|any`),
 * `plain` or `weak`, `shared` or `first`, `in:code`. Other marks before a text: `!` a phrase that is not the term
 * (`!np.clip`), `+` one that vouches for it, `~` a word against it, `&` the id of a related term; `*` alone makes it
 * a family, `°` a term known outside AI too.
 */
export function term(id: string, ...written: readonly string[]): Term {
  const marked = (mark: string) => written.filter((text) => text[0] === mark).map((text) => text.slice(1));
  const forms = written.filter((text) => !/^[!+~&*°]/.test(text));
  const name = (forms[0] ?? id).split('|')[0] ?? id;
  return {
    id,
    topic: 'training',
    name: { en: name, 'zh-CN': `${id}的中文` },
    forms: forms.map(form),
    exclusions: marked('!'),
    related: marked('&'),
    with: marked('+'),
    against: marked('~'),
    ...(written.includes('*') && { family: true }),
    ...(written.includes('°') && { general: true }),
  };
}

/** The same as a search lists it. */
export function listed(id: string, ...written: readonly string[]): ListedTerm {
  const { topic, name, forms } = term(id, ...written);
  return { id, topic, name, written: forms.map(({ text }) => text) };
}

function form(written: string): Form {
  const [text = '', ...rules] = written.split('|');
  const has = (rule: string) => rules.includes(rule);
  const place = rules.find((rule) => rule.startsWith('in:'))?.slice(3);
  return {
    text,
    case:
      rules.find((rule): rule is FormCase => /^(any|acronym|compound|exact)$/.test(rule)) ??
      defaultCase(text),
    ...(has('plain') && { needs: 'field' }),
    ...(has('weak') && { needs: 'company' }),
    ...(has('shared') && { shared: true }),
    ...(has('first') && { shared: 'first' }),
    ...(place !== undefined && { in: [place as 'code'] }),
  };
}
