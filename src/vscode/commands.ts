/** Every command of the extension, with the arguments links and menus may give it. */
export interface CommandArguments {
  /** The id of a term; without it, the term at the cursor or in the selection, or a search. */
  readonly 'aiTerms.explainTerm': [id?: string];
  /** A snippet by its id, or the snippets of a term; without it, a search. */
  readonly 'aiTerms.insertSnippet': [which?: { readonly snippet?: string; readonly term?: string }];
}

export type CommandId = keyof CommandArguments;
