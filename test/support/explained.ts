/** Lets a store's own statement be explained, run and measured by the database, instead of being answered. */
import type { KyselyPlugin } from 'kysely';
import type { Database } from '../../src/database/schema.js';

/** A node of a plan, as `EXPLAIN (FORMAT JSON)` writes it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

export interface Explained {
  readonly sql: string;
  /** Planning and execution, by the database's own clock. */
  readonly milliseconds: number;
  readonly nodes: readonly PlanNode[];
  /** Tables read from one end to the other. */
  readonly wholeTables: readonly string[];
  readonly indexes: readonly string[];
}

/** Runs `work` with a connection on which every statement is explained and finds no rows; gives what was explained. */
export async function explained(
  database: Database,
  work: (connection: Database) => Promise<unknown>,
): Promise<readonly Explained[]> {
  const statements: string[] = [];
  const found: Explained[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (node.kind !== 'RawNode') throw new Error('Stores write SQL.');
      statements.push(node.sqlFragments.join('?'));
      const [first = '', ...rest] = node.sqlFragments;
      return { ...node, sqlFragments: [`EXPLAIN (ANALYZE, FORMAT JSON) ${first}`, ...rest] };
    },
    async transformResult({ result }) {
      const [row] = result.rows as {
        'QUERY PLAN': { Plan: PlanNode; 'Planning Time': number; 'Execution Time': number }[];
      }[];
      const plan = row?.['QUERY PLAN'][0];
      if (plan === undefined) throw new Error('Nothing was explained.');
      const nodes = flattened(plan.Plan);
      found.push({
        sql: statements[found.length] ?? '',
        milliseconds: plan['Planning Time'] + plan['Execution Time'],
        nodes,
        wholeTables: nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [])),
        indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
      });
      return { ...result, rows: [] };
    },
  };
  await work(database.withPlugin(plugin));
  return found;
}

function flattened(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flattened)];
}
