import { compileGlossary, type CompiledGlossary } from '../../src/build/glossary/compile.ts';
import { FormIndex } from '../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../src/core/recognition/recogniser.ts';
import { repository } from '../repository.ts';

/** The repository's glossary, compiled once for all content tests. */
export const compiled: CompiledGlossary = await compileGlossary(repository);

/** Knows every term of the glossary. */
export const recogniser = new Recogniser(FormIndex.of(compiled.entries, compiled.field));
