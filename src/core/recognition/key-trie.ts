import { fold } from './character.ts';

/** The symbol that ends a key which others continue; letters have greater ones. */
const END = 1;

/** The mark of a slot that no node has taken. */
const FREE = -1;

/** The arrays a trie consists of, as they are written to a file. */
export interface KeyTrieData {
  /** All keys, in the order of their symbols, one behind the other. */
  readonly keys: string;
  /** By key, where it starts in `keys`; the last number is the end. */
  readonly keyStarts: Uint32Array;
  /** The letters that occur in keys: the symbol of the n-th is n + 2. */
  readonly letters: string;
  readonly base: Int32Array;
  readonly check: Int32Array;
}

/**
 * A set of keys, searched letter by letter: a double array (Aoe, 1989). The child of node `s` by symbol `c` is the
 * slot `base[s] + c`, if `check` of that slot is `s`. A node below which a single key is left is a leaf that names it
 * (`base` is the complement of the key's number), so that the rest is compared with the key itself: the nodes are
 * only those where keys part, and keys may be built in memory as well as read from a file.
 */
export class KeyTrie {
  readonly data: KeyTrieData;
  readonly #keys: string;
  readonly #keyStarts: Uint32Array;
  readonly #base: Int32Array;
  readonly #check: Int32Array;
  /** By folded UTF-16 unit; 0 when no key holds it. */
  readonly #symbols = new Uint16Array(0x10000);

  constructor(data: KeyTrieData) {
    this.data = data;
    this.#keys = data.keys;
    this.#keyStarts = data.keyStarts;
    this.#base = data.base;
    this.#check = data.check;
    for (let i = 0; i < data.letters.length; i++) this.#symbols[data.letters.charCodeAt(i)] = i + END + 1;
  }

  /** Builds the trie of some keys, which must be folded (see `formKey`), not empty and each there once. */
  static of(keys: readonly string[]): KeyTrie {
    const letters = lettersOf(keys);
    const symbols = new Map(Array.from(letters, (letter, i) => [letter, i + END + 1]));
    const coded = keys.map((key) =>
      Array.from({ length: key.length }, (_, i) => symbols.get(key[i] as string) ?? 0),
    );
    const order = keys.map((_, i) => i).sort((a, b) => compare(coded[a] as number[], coded[b] as number[]));
    const sorted = order.map((i) => keys[i] as string);
    const keyStarts = new Uint32Array(keys.length + 1);
    for (const [i, key] of sorted.entries()) keyStarts[i + 1] = (keyStarts[i] as number) + key.length;
    const { base, check } = placeNodes(order.map((i) => coded[i] as number[]));
    return new KeyTrie({ keys: sorted.join(''), keyStarts, letters, base, check });
  }

  get size(): number {
    return this.#keyStarts.length - 1;
  }

  key(number: number): string {
    return this.#keys.slice(this.#keyStarts[number], this.#keyStarts[number + 1]);
  }

  /**
   * The node that the letters of a part of a text lead to; where no key goes on so, the complement (`~`) of the offset
   * of the first letter that leads nowhere. The root is node 0.
   * @param depth how many letters led to `node`
   */
  walk(text: string, from: number, to: number, node: number, depth: number): number {
    const base = this.#base;
    const check = this.#check;
    let at = node;
    for (let i = from; i < to; i++) {
      const letter = fold(text.charCodeAt(i));
      const next = base[at] as number;
      if (next < 0) return this.#compare(text, i, to, ~next, depth + i - from) ?? at;
      const symbol = this.#symbols[letter] as number;
      const child = next + symbol;
      if (symbol === 0 || check[child] !== at) return ~i;
      at = child;
    }
    return at;
  }

  /** The complement of the offset at which a text departs from a key; `undefined` where it does not. */
  #compare(text: string, from: number, to: number, key: number, depth: number): number | undefined {
    const keys = this.#keys;
    const end = this.#keyStarts[key + 1] as number;
    let at = (this.#keyStarts[key] as number) + depth;
    for (let i = from; i < to; i++, at++) {
      if (at >= end || keys.charCodeAt(at) !== fold(text.charCodeAt(i))) return ~i;
    }
    return undefined;
  }

  /** The number of the key that `depth` letters leading to a node spell; -1 when they spell none. */
  keyAt(node: number, depth: number): number {
    const base = this.#base[node] as number;
    if (base < 0) {
      return (this.#keyStarts[~base + 1] as number) - (this.#keyStarts[~base] as number) === depth
        ? ~base
        : -1;
    }
    return this.#check[base + END] === node ? ~(this.#base[base + END] as number) : -1;
  }
}

/** The letters of all keys, the frequent ones first: small symbols keep the array dense. */
function lettersOf(keys: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys)
    for (let i = 0; i < key.length; i++) {
      const letter = key[i] as string;
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([letter]) => letter)
    .join('');
}

function compare(a: readonly number[], b: readonly number[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}

/** Finds every node of the trie of sorted, coded keys a slot. */
function placeNodes(keys: readonly (readonly number[])[]): { base: Int32Array; check: Int32Array } {
  let base = new Int32Array(1024).fill(FREE);
  let check = new Int32Array(1024).fill(FREE);
  const grow = (length: number) => {
    if (length <= check.length) return;
    const size = Math.max(length, check.length * 2);
    const [oldBase, oldCheck] = [base, check];
    base = new Int32Array(size).fill(FREE);
    check = new Int32Array(size).fill(FREE);
    base.set(oldBase);
    check.set(oldCheck);
  };
  check[0] = 0;
  let firstFree = 1;
  let end = 1;
  // Nodes still to be placed: the keys from `from` to `to` share their first `depth` letters, which lead to `node`.
  const open = [{ node: 0, from: 0, to: keys.length, depth: 0 }];
  for (let group = open.pop(); group; group = open.pop()) {
    const { node, from, to, depth } = group;
    if (to - from === 1) {
      base[node] = ~from;
      continue;
    }
    const children: { symbol: number; from: number; to: number }[] = [];
    for (let i = from; i < to; i++) {
      const symbol = keys[i]?.[depth] ?? END;
      const last = children.at(-1);
      if (last?.symbol === symbol) last.to = i + 1;
      else children.push({ symbol, from: i, to: i + 1 });
    }
    if (children.length === 0) continue;
    while (firstFree < check.length && check[firstFree] !== FREE) firstFree++;
    const smallest = (children[0] as { symbol: number }).symbol;
    let at = Math.max(1, firstFree - smallest);
    grow(at + keysAlphabet(children) + 1);
    for (; ; at++) {
      grow(at + keysAlphabet(children) + 1);
      if (children.every(({ symbol }) => check[at + symbol] === FREE)) break;
    }
    base[node] = at;
    for (const child of children) {
      const slot = at + child.symbol;
      check[slot] = node;
      end = Math.max(end, slot + 1);
      if (child.symbol === END) base[slot] = ~child.from;
      else open.push({ node: slot, from: child.from, to: child.to, depth: depth + 1 });
    }
  }
  // A lookup may probe a whole alphabet behind the last node.
  const alphabet = Math.max(END, ...keys.map((key) => Math.max(0, ...key)));
  const length = end + alphabet + 1;
  grow(length);
  return { base: base.slice(0, length), check: check.slice(0, length) };
}

function keysAlphabet(children: readonly { symbol: number }[]): number {
  return (children.at(-1) as { symbol: number }).symbol;
}
