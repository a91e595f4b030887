/** Before the first test: one PostgreSQL for the whole run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Jest loads this file without the transform of modules, so the work is a program of its own. */
export default function globalSetup({ rootDir }: { rootDir: string }): void {
  const program = join(rootDir, 'test', 'support', 'start-server.ts');
  process.env.TEST_POSTGRES_SERVER = execFileSync(process.execPath, ['--import', 'tsx', program], {
    cwd: rootDir,
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
