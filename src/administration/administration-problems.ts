/** Refusals that acts of administrators have in common. The codes are stable: programs and pages decide by them. */
import { Problem } from '../http/problem.js';

/** The same for an account that is unknown and one that may not be seen. */
export function accountNotFound(): Problem {
  return new Problem(404, 'account_not_found', 'There is no such account.');
}

export function mfaNotEnabled(): Problem {
  return new Problem(409, 'mfa_not_enabled', 'MFA not enabled');
}

export function lastAdmin(): Problem {
  const sentence = 'Nobody else could administer afterwards. Give another account the role first.';
  return new Problem(409, 'last_admin', sentence);
}

export function clientNotFound(): Problem {
  return new Problem(404, 'client_not_found', 'There is no such client.');
}

export function groupNotFound(): Problem {
  return new Problem(404, 'group_not_found', 'There is no such group.');
}

export function resourceNotFound(): Problem {
  return new Problem(404, 'resource_not_found', 'There is no such resource.');
}
