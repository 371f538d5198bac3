import { FormIndex } from '../../core/recognition/form-index.ts';
import { encodeFormIndex } from '../../core/recognition/form-index-file.ts';
import { INDEX_VERSION, type GlossaryIndex } from '../../core/glossary/glossary.ts';
import type { CompiledGlossary } from './compile.ts';
import { withTraditional } from './traditional.ts';

/** What recognition loads: the index as JSON, and the numbers of its forms as bytes. */
export function compileIndex({ topics, redirects, entries, field }: CompiledGlossary): {
  index: GlossaryIndex;
  bytes: Uint8Array;
} {
  const terms = entries.map((entry) => ({ ...entry, forms: withTraditional(entry.forms) }));
  const { header, bytes } = encodeFormIndex(FormIndex.of(terms, field).data);
  const named = header.terms.map((data, i) => {
    const { name, abbreviation } = terms[i] as (typeof terms)[number];
    return { ...data, name, ...(abbreviation !== undefined && { abbreviation }) };
  });
  return { index: { ...header, version: INDEX_VERSION, topics, redirects, terms: named }, bytes };
}
