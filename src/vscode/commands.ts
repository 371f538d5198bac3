/** A place in a document, as links carry it; lines and characters are 0-based, in UTF-16 units. */
export interface DocumentPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Every command of the extension, with the arguments links and menus may give it. */
export interface CommandArguments {
  /** The id of a term; without it, the term at the cursor or in the selection, or a search. */
  readonly 'aiTerms.explainTerm': [id?: string];
  /** The place of a card; without it, the cursor. */
  readonly 'aiTerms.explainMatch': [at?: DocumentPlace];
  readonly 'aiTerms.listTerms': [];
  /** A snippet by its id, or the snippets of a term; without it, a search. */
  readonly 'aiTerms.insertSnippet': [which?: { readonly snippet?: string; readonly term?: string }];
}

export type CommandId = keyof CommandArguments;
