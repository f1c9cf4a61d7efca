import * as z from 'zod';
import { itemKinds, maxCompared } from '../catalog/item.ts';
import { breakdowns, maxLength, units } from '../protocol/chart.ts';
import { exportFormats, exportTargets, longestAppId } from '../protocol/detail.ts';

/** What a page may ask with: every text in it may be the service's. */

const text = z.string().min(1).max(2_000);

const query = z.strictObject({
  length: z.int().min(1).max(maxLength),
  unit: z.enum(units),
  endingAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/)
    .refine((it) => !Number.isNaN(Date.parse(it)))
    .optional(),
  app: text.optional(),
  segment: text.optional(),
  product: text.optional(),
  breakdown: z.enum(breakdowns),
  previous: z.boolean(),
});

const item = z
  .int()
  .min(0)
  .max(maxCompared - 1);

const tries = z.strictObject({ number: z.int().min(1), of: z.int().min(1) });

export const detailArguments = {
  item: z.strictObject({ item }),
  image: z.strictObject({ item, image: z.int().min(0) }),
  chart: z.strictObject({ query, retry: z.string().max(10_000).optional(), refresh: z.boolean().optional() }),
  awaited: z.union([
    z.strictObject({ what: z.literal('chart'), knows: tries.optional() }),
    z.strictObject({ what: z.literal('detail'), item, knows: tries.optional() }),
  ]),
  stretch: z.strictObject({ stretch: z.string().max(10_000).optional() }),
  appId: z.strictObject({ appId: z.string().trim().min(1).max(longestAppId) }),
  order: z.strictObject({
    query,
    lines: z.array(z.string()).max(2_000),
    format: z.enum(exportFormats),
    to: z.enum(exportTargets),
    image: z.string().startsWith('data:image/png;base64,').max(20_000_000).optional(),
  }),
};

/** The part that the host reads of what a page has the editor keep for a reload. */
export const panelState = z.object({
  items: z
    .array(
      z.object({
        kind: z.enum(itemKinds),
        id: text,
        name: z.string().max(2_000).optional(),
        tracked: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(maxCompared)
    .refine((items) => items.every((it) => it.kind === items[0]?.kind)),
  connection: z.object({ id: text, name: z.string().max(2_000) }),
});
