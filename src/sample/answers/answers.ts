import type * as z from 'zod';
import { endpoints, type EndpointName } from '../../api/endpoints.ts';
import { checkRawExportSpan } from '../../api/schemas.ts';
import { makeCampaignDays } from '../world/campaignSeries.ts';
import { dayMs } from '../world/dates.ts';
import { describeCampaign, describeCard, describeSegment } from './details.ts';
import type { SampleExports } from './exports.ts';
import { exportableFields, pickFields } from './fields.ts';
import * as metrics from '../world/metrics.ts';
import * as ask from './parameters.ts';
import type { RawExports } from './rawExports.ts';
import { SampleRefusal } from './refusal.ts';
import { findUserIndex, makeUser } from '../world/users.ts';
import type { World } from '../world/world.ts';

/** The made-up app group that the answers speak of. */
export interface AppGroup {
  world: World;
  /** How many users it has. */
  users: number;
  exports: SampleExports;
  rawExports: RawExports;
}

/** An answer that succeeds. The service leaves `message` out of some. */
export interface Reply<Body> {
  status: 200 | 201;
  body: Body;
  withoutMessage?: boolean;
}

/** The sample's answer to each row of the endpoint table, in the shape that the row's schema takes in. */
export type SampleAnswers = {
  [Name in EndpointName]: (
    asked: ask.SampleRequest,
    group: AppGroup,
  ) => Reply<z.input<(typeof endpoints)[Name]['answer']>>;
};

const ok = <Body>(body: Body): Reply<Body> => ({ status: 200, body });
const created = <Body>(body: Body): Reply<Body> => ({ status: 201, body });

const days = { hours: false };
const hours = { hours: true };

export const sampleAnswers: SampleAnswers = {
  // User Export
  usersById: exportUsers,
  exportSegment(asked, { world, exports }) {
    const segment = ask.readSegment(asked, world);
    ask.checkCallback(asked);
    const { path, ...started } = exports.start(
      segment,
      ask.readTexts(asked, 'fields_to_export'),
      asked.nowMs,
    );
    return created({ ...started, url: `${asked.origin}${path}` });
  },

  // Segment Export
  segmentList: (asked, { world }) =>
    ok({
      segments: ask
        .cutPage(asked, world.segments, endpoints.segmentList.per)
        .map(({ id, name, tracked, tags }) => ({ id, name, analytics_tracking_enabled: tracked, tags })),
    }),
  segmentSeries: (asked, { world, users }) =>
    ok({
      data: metrics
        .segmentSizes(ask.readWindow(asked, days), users, ask.readSegment(asked, world))
        .map(({ time, value }) => ({ time, size: value })),
    }),
  segmentDetails: (asked, { world }) => ok(describeSegment(ask.readSegment(asked, world))),

  // Campaign Export
  campaignList(asked, { world }) {
    const all = ask.readFlag(asked, 'include_archived');
    const listed = world.campaigns.filter((it) => all || it.state !== 'archived');
    return ok({
      campaigns: ask
        .cutPage(asked, listed, endpoints.campaignList.per)
        .map(({ id, name, isApi, tags, era, createdMs }) => ({
          ...{ id, name, is_api_campaign: isApi, tags },
          ...(era === 'today' ? { last_edited: new Date(createdMs + dayMs / 2).toISOString() } : {}),
        })),
    });
  },
  campaignSeries(asked, { world, users }) {
    const campaign = ask.readCampaign(asked, world);
    const data = makeCampaignDays(campaign, ask.readWindow(asked, days), users);
    // The document has no `message` in a multivariate answer.
    return { ...ok({ data }), withoutMessage: campaign.isMultivariate && campaign.era === 'legacy' };
  },
  campaignDetails: (asked, { world }) => ok(describeCampaign(ask.readCampaign(asked, world), asked.nowMs)),

  // News Feed Export
  cardList(asked, { world }) {
    const all = ask.readFlag(asked, 'include_archived');
    const listed = world.cards.filter((it) => all || !it.archived);
    return ok({
      cards: ask
        .cutPage(asked, listed, endpoints.cardList.per)
        .map(({ id, type, title, tags }) => ({ id, type, title, tags })),
    });
  },
  cardSeries: (asked, { world, users }) =>
    ok({
      data: metrics
        .cardSeries(ask.readWindow(asked, hours), users, ask.readCard(asked, world))
        .map(({ time, value }) => ({ time, ...(value ?? { impressions: null, clicks: null }) })),
    }),
  cardDetails: (asked, { world }) => ok(describeCard(ask.readCard(asked, world))),

  // KPI Export
  monthlyActives: (asked, { users }) =>
    ok({
      data: metrics
        .monthlyActives(ask.readWindow(asked, days), users, ask.readOptionalApp(asked))
        .map(({ time, value }) => ({ time, mau: value })),
    }),
  dailyActives: (asked, { users }) =>
    ok({
      data: metrics
        .dailyActives(ask.readWindow(asked, days), users, ask.readOptionalApp(asked))
        .map(({ time, value }) => ({ time, dau: value })),
    }),
  newUsers: (asked, { users }) =>
    ok({
      data: metrics
        .newUsers(ask.readWindow(asked, days), users, ask.readOptionalApp(asked))
        .map(({ time, value }) => ({ time, new_users: value })),
    }),
  uninstalls: (asked, { users }) =>
    ok({
      data: metrics
        .uninstalls(ask.readWindow(asked, days), users, ask.readOptionalApp(asked))
        .map(({ time, value }) => ({ time, uninstalls: value })),
    }),

  // Sessions Analytics Export
  sessions: (asked, { world, users }) =>
    ok({
      data: metrics
        .sessions(ask.readWindow(asked, hours), users, readFilters(asked, world))
        .map(({ time, value }) => ({ time, sessions: value })),
    }),

  // Custom Events Analytics Export
  eventList: (asked, { world }) => ok({ events: ask.cutPage(asked, world.events, endpoints.eventList.per) }),
  eventSeries: (asked, { world, users }) =>
    ok({
      data: metrics
        .eventCounts(
          ask.readWindow(asked, hours),
          users,
          ask.readEvent(asked, world),
          readFilters(asked, world),
        )
        .map(({ time, value }) => ({ time, count: value })),
    }),

  // Revenue Analytics Export
  productList: (asked, { world }) =>
    ok({ products: ask.cutPage(asked, world.products, endpoints.productList.per) }),
  revenueSeries: (asked, { world, users }) =>
    ok({
      data: metrics
        .revenues(
          ask.readWindow(asked, hours),
          users,
          ask.readOptionalProduct(asked, world),
          ask.readOptionalApp(asked),
        )
        .map(({ time, value }) => ({ time, revenue: value })),
    }),
  quantitySeries: (asked, { world, users }) =>
    ok({
      data: metrics
        .quantities(
          ask.readWindow(asked, hours),
          users,
          ask.readOptionalProduct(asked, world),
          ask.readOptionalApp(asked),
        )
        .map(({ time, value }) => ({ time, purchase_quantity: value })),
    }),

  // Raw Event Stream Export
  exportRawEvents(asked, { rawExports }) {
    ask.readInstant(asked, 'starting_at');
    ask.readInstant(asked, 'ending_at');
    ask.readTexts(asked, 'app_ids');
    ask.readTexts(asked, 'event_names');
    ask.checkCallback(asked);
    const span = {
      starting_at: String(asked.params['starting_at']),
      ending_at: String(asked.params['ending_at']),
    };
    if (checkRawExportSpan(span, asked.nowMs) !== undefined)
      throw new SampleRefusal(400, 'The time range must be at most one week, within the last 3 months');
    rawExports.start(asked.nowMs);
    return ok({ success: true });
  },
};

function readFilters(asked: ask.SampleRequest, world: World): metrics.SeriesFilters {
  return { app: ask.readOptionalApp(asked), segment: ask.readOptionalSegment(asked, world) };
}

function exportUsers(
  asked: ask.SampleRequest,
  { world, users }: AppGroup,
): ReturnType<SampleAnswers['usersById']> {
  const ids = ask.readTexts(asked, 'external_ids') ?? [];
  if (ids.length === 0) throw new SampleRefusal(400, 'external_ids must be an array of strings');
  if (ids.length > 50)
    throw new SampleRefusal(400, 'The max number of external_ids and aliases per request was exceeded');
  const fields = ask.readTexts(asked, 'fields_to_export');
  const found = [...new Set(ids)].map((id) => ({ id, index: findUserIndex(id, users) }));
  const unknown = found.filter((it) => it.index === undefined).map((it) => it.id);
  const strange = (fields ?? []).filter((it) => !exportableFields.includes(it));
  return created({
    users: found.flatMap(({ index }) =>
      index === undefined
        ? []
        : [pickFields(makeUser(world, index, Math.floor(asked.nowMs / dayMs)), fields)],
    ),
    ...(unknown.length > 0 ? { invalid_user_ids: unknown } : {}),
    ...(strange.length > 0 ? { errors: strange.map((it) => `${it} is not a field of a user`) } : {}),
  });
}
