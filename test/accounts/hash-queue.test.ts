import { expect, test } from '@jest/globals';
import { createHashQueue, Overloaded } from '../../src/accounts/hash-queue.js';

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('no more than the allowed number run at once, and the rest run in the order they came', async () => {
  const queue = createHashQueue({ concurrency: 2, longestQueue: 10 });
  const gates = Array.from({ length: 5 }, gate);
  const starts = Array.from({ length: 5 }, gate);
  const started: number[] = [];
  const jobs = gates.map((each, index) =>
    queue.run(async () => {
      started.push(index);
      starts[index]?.open();
      await each.opened;
      return index;
    }),
  );
  await Promise.all([starts[0]?.opened, starts[1]?.opened]);
  expect(started).toEqual([0, 1]);
  gates[1]?.open();
  await starts[2]?.opened;
  expect(started).toEqual([0, 1, 2]);
  for (const each of gates) each.open();
  await expect(Promise.all(jobs)).resolves.toEqual([0, 1, 2, 3, 4]);
});

test('what would wait too long is refused at once, and what waits already is not disturbed', async () => {
  const queue = createHashQueue({ concurrency: 1, longestQueue: 1 });
  const first = gate();
  const running = queue.run(() => first.opened);
  const waiting = queue.run(async () => 'done');
  await expect(queue.run(async () => 'too many')).rejects.toThrow(Overloaded);
  first.open();
  await running;
  await expect(waiting).resolves.toBe('done');
});

test('a job that fails gives its place to the next', async () => {
  const queue = createHashQueue({ concurrency: 1, longestQueue: 5 });
  const failing = queue.run(() => Promise.reject(new Error('broken')));
  const next = queue.run(async () => 'fine');
  await expect(failing).rejects.toThrow('broken');
  await expect(next).resolves.toBe('fine');
});
