import { Converter } from 'opencc-js/cn2t';
import type { Form } from '../../core/glossary/form.ts';
import { formKey } from '../../core/recognition/form-key.ts';

/** Mainland to Taiwan, Hong Kong and general Traditional characters, and to the words Taiwan uses (記憶體 for 内存). */
const CONVERTERS = (['t', 'tw', 'twp', 'hk'] as const).map(
  (to) => Converter({ from: 'cn', to }) as (text: string) => string,
);

/** A term's forms with the Traditional Chinese ones that they do not hold already. */
export function withTraditional(forms: readonly Form[]): readonly Form[] {
  const keys = new Set(forms.map(({ text }) => formKey(text)));
  const derived = forms.flatMap((form) =>
    CONVERTERS.map((convert) => convert(form.text))
      .filter((text) => !keys.has(formKey(text)) && keys.add(formKey(text)))
      .map((text): Form => ({ ...form, text, derived: true })),
  );
  return [...forms, ...derived];
}
