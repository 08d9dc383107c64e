/** The figures of the dashboard as data, for the operators' page. */
import { z } from 'zod';

import { Time } from './answers.ts';
import { reply, route } from './route.ts';
import { components } from './schemas.ts';

export const SystemHealthView = z
  .object({
    from: Time,
    to: Time,
    period: z.int().describe('Seconds that one point stands for.'),
    figures: z.array(
      z.object({
        id: z.string().describe('Stays the same: `mail-in`, `came-back`, `time-to-bounce`, …'),
        unit: z.enum(['count', 'milliseconds', 'days', 'seconds']),
        statistic: z.enum(['Sum', 'Maximum', 'Minimum', 'p50', 'p99']),
        reason: z
          .string()
          .nullable()
          .describe('Figures by reason are there once for each; null for the others.'),
        points: z
          .array(z.object({ at: Time, value: z.number() }))
          .describe('Oldest first, without gaps filled.'),
        overall: z
          .number()
          .nullable()
          .describe('Sums added up; the smallest of minima; the largest of all else. Null for nothing.'),
      }),
    ),
    queues: z.array(
      z.object({
        name: z.string(),
        waiting: z.int(),
        inWork: z.int(),
        postponed: z.int().describe('To be tried again later.'),
        deadLetters: z.int().describe('Given up by the queue: somebody has to look.'),
      }),
    ),
  })
  .meta({
    examples: [
      {
        from: '2026-11-22T10:15:00.000Z',
        to: '2026-11-23T10:15:00.000Z',
        period: 900,
        figures: [
          {
            id: 'came-back',
            unit: 'count',
            statistic: 'Sum',
            reason: 'starttls-not-supported',
            points: [{ at: '2026-11-23T10:00:00.000Z', value: 2 }],
            overall: 2,
          },
        ],
        queues: [{ name: 'outbound', waiting: 0, inWork: 1, postponed: 3, deadLetters: 0 }],
      },
    ],
  })
  .register(components, { id: 'SystemHealth' });

export const getAdminHealth = route(
  'GET',
  '/v1/admin/health',
  {
    summary: 'How the house is: the figures of the last 24 hours, and the queues as they are',
    description: 'Measured at most once a minute.',
    access: 'operator',
    answer: { status: 200, schema: SystemHealthView },
  },
  async (_call, { systemHealth }) => {
    const { figures, queues, ...span } = await systemHealth();
    return reply({
      ...span,
      figures: figures.map(({ points, ...figure }) => ({ ...figure, points: [...points] })),
      queues: [...queues],
    });
  },
);
