import assert from 'node:assert/strict';
import { fetchUsers } from '../../../src/users/fetchUsers.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';

const { signal } = new AbortController();

/** Fetches with a service that gives `answer`, and tells what was sent. */
async function fetchWith(answer: object, ids: string[], fields?: string[]) {
  let sent: unknown;
  const client = createFetchClient(async (_url, init) => {
    sent = JSON.parse(init.body as string);
    return answerJson(answer, 201);
  }, 'appGroupId');
  return { ...(await fetchUsers(client, ids, fields, signal)), sent };
}

describe('fetchUsers', () => {
  it('sends the ids, and fields only where some were chosen; the id is always among them', async () => {
    const all = await fetchWith({ users: [] }, ['a']);
    assert.deepEqual(all.sent, { app_group_id: 'the-test-key', external_ids: ['a'] });
    const some = await fetchWith({ users: [] }, ['a'], ['email']);
    assert.deepEqual((some.sent as { fields_to_export: string[] }).fields_to_export, [
      'external_id',
      'email',
    ]);
  });

  it('keeps users as they came', async () => {
    const user = { external_id: 'a', unheard_of: { nested: [1, null] } };
    assert.deepEqual((await fetchWith({ message: 'success', users: [user] }, ['a'])).users, [
      JSON.stringify(user),
    ]);
  });

  it('keeps every digit and escape, in one line a user', async () => {
    const first =
      '{"external_id":"a","card":9007199254740993,"share":1.0,"far":1e2,"name":"\\u00e9 \\\\ \\" ]},{"}';
    const spread = '{\n  "external_id": "b  ",\r\n  "list": [1.50, [ ]]\n}';
    const client = createFetchClient(
      async () =>
        new Response(`{"users": [${first} , null,${spread}\n], "x": {"users": [0]}}`, { status: 201 }),
      'appGroupId',
    );
    const { users, invalidUserIds } = await fetchUsers(client, ['a', 'b  '], undefined, signal);
    assert.deepEqual(users, [first, '{"external_id": "b  ","list": [1.50, [ ]]}']);
    assert.deepEqual(invalidUserIds, []);
  });

  it('lists ids that the service does not know, whether it names them or is silent', async () => {
    const named = await fetchWith({ users: [{ external_id: 'a' }], invalid_user_ids: ['b'] }, ['a', 'b']);
    assert.deepEqual(named.invalidUserIds, ['b']);
    const silent = await fetchWith({ users: [{ external_id: 'a' }] }, ['a', 'b', 'c']);
    assert.deepEqual(silent.invalidUserIds, ['b', 'c']);
    assert.deepEqual((await fetchWith({ users: [] }, ['a'])).invalidUserIds, ['a']);
  });

  it('does not call a user unknown that it was sent, whatever the service’s list says', async () => {
    const old = await fetchWith({ users: [{ external_id: '7' }], invalid_user_ids: [7] }, ['7']);
    assert.deepEqual(old.invalidUserIds, []);
  });

  it('passes warnings on', async () => {
    assert.deepEqual((await fetchWith({ users: [], errors: ['minor'] }, ['a'])).warnings, ['minor']);
  });
});
