/*
 * The words the made-up app group is written in. It sells cats their armour, as the service's own documentation did.
 */

/**
 * Names that have broken programs: markup, templates, commands, icons, formulas, paths, control characters, other
 * scripts and directions. Nothing here does anything; whatever shows these must show them as text.
 */
export const awkwardNames: readonly string[] = [
  '🎉 Party 👩‍👩‍👧‍👦 🏳️‍🌈',
  '<img src=x onerror=alert(1)>',
  'عرض الصيف / 50% خصم',
  '<script>alert("sample")</script>',
  '"><b>bold</b>',
  "javascript:alert('sample')",
  '{{7*7}} ${7*7} <%= 7*7 %>',
  '$(command:foo) $(rm -rf .) `id`',
  '$(zap) $(sync~spin) Icons',
  '[a link](https://example.com) **bold** `code`',
  '=1+1',
  '@SUM(A1:A9)',
  'a/b\\c%2Fd?e=f&g=h#i',
  `'single' "double" \`tick\` „low“ «angle»`,
  'מבצע החורף — 20%',
  '\u202Etxet desrever\u202C and on',
  '日本語のキャンペーン 購入完了',
  '  space before and after  ',
  'Line one\nLine two',
  'Tab\there, bell\u0007, separator\u2028there',
  'zero\u200Bwidth\u200Djoiner',
  'Ünïcödé Ñandú Straße',
  '&lt;already escaped&gt; &amp;',
  '../../etc/passwd',
  'CON.txt:stream',
  "Robert'); DROP TABLE users;--",
  'null',
  '[object Object]',
  '__proto__',
  '2016-05-31',
  'Z̷̢a̶l̴g̵o̸ t̷e̶x̴t̵',
  `A very long name ${'that goes on and on '.repeat(24)}until here`,
];

/** Words set apart by a comma and a space. */
function list(text: string): string[] {
  return text.split(', ');
}

export const adjectives: readonly string[] = list(
  'Spring, Summer, Autumn, Winter, Early, Late, Daily, Weekly, Monthly, First, Second, Last, Golden, ' +
    'Silver, Quiet, Loyal, New, Lapsed, Friendly, Lucky, Local, Global, Feline, Brave',
);

export const campaignNouns: readonly string[] = list(
  'Sale, Welcome, Win-back, Newsletter, Reminder, Countdown, Launch, Survey, Referral, Birthday, ' +
    'Abandoned Cart, Upgrade, Thank You, Price Drop, Back in Stock, Digest, Tips, Invitation, Receipt',
);

export const segmentNouns: readonly string[] = list(
  'Shoppers, Openers, Sleepers, Subscribers, Visitors, Spenders, Browsers, Commuters, Parents, ' +
    'Cat Owners, Beta Testers, Gift Givers, Night Owls',
);

export const places: readonly string[] = list('DE, US, JP, BR, Île-de-France, München, São Paulo, 東京');

export const eventVerbs: readonly string[] = list(
  'Opened, Closed, Viewed, Shared, Saved, Removed, Added, Started, Finished, Rated, Searched, ' +
    'Scanned, Tapped, Muted, Followed, Reported, Redeemed, Skipped, Played, Paused, Unlocked, ' +
    'Compared, Ordered, Returned, Renamed',
);

export const eventNouns: readonly string[] = list(
  'Cart, Checkout, Wish List, Product, Category, Video, Article, Profile, Coupon, Level, Map, Store, ' +
    'Photo, Review, Message, Playlist, Recipe, Trip, Ticket, Invoice, Lesson, Quiz, Badge, Feed, Menu, ' +
    'Subscription',
);

export const productKinds: readonly string[] = list(
  'Body Armor, Helmet, Cape, Boots, Whisker Guard, Tail Plate, Cushion, Scratching Post, Feather, ' +
    'Laser Pointer, Bowl, Blanket, Collar, Bell, Tunnel, Tower, Brush, Snack, Crème brûlée, Fern, ' +
    'Fish, Box',
);

export const tags: readonly string[] = list(
  'retention, Q1, Q2, promo, transactional, test, VIP, holiday 🎄, EU/GDPR, do not touch',
);

export const teams: readonly string[] = list('Growth, CRM, Editorial');

export const firstNames: readonly string[] = list(
  'Ada, Ben, Chloé, Dmitri, Eve, Farid, Grace, Hugo, Ines, Jamal, Kaja, Luis, Mia, Noor, Olu, Priya, ' +
    'Quinn, Rosa, Sven, Tomás, Uma, Viktor, Wanda, Ximena, Yuki, Zoë, 李娜, محمد',
);

export const lastNames: readonly string[] = list(
  'Ahmed, Brown, Castro, Dubois, Eriksen, Fischer, García, Haddad, Ivanova, Jensen, Kim, López, ' +
    "Müller, Nguyen, O'Brien, Papadopoulos, Quist, Rossi, Silva, Tanaka, Usman, Van der Berg, Wójcik",
);

/** Home city, country, time zone, language, longitude and latitude. */
export const homes: readonly (readonly [string, string, string, string, number, number])[] = [
  ['Chicago', 'US', 'America/Chicago', 'en', -87.65, 41.85],
  ['New York', 'US', 'America/New_York', 'en', -74.01, 40.71],
  ['San Francisco', 'US', 'America/Los_Angeles', 'en', -122.42, 37.77],
  ['Berlin', 'DE', 'Europe/Berlin', 'de', 13.4, 52.52],
  ['München', 'DE', 'Europe/Berlin', 'de', 11.58, 48.14],
  ['Paris', 'FR', 'Europe/Paris', 'fr', 2.35, 48.85],
  ['London', 'GB', 'Europe/London', 'en', -0.13, 51.51],
  ['São Paulo', 'BR', 'America/Sao_Paulo', 'pt', -46.63, -23.55],
  ['東京', 'JP', 'Asia/Tokyo', 'ja', 139.69, 35.69],
  ['القاهرة', 'EG', 'Africa/Cairo', 'ar', 31.24, 30.04],
  ['Kathmandu', 'NP', 'Asia/Kathmandu', 'ne', 85.32, 27.71],
  ['St. John’s', 'CA', 'America/St_Johns', 'en', -52.71, 47.56],
];
