import assert from 'node:assert/strict';
import { userProfile } from '../../../../src/api/schemas.ts';
import { createSample } from '../../../../src/sample/server.ts';
import { externalIdOf, findUserIndex, makeUser, users } from '../../../../src/sample/world/users.ts';
import { createWorld } from '../../../../src/sample/world/world.ts';
import { post } from '../asking.ts';

const world = createWorld();
const day = 20_780;

/** The fields of "Sample User Export File Output". */
const documented = [
  ...[
    'external_id',
    'appboy_id',
    'first_name',
    'last_name',
    'email',
    'dob',
    'home_city',
    'country',
    'phone',
    'language',
  ],
  ...['time_zone', 'last_coordinates', 'gender', 'total_revenue', 'push_subscribe', 'email_subscribe'],
  ...[
    'custom_attributes',
    'custom_events',
    'purchases',
    'devices',
    'push_tokens',
    'apps',
    'campaigns_received',
  ],
  'cards_clicked',
];

describe('the users of the sample', () => {
  const some = [...users(world, 0, 3_000, day)];

  it('have the documented fields, each missing from some and never null', () => {
    const counts = new Map<string, number>();
    for (const user of some) {
      userProfile.parse(user);
      for (const [field, value] of Object.entries(user)) {
        assert.notEqual(value, null, field);
        counts.set(field, (counts.get(field) ?? 0) + 1);
      }
    }
    for (const field of documented)
      assert.ok((counts.get(field) ?? 0) > 300, `${field} ${counts.get(field)}`);
    const always = documented.filter((field) => counts.get(field) === some.length);
    assert.deepEqual(always, ['appboy_id', 'country', 'language', 'email_subscribe']);
  });

  it('are long-tailed around 5 KB', () => {
    const sizes = [...users(world, 5_000, 10_000, day)].map((it) => Buffer.byteLength(JSON.stringify(it)));
    sizes.sort((a, b) => a - b);
    const mean = sizes.reduce((sum, it) => sum + it, 0) / sizes.length;
    assert.ok(mean > 4_000 && mean < 6_000, `mean ${mean}`);
    const median = sizes[sizes.length >> 1]!;
    assert.ok(median > 2_000 && median < 4_000, `median ${median}`);
    const largest = sizes.at(-1)!;
    assert.ok(largest > 100_000 && largest < 200_000, `largest ${largest}`);
  });

  it('are the same every time, and live on from day to day', () => {
    assert.deepEqual(makeUser(world, 1_234, day), makeUser(createWorld(), 1_234, day));
    const [before, after] = [makeUser(world, 1_234, day), makeUser(world, 1_234, day + 30)];
    assert.notDeepEqual(before.apps, after.apps);
    assert.deepEqual({ ...before, apps: [] }, { ...after, apps: [] });
  });

  it('are found by external id among a million, and nobody else is', () => {
    for (const index of [0, 1, 97, 197, 297, 397, 497, 999_997, 999_999])
      assert.equal(findUserIndex(externalIdOf(index)!, 1_000_000), index);
    assert.equal(externalIdOf(50), undefined);
    assert.equal(findUserIndex('user-000050', 1_000_000), undefined);
    assert.equal(findUserIndex('user-025000', 25_000), undefined);
    assert.equal(findUserIndex('User-000001', 25_000), undefined);
    assert.equal(findUserIndex('', 25_000), undefined);
  });
});

describe('/users/export/ids of the sample', () => {
  const sample = createSample({ users: 1_000_000, now: () => day * 86_400_000 });
  const ask = async (params: object) => {
    const response = await post(sample, '/users/export/ids', params);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('answers in the order asked, each once, and lists the ids it does not know', async () => {
    const ids = ['user-999999', 'nobody', externalIdOf(97)!, 'user-999999', 7];
    const { status, body } = await ask({ external_ids: ids });
    assert.equal(status, 201);
    assert.deepEqual(body, {
      users: [makeUser(world, 999_999, day), makeUser(world, 97, day)].map(
        (it) => JSON.parse(JSON.stringify(it)) as unknown,
      ),
      invalid_user_ids: ['nobody', '7'],
      message: 'success',
    });
  });

  it('leaves invalid_user_ids out where there are none', async () => {
    const { body } = await ask({ external_ids: ['user-000001'] });
    assert.deepEqual(Object.keys(body), ['users', 'message']);
  });

  it('sends just the fields asked for, and warns of a strange one', async () => {
    const { body } = await ask({
      external_ids: ['user-000001'],
      fields_to_export: ['external_id', 'apps', 'shoe'],
    });
    const [user] = body['users'] as object[];
    assert.deepEqual(Object.keys(user!), ['external_id', 'apps']);
    assert.deepEqual(body['errors'], ['shoe is not a field of a user']);
  });

  it('refuses more than 50 ids, or none', async () => {
    const many = await ask({ external_ids: Array.from({ length: 51 }, (_, n) => `user-${n}`) });
    assert.deepEqual(many, {
      status: 400,
      body: { message: 'The max number of external_ids and aliases per request was exceeded' },
    });
    assert.equal((await ask({ external_ids: [] })).status, 400);
    assert.equal((await ask({ external_ids: 'user-000001' })).status, 400);
  });
});
