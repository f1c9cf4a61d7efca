import assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/protocol/parseQuery.ts';
import { collectValues } from '../../../../src/ndjson/json/paths.ts';
import { parseQueryNumber } from '../../../../src/protocol/query.ts';
import { foldCase } from '../../../../src/ndjson/query/query.ts';
import { createQueryTest } from '../../../../src/ndjson/query/queryTest.ts';

const user = {
  prénom: 'Zoë',
  '2fa_enabled': true,
  имя: 'Иван',
  名前: { 姓: 2 },
  '2016-05-01': 'y',
  'é-mail': 'ana',
  or: 'not',
  not: 'and',
  said: 'two ands',
  external_id: 'u-1',
  country: 'US',
  email: 'ana@example.com',
  total_revenue: 250.5,
  zip: '00501',
  custom_attributes: {
    plan: 'gold',
    'a.b': 'dotted',
    tags: ['vip', 'Élan'],
    age: 42,
    beta: true,
    nothing: null,
    none: [],
  },
  purchases: [
    { name: 'SKU-1', count: 2 },
    { name: 'SKU-2', count: 100 },
  ],
  apps: [{ name: 'Shop', sessions: '12', last_used: '2016-05-04T10:00:00.000Z' }],
};

function matches(text: string, value: unknown = user): boolean {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, `${text}: ${JSON.stringify(parsed)}`);
  return createQueryTest(parsed.query)({
    valuesOf: (path) => collectValues(value, path),
    whole: () => value,
  });
}

describe('a query', () => {
  const yes = [
    '',
    'country:US',
    'country:us',
    'country:"US"',
    'country:=US',
    'total_revenue:250.5',
    'total_revenue:2505e-1',
    'zip:00501',
    'total_revenue:>100',
    'total_revenue:>=250.5',
    'total_revenue:<251',
    'total_revenue:[250.5 TO 300]',
    'apps.sessions:>11',
    'apps.sessions:[12 TO 12]',
    'custom_attributes.plan:gold',
    'custom_attributes.plan:GOLD',
    'custom_attributes.plan:g?ld',
    'custom_attributes.plan:*',
    'custom_attributes.a.b:dotted',
    'custom_attributes.tags:vip',
    'custom_attributes.tags:élan',
    'custom_attributes.beta:true',
    'custom_attributes.nothing:null',
    'custom_attributes.age:4*',
    'purchases.name:"SKU-1"',
    'purchases.0.name:sku-1',
    'purchases.count:>99',
    'email:*@example.com',
    'email:/^ana@.*\\.com$/',
    'email:/ANA/i',
    'apps.last_used:>=2016-05-01',
    'apps.last_used:<"2016-05-04T11"',
    'gold',
    'GOLD',
    '"gold"',
    'old',
    '250.5',
    'sku',
    'country:US AND custom_attributes.plan:gold AND total_revenue:>100',
    'country:DE OR country:US',
    'NOT country:DE',
    '-country:DE',
    'country:DE OR country:US AND purchases.count:2',
    'NOT (country:DE OR country:FR)',
    'country:US gold',
    'nowhere:x OR "SKU-2"',
    'country:US and custom_attributes.plan:gold',
    'country:US And custom_attributes.plan:gold AND total_revenue:>100',
    'country:DE or country:US',
    'country:DE Or (country:FR or country:US)',
    'not country:DE',
    'country:US and not country:DE',
    'country:US not country:DE',
    'prénom:"Zoë"',
    'prénom:zoë and 2fa_enabled:true',
    '2fa_enabled:"true"',
    '-2fa_enabled:false',
    'имя:*',
    '名前.姓:[1 TO 3]',
    '2016-05-01:>=x',
    'é-mail:/^a/',
    'or:"not" and not:and',
    '"and"',
    'ands',
  ];
  const no = [
    'country:U',
    'country:"us"',
    'zip:501',
    'zip:501.0',
    'total_revenue:>250.5',
    'total_revenue:{250.5 TO 300}',
    'custom_attributes.plan:gol',
    'plan:gold',
    'custom_attributes.none:*',
    'custom_attributes.nothing:*',
    'missing:*',
    'missing:null',
    'custom_attributes.age:"4?"',
    'purchases.1.name:sku-1',
    'purchases:SKU-1',
    '"GOLD"',
    '"Gold"',
    'plan',
    'country:US AND country:DE',
    '(country:DE OR country:US) AND country:DE',
    'NOT country:US',
    'apps.last_used:>100',
    'custom_attributes.age:"42x"',
    'email:"*@example.com"',
    'email:/^example/',
    '25',
    'custom_attributes:gold',
    'country:US and country:DE',
    'country:DE or country:FR',
    'not country:US',
    '2fa_enabled:false',
    'prénom:zoe',
    'salt and pepper',
  ];
  for (const text of yes) it(`${text} finds the user`, () => assert.equal(matches(text), true));
  for (const text of no) it(`${text} does not`, () => assert.equal(matches(text), false));

  it('compares letters in either case only where both are one letter', () => {
    assert.equal(foldCase('GOLD ÉÀ Σ'), 'gold éà σ');
    assert.equal(matches('a:k', { a: '\u212a' }), false);
    assert.equal(matches('a:"\u212a"', { a: '\u212a' }), true);
    assert.equal(matches('a:istanbul', { a: '\u0130stanbul' }), false);
  });

  it('takes ? for one character, of two units too, and other signs for themselves', () => {
    assert.equal(matches('a:x?y', { a: 'x😀y' }), true);
    assert.equal(matches('a:x?y', { a: 'xaby' }), false);
    assert.equal(matches('a:*a.b*', { a: 'aab' }), false);
  });

  it('reads numbers as JSON spells them', () => {
    assert.equal(parseQueryNumber('1e2'), 100);
    for (const text of ['', '01', '+1', '1.', '.5', '0x10', ' 1', 'Infinity'])
      assert.equal(parseQueryNumber(text), undefined, text);
  });
});
