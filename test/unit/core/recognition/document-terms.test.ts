import assert from 'node:assert/strict';
import { matchesIn, termsOf } from '../../../../src/core/recognition/document-terms.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';
import { contextIn, TextLines } from './documents.ts';

const recogniser = new Recogniser(
  FormIndex.of([term('rlhf', 'RLHF|any'), term('lora', 'LoRA'), term('token', 'token|plain')]),
);
const TEXT = 'LoRA and RLHF\nno term\nrlhf, lora and lora\none token';
const contextAt = (line: number) => contextIn(TEXT, recogniser, { line });

describe('the terms of a document', () => {
  it('are listed once each, with their number and first place', () => {
    assert.deepEqual(
      termsOf(matchesIn(new TextLines(TEXT), recogniser, contextAt)).map(({ id, count, first }) => [
        id,
        count,
        first.line,
        first.start,
      ]),
      [
        ['lora', 3, 0, 0],
        ['rlhf', 2, 0, 9],
        ['token', 1, 3, 4],
      ],
    );
  });

  it('are those of some lines, where only some are asked for', () => {
    const found = [...matchesIn(new TextLines(TEXT), recogniser, contextAt, 1, 99)];
    assert.deepEqual(
      found.map(({ line, terms }) => [line, terms[0]]),
      [
        [2, 'rlhf'],
        [2, 'lora'],
        [2, 'lora'],
        [3, 'token'],
      ],
    );
  });
});
