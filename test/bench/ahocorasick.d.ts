declare module 'ahocorasick' {
  class AhoCorasick {
    constructor(keywords: readonly string[]);
    /** The offset of the last letter of each match, with the keywords that end there. */
    search(text: string): [number, string[]][];
  }
  export = AhoCorasick;
}
