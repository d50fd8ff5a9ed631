// A Vitest reporter that writes one JSON line for every test as it ends, so that a run cut short is still counted.
import { appendFileSync } from "node:fs";

/**
 * @typedef {object} TestResult
 * @property {"passed" | "failed" | "skipped"} state
 * @property {string} name
 * @property {string} [reason] Why it was skipped.
 */

/** @param {TestResult} result */
const write = (result) => appendFileSync(process.env.INKLING_RESULTS ?? "", `${JSON.stringify(result)}\n`);

export default class Results {
  /** @param {import("vitest/node").TestCase} test */
  onTestCaseResult(test) {
    const name = `${test.project.name}: ${test.module.relativeModuleId} > ${test.fullName}`;
    const { state, ...rest } = test.result();
    if (state === "pending") return;
    const unsaid = test.options.mode === "todo" ? "to do" : "no reason given";
    const reason = "note" in rest && rest.note !== undefined ? rest.note : unsaid;
    write(state === "skipped" ? { state, name, reason } : { state, name });
  }

  /** A hook around a group failed. @param {import("vitest/node").TestSuite} suite */
  onTestSuiteResult(suite) {
    if (suite.errors().length > 0) write({ state: "failed", name: suite.fullName });
  }

  /** A file could not be loaded. @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    if (module.errors().length > 0) write({ state: "failed", name: module.relativeModuleId });
  }

  /**
   * @param {unknown} _modules
   * @param {readonly unknown[]} errors
   */
  onTestRunEnd(_modules, errors) {
    if (errors.length > 0) write({ state: "failed", name: "an error outside every test" });
  }
}
