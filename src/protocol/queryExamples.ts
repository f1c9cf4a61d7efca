/** An example of the language of filters, for those who learn it. */
export interface QueryExample {
  readonly filter: string;
  readonly meaning: string;
  /** A line that it finds, and one that it does not: the tests run them. */
  readonly finds: object;
  readonly passesOver: object;
}

/** TABLE of the language of filters: the viewer's page on it. */
export const queryExamples: readonly QueryExample[] = [
  {
    filter: 'country:US',
    meaning: 'equals, letters in either case; also numbers, true, false, null',
    finds: { country: 'us' },
    passesOver: { country: 'USA' },
  },
  {
    filter: 'country:"US"',
    meaning: 'equals exactly; double quotes for texts with blanks or parentheses',
    finds: { country: 'US' },
    passesOver: { country: 'us' },
  },
  {
    filter: 'country:(US OR CA)',
    meaning: 'one of several values',
    finds: { country: 'CA' },
    passesOver: { country: 'DE' },
  },
  {
    filter: 'email:*@example.com',
    meaning: 'the whole value; * any characters, ? one',
    finds: { email: 'ana@example.com' },
    passesOver: { email: 'ana@example.com.org' },
  },
  {
    filter: 'email:/^a.*z$/i',
    meaning: 'a regular expression, anywhere in the value',
    finds: { email: 'Abz' },
    passesOver: { email: 'ba' },
  },
  {
    filter: 'total_revenue >= 5',
    meaning: 'also >, <, <=, =, !=; a colon may stand before them',
    finds: { total_revenue: 5 },
    passesOver: { total_revenue: 4.5 },
  },
  {
    filter: 'last_used:>2016-05-01',
    meaning: 'a date or a time, as the file spells it; a date is a whole day',
    finds: { last_used: '2016-05-02T00:00:00Z' },
    passesOver: { last_used: '2016-05-01T10:00:00Z' },
  },
  {
    filter: 'total_revenue:[1 TO 5}',
    meaning: 'a range of numbers, dates or texts; { } leaves an end out, * leaves it open',
    finds: { total_revenue: 1 },
    passesOver: { total_revenue: 5 },
  },
  {
    filter: 'email:*',
    meaning: 'there, and not null; also _exists_:email',
    finds: { email: '' },
    passesOver: { email: null },
  },
  {
    filter: 'plan:="1"',
    meaning: 'exactly this value and of this type: in quotes a text, else a number, true, false or null',
    finds: { plan: '1' },
    passesOver: { plan: 1 },
  },
  {
    filter: 'purchases.name:"SKU-1"',
    meaning: 'into objects and lists; each element counts',
    finds: { purchases: [{ name: 'SKU-0' }, { name: 'SKU-1' }] },
    passesOver: { purchases: [{ name: 'SKU-2' }] },
  },
  {
    filter: 'custom_attributes."Favorite Color":red',
    meaning: 'the name of a field in double quotes, where it has blanks or other signs',
    finds: { custom_attributes: { 'Favorite Color': 'Red' } },
    passesOver: { custom_attributes: { Favorite: 'red' } },
  },
  {
    filter: '"gold plan"',
    meaning: 'without a field: a text anywhere in the line',
    finds: { note: 'the gold plan' },
    passesOver: { note: 'a plan of gold' },
  },
  {
    filter: 'a:1 AND (b:2 OR NOT c:3)',
    meaning: 'a blank is AND; - and ! are NOT; also in lower case; AND binds tighter than OR',
    finds: { a: 1, b: 0, c: 0 },
    passesOver: { a: 1, b: 0, c: 3 },
  },
];
