// Runs inside the editor, in the Node host and in the web worker host alike: hence mocha's browser build.
import 'mocha/mocha.js';
import { print } from '../../report/marked-output.ts';
import { reportTotals } from '../../report/report-totals.ts';

// The bundle imports this module before the suites, which find `describe` and `it` set up.
// A second try, because focus moves when a busy editor gets round to it; a fault fails both.
mocha.setup({ ui: 'bdd', reporter: 'spec', timeout: 60_000, retries: 1, checkLeaks: false });
Object.assign(Mocha.reporters.Base, { consoleLog: print });

/** What the editor calls: resolves when every test passed. */
export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    // Not mocha.run, which wants the address of a page.
    const runner = Mocha.prototype.run.call(mocha, (failures) => {
      if (failures) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
    reportTotals(runner, print);
  });
}
