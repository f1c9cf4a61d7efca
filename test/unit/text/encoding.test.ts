import assert from 'node:assert/strict';
import { recogniseEncoding } from '../../../src/text/encoding.ts';
import { decodeStrictly } from '../../../src/text/encodingTable.ts';
import { encodeAs } from './encodeAs.ts';

describe('encoding of a text', () => {
  const certain: [string, string][] = [
    ['windows-1252', 'user_id,city,fee\r\nu1,Köln,5 €\r\nu2,Málaga,7 €\r\n'],
    ['windows-1252', 'fee\n5 €\n'],
    ['windows-1252', 'España,compañía,año,niño,mañana,señor,también,más,aquí,País'],
    ['windows-1252', 'François,Hélène,Noël,forêt,élève,où,l’été,très,à la crème,naïf,château,hôtel'],
    ['windows-1252', 'São Paulo,João,coração,ação,avô'],
    ['windows-1252', 'Þórður,Reykjavík,Guðmundsdóttir,Æsa'],
    ['windows-1252', 'España'],
    ['windows-1250', 'Kraków,Poznań,Müller'],
    ['windows-1250', 'Příliš žluťoučký kůň'],
    ['windows-1250', 'Děčín,Jiří,Dvořák'],
    [
      'windows-1254',
      'İstanbul,Iğdır,Şırnak,Muğla,Kırıkkale,Eskişehir,Çanakkale,Diyarbakır,Kahramanmaraş,Balıkesir',
    ],
    ['windows-1251', 'Москва,Санкт-Петербург,Привет,мир'],
    ['koi8-r', 'Москва,Санкт-Петербург,Привет,мир'],
    ['windows-1253', 'Αθήνα,Θεσσαλονίκη,Ηράκλειο'],
    ['windows-1256', 'القاهرة,الرياض,دبي'],
    ['utf-8', 'Köln,Łódź,Москва,北京,👍'],
    ['utf-16le', 'id,city\n1,Köln\n'],
    ['utf-16be', 'id,город\n1,Москва\n'],
  ];
  for (const [label, text] of certain) {
    it(`recognises ${label}: ${text.slice(0, 30).replaceAll(/\s+/g, ' ')}`, () => {
      const bytes = encodeAs(text, label);
      const found = recogniseEncoding(bytes);
      assert.ok(found?.isCertain);
      assert.equal(decodeStrictly(bytes, found.label), text);
    });
  }

  /** What detectors take for another language: certain of none of these, the right one among those to choose from. */
  const doubtful: [string, string][] = [
    ['windows-1252', 'id,ville\n1,forêt'],
    ['windows-1252', 'Hélène'],
    ['windows-1254', 'Muğla'],
    ['windows-1257', 'Mindė'],
    ['windows-1255', 'שלום,ירושלים,תל אביב'],
    ['macintosh', 'Köln,Málaga,Zürich,Genève,São'],
  ];
  for (const [label, text] of doubtful) {
    it(`is not certain, and offers ${label}: ${text.replaceAll('\n', ' ')}`, () => {
      const bytes = encodeAs(text, label);
      const found = recogniseEncoding(bytes);
      assert.equal(found?.isCertain, false);
      const readings = [found.label, ...found.others].map((it) => decodeStrictly(bytes, it));
      assert.ok(readings.includes(text), readings.join(' | '));
    });
  }

  it('is never certain of wrong letters: every word of many languages, by itself and in pairs', () => {
    const words: [string, string][] = [
      [
        'windows-1250',
        'Łódź Poznań Kraków Gdańsk Świnoujście Żółć Plzeň Děčín Kůň Győr Szeged Pécs Iaşi Braşov Šibenik Đakovo',
      ],
      [
        'windows-1252',
        'Köln Málaga España São Åre Øst Ærø Hélène Noël forêt où già perché Þórr Coração Müller Größe',
      ],
      ['windows-1254', 'Muğla Şırnak Iğdır Çanakkale Kırıkkale Üsküdar'],
      ['windows-1257', 'Šarūnas Žemaitė Klaipėda Mindė Köln Rīga Jūrmala Pärnu Võru'],
      ['iso-8859-2', 'Łódź Poznań Świnoujście Plzeň Děčín Šibenik Győr'],
      ['iso-8859-15', 'Köln Málaga 5€ œuvre Šibenik'],
      ['macintosh', 'Köln Málaga España São Hélène Noël forêt'],
      ['windows-1251', 'Москва мир Львів Одеса София Београд привет'],
      ['koi8-r', 'Москва мир привет город улица'],
      ['ibm866', 'Москва мир привет город улица'],
      ['windows-1253', 'Αθήνα Πάτρα μέρα'],
    ];
    let certainly = 0;
    for (const [label, list] of words) {
      const all = list.split(' ');
      const texts = [...all, ...all.flatMap((some) => all.map((other) => `${some},${other}`))];
      for (const text of texts) {
        const bytes = encodeAs(text, label);
        const found = recogniseEncoding(bytes);
        if (!found?.isCertain) continue;
        certainly++;
        assert.equal(decodeStrictly(bytes, found.label), text, `${text} in ${label} as ${found.label}`);
      }
    }
    assert.ok(certainly > 100, String(certainly));
  });

  it('takes marks, and a character that is cut', () => {
    assert.deepEqual(recogniseEncoding(Buffer.from('\ufeffä')), {
      label: 'utf-8',
      isCertain: true,
      bomBytes: 3,
      others: [],
    });
    assert.equal(recogniseEncoding(Buffer.from('\ufeffä', 'utf16le'))?.bomBytes, 2);
    const cut = Buffer.from('Kö').subarray(0, 2);
    assert.equal(recogniseEncoding(cut, true)?.label, 'utf-8');
    assert.equal(recogniseEncoding(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])), undefined);
  });

  it('is not certain of UTF-8 with other bytes in it, nor of anything else then', () => {
    const some = Buffer.concat([Buffer.from('Köln,Málaga,€\n'), Buffer.from([0x4b, 0xf6, 0x6c, 0x6e])]);
    const found = recogniseEncoding(some);
    assert.deepEqual([found?.label, found?.isCertain], ['utf-8', false]);
    assert.equal(decodeStrictly(some, 'utf-8'), undefined);
  });

  it('takes no bytes that an encoding does not define', () => {
    assert.equal(decodeStrictly(Buffer.from([0x41, 0x81]), 'windows-1252'), undefined);
    assert.equal(decodeStrictly(Buffer.from([0x80]), 'windows-1252'), '€');
  });
});
