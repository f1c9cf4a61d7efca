import assert from 'node:assert/strict';
import { fieldsOf, fieldsToSend, userFields } from '../../../src/users/fields.ts';

describe('fields to export', () => {
  it('names no field twice', () => {
    assert.equal(new Set(userFields.map((it) => it.name)).size, userFields.length);
  });

  it('offers each service its own names', () => {
    assert.ok(fieldsOf('appGroupId').includes('appboy_id') && !fieldsOf('appGroupId').includes('braze_id'));
    assert.ok(fieldsOf('apiKey').includes('braze_id') && !fieldsOf('apiKey').includes('appboy_id'));
  });

  it('spells out “all” where the service requires the list, and leaves it out where it does not', () => {
    assert.equal(fieldsToSend([], 'appGroupId'), undefined);
    assert.deepEqual(fieldsToSend([], 'apiKey'), fieldsOf('apiKey'));
    assert.deepEqual(fieldsToSend(['email'], 'apiKey'), ['email']);
  });
});
