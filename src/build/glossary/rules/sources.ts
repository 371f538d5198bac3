import { atKey, type Rule } from '../rule.ts';

const ARXIV = /^https:\/\/arxiv\.org\/abs\/(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})$/;
const DOI = /^https:\/\/doi\.org\/10\.\d{4,9}\/\S+$/;

/** At least one source, each dated, with a link of the right shape. */
export const sources: Rule = function* (file) {
  const list = file.data['sources'];
  if (!Array.isArray(list)) return;
  if (list.length === 0) yield atKey(file, ['sources'], 'no source', 'name the primary source first');
  for (const [i, source] of list.entries()) {
    const { url, year, accessed, authors } = source as Record<string, unknown>;
    const at = (key: string) => ['sources', i, key];
    if (Array.isArray(authors) && authors.length === 0)
      yield atKey(file, at('authors'), 'a source without authors', 'name the authors or the organisation');
    if (year === undefined && accessed === undefined)
      yield atKey(
        file,
        ['sources', i],
        'a source without a date',
        "add year, or for a living document accessed: 'YYYY-MM-DD'",
      );
    if (typeof url !== 'string') continue;
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
      yield atKey(file, at('url'), `"${url}" is no https link`, 'give the https address');
    } else if (url.includes('arxiv.org/') && !ARXIV.test(url)) {
      yield atKey(
        file,
        at('url'),
        `"${url}" is no arXiv abstract`,
        'write https://arxiv.org/abs/NNNN.NNNNN, without a version',
      );
    } else if (typeof year === 'number' && yearOfArxiv(url) !== undefined && yearOfArxiv(url) !== year) {
      yield atKey(
        file,
        at('year'),
        `arXiv numbered it in ${yearOfArxiv(url)}, not ${year}`,
        'give the year of the number, or the link of the published version',
      );
    } else if (url.includes('doi.org/') && !DOI.test(url)) {
      yield atKey(file, at('url'), `"${url}" is no DOI`, 'write https://doi.org/10.…');
    }
  }
};

/** The year in which arXiv numbered a paper; `undefined` for any other link. */
function yearOfArxiv(url: string): number | undefined {
  const [, number] = ARXIV.exec(url) ?? [];
  const digits = /^(?:[a-z-]+\/)?(\d{2})/.exec(number ?? '')?.[1];
  if (digits === undefined) return undefined;
  return Number(digits) + (Number(digits) > 90 ? 1900 : 2000);
}
