/** Reads what an authorization request asks of `acr`: the `acr_values` parameter and the `acr` members of `claims`. Pure. */
import type { AcrRequest } from './amr.js';

/** The two parameters as they came in; both are attacker-controlled text. */
export interface AcrParameters {
  readonly acr_values?: unknown;
  readonly claims?: unknown;
}

/**
 * All acr wishes of a request, read from the parameters themselves: the engine replaces an essential `acr` in `claims`
 * by `acr_values`, which would let anyone who edits the URL lower the demand.
 * Malformed `claims` are refused by the engine before; here they count as no wish.
 */
export function acrRequestsOf(parameters: AcrParameters): AcrRequest[] {
  const requests: AcrRequest[] = [];
  const { acr_values: acrValues, claims } = parameters;
  if (typeof acrValues === 'string' && acrValues.trim() !== '') {
    requests.push({ values: acrValues.trim().split(/\s+/), essential: false });
  }
  for (const target of ['id_token', 'userinfo']) {
    const acr = member(member(parseObject(claims), target), 'acr');
    const values = requestedValues(acr);
    if (values.length > 0) requests.push({ values, essential: member(acr, 'essential') === true });
  }
  return requests;
}

/** OpenID Connect Core section 5.5.1: `value` names one, `values` several in order of preference. */
function requestedValues(acr: unknown): string[] {
  const values = member(acr, 'values');
  const single = member(acr, 'value');
  return [...(Array.isArray(values) ? values : []), single].filter(
    (value): value is string => typeof value === 'string',
  );
}

function parseObject(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
