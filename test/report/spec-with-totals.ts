import Mocha from 'mocha';
import { reportTotals } from './report-totals.ts';

/** Mocha's spec reporter, followed by the line that test/run.ts counts from. */
export default class SpecWithTotals extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    reportTotals(runner, console.log);
  }
}
