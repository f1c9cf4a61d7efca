import * as l10n from '@vscode/l10n';

/** An example of the language of filters, for those who learn it. */
export interface QueryExample {
  readonly filter: string;
  /** The same in other ways. */
  readonly also?: readonly string[];
  readonly meaning: string;
  /** A line that it finds, and one that it does not: the tests run them, with the other ways too. */
  readonly finds: object;
  readonly passesOver: object;
}

/** TABLE of the language of filters: the viewer's page on it. */
export const queryExamples: readonly QueryExample[] = [
  {
    filter: 'country:US',
    also: ['country = US'],
    meaning: l10n.t('equals, letters in either case; also numbers, true, false, null'),
    finds: { country: 'us' },
    passesOver: { country: 'USA' },
  },
  {
    filter: 'country:"US"',
    also: ["country:'US'"],
    meaning: l10n.t('equals exactly; double quotes for texts with blanks or parentheses'),
    finds: { country: 'US' },
    passesOver: { country: 'us' },
  },
  {
    filter: 'country:(US OR CA)',
    also: ['country:US OR country:CA'],
    meaning: l10n.t('one of several values'),
    finds: { country: 'CA' },
    passesOver: { country: 'DE' },
  },
  {
    filter: 'email:*@example.com',
    meaning: l10n.t('the whole value; * any characters, ? one'),
    finds: { email: 'ana@example.com' },
    passesOver: { email: 'ana@example.com.org' },
  },
  {
    filter: 'email:/^a.*z$/i',
    meaning: l10n.t('a regular expression, anywhere in the value'),
    finds: { email: 'Abz' },
    passesOver: { email: 'ba' },
  },
  {
    filter: 'total_revenue >= 5',
    also: ['total_revenue:>=5'],
    meaning: l10n.t('a comparison; also >, <, <='),
    finds: { total_revenue: 5 },
    passesOver: { total_revenue: 4.5 },
  },
  {
    filter: 'total_revenue:(>1 AND <5)',
    meaning: l10n.t('several values or comparisons of one field'),
    finds: { total_revenue: 2 },
    passesOver: { total_revenue: 5 },
  },
  {
    filter: 'last_used:>2016-05-01',
    meaning: l10n.t('a date or a time, as the file spells it; a date is a whole day'),
    finds: { last_used: '2016-05-02T00:00:00Z' },
    passesOver: { last_used: '2016-05-01T10:00:00Z' },
  },
  {
    filter: 'total_revenue:[1 TO 5}',
    meaning: l10n.t('a range of numbers, dates or texts; { } leaves an end out, * leaves it open'),
    finds: { total_revenue: 1 },
    passesOver: { total_revenue: 5 },
  },
  {
    filter: 'email:*',
    also: ['_exists_:email'],
    meaning: l10n.t('there, and not null'),
    finds: { email: '' },
    passesOver: { email: null },
  },
  {
    filter: 'country != US',
    also: ['NOT country:US'],
    meaning: l10n.t('not this value, or nothing there'),
    finds: { plan: 'gold' },
    passesOver: { country: 'us' },
  },
  {
    filter: 'plan:="1"',
    meaning: l10n.t(
      'exactly this value and of this type: in quotes a text, else a number, true, false or null',
    ),
    finds: { plan: '1' },
    passesOver: { plan: 1 },
  },
  {
    filter: 'purchases.name:"SKU-1"',
    meaning: l10n.t('into objects and lists; each element counts'),
    finds: { purchases: [{ name: 'SKU-0' }, { name: 'SKU-1' }] },
    passesOver: { purchases: [{ name: 'SKU-2' }] },
  },
  {
    filter: 'custom_attributes."Favorite Color":red',
    meaning: l10n.t('the name of a field in double quotes, where it has blanks or other signs'),
    finds: { custom_attributes: { 'Favorite Color': 'Red' } },
    passesOver: { custom_attributes: { Favorite: 'red' } },
  },
  {
    filter: 'gold',
    meaning: l10n.t('without a field: a word anywhere in the line, letters in either case'),
    finds: { note: 'Golden' },
    passesOver: { note: 'silver' },
  },
  {
    filter: '"gold plan"',
    meaning: l10n.t('without a field, in double quotes: exactly this text anywhere in the line'),
    finds: { note: 'the gold plan' },
    passesOver: { note: 'a plan of gold' },
  },
  {
    filter: 'a:1 AND (b:2 OR NOT c:3)',
    also: ['a:1 (b:2 or -c:3)', 'a:1 && (b:2 || !c:3)'],
    meaning: l10n.t('a blank is AND; - and ! are NOT; AND binds tighter than OR'),
    finds: { a: 1, b: 0, c: 0 },
    passesOver: { a: 1, b: 0, c: 3 },
  },
];
