/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  /** `warning` is for a person to judge; `failed` will not work, or is not safe. */
  readonly status: 'ok' | 'warning' | 'failed';
  /** What was found and, unless it is well, what to do. */
  readonly message: string;
}

export function ok(name: string, message: string): Check {
  return { name, status: 'ok', message };
}

export function warning(name: string, message: string): Check {
  return { name, status: 'warning', message };
}

export function failed(name: string, message: string): Check {
  return { name, status: 'failed', message };
}
