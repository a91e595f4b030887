/** After the last test, also when tests failed: stops the PostgreSQL of this run. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A program of its own for the same reason as global-setup. */
export default function globalTeardown({ rootDir }: { rootDir: string }): void {
  execFileSync(process.execPath, ['--import', 'tsx', join(rootDir, 'test', 'support', 'stop-server.ts')], {
    cwd: rootDir,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: 'inherit',
  });
}
