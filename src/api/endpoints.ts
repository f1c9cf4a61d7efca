import * as z from 'zod';
import { dataSeries, get, pagedList, post, rawExportAuth } from './endpoint.ts';
import * as s from './schemas.ts';

const {
  filledId,
  optionalText,
  pageParams,
  archivablePageParams,
  windowed,
  unitWindowed,
  dataOf,
  listed,
  names,
} = s;

/** External ids in one call. */
const mostIds = 50;

const drawsOnEvents = { pool: 'eventsAndPurchases' } as const;

/** THE TABLE: every endpoint of the Export API. Client calls, paging, retries, the sample and the tests follow from it. */
export const endpoints = {
  // User Export
  // A POST only because of its many ids: it reads, so it may be repeated like a GET.
  usersById: {
    ...post('/users/export/ids', s.usersByIdParams(mostIds), s.usersById, {
      pool: 'usersById',
      repeat: 'always',
    }),
    longest: mostIds,
  },
  exportSegment: post('/users/export/segment', s.segmentExportParams, s.exportStarted, { repeat: 'unsent' }),

  // Segment Export
  segmentList: pagedList('/segments/list', { per: 100 }, pageParams, listed('segments', s.segmentSummary)),
  segmentSeries: dataSeries(
    '/segments/data_series',
    { longest: 100 },
    windowed({ segment_id: filledId }),
    dataOf(s.segmentPoint),
  ),
  segmentDetails: get('/segments/details', z.strictObject({ segment_id: filledId }), s.segmentDetails),

  // Campaign Export
  campaignList: pagedList(
    '/campaigns/list',
    { per: 100 },
    archivablePageParams,
    listed('campaigns', s.campaignSummary),
  ),
  campaignSeries: dataSeries(
    '/campaigns/data_series',
    { longest: 100, pool: 'campaignSeries' },
    windowed({ campaign_id: filledId }),
    dataOf(s.campaignPoint),
  ),
  campaignDetails: get('/campaigns/details', z.strictObject({ campaign_id: filledId }), s.campaignDetails),

  // News Feed Export
  cardList: pagedList('/feed/list', { per: 100 }, archivablePageParams, listed('cards', s.cardSummary)),
  cardSeries: dataSeries(
    '/feed/data_series',
    { longest: 100 },
    unitWindowed({ card_id: filledId }),
    dataOf(s.cardPoint),
  ),
  cardDetails: get('/feed/details', z.strictObject({ card_id: filledId }), s.cardDetails),

  // KPI Export
  monthlyActives: dataSeries(
    '/kpi/mau/data_series',
    { longest: 100 },
    windowed({ app_id: optionalText }),
    dataOf(s.mauPoint),
  ),
  dailyActives: dataSeries(
    '/kpi/dau/data_series',
    { longest: 100 },
    windowed({ app_id: optionalText }),
    dataOf(s.dauPoint),
  ),
  newUsers: dataSeries(
    '/kpi/new_users/data_series',
    { longest: 100 },
    windowed({ app_id: optionalText }),
    dataOf(s.newUsersPoint),
  ),
  uninstalls: dataSeries(
    '/kpi/uninstalls/data_series',
    { longest: 100 },
    windowed({ app_id: optionalText }),
    dataOf(s.uninstallsPoint),
  ),

  // Sessions Analytics Export
  sessions: dataSeries(
    '/sessions/data_series',
    { longest: 100 },
    unitWindowed({ app_id: optionalText, segment_id: optionalText }),
    dataOf(s.sessionsPoint),
  ),

  // Custom Events Analytics Export
  eventList: pagedList('/events/list', { per: 250, ...drawsOnEvents }, pageParams, names('events')),
  eventSeries: dataSeries(
    '/events/data_series',
    { longest: 100 },
    unitWindowed({ event: filledId, app_id: optionalText, segment_id: optionalText }),
    dataOf(s.eventPoint),
  ),

  // Revenue Analytics Export
  productList: pagedList(
    '/purchases/product_list',
    { per: 250, ...drawsOnEvents },
    pageParams,
    names('products'),
  ),
  revenueSeries: dataSeries(
    '/purchases/revenue_series',
    { longest: 100, ...drawsOnEvents },
    unitWindowed({ product: optionalText, app_id: optionalText }),
    dataOf(s.revenuePoint),
  ),
  quantitySeries: dataSeries(
    '/purchases/quantity_series',
    { longest: 100, ...drawsOnEvents },
    unitWindowed({ product: optionalText, app_id: optionalText }),
    dataOf(s.quantityPoint),
  ),

  // Raw Event Stream Export
  exportRawEvents: post('/raw_data/export', s.rawExportParams, s.rawExportStarted, {
    pool: 'rawExport',
    repeat: 'unsent',
    auth: rawExportAuth,
    check: s.checkRawExportSpan,
  }),
};

export type EndpointName = keyof typeof endpoints;
