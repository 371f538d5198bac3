/** Something an author has to mend: where it is, what is wrong and what to do. */
export interface Problem {
  /** Path from the repository's root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

/** One line in the form that editors and CI logs turn into a link. */
export function formatProblem({ file, line, message, remedy }: Problem): string {
  return `${file}:${line}: ${message} → ${remedy}`;
}
