import type { ExportRow } from '../exports/jobs/exportRow.ts';

/** Those that are done are taken off: Retry goes on with the rest. */
export async function useEach(rows: ExportRow[], use: (row: ExportRow) => unknown): Promise<void> {
  for (; rows[0]; rows.shift()) await use(rows[0]);
}
