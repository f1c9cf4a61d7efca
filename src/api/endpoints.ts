import * as z from 'zod';
import { get, paged, post, rawExportAuth } from './endpoint.ts';
import * as s from './schemas.ts';

const { filledId, optionalText, page, archivablePage, windowed, unitWindowed, dataOf, listed, names } = s;

const drawsOnEvents = { pool: 'eventsAndPurchases' } as const;

/** THE TABLE: every endpoint of the Export API. Client calls, paging, retries, the sample and the tests follow from it. */
export const endpoints = {
  // User Export
  // A POST only because of its many ids: it reads, so it may be repeated like a GET.
  usersById: post('/users/export/ids', s.usersByIdRequest, s.usersById, {
    pool: 'usersById',
    repeat: 'always',
  }),
  exportSegment: post('/users/export/segment', s.segmentExportRequest, s.exportStarted, { repeat: 'unsent' }),

  // Segment Export
  segmentList: paged('/segments/list', { per: 100 }, page, listed('segments', s.segmentSummary)),
  segmentSeries: get('/segments/data_series', windowed({ segment_id: filledId }), dataOf(s.segmentPoint)),
  segmentDetails: get('/segments/details', z.strictObject({ segment_id: filledId }), s.segmentDetails),

  // Campaign Export
  campaignList: paged(
    '/campaigns/list',
    { per: 100 },
    archivablePage,
    listed('campaigns', s.campaignSummary),
  ),
  campaignSeries: get(
    '/campaigns/data_series',
    windowed({ campaign_id: filledId }),
    dataOf(s.campaignPoint),
    {
      pool: 'campaignSeries',
    },
  ),
  campaignDetails: get('/campaigns/details', z.strictObject({ campaign_id: filledId }), s.campaignDetails),

  // News Feed Export
  cardList: paged('/feed/list', { per: 100 }, archivablePage, listed('cards', s.cardSummary)),
  cardSeries: get('/feed/data_series', unitWindowed({ card_id: filledId }), dataOf(s.cardPoint)),
  cardDetails: get('/feed/details', z.strictObject({ card_id: filledId }), s.cardDetails),

  // KPI Export
  monthlyActives: get('/kpi/mau/data_series', windowed({ app_id: optionalText }), dataOf(s.mauPoint)),
  dailyActives: get('/kpi/dau/data_series', windowed({ app_id: optionalText }), dataOf(s.dauPoint)),
  newUsers: get('/kpi/new_users/data_series', windowed({ app_id: optionalText }), dataOf(s.newUsersPoint)),
  uninstalls: get(
    '/kpi/uninstalls/data_series',
    windowed({ app_id: optionalText }),
    dataOf(s.uninstallsPoint),
  ),

  // Sessions Analytics Export
  sessions: get(
    '/sessions/data_series',
    unitWindowed({ app_id: optionalText, segment_id: optionalText }),
    dataOf(s.sessionsPoint),
  ),

  // Custom Events Analytics Export
  eventList: paged('/events/list', { per: 250, ...drawsOnEvents }, page, names('events')),
  eventSeries: get(
    '/events/data_series',
    unitWindowed({ event: filledId, app_id: optionalText, segment_id: optionalText }),
    dataOf(s.eventPoint),
  ),

  // Revenue Analytics Export
  productList: paged('/purchases/product_list', { per: 250, ...drawsOnEvents }, page, names('products')),
  revenueSeries: get(
    '/purchases/revenue_series',
    unitWindowed({ product: optionalText, app_id: optionalText }),
    dataOf(s.revenuePoint),
    drawsOnEvents,
  ),
  quantitySeries: get(
    '/purchases/quantity_series',
    unitWindowed({ product: optionalText, app_id: optionalText }),
    dataOf(s.quantityPoint),
    drawsOnEvents,
  ),

  // Raw Event Stream Export
  exportRawEvents: post('/raw_data/export', s.rawExportRequest, s.rawExportStarted, {
    pool: 'rawExport',
    repeat: 'unsent',
    auth: rawExportAuth,
    check: s.checkRawExportSpan,
  }),
};

export type EndpointName = keyof typeof endpoints;
