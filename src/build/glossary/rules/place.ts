import { atKey, type Rule } from '../rule.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The file stands in a topic's folder under a name that is an id, and no other entry has that id. */
export const place: Rule = function* (file, library) {
  if (!library.topics.has(file.topic)) {
    yield atKey(
      file,
      [],
      `"${file.topic}" is no topic`,
      `move the file to one of ${[...library.topics].join(', ')}, or add the topic to topics.yaml`,
    );
  }
  if (!ID.test(file.id)) {
    yield atKey(
      file,
      [],
      `"${file.id}" is no id`,
      'name the file in lower-case letters, digits and single hyphens',
    );
  }
  const namesake = library.files.get(file.id);
  if (namesake && namesake !== file) {
    yield atKey(file, [], `${namesake.path} has the same id`, 'rename one of the two files');
  }
};
