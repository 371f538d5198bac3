import type { FormIndexData } from './form-index.ts';

/** The arrays of an index, in their order in the file, with the kind of number each holds. */
const ARRAYS = {
  keyStarts: Uint32Array,
  base: Int32Array,
  check: Int32Array,
  claimStarts: Uint32Array,
  claimTerms: Uint16Array,
  claimRules: Uint16Array,
  claimTextStarts: Uint32Array,
  neighbourStarts: Uint32Array,
  neighbours: Uint16Array,
  beginnings: Int32Array,
} as const;

type ArrayName = keyof typeof ARRAYS;

const NAMES = Object.keys(ARRAYS) as ArrayName[];

/** What of an index goes into JSON; the arrays of numbers go into a file of bytes beside it. */
export interface FormIndexHeader extends Omit<FormIndexData, ArrayName> {
  readonly lengths: Readonly<Record<ArrayName, number>>;
}

/** Writes an index: the arrays one behind the other, each padded to four bytes, little-endian as the machines of editors are. */
export function encodeFormIndex(data: FormIndexData): { header: FormIndexHeader; bytes: Uint8Array } {
  const { terms, claimTexts, keys, letters } = data;
  const bytes = new Uint8Array(NAMES.reduce((sum, name) => sum + padded(data[name].byteLength), 0));
  let at = 0;
  for (const name of NAMES) {
    const { buffer, byteOffset, byteLength } = data[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  const lengths = Object.fromEntries(NAMES.map((name) => [name, data[name].length]));
  return {
    header: { terms, claimTexts, keys, letters, lengths: lengths as FormIndexHeader['lengths'] },
    bytes,
  };
}

/** Reads what `encodeFormIndex` wrote; the arrays are views of the bytes. Throws when header and bytes do not fit. */
export function decodeFormIndex(header: FormIndexHeader, file: Uint8Array): FormIndexData {
  // Numbers of four bytes need an address that is a multiple of four.
  const bytes = file.byteOffset % 4 === 0 ? file : file.slice();
  let at = bytes.byteOffset;
  const view = (name: ArrayName) => {
    const end = at + padded(header.lengths[name] * ARRAYS[name].BYTES_PER_ELEMENT);
    if (!(end <= bytes.byteOffset + bytes.byteLength)) throw new RangeError(`${name} is cut off`);
    const array = new ARRAYS[name](bytes.buffer as ArrayBuffer, at, header.lengths[name]);
    at = end;
    return array;
  };
  const arrays = Object.fromEntries(NAMES.map((name) => [name, view(name)]));
  const { terms, claimTexts, keys, letters } = header;
  return { terms, claimTexts, keys, letters, ...arrays } as FormIndexData;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
