import assert from 'node:assert/strict';
import type * as z from 'zod';
import { endpoints } from '../../../src/api/endpoints.ts';
import * as s from '../../../src/api/schemas.ts';

function read<Schema extends z.ZodType>(schema: Schema, wire: unknown): z.output<Schema> {
  const result = schema.safeParse(wire);
  assert.ok(result.success, result.error?.message);
  return result.data;
}

describe('a list’s answer', () => {
  const { answer } = endpoints.segmentList;
  const item = { id: '1', name: 'Lapsed', analytics_tracking_enabled: true, tags: ['a'] };
  const known = { id: '1', name: 'Lapsed', analyticsTrackingEnabled: true, tags: ['a'], other: {} };

  it('is the list itself, its wire names gone', () => {
    assert.deepEqual(read(answer, { message: 'success', segments: [item] }), [known]);
  });

  for (const message of [undefined, null, 'SUCCESS', 'Success', 'queued', 7])
    it(`counts whatever the message is: ${JSON.stringify(message)}`, () => {
      assert.deepEqual(read(answer, { message, segments: [item] }), [known]);
    });

  const empty = [
    { message: 'success', segments: [] },
    { message: 'success', segments: null },
    { segments: null },
    { message: 'success' },
    { message: 'Success', errors: ['minor'] },
  ];
  for (const wire of empty)
    it(`is empty where the service says ${JSON.stringify(wire)}`, () =>
      assert.deepEqual(read(answer, wire), []));

  const strange = [
    ...[{ message: 'queued' }, {}, { message: null }, { data: [] }, { message: 'success', segments: {} }],
    ...[[], null, 'success', 7, { segments: 'none' }],
  ];
  for (const wire of strange)
    it(`is no list, and so not the end of one, where it is ${JSON.stringify(wire)}`, () => {
      assert.equal(answer.safeParse(wire).success, false);
    });

  it('drops a null in the list, which names nothing', () => {
    assert.deepEqual(read(answer, { segments: [null, item, null] }), [known]);
    assert.deepEqual(read(endpoints.eventList.answer, { events: ['a', null, 'b'] }), ['a', 'b']);
  });

  it('takes numbers for ids', () => {
    assert.equal(read(answer, { segments: [{ id: 17 }] })[0]?.id, '17');
  });

  it('takes any text for a name', () => {
    const names = ['', ' ', 'a/b', '<b>"x"</b>', 'عربى', '👩‍👩‍👧', '\ud83d', '__proto__', 'x'.repeat(100_000)];
    assert.deepEqual(read(endpoints.productList.answer, { products: names }), names);
  });
});

describe('unknown keys', () => {
  it('are kept under `other`, and never take the place of known ones', () => {
    const wire = {
      ...{ id: '1', analytics_tracking_enabled: false, analyticsTrackingEnabled: 'theirs', is_new: 1 },
      ...{ message: 'of the item', errors: [1], other: 2, constructor: 3, toString: 4, hasOwnProperty: 5 },
    };
    const [item] = read(endpoints.segmentList.answer, { segments: [wire] });
    assert.equal(item?.analyticsTrackingEnabled, false);
    const { id, analytics_tracking_enabled, ...unknown } = wire;
    assert.equal(item?.id, id);
    assert.equal(analytics_tracking_enabled, false);
    assert.deepEqual(item?.other, unknown);
  });

  it('cannot change what an object is', () => {
    const wire: unknown = JSON.parse(
      '{"segments":[{"id":"1","__proto__":{"name":"theirs","polluted":true}}]}',
    );
    const [item] = read(endpoints.segmentList.answer, wire);
    assert.equal(item?.name, undefined);
    assert.equal((item as unknown as { polluted?: boolean }).polluted, undefined);
    assert.equal((item?.other as { polluted?: boolean }).polluted, undefined);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('of a whole answer do not repeat its message and its errors', () => {
    const wire = { message: 'success', errors: [], name: 'n', colour: 'red' };
    assert.deepEqual(read(s.segmentDetails, wire).other, { colour: 'red' });
  });
});

describe('numbers', () => {
  const cases: [wire: unknown, value: number | undefined][] = [
    [12, 12],
    [0, 0],
    ['12', 12],
    ['-1.5e3', -1500],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
    [[], undefined],
  ];
  for (const [wire, value] of cases)
    it(`read ${JSON.stringify(wire)} as ${value}`, () => {
      assert.equal(read(s.revenuePoint, { time: '2016-05-31', revenue: wire }).revenue, value);
    });

  it('are not made of other text', () => {
    for (const revenue of ['twelve', '1,200', '0x10', 'NaN', ' '])
      assert.equal(s.revenuePoint.safeParse({ time: 't', revenue }).success, false, revenue);
  });
});

describe('a campaign’s series', () => {
  const readMessages = (messages: unknown) =>
    read(s.campaignPoint, { time: '2016-05-31', messages }).messages;

  it('keeps unknown channels and statistics', () => {
    const messages = { carrier_pigeon: [{ coos: 3, notif_button_1_Öffnen_click: '4' }] };
    assert.deepEqual(readMessages(messages), messages);
  });

  const empty: [name: string, messages: unknown, read: object][] = [
    ['absent', undefined, {}],
    ['null', null, {}],
    ['an empty list', [], {}],
    ['an empty object', {}, {}],
    ['a null channel', { email: null }, { email: [] }],
    ['an empty channel', { email: [] }, { email: [] }],
    ['a null variation', { email: [null, { sent: 1 }] }, { email: [{ sent: 1 }] }],
    ['a channel of one record', { email: { sent: 1 } }, { email: [{ sent: 1 }] }],
    [
      'null statistics',
      { email: [{ sent: null, opens: undefined }] },
      { email: [{ sent: null, opens: undefined }] },
    ],
  ];
  for (const [name, messages, expected] of empty)
    it(`takes ${name}`, () => assert.deepEqual(readMessages(messages), expected));

  it('reads the control group and today’s further conversions', () => {
    const [day] = read(endpoints.campaignSeries.answer, {
      data: [
        {
          time: '2016-05-31',
          conversions: 3,
          conversions1: 1,
          unique_recipients: 8,
          messages: { ios_push: [{ variation_name: 'Control Group', enrolled: 9 }] },
        },
      ],
    });
    assert.deepEqual(day?.other, { conversions1: 1 });
    assert.equal(day?.uniqueRecipients, 8);
    assert.deepEqual(day?.messages, { ios_push: [{ variation_name: 'Control Group', enrolled: 9 }] });
  });
});

describe('details', () => {
  it('take extras as an object, as a list, and not at all', () => {
    for (const [wire, extras] of [
      [{ kvp: 'value' }, { kvp: 'value' }],
      [['a'], ['a']],
      [[], undefined],
      [null, undefined],
    ])
      assert.deepEqual(read(s.cardDetails, { name: 'n', extras: wire }).extras, extras);
  });

  it('take messages of any shape', () => {
    const messages = { 'variation-1': { channel: 'email', extras: [] }, 'variation-2': null, x: 'odd' };
    assert.deepEqual(read(s.campaignDetails, { messages }).messages, messages);
  });
});

describe('users', () => {
  const { answer } = endpoints.usersById;
  it('stay exactly what was sent', () => {
    const user: unknown = JSON.parse(
      '{"z":1,"a":{"__proto__":{"x":1}},"__proto__":{"y":2},"first_name":null}',
    );
    const { users } = read(answer, { message: 'success', users: [user] });
    assert.equal(users[0], user);
    assert.equal(
      JSON.stringify(users[0]),
      '{"z":1,"a":{"__proto__":{"x":1}},"__proto__":{"y":2},"first_name":null}',
    );
  });

  it('may be none', () => {
    const none = { users: [], invalidUserIds: ['7', 'b'], other: {} };
    assert.deepEqual(read(answer, { users: [], invalid_user_ids: [7, null, 'b'] }), none);
    assert.deepEqual(read(answer, { invalid_user_ids: ['7', 'b'] }), none);
    assert.deepEqual(read(answer, { message: 'success' }), { users: [], invalidUserIds: [], other: {} });
  });

  it('are not none where the service has not looked yet', () => {
    assert.equal(answer.safeParse({ message: 'queued' }).success, false);
    assert.equal(answer.safeParse([]).success, false);
  });
});

describe('exports', () => {
  it('start with a prefix and an address, or with neither', () => {
    const wire = { message: 'success', object_prefix: 'p-1', url: 'https://bucket/x.zip' };
    assert.deepEqual(read(s.exportStarted, wire), {
      objectPrefix: 'p-1',
      url: 'https://bucket/x.zip',
      other: {},
    });
    assert.equal(read(s.exportStarted, { message: 'success', url: null }).url, undefined);
    assert.equal(read(s.rawExportStarted, { success: true, message: 'success' }).success, true);
  });
});
