import assert from 'node:assert/strict';
import { texOf } from '../../../../src/build/glossary/tex-of.ts';

describe('texOf', () => {
  it('finds formulas in lines and on their own, with their lines', () => {
    assert.deepEqual(texOf('The $\\beta$ of\n\n$$\n\\alpha\n$$\n\nand $x$.'), [
      { tex: '\\beta', display: false, line: 0 },
      { tex: '\\alpha', display: true, line: 2 },
      { tex: 'x', display: false, line: 6 },
    ]);
  });

  it('passes over dollar signs in code', () => {
    assert.deepEqual(texOf('`$HOME` and\n```sh\necho $a $b\n```\n'), []);
  });
});
