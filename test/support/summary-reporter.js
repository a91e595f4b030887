/** The last lines of a test run: how many tests of each kind ran, and `N passed, N failed`. Plain JavaScript: Jest loads it as it is. */
import { relative } from 'node:path';

const httpFolders = /^test\/(flows|attacks|http|api)\//;

/** What a test needs around it, by its folder, else by the database in its name. */
function kindOf(path, name) {
  if (path.startsWith('test/browser/')) return 'browser';
  if (httpFolders.test(path)) return 'HTTP';
  if (name.includes('embedded')) return 'embedded database';
  if (name.includes('postgres')) return 'PostgreSQL';
  return 'unit';
}

export default class SummaryReporter {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunComplete(_contexts, results) {
    const counts = { unit: 0, HTTP: 0, PostgreSQL: 0, 'embedded database': 0, browser: 0 };
    for (const file of results.testResults) {
      const path = relative(this.rootDir, file.testFilePath).replaceAll('\\', '/');
      for (const { fullName, status } of file.testResults) {
        if (status === 'passed' || status === 'failed') counts[kindOf(path, fullName)] += 1;
      }
    }
    const kinds = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
    // A file that could not be loaded has no tests to fail, and must not look like success.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const text = `\nRan ${kinds.join(', ')}\n${results.numPassedTests} passed, ${failed} failed\n`;
    // Jest's own summary and the teardown come after this call; the closing line is for machines and must be the last.
    process.once('exit', () => process.stdout.write(text));
  }
}
